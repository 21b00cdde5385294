"""What stands beside an OIP to be fair: the images that excite its map most, those that excite it
less, and other recipes' pictures.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from analysis.figures import grids, style
from analysis.figures.oips import enhanced, hatch
from analysis.figures.style import Drawing
from analysis.figures.trust import spread_over
from analysis.results.data_responses import DataResponses
from analysis.results.oips import OipSet, RecipeVariants
from analysis.results.trust import Trust

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# px; what a node of Conv2D_3 sees, and the distance of its neighbour's window
FIELD = 18
STEP = 4
GAP = 2


def crops(images: np.ndarray, nodes: np.ndarray) -> np.ndarray:
    """Return the windows (image, y=18, x=18) that the given nodes (image, row and column) of
    Conv2D_3 see in images (image, y, x).
    """
    return np.stack(
        [
            image[STEP * row : STEP * row + FIELD, STEP * column : STEP * column + FIELD]
            for image, (row, column) in zip(images, nodes, strict=True)
        ]
    )


def _sheet(axes: Axes, tiles: np.ndarray, columns: int) -> None:
    """Show grey values 0..255 as tiles on the colour of the rules."""
    grids.picture(
        axes,
        grids.montage(tiles.astype(float), columns, GAP),
        style.grey().with_extremes(bad=style.palette().faint),
        low=0,
        high=255,
    )


def _frames(axes: Axes, nodes: np.ndarray) -> None:
    for k, (row, column) in enumerate(nodes):
        top, left = grids.tile_corner(k, 3, (28, 28), GAP)
        corner = (left + STEP * column - 0.5, top + STEP * row - 0.5)
        axes.add_patch(
            grids.rectangle(
                corner, FIELD, FIELD, fill=False, edgecolor=style.palette().shared, linewidth=0.8
            )
        )


def _digits(axes: Axes, means: np.ndarray) -> None:
    axes.bar(range(10), means, color=style.palette().first)
    axes.set_xticks(range(10), [str(digit) for digit in range(10)], fontsize=7)
    axes.set_yticks([0, round(float(means.max()), 2)])
    axes.tick_params(length=2, pad=1, labelsize=7)
    axes.set_box_aspect(0.8)


def draw_passports(oips: OipSet, trust: Trust, responses: DataResponses, shown: int = 4) -> Drawing:
    """For maps spread over the layer by how good a hint their OIP is: OIP, nine strongest images,
    their windows, weaker images, mean response by digit.
    """
    chosen = spread_over(trust.hit_rate, shown)
    figure = style.sheet(height=0.4 + 1.5 * shown)
    rows = figure.subplots(shown, 5, squeeze=False)
    for (oip, whole, window, weaker, digits), m in zip(rows, chosen, strict=True):
        grids.picture(oip, enhanced(oips.images[m]), low=0, high=1)
        hatch(oip)
        oip.set_ylabel(f"map {m}", fontsize=8)
        oip.set_xlabel(
            "–" if np.isnan(trust.hit_rate[m]) else f"{style.per_cent(trust.hit_rate[m])} right",
            fontsize=8,
            labelpad=2,
        )
        _sheet(whole, responses.top_image[m], 3)
        _frames(whole, responses.top_node[m])
        _sheet(window, crops(responses.top_image[m], responses.top_node[m]), 3)
        window.set_xlabel(
            f"labels {' '.join(str(label) for label in responses.top_label[m])}",
            fontsize=7.5,
            labelpad=2,
        )
        _sheet(weaker, responses.quantile_image[m], 2)
        _digits(digits, responses.digit_mean[m])
    for axes, title in zip(
        rows[0],
        (
            "OIP in the box",
            "strongest images",
            "what the node saw",
            "at four quantiles",
            "mean by digit",
        ),
        strict=True,
    ):
        axes.set_title(title, fontsize=8, loc="center")
    levels = ", ".join(f"{100 * level:g} %" for level in responses.level)
    words = {"maps": shown, "all": len(oips.images), "levels": levels, "field": FIELD}
    return Drawing(figure, tuple(f"map {m}" for m in chosen), words)


def draw_variants(variants: RecipeVariants, shown: int = 7) -> Drawing:
    """For maps spread over the layer by their likeness over recipes: the start, and the picture
    that each recipe makes of it.
    """
    likeness = variants.likeness[1:].mean(axis=0)
    chosen = spread_over(likeness, shown)
    figure = style.sheet(height=0.35 + 1.13 * len(variants.recipe))
    rows = figure.subplots(len(variants.recipe), shown + 1)
    for k, (row, name) in enumerate(zip(rows, variants.recipe, strict=True)):
        grids.bare(row[0])
        if k == 0:
            grids.picture(row[0], enhanced(variants.start), low=0, high=1)
            row[0].set_title("start", fontsize=8, pad=3, loc="center")
        row[1].set_ylabel(str(name).replace(" and ", "\nand "), fontsize=8)
        for axes, m in zip(row[1:], chosen, strict=True):
            grids.picture(axes, enhanced(variants.images[k, m]), low=0, high=1)
            hatch(axes)
            times = (
                variants.response[k, m] / variants.maximum[m] if variants.maximum[m] > 0 else np.nan
            )
            axes.set_xlabel("–" if np.isnan(times) else f"{times:.1f}", fontsize=8, labelpad=2)
            if k == 0:
                axes.set_title(f"map {m}", fontsize=8, pad=3, loc="center")
    words = {"shown": shown, "all": len(likeness)} | {
        f"{name}_{i}": f"{np.nanmedian(values):.2f}"
        for name, rows_of in (("like", variants.likeness), ("fine", variants.high_share))
        for i, values in enumerate(rows_of)
    }
    return Drawing(figure, tuple(str(name) for name in variants.recipe), words)
