"""Starts that leave maps silent, scale by scale, and the way between two OIPs of one map."""

from __future__ import annotations

import numpy as np

from analysis.digits import beside
from analysis.figures import style
from analysis.figures.style import Drawing, per_cent
from analysis.results.maxima import Maxima
from analysis.results.silence import Silence

BAND = (0.1, 0.9)  # quantiles of the pairs


def draw_silence(found: Silence) -> Drawing:
    """A heat map of maps and scales; maps stand in the order of their mean share."""
    figure = style.sheet(height=2.0)
    axes = figure.subplots()
    order = np.argsort(found.share.mean(axis=1), kind="stable")
    shown = axes.imshow(
        100 * found.share[order].T,
        cmap=style.sequential(),
        vmin=0,
        vmax=100,
        aspect="auto",
        interpolation="nearest",
    )
    axes.set_yticks(range(len(found.grid)), [f"{grid} × {grid}" for grid in found.grid])
    axes.set(xlabel="maps, from the most to the least responsive", ylabel="grid of the starts")
    axes.set_xticks([])
    axes.spines[:].set_visible(False)
    figure.colorbar(shown, ax=axes, label="silent starts, %", aspect=12)
    means = found.share.mean(axis=0)
    words = {
        "maps": len(found.share),
        "starts": int(found.starts),
        "count": len(found.grid),
        "grids": ", ".join(str(grid) for grid in found.grid),
        # none or all only where it is
        "means": ", ".join(f"{beside(100 * float(mean), 0, 100, digits=0)} %" for mean in means),
    }
    return Drawing(figure, ("silence",), words)


def _path_words(found: Maxima) -> dict[str, str]:
    """Return what caption and alt text say of ways between OIPs, of which there are some."""
    middle, (low, high) = per_cent(found.half_way), map(per_cent, BAND)
    pairs = f"{found.fired.sum():,} pair{'s' if found.fired.sum() != 1 else ''}"
    maps = style.counted(int(found.fired.any(axis=1).sum()), "map")
    return {
        "drawn": (
            f"{pairs} of starts of {maps} of Conv2D_3 in the search of part XI; 100 % is the"
            " straight line between the responses of both OIPs. Line: median,"
            f" {middle} half-way; band: from the {low} to the {high} quantile"
        ),
        "alt": (
            "A curve with a band over the way from one OIP to the other. Both ends lie at 100 %,"
            f" the median half-way at {middle}"
        ),
    }


def draw_paths(found: Maxima) -> Drawing:
    """The response on the way from one OIP to another, in units of the straight line between the
    responses of both.
    """
    figure, colours = style.sheet(height=2.7), style.palette()
    axes = figure.subplots()
    share = found.above_line
    along = np.linspace(0, 1, found.path.shape[-1])
    words = {
        "drawn": "No map of Conv2D_3 has a pair of starts that both end with a response",
        "alt": "Axes without a curve, as no map has two OIPs from a pair of starts",
    }
    if len(share):
        low, high = np.quantile(share, BAND, axis=0)
        axes.fill_between(along, low, high, color=colours.first, alpha=0.25, linewidth=0)
        axes.plot(along, np.median(share, axis=0), "o-", color=colours.first, markersize=3)
        words = _path_words(found)
    axes.axhline(1, color=colours.faint, linewidth=0.8, zorder=0)
    axes.set(
        xlabel="way from one OIP to the other, share of the angle",
        ylabel="response",
        xlim=(0, 1),
        ylim=(0, None),
    )
    axes.yaxis.set_major_formatter(lambda value, _: per_cent(value))
    return Drawing(figure, ("paths",), words)
