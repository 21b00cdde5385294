"""Which scales the starts hold that wake silent maps."""

from __future__ import annotations

import numpy as np

from analysis.figures import style
from analysis.figures.style import Drawing
from analysis.results.wakers import Wakers

SIDE = 28  # px, of an image


def waves(found: Wakers) -> list[str]:
    """Return over how many px each grid (grid) of random values fluctuates: '9.3 px'."""
    return [f"{SIDE / nodes:.1f} px" for nodes in found.grids]


def draw_wakers(found: Wakers) -> Drawing:
    """Mean weights of the grids, and power spectra: all starts, and those that wake a map."""
    figure, colours = style.sheet(height=2.9), style.palette()
    left, right = figure.subplots(1, 2)
    wakes = found.waking()
    places = np.arange(len(found.grids))
    left.bar(places - 0.2, found.weights.mean(axis=0), 0.38, color=colours.faint, label="all")
    right.loglog(found.frequency, found.power, color=colours.faint, linewidth=2.4, label="all")
    if wakes.any():
        look = {"color": colours.first, "label": "wake a map"}
        left.bar(places + 0.2, found.weights[wakes].mean(axis=0), 0.38, **look)
        right.loglog(found.frequency, found.power_waking, **look)
    left.set_xticks(places, waves(found))
    left.set(xlabel="grid, by the px over which it fluctuates", ylabel="mean weight")
    right.set(xlabel="frequency, cycles per px", ylabel="power density")
    right.set_xticks([0.05, 0.1, 0.2, 0.5], ["0.05", "0.1", "0.2", "0.5"])
    right.minorticks_off()
    right.legend()
    words = {
        "starts": f"{len(found.weights):,}",
        "gaps": len(found.map),
        "woken": int(found.woken().sum()),
        "waking": f"{wakes.sum():,}",
        "beside": f" and for those that wake a map, {wakes.sum():,} in number"
        if wakes.any()
        else "",
    }
    return Drawing(figure, ("weights", "spectra"), words)
