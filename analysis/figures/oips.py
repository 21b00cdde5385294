"""Pictures of OIPs: contrast pairs, galleries, the evolution of one, single nodes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from analysis.figures import grids, style
from analysis.figures.style import Drawing
from analysis.results.base import Result
from analysis.results.oips import OipEvolution, OipGallery, OipScales, SingleNodeOips

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

VISIBLE = 26  # rows and columns 26 and 27 reach no node of Conv2D_3
SPREAD = 3.0  # deviations that black and white of a plain picture stand for
PER_ROW = 8


def plain(image: np.ndarray) -> np.ndarray:
    """Return grey 0..1 on the fixed scale of +-3 deviations."""
    return np.clip((image + SPREAD) / (2 * SPREAD), 0, 1)


@dataclass(frozen=True)
class Visible:
    """The pixels that any node of a layer sees: rows and columns, each the first and the one past
    the last.
    """

    rows: tuple[int, int]
    columns: tuple[int, int]

    def of(self, images: np.ndarray) -> np.ndarray:
        """Return the part of images (..., y, x) that is seen."""
        return images[..., slice(*self.rows), slice(*self.columns)]


SERIES = Visible((0, VISIBLE), (0, VISIBLE))  # of Conv2D_3, where a result does not say


def visible_in(result: Result) -> Visible:
    """Return what the nodes see whose OIPs a result holds, from the result itself."""
    rows, columns = (getattr(result, f"visible_{side}", None) for side in ("rows", "columns"))
    if rows is None or columns is None:
        return SERIES
    return Visible((int(rows[0]), int(rows[1])), (int(columns[0]), int(columns[1])))


def enhanced(image: np.ndarray, visible: Visible = SERIES) -> np.ndarray:
    """Return grey 0..1, stretched between the 2nd and 98th percentile of the visible pixels
    (P-CONTRAST).
    """
    low, high = np.percentile(visible.of(image), [2, 98])
    return np.clip((image - low) / max(high - low, 1e-9), 0, 1)


def _diagonals(
    x: float, y: float, width: float, height: float, apart: float = 1.5
) -> tuple[np.ndarray, np.ndarray]:
    """Return the ends of parallel strokes across a rectangle, each followed by a gap.

    Strokes, not a fill pattern: printed from a browser, patterns become pictures of many megabytes.
    """
    along = np.arange(x + y + apart, x + y + width + height, apart)  # x + y of each stroke
    first = np.maximum(x, along - y - height)
    last = np.minimum(x + width, along - y)
    gap = np.full(len(along), np.nan)
    return (
        np.stack([first, last, gap], axis=1).ravel(),
        np.stack([along - first, along - last, gap], axis=1).ravel(),
    )


def _blind(visible: Visible, shape: tuple[int, int]) -> Iterator[tuple[int, int, int, int]]:
    """Yield the strips of a picture that no node sees, as top, left, width and height."""
    (top, bottom), (left, right) = visible.rows, visible.columns
    for strip in (
        (0, right, shape[1] - right, shape[0]),
        (bottom, left, right - left, shape[0] - bottom),
        (0, 0, left, shape[0]),
        (0, left, right - left, top),
    ):
        if min(strip[2:]) > 0:
            yield strip


def hatch(
    axes: Axes,
    visible: Visible = SERIES,
    *,
    shape: tuple[int, int] = (28, 28),
    corner: tuple[int, int] = (0, 0),
) -> None:
    """Hatch what no node sees of a picture of this shape, whose upper left pixel is at the corner
    (row, column).
    """
    for down, across, width, height in _blind(visible, shape):
        place = (corner[1] + across - 0.5, corner[0] + down - 0.5)
        axes.add_patch(
            grids.rectangle(
                place, width, height, facecolor=style.palette().paper, alpha=0.55, linewidth=0
            )
        )
        axes.plot(
            *_diagonals(*place, width, height),
            color=style.palette().ink,
            linewidth=0.3,
            alpha=0.55,
        )


def show(
    axes: Axes, image: np.ndarray, title: str = "", *, contrast: bool = False, deep: bool = True
) -> None:
    """Show one OIP."""
    grids.picture(axes, enhanced(image) if contrast else plain(image), low=0, high=1)
    if deep:
        hatch(axes)
    if title:
        axes.set_title(title, fontsize=7.5, pad=3)


def pairs(images: np.ndarray, titles: list[str], *, deep: bool = True) -> Figure:
    """Return a sheet of contrast pairs: as computed above, contrast enhanced below."""
    count = len(images)
    side = min(1.7, style.WIDTH / max(count, 4))
    figure = style.sheet(height=2 * side + 0.35)
    rows = figure.subplots(2, max(count, 4), squeeze=False)
    for k, (above, below) in enumerate(rows.T):
        grids.bare(above)
        grids.bare(below)
        if k < count:
            show(above, images[k], titles[k], deep=deep)
            show(below, images[k], contrast=True, deep=deep)
    rows[0, 0].set_ylabel("as computed", fontsize=7)
    rows[1, 0].set_ylabel("enhanced", fontsize=7)
    return figure


def one_pair(image: np.ndarray, title: str) -> Figure:
    """Return a sheet with a single contrast pair, large and side by side."""
    figure = style.sheet(height=0.42 * style.WIDTH + 0.2)
    left, right = figure.subplots(1, 2)
    show(left, image, f"{title}, as computed")
    show(right, image, "enhanced", contrast=True)
    return figure


def pair_gallery(
    images: np.ndarray,
    numbers: list[int],
    *,
    deep: bool,
    silent: np.ndarray | None = None,
    both: bool = True,
    notes: list[str] | None = None,
    frames: dict[int, str] | None = None,
    per_row: int = PER_ROW,
) -> Figure:
    """Return a gallery as one picture: each map's number over its OIP as computed and, below,
    contrast enhanced.

    Args:
        notes: a line below each map.
        frames: colours of frames around some maps, by their place among ``numbers``.
    """
    gap = 3
    label = 8
    tall = 2 if both else 1
    cell = (label + tall * 28 + (tall - 1) + (9 if notes else 0) + gap, 28 + gap)
    rows = -(-len(numbers) // per_row)
    sheet = np.full((rows * cell[0], per_row * cell[1]), np.nan)
    figure = style.sheet(height=style.WIDTH * sheet.shape[0] / sheet.shape[1] + 0.05)
    axes = grids.bare(figure.subplots())
    for k, number in enumerate(numbers):
        top, left = (k // per_row) * cell[0] + label, (k % per_row) * cell[1]
        axes.text(left, top - 1.6, str(number), fontsize=6.5, va="bottom", ha="left")
        if silent is not None and silent[k]:
            axes.add_patch(
                grids.rectangle(
                    (left - 0.5, top - 0.5),
                    28,
                    tall * 28 + tall - 1,
                    fill=False,
                    edgecolor=style.palette().faint,
                    linestyle=":",
                )
            )
            axes.text(
                left + 13.5,
                top + (tall * 28) / 2,
                "silent",
                fontsize=6,
                ha="center",
                va="center",
                alpha=0.75,
            )
            continue
        shades = (plain, enhanced) if both else (enhanced,)
        for level, shade in enumerate(shades):
            at = top + level * 29
            sheet[at : at + 28, left : left + 28] = shade(images[k])
            if deep:
                hatch(axes, corner=(at, left))
        if notes:
            axes.text(left, top + tall * 29, notes[k], fontsize=6.5, va="top", ha="left")
        if frames and k in frames:
            axes.add_patch(
                grids.rectangle(
                    (left - 1, top - 1),
                    29,
                    tall * 29,
                    fill=False,
                    edgecolor=frames[k],
                    linewidth=1.4,
                )
            )
    grids.picture(axes, sheet, low=0, high=1)
    axes.set(xlim=(-1, sheet.shape[1] - gap + 0.5), ylim=(sheet.shape[0] - gap + 1, -1))
    return figure


def _words(gallery: OipGallery) -> dict[str, str | int]:
    found = ~gallery.silent
    return {
        "maps": len(gallery.silent),
        "found": int(found.sum()),
        "silent": int(gallery.silent.sum()),
        "steps": len(gallery.curve),
        "starts": len(gallery.start_responses),
        "ratio": (
            f"{np.median((gallery.response / np.maximum(gallery.data_maximum, 1e-9))[found]):.1f}"
        ),
    }


def draw_gallery(gallery: OipGallery, *, deep: bool) -> Drawing:
    """All maps of a layer that answered, as contrast pairs."""
    found = np.flatnonzero(~gallery.silent)
    per_row = 8 if len(found) <= 32 else 11
    figure = pair_gallery(gallery.images[found], found.tolist(), deep=deep, per_row=per_row)
    return Drawing(figure, tuple(str(n) for n in found), _words(gallery))


def box_height(image: np.ndarray, share: float = 0.8) -> int:
    """Return the fewest consecutive rows that hold a share of the visible squared deviation."""
    rows = (image[:VISIBLE, :VISIBLE] ** 2).sum(axis=1)
    total = np.concatenate([[0], np.cumsum(rows)])
    return next(
        h for h in range(1, VISIBLE + 1) if (total[h:] - total[:-h]).max() >= share * total[-1]
    )


def ranked(gallery: OipGallery, scales: OipScales, rule: str) -> list[int]:
    """Return the answering maps in the order of a stated rule."""
    found = np.flatnonzero(~gallery.silent)
    scores: dict[str, Callable[[int], float]] = {
        "tallest": lambda m: -box_height(gallery.images[m]),
        "longest": lambda m: -float(scales.conv2d_3[m]),
        "shortest": lambda m: float(scales.conv2d_3[m]),
    }
    score = [scores[rule](int(m)) for m in found]
    return [int(found[k]) for k in np.argsort(score, kind="stable")]


def draw_ranked(gallery: OipGallery, scales: OipScales, *, rule: str, count: int) -> Drawing:
    """The first maps of a ranking, as contrast pairs."""
    chosen = ranked(gallery, scales, rule)[:count]
    figure = pairs(gallery.images[chosen], [f"map {m}" for m in chosen])
    words = {
        "maps": ", ".join(str(m) for m in chosen),
        "scales": ", ".join(f"{scales.conv2d_3[m]:.1f}" for m in chosen),
        "heights": ", ".join(str(box_height(gallery.images[m])) for m in chosen),
        "steps": len(gallery.curve),
    }
    return Drawing(figure, tuple(f"map {m}" for m in chosen), words)


def _evolution_words(evolution: OipEvolution) -> dict[str, str | int]:
    curve = evolution.curve[0]
    return {
        "map": int(evolution.map),
        "seed": int(evolution.seed[0]),
        "seeds": ", ".join(str(s) for s in evolution.seed),
        "steps": len(curve),
        "first": f"{curve[0]:.2f}",
        "last": f"{curve[-1]:.2f}",
        "starts": len(evolution.seed),
        "finals": ", ".join(f"{c[-1]:.2f}" for c in evolution.curve),
        "zero": style.per_cent(float(evolution.zero_share)),
        "quiet": len(evolution.silent_seed),
    }


def draw_one(evolution: OipEvolution) -> Drawing:
    """The OIP of the evolution's map, as computed and contrast enhanced."""
    return Drawing(
        one_pair(evolution.frames[0, -1], f"map {int(evolution.map)}"),
        ("OIP",),
        _evolution_words(evolution),
    )


