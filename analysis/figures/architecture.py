"""The network as a row of stacks, drawn from the shapes and counts of the network itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from analysis.figures import grids, style
from analysis.figures.style import Drawing
from analysis.results.layers import Geometry

if TYPE_CHECKING:
    from matplotlib.axes import Axes

SHEETS = 8  # maps per drawn sheet of a stack
OFFSET = 0.9  # between the sheets, in nodes
PITCH = 26.0  # least distance between the left edges of two stacks: room for a name
NODE_HEIGHT = 0.3  # of a dense layer


def _mixed(colour: str, share: float) -> tuple[float, ...]:
    """Return a colour mixed with the paper, so that stacked sheets stay opaque."""
    from matplotlib.colors import to_rgb

    return tuple(
        share * a + (1 - share) * b
        for a, b in zip(to_rgb(colour), to_rgb(style.palette().paper), strict=True)
    )


def kernel_sides(geometry: Geometry) -> list[int]:
    """Return the side of each layer's kernel or pooling window, from fields f and steps s: (f -
    f_before) / s_before + 1.
    """
    before_field = np.r_[1, geometry.field[:-1]]
    before_step = np.r_[1, geometry.stride[:-1]]
    return [int(side) for side in (geometry.field - before_field) // before_step + 1]


def _stack(axes: Axes, left: float, side: int, maps: int, shade: float) -> float:
    """Draw a stack of square maps, the first in front; return its width."""
    sheets = max(1, maps // SHEETS)
    for k in reversed(range(sheets)):
        corner = (left + k * OFFSET, -side / 2 + k * OFFSET)
        axes.add_patch(
            grids.rectangle(
                corner,
                side,
                side,
                facecolor=_mixed(style.palette().first, shade),
                edgecolor=style.palette().paper,
                linewidth=0.5,
            )
        )
    axes.text(
        left + (side + (sheets - 1) * OFFSET) / 2,
        side / 2 + sheets * OFFSET + 0.6,
        f"{side}×{side}×{maps}",
        ha="center",
        va="bottom",
        fontsize=style.NOTE,
    )
    return side + (sheets - 1) * OFFSET


def _window(axes: Axes, left: float, side: int, window: int, target: float) -> None:
    """Draw the window of the next layer on the front map, and the node it leads to."""
    ink = style.palette().ink
    corner = (left + side - window - 0.15 * side, -window / 2)
    axes.add_patch(
        grids.rectangle(corner, window, window, facecolor="none", edgecolor=ink, linewidth=0.9)
    )
    for edge in (-window / 2, window / 2):
        axes.plot([corner[0] + window, target], [edge, 0], color=ink, linewidth=0.5)


def _below(axes: Axes, x: float, lines: list[str]) -> None:
    axes.text(x, -16.5, lines[0], ha="left", va="top", fontsize=style.NOTE, weight="bold")
    axes.text(
        x, -19.9, "\n".join(lines[1:]), ha="left", va="top", fontsize=style.NOTE, linespacing=1.4
    )


def _network(axes: Axes, geometry: Geometry) -> None:
    left = 0.0
    side = geometry.visits.shape[0]
    width = _stack(axes, 0.0, side, 1, 0.0)
    axes.add_patch(
        grids.rectangle(
            (0, -side / 2),
            side,
            side,
            facecolor="none",
            edgecolor=style.palette().ink,
            linewidth=0.8,
        )
    )
    _below(axes, 0, ["input", "window:", "parameters:"])
    for k, (name, shape, parameters) in enumerate(
        zip(geometry.layer, geometry.shape, geometry.parameters, strict=True)
    ):
        last, left = left, left + max(PITCH, width + 8)
        if k < len(geometry.stage):
            window = kernel_sides(geometry)[k]
            width = _stack(axes, left, int(shape[0]), int(shape[2]), 0.75 if parameters else 0.35)
            _window(axes, last, side, window, left + 0.4 * shape[0])
            side = int(shape[0])
            what = f"{window}×{window}" + ("" if parameters else ", max")
        else:
            height, width = max(2.0, shape[2] * NODE_HEIGHT), 3.0
            axes.add_patch(
                grids.rectangle(
                    (left, -height / 2), width, height, facecolor=style.palette().second
                )
            )
            axes.text(
                left + width / 2,
                height / 2 + 0.6,
                str(shape[2]),
                ha="center",
                va="bottom",
                fontsize=style.NOTE,
            )
            what = "all values"
        _below(axes, left, [str(name), what, f"{parameters:,}"])
    axes.set(xlim=(-0.5, left + 14), ylim=(-27.5, 18.5), aspect="equal")
    grids.bare(axes)


def _shares(axes: Axes, geometry: Geometry) -> None:
    """All parameters as one bar, cut by layer."""
    left, total = 0, int(geometry.parameters.sum())
    for k, (name, count) in enumerate(zip(geometry.layer, geometry.parameters, strict=True)):
        colour = (
            style.palette().second
            if k >= len(geometry.stage)
            else _mixed(style.palette().first, 0.75)
        )
        axes.barh(
            0,
            count,
            left=left,
            color=colour,
            edgecolor=style.palette().paper,
            linewidth=0.8,
            height=0.6,
        )
        if count > 0.05 * total:
            x, aligned = (left + count / 2, "center") if left > 0.02 * total else (0, "left")
            axes.text(
                x,
                -0.42,
                f"{name}: {style.per_cent(count / total)}",
                ha=aligned,
                va="top",
                fontsize=style.NOTE,
            )
        left += int(count)
    grids.bare(axes).set(xlim=(0, total), ylim=(-1.1, 0.35))
    axes.set_title(f"where the {total:,} parameters are", fontsize=style.NOTE, pad=3)


def draw_architecture(geometry: Geometry) -> Drawing:
    """The network as stacks of maps to scale, with the window each layer reads, and all parameters
    as one bar.
    """
    figure = style.sheet(height=2.9)
    network, shares = figure.subplots(2, 1, height_ratios=[3.2, 1])
    _network(network, geometry)
    _shares(shares, geometry)
    share = geometry.parameters[len(geometry.stage)] / geometry.parameters.sum()
    flat = int(geometry.shape[len(geometry.stage) - 1].prod())
    words = {
        "parameters": f"{int(geometry.parameters.sum()):,}",
        "layers": len(geometry.layer),
        "share": style.per_cent(share),
        "dense": str(geometry.layer[len(geometry.stage)]),
        "points": f"{flat:,}",
        "sheet": SHEETS,
        "windows": ", ".join(f"{side} × {side}" for side in kernel_sides(geometry)),
    }
    return Drawing(figure, ("network", "parameters"), words)
