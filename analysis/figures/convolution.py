"""One convolution and one pooling, number by number."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.digits import digits_adding_up
from analysis.figures import grids, style
from analysis.figures.style import Drawing
from analysis.results.layers import Convolution
from analysis.signs import plain

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.image import AxesImage


def node_with_ink(convolution: Convolution) -> tuple[int, int]:
    """Return row and column of the strongest node that sees more ink than paper; where all of these
    are 0, of the one above 0 that sees the most ink. Where a map glows over black paper, the
    strongest of all sees nothing else.
    """
    (row, column), _ = _chosen(convolution)
    return row, column


def _chosen(convolution: Convolution) -> tuple[tuple[int, int], str]:
    """Return that node, and in words what sets it apart."""
    image, kernel = convolution.image, convolution.kernel
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    ink = (windows > image.min()).mean(axis=(2, 3))
    much = np.where(ink > 0.5, convolution.feature_map, -1)
    lit = np.where(convolution.feature_map > 0, windows.sum(axis=(2, 3)), -np.inf)
    by_value = bool(much.max() > 0)
    row, column = np.unravel_index((much if by_value else lit).argmax(), ink.shape)
    says = (
        "No node of this map that sees more ink than paper has a larger value"
        if by_value
        else "Of the nodes of this map that are above 0 none sees more ink"
    )
    return (int(row), int(column)), says


def products_at(convolution: Convolution, node: tuple[int, int]) -> np.ndarray:
    """Return the kernel times the window of a node (ky, kx)."""
    height, width = convolution.kernel.shape
    row, column = node
    window = convolution.image[row : row + height, column : column + width]
    return np.asarray(window * convolution.kernel)


def _numbers(axes: Axes, shown: AxesImage, values: np.ndarray) -> None:
    """Write the values into their cells, dark on bright and bright on dark."""
    for (row, column), value in np.ndenumerate(values):
        red, green, blue, _ = shown.to_rgba(value)
        bright = 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.5
        axes.text(
            column,
            row,
            plain(value),
            ha="center",
            va="center",
            fontsize=style.NOTE,
            color="#000000" if bright else "#ffffff",
        )


def _pictures(figure: Figure, image: Axes, result: Axes, convolution: Convolution) -> None:
    """The image and the map, each with what belongs together outlined and with its own legend."""
    mark = style.palette().mark
    row, column = node_with_ink(convolution)
    height, width = convolution.kernel.shape
    ends = _ends(convolution.image)
    shown = grids.picture(image, convolution.image, style.grey(), low=ends[0], high=ends[1])
    below: dict[str, Any] = {"location": "bottom", "shrink": 0.9, "aspect": 20, "pad": 0.03}
    grids.legend_bar(figure, shown, image, "standardised pixel", **below)
    image.set_title("image")
    shown = grids.picture(result, convolution.feature_map, style.sequential(), low=0.0)
    grids.legend_bar(figure, shown, result, "activation", **below)
    result.set_title(f"map {convolution.map}")
    corner, look = (column - 0.5, row - 0.5), {"fill": False, "edgecolor": mark, "linewidth": 1.6}
    image.add_patch(grids.rectangle(corner, width, height, **look))
    result.add_patch(grids.rectangle(corner, 1, 1, **look))


def _ends(values: np.ndarray) -> tuple[float, float]:
    return float(values.min()), float(values.max())


def _factor(axes: Axes, values: np.ndarray, name: str, sign: str) -> None:
    """A table of signed numbers, and the sign that leads to the next one."""
    widest = float(abs(values).max())
    shown = grids.picture(axes, values, style.diverging(), low=-widest, high=widest)
    _table(axes, shown, values, name, sign)


def _table(axes: Axes, shown: AxesImage, values: np.ndarray, name: str, sign: str) -> None:
    """Write numbers into a picture's cells, its name above and a sign at its side."""
    _numbers(axes, shown, values)
    axes.set_title(name)
    axes.text(1.06, 0.5, sign, transform=axes.transAxes, ha="center", va="center", fontsize=11)


