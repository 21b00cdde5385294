"""Curves of ascents and searches: how a response rises, how many maps stay silent, and how fine the
OIPs of a layer are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from analysis import statistics
from analysis.counts import out_of
from analysis.figures import style
from analysis.figures.activations import NAMES
from analysis.figures.ends import name_ends
from analysis.figures.evolution import evolution_words
from analysis.figures.search import scan_words
from analysis.figures.style import Drawing
from analysis.results.oips import OipEvolution, OipGallery, OipScales, PrecursorScan

if TYPE_CHECKING:
    from matplotlib.axes import Axes

INNER = (2.5, 97.5)  # per cent of a layer's maps between which the axis lies, with some room
ROOM = 0.5  # of that range, above and below


def _plain_ticks(axes: Axes, last: int) -> None:
    """Label a logarithmic axis from 1 to ``last`` in whole numbers, at powers of ten and at 3 of
    them.
    """
    ticks = [by * 10**k for k in range(int(np.log10(max(last, 1))) + 1) for by in (1, 3)]
    axes.set_xticks([tick for tick in ticks if tick <= last])
    axes.xaxis.set_major_formatter("{x:,.0f}")
    axes.xaxis.minorticks_off()


def _rise(axes: Axes, steps: np.ndarray, evolution: OipEvolution) -> None:
    """Draw the response over the steps, one curve for each start."""
    shades = style.shades(len(evolution.seed))
    for k, (curve, colour) in enumerate(zip(evolution.curve, shades, strict=True)):
        axes.plot(steps, curve, color=colour, label=f"start {k + 1}")
    axes.set(ylim=(0, None), xlim=(steps[0], steps[-1]))


def draw_curves(evolution: OipEvolution) -> Drawing:
    """Response at every step, from several starts: over the steps, where a curve is as steep as the
    gain of a step, and over their logarithm.
    """
    figure = style.sheet(height=2.9)
    even, folded = figure.subplots(1, 2, width_ratios=[5, 3], sharey=True)
    steps = np.arange(evolution.curve.shape[1])
    _rise(even, steps, evolution)
    _rise(folded, steps + 1, evolution)
    for step in evolution.step:
        folded.axvline(step + 1, color=style.palette().faint, linewidth=0.6, zorder=0)
    even.set(xlabel="step", ylabel=f"response of map {int(evolution.map)}")
    folded.set(xscale="log", xlabel="step + 1, logarithmic")
    _plain_ticks(folded, len(steps))
    name_ends(even, even.lines, tall=2.3)
    half = int((evolution.curve[0] >= evolution.curve[0, -1] / 2).argmax())
    return Drawing(figure, ("steps", "logarithm"), evolution_words(evolution) | {"half": half})


def _row(axes: Axes, x: float, known: np.ndarray, seed: int) -> None:
    """Draw a layer: a dot for each map, its median with the interval of 95 %."""
    colours, middle = style.palette(), statistics.median(known)
    spread = np.random.default_rng(seed).uniform(-0.16, 0.16, len(known))
    axes.plot(x + spread, known, "o", markersize=3, alpha=0.5, color=colours.first)
    ends = [[middle.value - middle.low], [middle.high - middle.value]]
    look: Any = {"color": colours.second, "capsize": 4, "elinewidth": 1.6, "markersize": 6}
    axes.errorbar([x + 0.3], [middle.value], yerr=ends, fmt="D", **look)


def _beyond(axes: Axes, x: float, known: np.ndarray, low: float, high: float) -> int:
    """Tell at the edges how many maps lie beyond them; return their number."""
    above, below = int((known > high).sum()), int((known < low).sum())
    for count, y, sign, side in ((above, high, "↑", "top"), (below, low, "↓", "bottom")):
        if count:
            axes.text(x, y, f"{count} {sign}", ha="center", va=side, fontsize=style.NOTE)
    return above + below


def draw_scales(scales: OipScales) -> Drawing:
    """Spectral-centroid wavelength of every OIP, by layer, with the interval of each median; the
    few maps far away are counted at the edge, so that they do not crush the rest.
    """
    figure = style.sheet(height=2.9)
    axes = figure.subplots()
    layers = {name: values[~np.isnan(values)] for name, values in scales.arrays().items()}
    known = np.concatenate(list(layers.values()))
    low, high = np.percentile(known, INNER) if len(known) else (0.0, 1.0)
    room = ROOM * (high - low) or 1.0
    beyond, medians = 0, []
    for k, values in enumerate(layers.values()):
        if len(values):
            _row(axes, k, values, k)
            beyond += _beyond(axes, k, values, max(low - room, 0), high + room)
        medians.append(f"{np.median(values):.1f}" if len(values) else "none")
    axes.set_ylim(max(low - room, 0), high + room)  # no wave is shorter than nothing
    axes.set_xticks(range(len(layers)), [NAMES[layer] for layer in layers])
    axes.set_ylabel("wavelength, px")
    away = f"; at the edge stands how many lie beyond it, {style.counted(beyond, 'map')} in all"
    words = {"medians": ", ".join(medians), "beyond": away if beyond else ""}
    return Drawing(figure, ("scales",), words)


def silent_ticks(least: int, count: int) -> list[int]:
    """Return the ticks of a logarithmic axis of silent maps, the first of them where it begins: at
    none, or so far below the least count that what lies above fills the axis.
    """
    if least < 10:
        return [0, *(10**k for k in range(int(np.log10(max(count, 1))) + 1))]
    steps = [head * 10**k for k in range(1, len(str(count))) for head in (1, 2, 5)]
    first = max(tick for tick in steps if tick <= least)
    return [tick for tick in steps if first <= tick <= count]


def draw_fill_rate(scan: PrecursorScan, gallery: OipGallery) -> Drawing:
    """Maps that are silent to all of the first N candidates, by length scale."""
    count = len(gallery.silent)
    figure = style.sheet(height=2.9)
    axes = figure.subplots()
    mixture, *grids_alone = (count - scan.responding).T
    shades = style.shades(len(grids_alone))
    looks = [(style.palette().ink, 2.2), *((shade, 1.3) for shade in shades)]
    for maps, name, (colour, width) in zip((mixture, *grids_alone), scan.scale, looks, strict=True):
        axes.plot(
            scan.candidates,
            maps,
            "o-",
            markersize=3,
            color=colour,
            label=str(name),
            linewidth=width,
            clip_on=False,
        )
    axes.set_xscale("log")
    _plain_ticks(axes, int(scan.candidates[-1]))
    axes.set_yscale("symlog", linthresh=1)
    ticks = silent_ticks(int((count - scan.responding).min()), count)
    axes.set_yticks(ticks, [str(tick) for tick in ticks])
    axes.yaxis.minorticks_off()
    axes.set(xlabel="candidates N", ylabel=f"silent maps, of {count}", ylim=(ticks[0], count))
    axes.set_xlim(scan.candidates[0], scan.candidates[-1])
    name_ends(axes, axes.lines, tall=2.3)
    least = int(scan.responding[0].min())
    words = scan_words(scan) | {"count": count, "scales": len(scan.scale), "least": least}
    words |= {"course": style.course(f"{int(mixture[0])}", f"{int(mixture[-1])}")}
    words |= {
        "silent_maps": out_of(int(mixture[0]), count, "map", "maps"),
        "left_told": int(mixture[-1]) or "none",
        "upright": f"the upright one {f'from {ticks[0]} on' if ticks[0] else 'down to 1'}",
    }
    return Drawing(figure, ("fill rate",), words)
