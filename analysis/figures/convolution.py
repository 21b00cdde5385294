"""One convolution and one pooling, number by number."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from analysis.figures import grids, style
from analysis.figures.style import Drawing
from analysis.results.layers import Convolution

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.image import AxesImage


def signed(value: float, digits: int = 2) -> str:
    """Return a number with a real minus sign, and without one for what rounds to 0."""
    text = f"{value:.{digits}f}"
    return text.lstrip("-") if float(text) == 0 else text.replace("-", "−")


def _numbers(axes: Axes, shown: AxesImage, values: np.ndarray) -> None:
    """Write the values into their cells, dark on bright and bright on dark."""
    for (row, column), value in np.ndenumerate(values):
        red, green, blue, _ = shown.to_rgba(value)
        bright = 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.5
        axes.text(
            column,
            row,
            signed(value),
            ha="center",
            va="center",
            fontsize=7,
            color="#000000" if bright else "#ffffff",
        )


def draw_convolution(convolution: Convolution) -> Drawing:
    """One 3x3 kernel at its strongest place: window, kernel, products, and the node they sum to."""
    row, column = (int(v) for v in convolution.node)
    window = convolution.image[row : row + 3, column : column + 3]
    products, colours = window * convolution.kernel, style.palette()
    figure = style.sheet(height=2.6)
    cells = figure.add_gridspec(2, 5, width_ratios=[1.7, 1, 1, 1, 1.7], height_ratios=[3, 1])
    image = figure.add_subplot(cells[:, 0])
    result = figure.add_subplot(cells[:, 4])
    ends = {"low": float(convolution.image.min()), "high": float(convolution.image.max())}
    for axes, values, limits, scale, name, label in (
        (image, convolution.image, ends, style.grey(), "image", "standardised pixel"),
        (
            result,
            convolution.feature_map,
            {"low": 0.0},
            style.sequential(),
            f"map {convolution.map}",
            "activation",
        ),
    ):
        shown = grids.picture(axes, values, scale, **limits)  # type: ignore[arg-type]
        axes.set_title(name)
        grids.legend_bar(
            figure, shown, axes, label, location="bottom", shrink=0.9, aspect=20, pad=0.03
        )
    image.add_patch(
        grids.rectangle(
            (column - 0.5, row - 0.5), 3, 3, fill=False, edgecolor=colours.mark, linewidth=1.6
        )
    )
    result.add_patch(
        grids.rectangle(
            (column - 0.5, row - 0.5), 1, 1, fill=False, edgecolor=colours.mark, linewidth=1.6
        )
    )
    for k, (values, name, sign) in enumerate(
        ((window, "window", "×"), (convolution.kernel, "kernel", "="), (products, "products", ""))
    ):
        axes = figure.add_subplot(cells[0, k + 1])
        widest = float(abs(values).max())
        limits = ends if k == 0 else {"low": -widest, "high": widest}
        _numbers(
            axes,
            grids.picture(axes, values, style.grey() if k == 0 else style.diverging(), **limits),
            values,
        )  # type: ignore[arg-type]
        axes.set_title(name, color=colours.mark if k == 0 else colours.ink)
        axes.text(1.06, 0.5, sign, transform=axes.transAxes, ha="center", va="center", fontsize=11)
    total = float(convolution.pre_activation)
    line = (
        f"sum {signed(products.sum(), 3)}  +  bias {signed(float(convolution.bias), 3)}  = "
        f" {signed(total, 3)}"
    )
    grids.bare(figure.add_subplot(cells[1, 1:4])).text(
        0.5, 0.6, line, ha="center", va="center", fontsize=9
    )
    words = {
        "map": int(convolution.map),
        "sum": signed(products.sum(), 3),
        "bias": signed(float(convolution.bias), 3),
        "total": signed(total, 3),
        "row": row,
        "column": column,
    }
    return Drawing(figure, ("image", "window", "kernel", "products", "map"), words)


def draw_pooling(convolution: Convolution) -> Drawing:
    """A map before and after max pooling, with the blocks that are joined, and one of them ringed
    on both sides.
    """
    figure, colours = style.sheet(height=3.3), style.palette()
    before, after = figure.subplots(1, 2)
    high = grids.scale_of(convolution.feature_map)
    for axes, values, name in (
        (before, convolution.feature_map, "Conv2D_1"),
        (after, convolution.pooled, "Max_Pool_1"),
    ):
        shown = grids.picture(axes, values, style.sequential(), low=0, high=high)
        axes.set_title(f"{name}: {values.shape[0]} × {values.shape[1]} nodes")
    edges = np.arange(1.5, convolution.feature_map.shape[0] - 1, 2)
    before.hlines(
        edges,
        -0.5,
        convolution.feature_map.shape[0] - 0.5,
        color="#ffffff",
        linewidth=0.4,
        alpha=0.45,
    )
    before.vlines(
        edges,
        -0.5,
        convolution.feature_map.shape[0] - 0.5,
        color="#ffffff",
        linewidth=0.4,
        alpha=0.45,
    )
    row, column = (
        int(v) for v in np.unravel_index(convolution.pooled.argmax(), convolution.pooled.shape)
    )
    for axes, side in ((before, 2), (after, 1)):
        axes.add_patch(
            grids.rectangle(
                (column * side - 0.5, row * side - 0.5),
                side,
                side,
                fill=False,
                edgecolor=colours.mark,
                linewidth=2,
            )
        )
    grids.legend_bar(figure, shown, [before, after], "activation")
    words = {
        "map": int(convolution.map),
        "before": convolution.feature_map.shape[0],
        "after": convolution.pooled.shape[0],
        "block": listed_block(
            convolution.feature_map[2 * row : 2 * row + 2, 2 * column : 2 * column + 2]
        ),
        "largest": f"{convolution.pooled.max():.2f}",
    }
    return Drawing(figure, ("before", "after"), words)


def listed_block(values: np.ndarray) -> str:
    """Return the values of a block as words, row by row."""
    *most, last = (f"{value:.2f}" for value in values.ravel())
    return f"{', '.join(most)} and {last}"
