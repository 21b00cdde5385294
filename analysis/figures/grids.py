"""Grids of maps and digits: one image array, one scale, one legend."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.figures import style

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.colors import Colormap
    from matplotlib.figure import Figure
    from matplotlib.image import AxesImage
    from matplotlib.patches import Rectangle

BESIDE = {32: 16, 64: 16, 128: 22}  # maps per row beside a digit
DIGIT_AND_MAPS = [0.6, 5.9]  # widths of the two columns then
COLUMNS = {32: 8, 64: 16, 128: 16}  # maps per row: wider than the series' 8, so that a grid fits a screen


def montage(tiles: np.ndarray, columns: int, gap: int = 1) -> np.ndarray:
    """Return tiles (tile, y, x) side by side in rows, filled from the top, as one array with NaN between them."""
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


def row_height(maps: int) -> float:
    """Return the height in inches of a row that holds a digit and all its maps."""
    return DIGIT_AND_MAPS[1] * -(-maps // BESIDE[maps]) / BESIDE[maps] + 0.14


def bare(axes: Axes) -> Axes:
    """Remove ticks and frame: the axes hold a picture."""
    axes.set_xticks([])
    axes.set_yticks([])
    axes.spines[:].set_visible(False)
    return axes


def rectangle(corner: tuple[float, float], width: float, height: float, **look: Any) -> Rectangle:
    """Return a rectangle, to be added to axes."""
    from matplotlib.patches import Rectangle

    return Rectangle(corner, width, height, **look)


def picture(axes: Axes, values: np.ndarray, colours: Colormap | None = None, *, low: float | None = None, high: float | None = None) -> AxesImage:
    """Show an array (y, x) as a picture without axes."""
    bare(axes)
    return axes.imshow(np.ma.masked_invalid(values), cmap=colours or style.grey(), vmin=low, vmax=high, interpolation="none")


def maps_of(feature_maps: np.ndarray) -> np.ndarray:
    """Return feature maps (y, x, map) as tiles (map, y, x)."""
    return np.moveaxis(feature_maps, -1, 0)


def gap_of(tile: np.ndarray) -> int:
    """Return a gap that stays thin for small maps and visible for large ones."""
    return max(1, tile.shape[-1] // 12)


def map_grid(axes: Axes, feature_maps: np.ndarray, *, high: float, columns: int | None = None, colours: Colormap | None = None) -> AxesImage:
    """Show all maps (y, x, map) of a layer on one scale from 0 to ``high``."""
    tiles = maps_of(feature_maps)
    return picture(axes, montage(tiles, columns or COLUMNS.get(len(tiles), 8), gap_of(tiles)), colours or style.sequential(), low=0, high=high)


def legend_bar(figure: Figure, shown: AxesImage, axes: Axes | Sequence[Axes], label: str, **more: object) -> None:
    """Add the colour bar that says what the colours mean."""
    bar = figure.colorbar(shown, ax=axes, shrink=0.7, aspect=28, pad=0.015, **more)  # type: ignore[arg-type]
    bar.set_label(label)
    bar.outline.set_visible(False)  # type: ignore[operator]


def scale_of(*arrays: np.ndarray) -> float:
    """Return the common upper end of the scale: the largest value of all arrays."""
    return float(max(array.max() for array in arrays)) or 1.0


def shared_bar(figure: Figure, axes: Sequence[Axes], *, high: float, label: str) -> None:
    """Add one colour bar for several grids on the same scale."""
    from matplotlib.cm import ScalarMappable
    from matplotlib.colors import Normalize

    legend_bar(figure, ScalarMappable(Normalize(0, high), style.sequential()), axes, label)  # type: ignore[arg-type]
