"""Grids of maps and digits: one image array, one scale, one legend.

A layer is drawn as one picture: small maps are enlarged before they are put together, so that the
lattice between maps stays thin. A map that is 0 everywhere is *empty*: it is left blank, which no
activation on the scale is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.figures import style

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.colorbar import Colorbar
    from matplotlib.colors import Colormap
    from matplotlib.figure import Figure
    from matplotlib.image import AxesImage
    from matplotlib.patches import Rectangle

GAP = 2  # between maps, in pixels of the enlarged picture
TILE = 24  # wanted side of a map in that picture
EMPTY = -1.0  # below every scale of activations


def zoom_of(side: int) -> int:
    """Return how often each node is repeated: all maps come out nearly the same size, whatever
    their layer.
    """
    return max(1, round(TILE / side))


def montage(tiles: np.ndarray, columns: int, gap: int = 1) -> np.ndarray:
    """Return tiles (tile, y, x) side by side in rows, filled from the top, as one array with NaN
    between them.
    """
    count, height, width = tiles.shape
    rows = -(-count // columns)
    sheet = np.full((rows * (height + gap) - gap, columns * (width + gap) - gap), np.nan)
    for number, tile in enumerate(tiles):
        top, left = tile_corner(number, columns, (height, width), gap)
        sheet[top : top + height, left : left + width] = tile
    return sheet


def tile_corner(number: int, columns: int, size: tuple[int, int], gap: int = 1) -> tuple[int, int]:
    """Return row and column of the upper left pixel of a tile in a montage."""
    return (number // columns) * (size[0] + gap), (number % columns) * (size[1] + gap)


def node_places(where: np.ndarray, columns: int, gap: int = GAP) -> tuple[np.ndarray, np.ndarray]:
    """Return x and y of the marked nodes of a mask (y, x, map) in the picture that ``map_grid``
    draws, or in one with another gap between maps.
    """
    row, column, number = np.nonzero(where)
    zoom = zoom_of(where.shape[0])
    pitch = zoom * where.shape[0] + gap
    left, top = (number % columns) * pitch, (number // columns) * pitch
    return left + (column + 0.5) * zoom - 0.5, top + (row + 0.5) * zoom - 0.5


def grid_height(count: int, columns: int, width: float) -> float:
    """Return the height in inches of a grid of so many square maps that is ``width`` inches
    wide.
    """
    return width * -(-count // columns) / columns


def bare(axes: Axes) -> Axes:
    """Remove ticks and frame: the axes hold a picture."""
    axes.set_xticks([])
    axes.set_yticks([])
    axes.spines[:].set_visible(False)
    return axes


def line_of_text(axes: Axes, said: str) -> None:
    """Write a line in place of pictures, where there are none to show."""
    bare(axes).text(0.5, 0.5, said, ha="center", va="center")


def rectangle(corner: tuple[float, float], width: float, height: float, **look: Any) -> Rectangle:
    """Return a rectangle, to be added to axes."""
    from matplotlib.patches import Rectangle

    return Rectangle(corner, width, height, **look)


def picture(
    axes: Axes,
    values: np.ndarray,
    colours: Colormap | None = None,
    *,
    low: float | None = None,
    high: float | None = None,
) -> AxesImage:
    """Show an array (y, x) as a picture without axes."""
    bare(axes)
    return axes.imshow(
        np.ma.masked_invalid(values),
        cmap=colours or style.grey(),
        vmin=low,
        vmax=high,
        interpolation="none",
    )


def maps_of(feature_maps: np.ndarray) -> np.ndarray:
    """Return feature maps (y, x, map) as tiles (map, y, x)."""
    return np.moveaxis(feature_maps, -1, 0)


def empty_maps(feature_maps: np.ndarray) -> np.ndarray:
    """Return which maps (..., y, x, map) are 0 everywhere."""
    return (feature_maps == 0).all(axis=(-3, -2))


@dataclass(frozen=True)
class Grid:
    """How the maps of a layer are shown: on one scale from 0 to ``high``, so many in a row."""

    high: float
    columns: int
    colours: Colormap | None = None
    numbers: str = "map"  # what the rows count; nothing is written for an empty word
    tell_empty: bool = True  # leave maps blank that are 0 everywhere


def _count_rows(axes: Axes, grid: Grid, maps: int, side: int) -> None:
    """Label each row with the number of its first map."""
    first = range(0, maps, grid.columns)
    places = [row * (side + GAP) + side / 2 - 0.5 for row in range(len(first))]
    names = [f"{grid.numbers} {n}" if n == 0 else str(n) for n in first]
    axes.set_yticks(places, names, fontsize=style.NOTE)
    axes.tick_params(length=0, pad=2)


def map_grid(axes: Axes, feature_maps: np.ndarray, grid: Grid) -> AxesImage:
    """Show all maps (y, x, map) of a layer."""
    zoom, count = zoom_of(feature_maps.shape[0]), feature_maps.shape[-1]
    blank = empty_maps(feature_maps) & grid.tell_empty
    tiles = maps_of(np.where(blank, EMPTY, feature_maps))
    tiles = tiles.repeat(zoom, axis=1).repeat(zoom, axis=2)
    colours = style.palette()
    shades = (grid.colours or style.sequential()).with_extremes(
        bad=colours.faint, under=colours.paper
    )
    sheet = montage(tiles, grid.columns, GAP)
    shown = picture(axes, sheet, shades, low=0, high=grid.high)
    if grid.numbers:
        _count_rows(axes, grid, count, tiles.shape[1])
    return shown


def legend_bar(
    figure: Figure,
    shown: Any,
    axes: Axes | Sequence[Axes] | None,
    label: str,
    *,
    empty: bool = False,
    **more: Any,
) -> Colorbar:
    """Add the colour bar that says what the colours mean, and with ``empty`` the blank of empty
    maps at its low end.
    """
    look: dict[str, Any] = (
        more if "cax" in more else {"shrink": 0.7, "aspect": 28, "pad": 0.015} | more
    )
    if empty:
        look |= {"extend": "min", "extendrect": True, "extendfrac": 0.09}
    bar = figure.colorbar(shown, ax=axes, **look)
    bar.set_label(label)
    bar.outline.set(  # type: ignore[operator]
        visible=empty, edgecolor=style.palette().faint, linewidth=0.7
    )
    if empty and bar.orientation == "vertical":
        bar.ax.text(
            0.5,
            -0.11,
            "empty",
            transform=bar.ax.transAxes,
            ha="center",
            va="top",
            fontsize=style.NOTE,
        )
    elif empty:
        bar.ax.text(
            -0.1,
            0.5,
            "empty map",
            transform=bar.ax.transAxes,
            ha="right",
            va="center",
            fontsize=style.NOTE,
        )
    return bar


def scale_of(*arrays: np.ndarray) -> float:
    """Return the common upper end of the scale: the largest value of all arrays."""
    return float(max(array.max() for array in arrays)) or 1.0
