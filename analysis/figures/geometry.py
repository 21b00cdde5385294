"""Shapes, parameters and fields of the layers, drawn from the network itself."""

from __future__ import annotations

from itertools import pairwise, product
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
    shapes = np.vstack([(*geometry.visits.shape, 1), geometry.shape])
    sizes, learned = shapes.prod(axis=1), np.r_[0, geometry.parameters]
    for axes, numbers, name, colour in (
        (values, sizes, "values passed on", colours.first),
        (parameters, learned, "parameters", colours.second),
    ):
        bars = axes.barh(range(len(names)), numbers, color=colour, height=0.7)
        axes.bar_label(bars, [f"{n:,}" for n in numbers], padding=3, fontsize=style.NOTE)
        axes.set(xlim=(0, numbers.max() * 1.25), xticks=[])
        axes.set_title(name)
        axes.spines["bottom"].set_visible(False)
        axes.tick_params(length=0)
    told = [
        f"{name}  {rows}×{columns}×{maps}" if rows > 1 else f"{name}  {maps}"
        for name, (rows, columns, maps) in zip(names, shapes, strict=True)
    ]
    values.set_yticks(range(len(names)), told)
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
    """The field of the first node of each layer, the others of the deepest layer's top row dotted,
    names at the side.
    """
    colours = style.palette()
    field = int(geometry.field[-1])
    step = int(geometry.stride[-1])
    height, width = geometry.visits.shape
    axes.add_patch(
        grids.rectangle((-0.5, -0.5), width, height, fill=False, edgecolor=colours.faint)
    )
    for k in range(1, geometry.influence.shape[1]):
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
    heights = np.linspace(1.5, height * 4 / 7, len(geometry.stage))
    right = width + 1.4
    for name, side, place in zip(geometry.stage, geometry.field, heights, strict=True):
        axes.add_patch(
            grids.rectangle(
                (-0.5, -0.5), side, side, fill=False, edgecolor=colours.first, linewidth=1.5
            )
        )
        axes.plot([side - 0.5, width + 1], [side - 0.5, place], color=colours.faint, linewidth=0.7)
        axes.text(right, place, f"{name}: {side} px", ha="left", va="center", fontsize=style.NOTE)
    told = f"step from node\nto node: {step} px"
    axes.text(right, height - 4, told, ha="left", va="center", fontsize=style.NOTE)
    axes.set(xlim=(-1, width + 14), ylim=(height, -1), aspect="equal")
    axes.set_title("field of a layer's first node")


def _cuts(visits: np.ndarray, axis: int) -> np.ndarray:
    """Return where the counts change along an axis, and both ends."""
    changes = (np.diff(visits, axis=axis) != 0).any(axis=1 - axis)
    return np.r_[0, np.flatnonzero(changes) + 1, visits.shape[axis]]


def _counted(axes: Axes, visits: np.ndarray) -> int:
    """The visits as a picture, each even patch with its number in it; return the number of
    patches.
    """
    shown = grids.picture(axes, visits, style.sequential(), low=0, high=int(visits.max()))
    down, across = (_cuts(visits, axis) for axis in (0, 1))
    patches = list(product(pairwise(down), pairwise(across)))
    for (top, bottom), (left, right) in patches:
        value = int(visits[top, left])
        if value:
            ink = "#000000" if value > 0.55 * visits.max() else "#ffffff"
            axes.text(
                (left + right - 1) / 2,
                (top + bottom - 1) / 2,
                str(value),
                ha="center",
                va="center",
                fontsize=style.NOTE,
                color=ink,
            )
    shown.axes.set_title("Conv2D_3 nodes that see a pixel")
    return len(patches)


def draw_fields(geometry: Geometry) -> Drawing:
    """Receptive fields of the layers, and how many Conv2D_3 nodes see each pixel."""
    figure, colours = style.sheet(height=3.5), style.palette()
    height, width = geometry.visits.shape
    left, right = figure.subplots(1, 2, width_ratios=[width + 15, width + 1])
    _nested(grids.bare(left), geometry)
    _counted(right, geometry.visits)
    blind = geometry.visits == 0
    first = int(np.argwhere(blind).max(axis=1).min())
    for axes in (left, right):
        for corner, wide, tall in (
            ((first - 0.5, -0.5), width - first, height),
            ((-0.5, first - 0.5), first, height - first),
        ):
            axes.add_patch(
                grids.rectangle(
                    corner,
                    wide,
                    tall,
                    facecolor=colours.paper,
                    edgecolor=colours.mark,
                    hatch="/////",
                    linewidth=0,
                )
            )
    look = {"ha": "center", "va": "top", "fontsize": style.NOTE, "color": colours.mark}
    axes.text((first - 1) / 2, height + 0.1, "seen by no node", **look)
    levels = np.unique(geometry.visits)
    words = {
        "blind": int(blind.sum()),
        "from_row": first,
        "nodes": int(geometry.influence[..., 0, 0].size),
        "stages": len(geometry.stage),
        "levels": ", ".join(str(int(v)) for v in levels),
        "step": int(geometry.stride[-1]),
        "all_nine": int((geometry.visits == levels[-1]).sum()),
        "side": int(np.sqrt((geometry.visits == levels[-1]).sum())),
        "field": int(geometry.field[-1]),
    }
    return Drawing(figure, ("fields", "visits"), words)
