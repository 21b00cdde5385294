"""Figures of part VIII: the ascent in code."""

from __future__ import annotations

from analysis.catalogue.declarations import Figure
from analysis.catalogue.measurements import FLUCTUATIONS, OIP_EVOLUTION
from analysis.figures import search

FIGURES: tuple[Figure, ...] = (
    Figure(
        id="ascent-data-flow",
        part="VIII",
        title="The loop of the ascent",
        shows=(OIP_EVOLUTION,),
        draw=search.draw_data_flow,
        caption="How a start becomes an OIP: the loop runs {steps} times. The pictures are a real start (seed {seed}) and what became of it for map {map} of Conv2D_3, on a fixed scale of ±3 deviations.",
        alt="A blurred start picture, a loop of six boxes joined by arrows, and the resulting pattern.",
        series=("F-VIII-1",),
    ),
    Figure(
        id="start-by-scale",
        part="VIII",
        title="Starts of several length scales",
        shows=(FLUCTUATIONS,),
        draw=search.draw_scales_of_starts,
        caption="One random start for each grid ({scales} px) and a mixture as used for Conv2D_3, on a fixed scale of ±3 deviations.",
        alt="Five random pictures, from broad soft blobs to single-pixel noise, and a mixture.",
        series=("F-VIII-2",),
    ),
    Figure(
        id="fluctuation-spectrum",
        part="VIII",
        title="Spectra of the starts",
        shows=(FLUCTUATIONS,),
        draw=search.draw_spectrum,
        caption="Mean power spectra of the starts by length scale (left) and of an even mixture of all four, with and without smoothing (right). Smoothing keeps {kept} of the power above 0.25 cycles per pixel.",
        alt="Curves on double logarithmic axes: coarse scales fall early, the finest stays flat; the smoothed mixture drops at high frequency.",
        series=("F-VIII-3",),
    ),
)
