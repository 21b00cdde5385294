"""Only the maps that hold a mark, large enough for their nodes to be seen within it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from analysis.figures import grids, style
from analysis.figures.activations import show_digit
from analysis.figures.marks import Shared, explained, mark, share
from analysis.figures.style import Drawing
from analysis.results.images import ExampleImages
from analysis.results.layers import ExampleActivations, OnThresholds

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.image import AxesImage

GAP = 9  # between maps, in pixels of the enlarged picture: room for a number
RING = 0.8  # of a node
INCH = 72  # points


def _maps(axes: Axes, feature_maps: np.ndarray, names: np.ndarray, grid: grids.Grid) -> AxesImage:
    """Show some maps (y, x, map), each below its number."""
    zoom = grids.zoom_of(feature_maps.shape[0])
    tiles = grids.maps_of(feature_maps).repeat(zoom, axis=1).repeat(zoom, axis=2)
    sheet = grids.montage(tiles, grid.columns, GAP)
    shades = style.grey().with_extremes(bad=style.palette().paper)
    shown = grids.picture(axes, sheet, shades, low=0, high=grid.high)
    for number, name in enumerate(names):
        top, left = grids.tile_corner(number, grid.columns, tiles.shape[1:], GAP)
        axes.text(left + tiles.shape[2] / 2, top - 1.5, str(name), fontsize=style.NOTE, ha="center")
    return shown


def _nothing(points: Shared, words: dict[str, object]) -> Drawing:
    figure = style.sheet(height=1.0)
    alone = f" and in no clear {points.other}" if points.elsewhere else ""
    said = f"no point is on in all {points.count} clear {points.digit}s{alone}"
    grids.bare(figure.subplots()).text(0.5, 0.5, said, ha="center", va="center")
    return Drawing(figure, (), words)


def draw_concerned(
    images: ExampleImages,
    activations: ExampleActivations,
    thresholds: OnThresholds,
    *,
    of: str,
    others: str,
    show: str | None = None,
) -> Drawing:
    """The maps of Conv2D_3 with points that three images of a class share: on these, or on one of
    them and the images of ``show``, where only what the other class lacks counts.
    """
    points = share(activations.conv2d_3 > thresholds.conv2d_3, images, of, others, show)
    marked = points.own if show else points.own | points.shared
    maps = np.flatnonzero(marked.any(axis=(0, 1)))
    if not len(maps):
        words = points.words(images) | {"maps": 0, "high": "0", "columns": 0}
        return _nothing(points, words)
    stack = activations.conv2d_3[points.picked][..., maps]
    columns = max(4, math.ceil(math.sqrt(len(maps))))
    width = (style.WIDTH - 0.3) / len(points.picked) - 0.1
    node = width / columns / (stack.shape[1] + GAP / grids.zoom_of(stack.shape[1]))
    tall = grids.grid_height(len(maps), columns, width) + 0.1
    figure = style.sheet(height=tall + 1.95)
    figure.get_layout_engine().set(wspace=0.16)  # type: ignore[union-attr, call-arg]
    panels = figure.subplots(2, len(points.picked), height_ratios=[0.85, tall], squeeze=False)
    look = grids.Grid(grids.scale_of(stack), columns)
    for (above, axes), i, shares in zip(panels.T, points.picked, stack, strict=True):
        show_digit(above, images, i)
        shown = _maps(axes, shares, maps, look)
        for kind, where in points.kinds(i).items():
            mark(axes, where[..., maps], columns, kind, RING * node * INCH, GAP)
    words = {"maps": len(maps), "high": f"{look.high:.2f}", "columns": columns}
    return explained(figure, shown, list(panels[1]), points, images, words)
