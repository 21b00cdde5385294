"""Figures of part VIII: the ascent in code."""

from __future__ import annotations

from analysis.catalogue.declarations import Figure
from analysis.catalogue.series.ascents import TREATMENTS
from analysis.catalogue.series.measurements import FLUCTUATIONS, OIP_EVOLUTION
from analysis.figures import loop, search, treatments

FIGURES: tuple[Figure, ...] = (
    Figure(
        id="ascent-data-flow",
        part="VIII",
        shows=(OIP_EVOLUTION,),
        draw=loop.draw_loop,
        series=("F-VIII-1",),
    ),
    Figure(
        id="start-by-scale",
        part="VIII",
        shows=(FLUCTUATIONS,),
        draw=search.draw_scales_of_starts,
        series=("F-VIII-2",),
    ),
    Figure(
        id="fluctuation-spectrum",
        part="VIII",
        shows=(FLUCTUATIONS,),
        draw=search.draw_spectrum,
        series=("F-VIII-3",),
    ),
    Figure(
        id="treatments",
        part="VIII",
        shows=(TREATMENTS,),
        draw=treatments.draw_treatments,
    ),
)
