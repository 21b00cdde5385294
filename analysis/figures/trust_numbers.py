"""How far OIPs can be trusted: every number of it by layer."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from analysis.figures import style
from analysis.figures.style import Drawing
from analysis.figures.trust import DOMAINS
from analysis.results.trust import Trust, TrustTable

if TYPE_CHECKING:
    from matplotlib.axes import Axes

PER_ROW = 5  # panels of the figure that shows every number
APART = 0.36  # between the two domains of a layer


def _box(axes: Axes, x: float, values: np.ndarray, colour: str, label: str | None) -> None:
    """Draw the median, the quartiles and the range of 90 % of the maps that have a number."""
    known = values[~np.isnan(values)]
    if not len(known):
        return
    low, first, middle, third, high = np.percentile(known, [5, 25, 50, 75, 95])
    axes.plot([x, x], [low, high], color=colour, linewidth=1)
    axes.plot([x, x], [first, third], color=colour, linewidth=6, solid_capstyle="butt", label=label)
    axes.plot([x], [middle], marker="s", color=colour, markersize=5)  # where all is one value
    paper = style.palette().paper
    axes.plot([x], [middle], marker="_", color=paper, markersize=6, markeredgewidth=1.5)


def _panel(axes: Axes, tables: Sequence[TrustTable], row: int) -> None:
    """Draw one number: a box for each layer and domain, and what it should be held against."""
    colours, last = style.palette(), tables[-1]
    for k, table in enumerate(tables):
        layer, domain = divmod(k, len(DOMAINS))
        x = layer + (domain - 0.5) * APART
        label = DOMAINS[domain] if layer == 0 else None
        _box(axes, x, table.value[row], (colours.first, colours.second)[domain], label)
        beside = [float(table.beside[row])] * 2  # NaN, where there is nothing, is not drawn
        axes.plot([x - 0.24, x + 0.24], beside, color=colours.ink, linewidth=0.8, linestyle=":")
    layers = len(tables) // len(DOMAINS)
    axes.set_title("\n".join(textwrap.wrap(str(last.label[row]), 16)), fontsize=8)
    axes.set_xticks(range(layers), [str(k + 1) for k in range(layers)])
    axes.set_ylim(0, 1.02 * last.top[row] if last.top[row] > 0 else 1.04 * axes.get_ylim()[1])
    axes.grid(axis="y", linewidth=0.4)


def draw_numbers(*results: Trust | TrustTable) -> Drawing:
    """Every trust number as boxes by layer, sphere beside box: median, quartiles, and the range of
    90 % of the maps.

    The tables are drawn. What they were read from stands beside them among the results, so that
    whoever reproduces the figure measures it again.
    """
    tables = [result for result in results if isinstance(result, TrustTable)]
    last = tables[-1]
    lines = -(-len(last.number) // PER_ROW)
    figure = style.sheet(height=2.6 * lines + 0.2)
    panels = figure.subplots(lines, PER_ROW, squeeze=False)
    for row, axes in enumerate(panels.ravel()):
        if row < len(last.number):
            _panel(axes, tables, row)
        else:
            axes.set_axis_off()
    for axes in panels[-1]:
        axes.set_xlabel("Conv2D layer")
    figure.legend(*panels[0, 0].get_legend_handles_labels(), loc="outside lower center", ncols=2)
    middles = dict(zip(last.number.tolist(), last.middle_text.tolist(), strict=True))
    fine = list(last.number).index("fine-power")
    words = {
        "count": len(last.number),
        "reference": style.per_cent(float(last.beside[fine])),
        **{name.replace("-", "_"): said for name, said in middles.items()},
    }
    return Drawing(figure, tuple(str(label) for label in last.label), words)