def draw_other_starts(evolution: OipEvolution) -> Drawing:
    """OIPs of the same map from the other starts."""
    titles = [f"seed {s}" for s in evolution.seed[1:]]
    return Drawing(
        pairs(evolution.frames[1:, -1], titles), tuple(titles), _evolution_words(evolution)
    )


def draw_start(evolution: OipEvolution) -> Drawing:
    """The start image of the evolution, as computed and contrast enhanced."""
    return Drawing(
        one_pair(evolution.frames[0, 0], f"seed {evolution.seed[0]}"),
        ("start",),
        _evolution_words(evolution),
    )


def draw_evolution(evolution: OipEvolution) -> Drawing:
    """Frames of one ascent on the fixed scale, with step and response."""
    frames, count = evolution.frames[0], len(evolution.step)
    figure = style.sheet(height=2 * 2.05)
    panels = figure.subplots(2, -(-count // 2), squeeze=False).ravel()
    for k, axes in enumerate(panels):
        grids.bare(axes)
        if k < count:
            step = int(evolution.step[k])
            show(axes, frames[k], f"step {step}: {evolution.curve[0, step]:.2f}")
    return Drawing(figure, tuple(f"step {s}" for s in evolution.step), _evolution_words(evolution))


def draw_silent_starts(evolution: OipEvolution) -> Drawing:
    """Starts to which the evolution's map is silent, and the share of such starts by length
    scale.
    """
    count = len(evolution.silent_seed)
    figure, colours = style.sheet(height=2.5), style.palette()
    left, right = style.split(figure, columns=[1.5, 1])
    for k, axes in enumerate(left.subplots(1, max(count, 1), squeeze=False)[0]):
        grids.bare(axes)
        if k < count:
            show(axes, evolution.silent_starts[k], str(evolution.silent_mixture[k]))
    axes = right.subplots()
    axes.bar(
        [str(m) for m in evolution.mixture], 100 * evolution.mixture_zero_share, color=colours.first
    )
    axes.set(ylabel="starts without response, %", ylim=(0, 100))
    axes.tick_params(axis="x", rotation=40, labelsize=7)
    words = _evolution_words(evolution) | {
        "shares": ", ".join(
            f"{m}: {style.per_cent(z)}"
            for m, z in zip(evolution.mixture, evolution.mixture_zero_share, strict=True)
        )
    }
    return Drawing(figure, ("starts", "shares"), words)


def draw_single_nodes(nodes: SingleNodeOips) -> Drawing:
    """The OIPs of the nine nodes in their places, and that of the map's mean."""
    figure = style.sheet(height=4.4)
    left, right = style.split(figure, columns=[2.2, 1])
    for (i, j), axes in np.ndenumerate(left.subplots(3, 3)):
        show(axes, nodes.images[i, j], f"node {i},{j}: {nodes.response[i, j]:.1f}", contrast=True)
        axes.add_patch(
            grids.rectangle(
                (4 * j - 0.5, 4 * i - 0.5),
                18,
                18,
                fill=False,
                edgecolor=style.palette().mark,
                linewidth=1,
            )
        )
    mean = right.subplots()
    show(mean, nodes.mean_image, "mean of all nine", contrast=True)
    others = np.delete(nodes.shifted_correlation.ravel(), 4)
    words = {
        "map": int(nodes.map),
        "low": f"{others.min():.2f}",
        "high": f"{others.max():.2f}",
        "median": f"{np.median(others):.2f}",
    }
    return Drawing(figure, ("nodes", "mean"), words)
