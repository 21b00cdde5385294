"""A few maps of a layer for several images, large: from those that look most alike to those that
look least alike, with the likeness of all maps below.
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from analysis.figures import grids, style
from analysis.figures.activations import (
    NAMES,
    chosen,
    count_maps,
    digit_names,
    image_names,
    listed,
    show_digit,
)
from analysis.figures.style import Drawing
from analysis.images.similarity import correlation
from analysis.results.images import ExampleImages
from analysis.results.layers import ExampleActivations
from analysis.signs import plain

if TYPE_CHECKING:
    from matplotlib.axes import Axes

SHOWN = 8  # maps: as many as fit side by side with nodes that can be told apart


def map_likeness(stack: np.ndarray) -> np.ndarray:
    """Return how alike each map of (image, y, x, map) is for all images: the correlation of its
    nodes, mean over the pairs of images; 0 where it is empty for one of two.
    """
    pairs = list(combinations(stack.astype(float), 2))
    every = range(stack.shape[-1])
    return np.array([np.mean([correlation(a[..., m], b[..., m]) for a, b in pairs]) for m in every])


def stronger_half(stack: np.ndarray, active: np.ndarray) -> np.ndarray:
    """Return those of the active maps of (image, y, x, map) whose largest activation is not below
    the median of theirs: in the others there is little to see on the common scale.
    """
    peaks = stack.max(axis=(0, 1, 2))[active]
    return active[peaks >= np.median(peaks)] if len(active) else active


def by_rank(likeness: np.ndarray, active: np.ndarray) -> np.ndarray:
    """Return some of the active maps at even ranks, from the most alike to the least."""
    order = active[np.argsort(-likeness[active], kind="stable")]
    places = np.linspace(0, len(order) - 1, min(SHOWN, len(order))).round().astype(int)
    return np.asarray(order[places])


def _strip(axes: Axes, likeness: np.ndarray, active: np.ndarray, picked: np.ndarray) -> None:
    """Show the likeness of all active maps as ticks, and that of the chosen ones as points."""
    colours = style.palette()
    axes.plot(likeness[active], np.zeros(len(active)), "|", color=colours.ink, markersize=11)
    axes.plot(likeness[picked], np.zeros(len(picked)), "o", color=colours.second, markersize=5)
    axes.set(ylim=(-1, 1), xlim=(min(-0.3, likeness[active].min() - 0.05), 1.03))
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)
    axes.set_xlabel(
        f"likeness of each of the {len(active)} maps that are active (ticks) and of those shown"
        " above (points)"
    )


def _nothing(words: dict[str, object], names: tuple[str, ...]) -> Drawing:
    figure = style.sheet(height=0.8)
    said = "every map is empty for all of these images"
    grids.line_of_text(figure.subplots(), said)
    return Drawing(figure, names, words)


def draw_telling(
    images: ExampleImages,
    activations: ExampleActivations,
    *,
    layer: str,
    roles: tuple[str, ...],
) -> Drawing:
    """One row for each image, one column for each of some maps, raw values on one scale."""
    group = chosen(images, roles)
    stack = getattr(activations, layer)[group]
    empty = grids.empty_maps(stack)
    likeness, active = map_likeness(stack), np.flatnonzero(~empty.all(axis=0))
    strong, high = stronger_half(stack, active), grids.scale_of(stack)
    picked = by_rank(likeness, strong)
    names = tuple(f"{images.label[i]} no. {images.index[i]}" for i in group)
    shown = [plain(float(likeness[m])) for m in picked]
    words: dict[str, object] = {
        "layer": NAMES[layer],
        "images": image_names(images, group),
        "digits": digit_names([int(images.label[i]) for i in group]),
        "count": stack.shape[-1],
        "active": len(active),
        "strong": len(strong),
        "shown": len(picked),
        "side": stack.shape[1],
        "high": f"{high:.2f}",
        "likeness": listed(shown) if shown else "none",
        "median": f"{np.median(likeness[active]):.2f}" if len(active) else "none",
        "each": listed([str(int(one.sum())) for one in empty]),
        **count_maps(stack, high),
    }
    if not len(picked):
        return _nothing(words, names)
    figure = style.sheet(height=0.82 * len(group) + 1.5)
    above, below = style.split(figure, rows=(0.82 * len(group) + 0.55, 0.9))
    rows = above.subplots(len(group), 1 + SHOWN, squeeze=False)
    shades = style.sequential().with_extremes(under=style.palette().paper)
    for row, i, maps, blank in zip(rows, group, stack, empty, strict=True):
        show_digit(row[0], images, i)
        for axes, m in zip(row[1:], picked, strict=False):
            values = np.full(maps.shape[:2], grids.EMPTY) if blank[m] else maps[..., m]
            bar = grids.picture(axes, values, shades, low=0, high=high)
            axes.spines[:].set(visible=True, color=style.palette().faint)
    for axes in rows[:, 1 + len(picked) :].ravel():
        grids.bare(axes)
    for axes, m, told in zip(rows[0, 1:], picked, shown, strict=False):
        axes.set_title(f"map {m}\n{told}", fontsize=style.NOTE, loc="center", pad=3)
    grids.legend_bar(above, bar, list(rows[:, 1:].ravel()), "activation", empty=True, aspect=16)
    _strip(below.subplots(), likeness, active, picked)
    return Drawing(figure, names, words)
