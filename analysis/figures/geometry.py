"""Shapes, fields and single convolutions: the explanatory figures, drawn from the network itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from analysis.figures import grids, style
from analysis.figures.style import Drawing
from analysis.results.layers import Convolution, Geometry

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def _numbers(axes: Axes, values: np.ndarray, digits: int) -> None:
    middle = (values.max() + values.min()) / 2
    for (row, column), value in np.ndenumerate(values):
        axes.text(column, row, f"{value:.{digits}f}", ha="center", va="center", fontsize=7, color="#000000" if value > middle else "#ffffff")


def draw_convolution(convolution: Convolution) -> Drawing:
    """One 3x3 kernel at its strongest place: window, kernel, products, and the node they sum to."""
    row, column = (int(v) for v in convolution.node)
    window = convolution.image[row : row + 3, column : column + 3]
    products = window * convolution.kernel
    figure = style.sheet(height=2.3)
    image, first, second, third, result = figure.subplots(1, 5, width_ratios=[1.5, 1, 1, 1, 1.5])
    grids.picture(image, convolution.image)
    image.add_patch(grids.rectangle((column - 0.5, row - 0.5), 3, 3, fill=False, edgecolor=style.palette().mark, linewidth=1.5))
    image.set_title("image")
    for axes, values, name, colours in (
        (first, window, "window", style.grey()),
        (second, convolution.kernel, "× kernel", style.grey()),
        (third, products, "= products", style.grey()),
    ):
        grids.picture(axes, values, colours)
        _numbers(axes, values, 2)
        axes.set_title(name)
    grids.picture(result, convolution.feature_map, style.sequential(), low=0)
    result.plot(column, row, "s", markersize=7, markerfacecolor="none", markeredgecolor=style.palette().mark)
    result.set_title("map")
    words = {
        "map": int(convolution.map), "sum": f"{products.sum():.3f}", "bias": f"{float(convolution.bias):.3f}",
        "total": f"{float(convolution.pre_activation):.3f}",
        "row": row, "column": column,
    }  # fmt: skip
    return Drawing(figure, ("image", "window", "kernel", "products", "map"), words)


def draw_pooling(convolution: Convolution) -> Drawing:
    """A map before and after max pooling."""
    figure = style.sheet(height=3.2)
    before, after = figure.subplots(1, 2)
    high = grids.scale_of(convolution.feature_map)
    for axes, values, name in ((before, convolution.feature_map, "Conv2D_1"), (after, convolution.pooled, "Max_Pool_1")):
        shown = grids.picture(axes, values, style.sequential(), low=0, high=high)
        axes.set_title(f"{name}: {values.shape[0]} × {values.shape[1]}")
    grids.legend_bar(figure, shown, [before, after], "activation")
    words = {"map": int(convolution.map), "before": convolution.feature_map.shape[0], "after": convolution.pooled.shape[0]}
    return Drawing(figure, ("before", "after"), words)


def _boxes(axes: Axes, geometry: Geometry, labels: bool) -> None:
    colours, left = style.palette(), 0.0
    for name, (height, width, maps), parameters in zip(geometry.layer, geometry.shape, geometry.parameters, strict=True):
        depth, size = 0.35 + maps / 50, 0.5 + height / 9
        axes.add_patch(
            grids.rectangle(
                (left, -size / 2), depth, size, facecolor=colours.first, alpha=0.28 if "Pool" in name else 0.6, edgecolor=colours.ink, linewidth=0.6
            )
        )
        shape = f"{height}×{width}×{maps}" if height > 1 else f"{maps}"
        axes.text(left + depth / 2, size / 2 + 0.15, shape, ha="center", va="bottom", fontsize=7)
        if labels:
            axes.text(left + depth / 2, -size / 2 - 0.15, f"{name}\n{parameters:,}" if parameters else name, ha="center", va="top", fontsize=6.5)
        left += depth + 0.85
    axes.set(xlim=(-0.4, left - 0.3), ylim=(-2.9, 2.5))
    grids.bare(axes)


def draw_architecture(geometry: Geometry) -> Drawing:
    """The network as a row of blocks with shapes and parameters."""
    figure = style.sheet(height=2.9)
    _boxes(figure.subplots(), geometry, labels=True)
    share = geometry.parameters[list(geometry.layer).index("Dense_100")] / geometry.parameters.sum()
    words = {"parameters": f"{int(geometry.parameters.sum()):,}", "layers": len(geometry.layer), "share": f"{share:.0%}"}
    return Drawing(figure, ("network",), words)


def draw_shapes(geometry: Geometry) -> Drawing:
    """How many values each layer passes on, and how many parameters it has."""
    figure, colours = style.sheet(height=2.9), style.palette()
    values, parameters = figure.subplots(1, 2, sharey=True)
    y, sizes = np.arange(len(geometry.layer)), geometry.shape.prod(axis=1)
    for axes, numbers, name, colour in ((values, sizes, "values passed on", colours.first), (parameters, geometry.parameters, "parameters", colours.second)):
        bars = axes.barh(y, numbers, color=colour)
        axes.bar_label(bars, [f"{n:,}" for n in numbers], padding=3, fontsize=7)
        axes.set(xlabel=name, xlim=(0, numbers.max() * 1.25))
        axes.locator_params(axis="x", nbins=4)
    values.set_yticks(y, [f"{n}\n{a}×{b}×{c}" if a > 1 else str(n) for n, (a, b, c) in zip(geometry.layer, geometry.shape, strict=True)])
    values.invert_yaxis()
    words = {"points": f"{int(sizes[4]):,}", "pixels": 28 * 28, "parameters": f"{int(geometry.parameters.sum()):,}"}
    return Drawing(figure, ("values", "parameters"), words)


def draw_fields(geometry: Geometry) -> Drawing:
    """Receptive fields of the layers, and how many Conv2D_3 nodes see each pixel."""
    from matplotlib.colors import BoundaryNorm

    figure, colours = style.sheet(height=3.4), style.palette()
    left, right = figure.subplots(1, 2)
    grids.bare(left)
    left.add_patch(grids.rectangle((-0.5, -0.5), 28, 28, fill=False, edgecolor=colours.faint))
    for name, field in zip(geometry.stage, geometry.field, strict=True):
        left.add_patch(grids.rectangle((-0.5, -0.5), field, field, fill=False, edgecolor=colours.first, linewidth=1.4))
        left.text(field + 0.1, field - 0.9, f"{name}, {field} px", fontsize=6.5, ha="left", va="bottom", color=colours.ink)
    left.set(xlim=(-1, 28.5), ylim=(28.5, -1), aspect="equal", title="first node of each layer")
    levels = np.unique(geometry.visits)
    steps = BoundaryNorm([-0.5, 0.5, 1.5, 2.5, 3.5, 5, 7.5, 9.5], 256)
    shown = right.imshow(geometry.visits, cmap=style.sequential(), norm=steps)
    grids.bare(right)
    blind = np.argwhere(geometry.visits == 0)
    right.set_title("Conv2D_3 nodes that see a pixel")
    bar = figure.colorbar(shown, ax=right, shrink=0.8, ticks=[0, 1, 2, 3, 4.25, 6.25, 8.5])
    bar.ax.set_yticklabels(["0", "1", "2", "3", "4", "6", "9"])
    words = {
        "blind": len(blind), "from_row": int(blind.max(axis=1).min()), "levels": ", ".join(str(int(v)) for v in levels),
        "all_nine": int((geometry.visits == 9).sum()),
        "field": int(geometry.field[-1]), "step": int(geometry.stride[-1]),
    }  # fmt: skip
    return Drawing(figure, ("fields", "visits"), words)


def draw_sub_model(geometry: Geometry) -> Drawing:
    """The part of the network an ascent runs through, as a table."""
    figure = style.sheet(height=2.2)
    axes = grids.bare(figure.subplots())
    rows = [["input", "28 × 28 × 1", "0", "1 px", "1 px"]]
    for name, field, step in zip(geometry.stage, geometry.field, geometry.stride, strict=True):
        k = list(geometry.layer).index(name)
        rows.append([str(name), " × ".join(str(v) for v in geometry.shape[k]), f"{geometry.parameters[k]:,}", f"{field} px", f"{step} px"])
    table = axes.table(rows, colLabels=["layer", "output", "parameters", "field", "step"], loc="center", cellLoc="left", edges="horizontal")
    table.auto_set_font_size(False)
    table.set_fontsize(9)
    table.scale(1, 1.5)
    for cell in table.get_celld().values():
        cell.set_edgecolor(style.palette().faint)
        cell.get_text().set_color(style.palette().ink)
    count = int(geometry.parameters[: list(geometry.layer).index("Conv2D_3") + 1].sum())
    return Drawing(figure, ("table",), {"parameters": f"{count:,}", "layers": len(geometry.stage)})
