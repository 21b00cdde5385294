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
    candidates = f"{int(scan.candidates[-1]):,}"
    counts: dict[str, str | int] = {
        "candidates": candidates,
        "reached": int(scan.responding[-1, 0]),
        "one": int(scan.responding[0, 0]),
    }
    counts.update(_gap_words(scan, candidates) if len(scan.map) else _no_gap(candidates))
    return counts


def _gap_words(scan: PrecursorScan, candidates: str) -> dict[str, str]:
    one = len(scan.map) == 1
    pairs, each, oips = ("A pair", "", "OIP") if one else ("Pairs", "each ", "OIPs")
    named = f"{each}labelled with a map number: {', '.join(str(m) for m in scan.map)}"
    gaps = f"{style.counted(len(scan.map), 'map')} of Conv2D_3 that answered no plain start"
    shown = (
        f"the best of {candidates} large-scale starts, below the number of its map; above as"
        " computed on a fixed scale of ±3 deviations, below contrast enhanced. Hatched: seen by no"
        " node"
    )
    return {
        "random_told": f"For {gaps}: {shown}",
        "pattern_told": f"{oips} of {gaps}, {each}grown by the ascent of the series from {shown}",
        "random_pairs": f"{pairs} of random pictures, {named}",
        "pattern_pairs": f"{pairs} of patterns, {named}",
    }


def _no_gap(candidates: str) -> dict[str, str]:
    told = (
        "Nothing is shown: no map of Conv2D_3 was silent to the plain starts and answered one of"
        f" {candidates} large-scale starts"
    )
    line = "A line that says that no map was silent and answered a candidate"
    return dict.fromkeys(("random_told", "pattern_told"), told) | dict.fromkeys(
        ("random_pairs", "pattern_pairs"), line
    )


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
