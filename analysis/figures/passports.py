"""What stands beside an OIP to be fair: the images that excite its map most, those that excite it
less, and other recipes' pictures.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from analysis.figures import grids, style
from analysis.figures.oips import enhanced, hatch, visible_in
from analysis.figures.style import Drawing
from analysis.figures.trust import so_many, spread_over
from analysis.results.data_responses import DataResponses
from analysis.results.oips import OipSet, RecipeVariants
from analysis.results.trust import Trust

if TYPE_CHECKING:
    from matplotlib.axes import Axes

GAP = 2  # between tiles, in px
ACROSS = 3  # tiles side by side; the images at quantiles stand two by two
TITLES = (
    "OIP in the box",
    "strongest images",
    "what the node saw",
    "at four quantiles",
    "mean by digit",
)


def crops(images: np.ndarray, rows: np.ndarray, columns: np.ndarray) -> np.ndarray:
    """Return the windows (image, y, x) that nodes see in images (image, y, x).

    Args:
        rows, columns: (image, 2), the first of each window and the one past its last.

    Returns:
        Windows of one size; what is missing of those cut off by the edge of the image is NaN.
    """
    sides = (np.diff(ends, axis=1).max() for ends in (rows, columns))
    seen = np.full((len(images), *sides), np.nan)
    for tile, image, down, right in zip(seen, images, rows, columns, strict=True):
        part = image[slice(*down), slice(*right)]
        tile[: part.shape[0], : part.shape[1]] = part
    return seen


def _sheet(axes: Axes, tiles: np.ndarray, columns: int) -> None:
    """Show grey values 0..255 as tiles on the colour of the rules."""
    grids.picture(
        axes,
        grids.montage(tiles.astype(float), columns, GAP),
        style.grey().with_extremes(bad=style.palette().faint),
        low=0,
        high=255,
    )


def _frames(axes: Axes, shape: tuple[int, int], rows: np.ndarray, columns: np.ndarray) -> None:
    """Frame what each image's strongest node sees, on a sheet of images of this shape."""
    for k, ((top, bottom), (left, right)) in enumerate(zip(rows, columns, strict=True)):
        down, across = grids.tile_corner(k, ACROSS, shape, GAP)
        corner = (across + left - 0.5, down + top - 0.5)
        look = {"fill": False, "edgecolor": style.palette().shared, "linewidth": 0.8}
        axes.add_patch(grids.rectangle(corner, right - left, bottom - top, **look))


def _digits(axes: Axes, means: np.ndarray) -> None:
    places = range(len(means))
    axes.bar(places, means, color=style.palette().first)
    axes.set_xticks(places, [str(digit) for digit in places], fontsize=style.NOTE)
    top = float(means.max())
    axes.set_yticks([0, top], ["0", f"{top:.2g}"])  # a rare map's means are far below 0.01
    axes.tick_params(length=2, pad=1, labelsize=style.NOTE)
    axes.set_box_aspect(0.8)


def _oip(axes: Axes, oips: OipSet, trust: Trust, m: int) -> None:
    """Show the OIP of a map, and below it how often it is the right hint."""
    visible, right = visible_in(oips), trust.hit_rate[m]
    grids.picture(axes, enhanced(oips.images[m], visible), low=0, high=1)
    hatch(axes, visible, shape=oips.images.shape[1:])
    axes.set_ylabel(f"map {m}", fontsize=style.NOTE)
    said = "–" if np.isnan(right) else f"{style.per_cent(right)} right"
    axes.set_xlabel(said, fontsize=style.NOTE, labelpad=2)


def _exciting(responses: DataResponses) -> np.ndarray:
    """Return how many of the strongest images of each map excite it; they come first."""
    return (responses.top_response > 0).sum(axis=1)


def _examples(whole: Axes, parts: Axes, weaker: Axes, responses: DataResponses, m: int) -> None:
    """Show the strongest images of a map, what their nodes saw, and weaker images.

    A rare map leaves places blank: images that do not excite it are in the order of their numbers.
    """
    count = _exciting(responses)[m]
    images, labels = responses.top_image[m].astype(float), responses.top_label[m]
    images[count:] = np.nan
    fields = responses.top_rows[m], responses.top_columns[m]
    _sheet(whole, images, ACROSS)
    _frames(whole, images.shape[1:], *(ends[:count] for ends in fields))
    _sheet(parts, crops(images, *fields), ACROSS)
    told = " ".join(str(label) for label in labels[:count])
    said = f"labels {told}" if count else "no training image excites it"
    parts.set_xlabel(said, fontsize=style.NOTE, labelpad=2)
    levels = responses.quantile_image[m].astype(float)
    levels[responses.quantile_response[m] <= 0] = np.nan
    _sheet(weaker, levels, 2)


