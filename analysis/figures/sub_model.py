"""The part of the network that an ascent runs through: what one node of each layer sees."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.figures import grids, style
from analysis.figures.oips import enhanced, hatch, visible_in
from analysis.figures.style import Drawing
from analysis.results.layers import Geometry
from analysis.results.oips import OipEvolution

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def neighbours(nodes: int, step: int) -> tuple[int, int]:
    """Return where the fields of two neighbouring nodes in the middle of a row begin, in pixels."""
    first = max(nodes // 2 - 1, 0)
    return first * step, min(first + 1, nodes - 1) * step


def _fields(axes: Axes, nodes: tuple[int, int], field: int, step: int) -> None:
    """Frame what two neighbouring nodes see, the second one in dashes."""
    colours = style.palette()
    top, _ = neighbours(nodes[0], step)
    looks = ((colours.mark, "-"), (colours.shared, "--"))
    for left, (colour, line) in zip(neighbours(nodes[1], step), looks, strict=True):
        look = {"fill": False, "edgecolor": colour, "linewidth": 1.6, "linestyle": line}
        look["clip_on"] = False  # a frame at the edge of the picture keeps its whole line
        axes.add_patch(grids.rectangle((left - 0.5, top - 0.5), field, field, **look))


def draw_sub_model(geometry: Geometry, evolution: OipEvolution) -> Drawing:
    """On the OIP of the map: the fields of two neighbouring nodes of every layer below it."""
    figure = style.sheet(height=2.2)
    panels = figure.subplots(1, len(geometry.stage), squeeze=False)[0]
    visible, oip = visible_in(evolution), evolution.frames[0, -1]
    told = list(zip(geometry.stage, geometry.field, geometry.stride, strict=True))
    for axes, (name, field, step) in zip(panels, told, strict=True):
        rows, columns, maps = geometry.shape[list(geometry.layer).index(name)]
        grids.picture(axes, enhanced(oip, visible), low=0, high=1)
        hatch(axes, visible, shape=oip.shape)
        _fields(axes, (int(rows), int(columns)), int(field), int(step))
        axes.set_title(str(name), fontsize=style.LABEL, loc="center")
        axes.set_xlabel(
            f"{rows} × {columns} × {maps}\nfield {field} px\nstep {step} px", fontsize=style.NOTE
        )
    deepest = list(geometry.layer).index(geometry.stage[-1])
    words = {
        "parameters": f"{int(geometry.parameters[: deepest + 1].sum()):,}",
        "layers": len(told),
        "map": int(evolution.map),
        "fields": ", ".join(f"{name} {field} and {step} px" for name, field, step in told),
    }
    return Drawing(figure, tuple(str(name) for name in geometry.stage), words)
