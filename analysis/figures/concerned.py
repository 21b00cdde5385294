"""Only the maps that hold a mark, large enough for their nodes to be seen within it: the number of
a map, and below it the map for one image after the other, so that what these share is a column.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from analysis.figures import grids, style
from analysis.figures.marks import Shared, explained, mark, share
from analysis.figures.style import Drawing
from analysis.results.images import ExampleImages
from analysis.results.layers import ExampleActivations, OnThresholds

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.image import AxesImage

ABREAST = 14  # maps side by side, at most
GAP = 4  # between maps, in pixels of the enlarged picture
RING = 0.7  # of a node: what it rings is seen within and around it
INCH = 72  # points
BESIDE = 1.0  # inches at the left: an image and which it is
NUMBERS = 0.3  # inches above a band of maps
APART = 0.15  # of a row: from one band to the numbers of the next
BELOW = 0.9  # inches: the bar of the colours and what the marks mean


def _digit(axes: Axes, images: ExampleImages, i: int) -> None:
    """Show an image, and at its left its class and its number in the test set."""
    grids.picture(axes, images.images[i], low=0, high=255)
    said = f"{images.label[i]}, no.\n{images.index[i]}"
    axes.set_ylabel(said, fontsize=style.NOTE, rotation=0, ha="right", va="center", labelpad=3)


def _row(axes: Axes, feature_maps: np.ndarray, grid: grids.Grid) -> AxesImage:
    """Show some maps (y, x, map) of one image side by side, with room for ``grid.columns``."""
    zoom = grids.zoom_of(feature_maps.shape[0])
    tiles = grids.maps_of(feature_maps).repeat(zoom, axis=1).repeat(zoom, axis=2)
    side = tiles.shape[1]
    row = np.full((side, grid.columns * (side + GAP) - GAP), np.nan)
    row[:, : len(tiles) * (side + GAP) - GAP] = grids.montage(tiles, len(tiles), GAP)
    shades = style.grey().with_extremes(bad=style.palette().paper)
    return grids.picture(axes, row, shades, low=0, high=grid.high)


def _number(axes: Axes, maps: np.ndarray, side: int) -> None:
    """Write above a row of maps, ``side`` pixels wide each, which they are."""
    for place, name in enumerate(maps):
        middle = place * (side + GAP) + (side - 1) / 2
        axes.text(middle, -2.5, str(name), fontsize=style.NOTE, ha="center", va="bottom")


def _nothing(points: Shared, words: dict[str, object]) -> Drawing:
    figure = style.sheet(height=1.0)
    alone = f" and in no clear {points.other}" if points.elsewhere else ""
    said = f"no point is on in all {points.count} clear {points.digit}s{alone}"
    grids.line_of_text(figure.subplots(), said)
    return Drawing(figure, (), words)


@dataclass(frozen=True)
class _Bands:
    """The maps in bands, one below the other, each with a row for every image."""

    maps: np.ndarray
    images: int
    side: int  # of a map, in pixels of the enlarged picture
    nodes: int  # of a map, side by side

    @property
    def count(self) -> int:
        return math.ceil(len(self.maps) / ABREAST)

    @property
    def columns(self) -> int:
        """Maps side by side: as many in one band as in the next, and none much larger."""
        return max(math.ceil(len(self.maps) / self.count), ABREAST // 2)

    @property
    def pitch(self) -> float:
        """Inches from one map to the next."""
        return (style.WIDTH - BESIDE) / self.columns

    @property
    def ring(self) -> float:
        """The diameter of a mark in points."""
        return RING * INCH * self.pitch * self.side / (self.side + GAP) / self.nodes

    def split(self) -> list[np.ndarray]:
        return np.split(self.maps, range(self.columns, len(self.maps), self.columns))

    @property
    def height(self) -> float:
        """Inches that all of them need."""
        return self.count * (self.images * self.pitch + NUMBERS)

    def subplots(self, figure: Figure) -> np.ndarray:
        """Return the axes (band, image, 2) of the images and of their rows of maps."""
        figure.get_layout_engine().set(h_pad=0.02, hspace=0)  # type: ignore[union-attr, call-arg]
        cells = figure.add_gridspec(
            self.count * (self.images + 1),  # above each band, room that its numbers share
            2,
            width_ratios=[1, (style.WIDTH - BESIDE) / self.pitch],
            height_ratios=([APART] + [1] * self.images) * self.count,
        )
        rows = [row for row in range(cells.nrows) if row % (self.images + 1)]
        panels = [[figure.add_subplot(cells[row, column]) for column in (0, 1)] for row in rows]
        return np.array(panels).reshape(self.count, self.images, 2)


def _fill(
    panels: np.ndarray,
    bands: _Bands,
    points: Shared,
    images: ExampleImages,
    activations: np.ndarray,
    high: float,
) -> AxesImage:
    """Show the images, their maps and the marks on these; return one of the rows shown."""
    look = grids.Grid(high, bands.columns)
    for band, maps in zip(panels, bands.split(), strict=True):
        _number(band[0, 1], maps, bands.side)
        for (beside, axes), i in zip(band, points.picked, strict=True):
            _digit(beside, images, i)
            shown = _row(axes, activations[i][..., maps], look)
            for kind, where in points.kinds(i).items():
                mark(axes, where[..., maps], bands.columns, kind, bands.ring, GAP)
    return shown


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
    deepest = activations.conv2d_3
    points = share(deepest > thresholds.conv2d_3, images, of, others, show)
    marked = points.own if show else points.own | points.shared
    maps = np.flatnonzero(marked.any(axis=(0, 1)))
    if not len(maps):
        words = points.words(images) | {"maps": 0, "high": "0"}
        return _nothing(points, words)
    nodes = deepest.shape[1]
    bands = _Bands(maps, len(points.picked), nodes * grids.zoom_of(nodes), nodes)
    high = grids.scale_of(deepest[points.picked][..., maps])
    figure = style.sheet(height=bands.height + BELOW)
    panels = bands.subplots(figure)
    shown = _fill(panels, bands, points, images, deepest, high)
    words = {"maps": len(maps), "high": f"{high:.2f}"}
    return explained(figure, shown, panels.ravel().tolist(), points, images, words)
