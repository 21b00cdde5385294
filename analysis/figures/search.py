"""Starts and searches: what an ascent begins with, and the ways that lead to one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from analysis.figures import grids, style
from analysis.figures.galleries import PER_ROW, Layout, pair_gallery
from analysis.figures.oips import Visible, show, visible_in, whole
from analysis.figures.style import Drawing
from analysis.results.images import Fluctuations
from analysis.results.oips import OipGallery, PrecursorScan

if TYPE_CHECKING:
    from matplotlib.figure import Figure


FEWEST = 5  # maps in a row, so that three of them do not fill a page


def draw_scales_of_starts(fluctuations: Fluctuations) -> Drawing:
    """One start of each length scale, and a mixture."""
    figure = style.sheet(height=1.75)
    panels = figure.subplots(1, len(fluctuations.scale) + 1)
    for axes, sample, scale in zip(panels, fluctuations.samples, fluctuations.scale, strict=False):
        show(axes, sample, f"{scale:.1f} px", visible=whole(sample))
    show(panels[-1], fluctuations.mixture, "mixture", visible=whole(fluctuations.mixture))
    told = [f"{scale:.1f}" for scale in fluctuations.scale]
    words = {
        "scales": ", ".join(told),
        "count": len(told),
        "longest": told[0],
        "shortest": told[-1],
    }
    return Drawing(
        figure,
        (*(f"{s:.1f} px" for s in fluctuations.scale), "mixture"),
        words,
    )


def draw_spectrum(fluctuations: Fluctuations) -> Drawing:
    """Power spectra of the starts by scale, and of an even mixture with and without smoothing."""
    figure = style.sheet(height=2.9)
    alone, mixed = figure.subplots(1, 2, sharey=True)
    shades = style.shades(len(fluctuations.scale))
    for power, scale, colour in zip(fluctuations.power, fluctuations.scale, shades, strict=True):
        alone.loglog(fluctuations.frequency, power, color=colour, label=f"{scale:.1f} px")
    mixed.loglog(fluctuations.frequency, fluctuations.mixture_power, label="even mixture")
    mixed.loglog(fluctuations.frequency, fluctuations.smoothed_power, "--", label="smoothed")
    for axes in (alone, mixed):
        axes.set(xlabel="frequency, cycles per px")
        axes.set_xticks([0.05, 0.1, 0.2, 0.5], ["0.05", "0.1", "0.2", "0.5"])
        axes.minorticks_off()
        axes.legend()
    alone.set_ylabel("power density")
    words = {
        "mixed": style.per_cent(fine_share(fluctuations, fluctuations.mixture_power)),
        "smoothed": style.per_cent(fine_share(fluctuations, fluctuations.smoothed_power)),
        "count": len(fluctuations.scale),
    }
    return Drawing(figure, ("scales", "mixture"), words)


def fine_share(fluctuations: Fluctuations, density: np.ndarray) -> float:
    """Return the share of a picture's power above 0.25 cycles per pixel, of its mean density over
    frequency (ring): there are as many more waves in a ring as its frequency is higher.
    """
    power = density * fluctuations.frequency
    return float(power[fluctuations.frequency > 0.25].sum() / power.sum())


def scan_words(scan: PrecursorScan) -> dict[str, str | int]:
    """Return what captions say of a scan: its gaps, and how many maps the mixture reached."""
    named = f"each labelled with a map number: {', '.join(str(m) for m in scan.map)}"
    none = "A line that says that no map was silent and answered a candidate"
    return {
        "gaps": style.counted(len(scan.map), "map", none="no"),
        "candidates": f"{int(scan.candidates[-1]):,}",
        "reached": int(scan.responding[-1, 0]),
        "one": int(scan.responding[0, 0]),
        "random_pairs": f"Pairs of random pictures, {named}" if len(scan.map) else none,
        "pattern_pairs": f"Pairs of patterns, {named}" if len(scan.map) else none,
    }


def _gap_gallery(scan: PrecursorScan, images: np.ndarray, visible: Visible) -> Figure:
    """Return the gallery of one image for each gap map, or a line that says there is none."""
    if len(scan.map) == 0:
        figure = style.sheet(height=1.0)
        grids.bare(figure.subplots()).text(
            0.5,
            0.5,
            "no map of the layer was silent and answered a candidate",
            ha="center",
            va="center",
        )
        return figure
    per_row = min(PER_ROW, max(FEWEST, len(scan.map)))
    return pair_gallery(images, scan.map.tolist(), Layout(visible, per_row=per_row))


def draw_precursors(scan: PrecursorScan, gallery: OipGallery) -> Drawing:
    """The best start found for each gap map of the gallery."""
    figure = _gap_gallery(scan, scan.best_start, visible_in(gallery))
    return Drawing(figure, tuple(str(m) for m in scan.map), scan_words(scan))


def draw_precursor_oips(scan: PrecursorScan, gallery: OipGallery) -> Drawing:
    """The OIPs that grew from these starts."""
    figure = _gap_gallery(scan, scan.images, visible_in(gallery))
    return Drawing(figure, tuple(str(m) for m in scan.map), scan_words(scan))
