"""Starts and searches: what an ascent begins with, and the ways that lead to one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from analysis.figures import grids, style
from analysis.figures.evolution import evolution_words
from analysis.figures.galleries import PER_ROW, Layout, pair_gallery
from analysis.figures.oips import Visible, show, visible_in, whole
from analysis.figures.style import Drawing
from analysis.results.images import Fluctuations
from analysis.results.oips import OipEvolution, OipGallery, PrecursorScan

if TYPE_CHECKING:
    from matplotlib.axes import Axes
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
    shades = style.sequential()(np.linspace(0.15, 0.85, len(fluctuations.scale)))
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
    top = fluctuations.frequency > 0.25
    kept = fluctuations.smoothed_power[top].sum() / fluctuations.mixture_power[top].sum()
    words = {"kept": style.per_cent(kept), "count": len(fluctuations.scale)}
    return Drawing(figure, ("scales", "mixture"), words)


def scan_words(scan: PrecursorScan) -> dict[str, str | int]:
    """Return what captions say of a scan: its gaps, and how many maps the mixture reached."""
    return {
        "gaps": len(scan.map),
        "candidates": f"{int(scan.candidates[-1]):,}",
        "reached": int(scan.responding[-1, 0]),
        "one": int(scan.responding[0, 0]),
        "maps": ", ".join(str(m) for m in scan.map) or "none",
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


def _box(axes: Axes, x: float, y: float, text: str, width: float = 1.7) -> None:
    from matplotlib.patches import FancyBboxPatch

    colours = style.palette()
    axes.add_patch(
        FancyBboxPatch(
            (x - width / 2, y - 0.34),
            width,
            0.68,
            boxstyle="round,pad=0.04",
            facecolor="none",
            edgecolor=colours.first,
        )
    )
    axes.text(x, y, text, ha="center", va="center", fontsize=7.5)


def _arrow(
    axes: Axes, start: tuple[float, float], end: tuple[float, float], text: str = ""
) -> None:
    from matplotlib.patches import FancyArrowPatch

    axes.add_patch(
        FancyArrowPatch(
            start, end, arrowstyle="-|>", mutation_scale=9, color=style.palette().ink, linewidth=0.9
        )
    )
    if text:
        axes.text(
            (start[0] + end[0]) / 2,
            (start[1] + end[1]) / 2 + 0.1,
            text,
            fontsize=6.8,
            ha="center",
            va="bottom",
        )


def draw_data_flow(evolution: OipEvolution) -> Drawing:
    """The loop of the ascent, with a real start and a real result."""
    figure = style.sheet(height=2.7)
    left, middle, right = figure.subplots(1, 3, width_ratios=[1, 4, 1])
    visible = visible_in(evolution)
    show(left, evolution.frames[0, 0], "start", visible=visible)
    show(right, evolution.frames[0, -1], "OIP", visible=visible)
    grids.bare(middle).set(xlim=(0, 8), ylim=(0, 3.4))
    for x, y, text in (
        (1.1, 2.7, "network up\nto the map"),
        (3.9, 2.7, "mean of the\nactivated map"),
        (6.8, 2.7, "gradient with\nrespect to pixels"),
        (6.8, 0.7, "divide by rms"),
        (3.9, 0.7, "add a small\npart of it"),
        (1.1, 0.7, "standardise"),
    ):
        _box(middle, x, y, text, 2.0)
    for start, end in (
        ((2.15, 2.7), (2.85, 2.7)),
        ((4.95, 2.7), (5.75, 2.7)),
        ((6.8, 2.3), (6.8, 1.1)),
        ((5.75, 0.7), (4.95, 0.7)),
        ((2.85, 0.7), (2.15, 0.7)),
        ((1.1, 1.1), (1.1, 2.3)),
    ):
        _arrow(middle, start, end)
    middle.text(3.9, 1.7, f"{evolution.curve.shape[1]} times", ha="center", va="center", fontsize=8)
    return Drawing(figure, ("start", "loop", "OIP"), evolution_words(evolution))
