"""Which wavelength of a grating the maps of each layer answer most."""

from __future__ import annotations

import numpy as np

from analysis.figures import style
from analysis.figures.style import Drawing
from analysis.results.structure import Gratings

TICKS = (2, 4, 8, 16, 28)  # px


def draw_gratings(found: Gratings) -> Drawing:
    """The share of each layer's maps that answer a wavelength most."""
    figure = style.sheet(height=2.9)
    axes, colours = figure.subplots(), style.palette()
    words: dict[str, object] = {
        "count": len(found.wavelength),
        "directions": int(found.directions),
        "phases": int(found.phases),
    }
    shades = (colours.first, colours.second, colours.mark)
    for layer, colour, line in zip(found.layer, shades, ("o-", "s--", "^:"), strict=True):
        response = found.response[found.layer_of == layer]
        best = response.argmax(axis=1)[response.max(axis=1) > 0]
        share = np.bincount(best, minlength=len(found.wavelength)) / max(len(best), 1)
        axes.plot(found.wavelength, share, line, color=colour, markersize=4, label=str(layer))
        middle = np.median(found.wavelength[best]) if len(best) else np.nan
        words[str(layer).lower()] = f"{middle:.1f} px" if len(best) else "none"
        words[f"{str(layer).lower()}_maps"] = len(best)
    axes.set(xscale="log", xlabel="wavelength that a map answers most, in px", ylabel="maps")
    axes.set_xticks(TICKS, [str(tick) for tick in TICKS])
    axes.minorticks_off()
    axes.yaxis.set_major_formatter(lambda share, _: f"{100 * share:.0f} %")
    axes.legend(fontsize=style.NOTE)
    return Drawing(figure, ("wavelengths",), words)
