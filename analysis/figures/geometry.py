"""Shapes, parameters and fields of the layers, drawn from the network itself."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from analysis.figures import grids, style
from analysis.figures.style import Drawing
from analysis.results.layers import Geometry

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def draw_shapes(geometry: Geometry) -> Drawing:
    """How many values each layer passes on, and how many parameters it has."""
    figure, colours = style.sheet(height=3.0), style.palette()
    values, parameters = figure.subplots(1, 2, sharey=True)
    names = ["input", *(str(name) for name in geometry.layer)]
    shapes = np.vstack([(28, 28, 1), geometry.shape])
    sizes, learned = shapes.prod(axis=1), np.r_[0, geometry.parameters]
    for axes, numbers, name, colour in (
        (values, sizes, "values passed on", colours.first),
        (parameters, learned, "parameters", colours.second),
    ):
        bars = axes.barh(range(len(names)), numbers, color=colour, height=0.7)
        axes.bar_label(bars, [f"{n:,}" for n in numbers], padding=3, fontsize=7.5)
        axes.set(xlim=(0, numbers.max() * 1.25), xticks=[])
        axes.set_title(name)
        axes.spines["bottom"].set_visible(False)
        axes.tick_params(length=0)
    values.set_yticks(
        range(len(names)),
        [
            f"{n}  {a}×{b}×{c}" if a > 1 else f"{n}  {c}"
            for n, (a, b, c) in zip(names, shapes, strict=True)
        ],
    )
    values.invert_yaxis()
    most = int(sizes.argmax())
    words = {
        "points": f"{int(sizes[len(geometry.stage)]):,}",
        "pixels": int(sizes[0]),
        "parameters": f"{int(learned.sum()):,}",
        "most": f"{int(sizes[most]):,}",
        "widest": names[most],
        "largest": names[int(learned.argmax())],
        "share": style.per_cent(learned.max() / learned.sum()),
    }
    return Drawing(figure, ("values", "parameters"), words)


def _nested(axes: Axes, geometry: Geometry) -> None:
    """The field of the first node of each layer, the other two of the top row of Conv2D_3 dotted,
    names at the side.
    """
    colours = style.palette()
    field = int(geometry.field[-1])
    step = int(geometry.stride[-1])
    axes.add_patch(grids.rectangle((-0.5, -0.5), 28, 28, fill=False, edgecolor=colours.faint))
    for k in (1, 2):
        axes.add_patch(
            grids.rectangle(
                (k * step - 0.5, -0.5),
                field,
                field,
                fill=False,
                edgecolor=colours.first,
                linestyle=":",
                linewidth=0.9,
            )
        )
    heights = np.linspace(1.5, 16, len(geometry.stage))
    for name, side, height in zip(geometry.stage, geometry.field, heights, strict=True):
        axes.add_patch(
            grids.rectangle(
                (-0.5, -0.5), side, side, fill=False, edgecolor=colours.first, linewidth=1.5
            )
        )
        axes.plot([side - 0.5, 29], [side - 0.5, height], color=colours.faint, linewidth=0.7)
        axes.text(29.4, height, f"{name}: {side} px", ha="left", va="center", fontsize=7.5)
    axes.text(29.4, 24, f"step from node\nto node: {step} px", ha="left", va="center", fontsize=7.5)
    axes.set(xlim=(-1, 42), ylim=(28, -1), aspect="equal", title="field of a layer's first node")


def _counted(axes: Axes, visits: np.ndarray) -> int:
    """The visits as a picture, each even patch with its number in it; return the number of
    patches.
    """
    shown = grids.picture(axes, visits, style.sequential(), low=0, high=int(visits.max()))
    cuts = [
        np.r_[0, np.flatnonzero((np.diff(visits, axis=axis) != 0).any(axis=1 - axis)) + 1, 28]
        for axis in (0, 1)
    ]
    patches = [
        (top, bottom, left, right)
        for top, bottom in pairwise(cuts[0])
        for left, right in pairwise(cuts[1])
    ]
    for top, bottom, left, right in patches:
        value = int(visits[top, left])
        if value:
            ink = "#000000" if value > 0.55 * visits.max() else "#ffffff"
            axes.text(
                (left + right - 1) / 2,
                (top + bottom - 1) / 2,
                str(value),
                ha="center",
                va="center",
                fontsize=8,
                color=ink,
            )
    shown.axes.set_title("Conv2D_3 nodes that see a pixel")
    return len(patches)


def draw_fields(geometry: Geometry) -> Drawing:
    """Receptive fields of the layers, and how many Conv2D_3 nodes see each pixel."""
    figure, colours = style.sheet(height=3.5), style.palette()
    left, right = figure.subplots(1, 2, width_ratios=[43, 29])
    _nested(grids.bare(left), geometry)
    _counted(right, geometry.visits)
    blind = geometry.visits == 0
    first = int(np.argwhere(blind).max(axis=1).min())
    for axes in (left, right):
        for corner, width, height in (
            ((first - 0.5, -0.5), 28 - first, 28),
            ((-0.5, first - 0.5), first, 28 - first),
        ):
            axes.add_patch(
                grids.rectangle(
                    corner,
                    width,
                    height,
                    facecolor=colours.paper,
                    edgecolor=colours.mark,
                    hatch="/////",
                    linewidth=0,
                )
            )
    axes.text(12.5, 28.1, "seen by no node", ha="center", va="top", fontsize=8, color=colours.mark)
    levels = np.unique(geometry.visits)
    words = {
        "blind": int(blind.sum()),
        "from_row": first,
        "levels": ", ".join(str(int(v)) for v in levels),
        "step": int(geometry.stride[-1]),
        "all_nine": int((geometry.visits == levels[-1]).sum()),
        "side": int(np.sqrt((geometry.visits == levels[-1]).sum())),
        "field": int(geometry.field[-1]),
    }
    return Drawing(figure, ("fields", "visits"), words)


def draw_sub_model(geometry: Geometry) -> Drawing:
    """The part of the network an ascent runs through, as a table."""
    figure = style.sheet(height=2.2)
    axes = grids.bare(figure.subplots())
    rows = [["input", "28 × 28 × 1", "0", "1 px", "1 px"]]
    for name, field, step in zip(geometry.stage, geometry.field, geometry.stride, strict=True):
        k = list(geometry.layer).index(name)
        rows.append(
            [
                str(name),
                " × ".join(str(v) for v in geometry.shape[k]),
                f"{geometry.parameters[k]:,}",
                f"{field} px",
                f"{step} px",
            ]
        )
    table = axes.table(
        rows,
        colLabels=["layer", "output", "parameters", "field", "step"],
        loc="center",
        cellLoc="left",
        edges="horizontal",
    )
    table.auto_set_font_size(False)
    table.set_fontsize(9)
    table.scale(1, 1.5)
    for cell in table.get_celld().values():
        cell.set_edgecolor(style.palette().faint)
        cell.get_text().set_color(style.palette().ink)
    count = int(geometry.parameters[: list(geometry.layer).index("Conv2D_3") + 1].sum())
    return Drawing(figure, ("table",), {"parameters": f"{count:,}", "layers": len(geometry.stage)})