def _sum(axes: Axes, words: dict[str, object]) -> None:
    line = f"sum {words['sum']}  +  bias {words['bias']}  =  {words['total']}"
    grids.bare(axes).text(0.5, 0.6, line, ha="center", va="center", fontsize=style.LABEL)


def draw_convolution(convolution: Convolution) -> Drawing:
    """One kernel at a strong place with ink: window, kernel, products, and the node they sum to."""
    node, why = _chosen(convolution)
    row, column = node
    height, width = convolution.kernel.shape
    window = convolution.image[row : row + height, column : column + width]
    products, bias = products_at(convolution, node), float(convolution.bias)
    total = float(products.sum()) + bias
    figure = style.sheet(height=2.6)
    cells = figure.add_gridspec(2, 5, width_ratios=[1.7, 1, 1, 1, 1.7], height_ratios=[3, 1])
    image, result = figure.add_subplot(cells[:, 0]), figure.add_subplot(cells[:, 4])
    _pictures(figure, image, result, convolution)
    axes, (low, high) = figure.add_subplot(cells[0, 1]), _ends(convolution.image)
    shown = grids.picture(axes, window, style.grey(), low=low, high=high)
    _table(axes, shown, window, "window", "×")
    axes.set_title("window", color=style.palette().mark)
    _factor(figure.add_subplot(cells[0, 2]), convolution.kernel, "kernel", "=")
    _factor(figure.add_subplot(cells[0, 3]), products, "products", "")
    rows, columns = convolution.feature_map.shape
    summed = float(products.sum())
    digits = digits_adding_up(summed, bias, total=total, least=3)
    words: dict[str, object] = {
        "map": int(convolution.map),
        "window": f"{height} × {width}",
        "products": products.size,
        "nodes": f"{rows} by {columns}",
        "sum": plain(summed, digits),
        "bias": plain(bias, digits),
        "total": plain(total, digits),
        "row": row,
        "column": column,
        "why": why,
    }
    _sum(figure.add_subplot(cells[1, 1:4]), words)
    return Drawing(figure, ("image", "window", "kernel", "products", "map"), words)


def draw_pooling(convolution: Convolution) -> Drawing:
    """A map before and after max pooling, with the blocks that are joined, and one of them ringed
    on both sides.
    """
    figure, colours = style.sheet(height=3.3), style.palette()
    before, after = figure.subplots(1, 2)
    wide, narrow = convolution.feature_map, convolution.pooled
    size = wide.shape[0] // narrow.shape[0]
    high = grids.scale_of(wide)
    for axes, values, name in ((before, wide, "Conv2D_1"), (after, narrow, "Max_Pool_1")):
        shown = grids.picture(axes, values, style.sequential(), low=0, high=high)
        axes.set_title(f"{name}: {values.shape[0]} × {values.shape[1]} nodes")
    edges, end = np.arange(size - 0.5, wide.shape[0] - 1, size), wide.shape[0] - 0.5
    look = {"color": "#ffffff", "linewidth": 0.4, "alpha": 0.45}
    before.hlines(edges, -0.5, end, **look)
    before.vlines(edges, -0.5, end, **look)
    row, column = (place // size for place in node_with_ink(convolution))
    for axes, side in ((before, size), (after, 1)):
        corner = (column * side - 0.5, row * side - 0.5)
        ring = grids.rectangle(corner, side, side, fill=False, edgecolor=colours.mark, linewidth=2)
        axes.add_patch(ring)
    grids.legend_bar(figure, shown, [before, after], "activation")
    block = wide[size * row : size * (row + 1), size * column : size * (column + 1)]
    words = {
        "map": int(convolution.map),
        "before": wide.shape[0],
        "after": narrow.shape[0],
        "size": size,
        "block": listed_block(block),
        "largest": f"{narrow[row, column]:.2f}",
    }
    return Drawing(figure, ("before", "after"), words)


def listed_block(values: np.ndarray) -> str:
    """Return the values of a block as words, row by row."""
    *most, last = (f"{value:.2f}" for value in values.ravel())
    return f"{', '.join(most)} and {last}"