def _blank(exciting: np.ndarray, places: int) -> str:
    """Return what is to be said of maps that fewer images excite than there are places."""
    return ", or as many as excite it at all" if (exciting < places).any() else ""


def draw_passports(oips: OipSet, trust: Trust, responses: DataResponses, shown: int = 4) -> Drawing:
    """For maps spread over the layer by how good a hint their OIP is: OIP, nine strongest images,
    their windows, weaker images, mean response by digit.
    """
    shown = so_many(trust.hit_rate, shown)
    chosen = spread_over(trust.hit_rate, shown)
    figure = style.sheet(height=0.4 + 1.5 * shown)
    rows = figure.subplots(shown, len(TITLES), squeeze=False)
    for (oip, whole, parts, weaker, digits), m in zip(rows, chosen, strict=True):
        _oip(oip, oips, trust, m)
        _examples(whole, parts, weaker, responses, m)
        _digits(digits, responses.digit_mean[m])
    for axes, title in zip(rows[0], TITLES, strict=True):
        axes.set_title(title, fontsize=style.NOTE, loc="center")
    words = {
        "maps": shown,
        "known": int(np.isfinite(trust.hit_rate).sum()),
        "levels": ", ".join(f"{100 * level:g} %" for level in responses.level),
        "strongest": responses.top_index.shape[1],
        "rest": ", blank where the map is empty"
        if (responses.quantile_response[list(chosen)] <= 0).any()
        else "",
        "blank": _blank(_exciting(responses)[list(chosen)], responses.top_index.shape[1]),
        "field": int(np.diff(responses.top_rows, axis=-1).max()),
    }
    return Drawing(figure, tuple(f"map {m}" for m in chosen), words)


def draw_variants(variants: RecipeVariants, shown: int = 7) -> Drawing:
    """For maps spread over the layer by their likeness over recipes: the start, and the picture
    that each recipe makes of it.
    """
    answers = (variants.response > 0).all(axis=0)  # elsewhere no recipes can be compared
    likeness = np.where(answers, variants.likeness[1:].mean(axis=0), np.nan)
    visible = visible_in(variants)
    shown = so_many(likeness, shown)
    chosen = spread_over(likeness, shown)
    figure = style.sheet(height=0.35 + 1.13 * len(variants.recipe))
    rows = figure.subplots(len(variants.recipe), shown + 1)
    for k, (row, name) in enumerate(zip(rows, variants.recipe, strict=True)):
        grids.bare(row[0])
        if k == 0:
            grids.picture(row[0], enhanced(variants.start, visible), low=0, high=1)
            row[0].set_title("start", fontsize=style.NOTE, pad=3, loc="center")
        row[1].set_ylabel(str(name).replace(" and ", "\nand "), fontsize=style.NOTE)
        for axes, m in zip(row[1:], chosen, strict=True):
            grids.picture(axes, enhanced(variants.images[k, m], visible), low=0, high=1)
            hatch(axes, visible, shape=variants.start.shape)
            times = (
                variants.response[k, m] / variants.maximum[m] if variants.maximum[m] > 0 else np.nan
            )
            axes.set_xlabel(
                "–" if np.isnan(times) else f"{times:.1f}", fontsize=style.NOTE, labelpad=2
            )
            if k == 0:
                axes.set_title(f"map {m}", fontsize=style.NOTE, pad=3, loc="center")
    words = {"shown": shown, "answering": int(answers.sum())} | {
        f"{name}_{i}": f"{np.nanmedian(values[answers]):.2f}" if answers.any() else "–"
        for name, rows_of in (("like", variants.likeness), ("fine", variants.high_share))
        for i, values in enumerate(rows_of)
    }
    return Drawing(figure, tuple(str(name) for name in variants.recipe), words)
