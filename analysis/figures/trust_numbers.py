"""How far OIPs can be trusted: every number of it by layer, one row for each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from analysis.figures import style
from analysis.figures.style import Drawing
from analysis.figures.trust import DOMAINS, LAYERS
from analysis.results.trust import Trust, TrustTable

if TYPE_CHECKING:
    from matplotlib.axes import Axes

ROW = 0.37  # inches
APART = 0.4  # between the two domains of a number, in rows
WRITTEN = 1.06  # where the middle is written, in lengths of the scale
DRAWN = (5, 25, 75, 95)  # per cent of the maps: ends of the thin line and of the thick one


def _quantiles(values: np.ndarray) -> np.ndarray:
    """Return the ends of what is drawn of the maps that have a number; NaN where none has."""
    known = values[~np.isnan(values)]
    return np.percentile(known, DRAWN) if len(known) else np.full(len(DRAWN), np.nan)


def scale_ends(tables: Sequence[TrustTable]) -> np.ndarray:
    """Return where the scale of each number (number) ends, which begins at 0: at the largest value
    that it can have, or else at the largest that is drawn of any layer, with two digits.
    """
    drawn = [[_quantiles(row)[-1] for row in table.value] for table in tables]
    largest = np.where(tables[-1].top > 0, tables[-1].top, np.fmax.reduce(drawn))
    largest = np.where(largest > 0, largest, 1.0)
    digit = 10.0 ** (np.floor(np.log10(largest)) - 1)
    return np.round(np.ceil(np.round(largest / digit, 6)) * digit, 9)


def _strip(axes: Axes, y: float, table: TrustTable, row: int, end: float, colour: str) -> None:
    """Draw one number of a layer in one domain, and write its middle beside it."""
    low, first, third, high = np.clip(_quantiles(table.value[row]) / end, 0, 1)
    axes.plot([low, high], [y, y], color=colour, linewidth=1)
    axes.plot([first, third], [y, y], color=colour, linewidth=5, solid_capstyle="butt")
    place, ink = [float(table.middle[row]) / end], style.palette().ink
    axes.plot(place, [y], marker="|", color=ink, markersize=8, markeredgewidth=1.6)
    said = str(table.middle_text[row])
    axes.text(WRITTEN, y, said, color=colour, fontsize=style.NOTE, va="center")


def _layer(axes: Axes, tables: Sequence[TrustTable], ends: np.ndarray) -> None:
    """Draw all numbers of a layer, the sphere above the box."""
    colours = style.palette()
    for row, end in enumerate(ends):
        for k, (table, colour) in enumerate(
            zip(tables, (colours.first, colours.second), strict=True)
        ):
            _strip(axes, row + (k - 0.5) * APART, table, row, float(end), colour)
        beside = [float(tables[-1].beside[row]) / end] * 2  # NaN, where there is nothing
        axes.plot(beside, [row - 0.42, row + 0.42], color=colours.ink, linewidth=1, linestyle=":")
    axes.vlines((0, 1), -0.5, len(ends) - 0.5, color=colours.faint, linewidth=0.8)
    axes.set(xlim=(-0.04, 1.45), ylim=(len(ends) - 0.4, -0.6), xticks=[])
    axes.spines[:].set_visible(False)
    axes.tick_params(length=0)


def _named(table: TrustTable, row: int, end: float) -> str:
    """Return what a number is called, and how far its scale goes."""
    share = any("%" in str(text) for text in table.text[row])
    return f"{table.label[row]}\n0 to {f'{100 * end:.3g} %' if share else f'{end:.3g}'}"


def draw_numbers(*results: Trust | TrustTable) -> Drawing:
    """Every trust number as a row by layer, sphere above box: middle, quartiles, and the range of
    90 % of the maps.

    The tables are drawn. What they were read from stands beside them among the results, so that
    whoever reproduces the figure measures it again.
    """
    from matplotlib.lines import Line2D

    tables = [result for result in results if isinstance(result, TrustTable)]
    last, ends, colours = tables[-1], scale_ends(tables), style.palette()
    figure = style.sheet(height=ROW * len(ends) + 0.8)
    panels = figure.subplots(1, len(LAYERS), sharey=True)
    for k, (axes, name) in enumerate(zip(panels, LAYERS, strict=True)):
        _layer(axes, tables[len(DOMAINS) * k : len(DOMAINS) * (k + 1)], ends)
        axes.set_title(name)
    names = [_named(last, row, float(end)) for row, end in enumerate(ends)]
    panels[0].set_yticks(range(len(ends)), names)
    lines = [
        Line2D([], [], color=colour, linewidth=5) for colour in (colours.first, colours.second)
    ]
    figure.legend(lines, DOMAINS, loc="outside lower center", ncols=len(DOMAINS))
    middles = dict(zip(last.number.tolist(), last.middle_text.tolist(), strict=True))
    fine = list(last.number).index("fine-power")
    words = {
        "count": len(last.number),
        "reference": style.per_cent(float(last.beside[fine])),
        **{name.replace("-", "_"): said for name, said in middles.items()},
    }
    return Drawing(figure, tuple(str(label) for label in last.label), words)
