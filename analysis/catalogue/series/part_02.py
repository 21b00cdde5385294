"""Figures of part II: building the CNN."""

from __future__ import annotations

from analysis.catalogue.declarations import Figure
from analysis.catalogue.series.experiments import RIVALS
from analysis.catalogue.series.measurements import (
    CONFUSION,
    GEOMETRY,
    PIXEL_STATISTICS,
    TRAINING_FIRST_RUN,
)
from analysis.figures import architecture, recipes, training

FIGURES: tuple[Figure, ...] = (
    Figure(
        id="network-architecture",
        part="II",
        shows=(GEOMETRY,),
        draw=architecture.draw_architecture,
        series=("F-II-1",),
    ),
    Figure(
        id="pixel-standardisation",
        part="II",
        shows=(PIXEL_STATISTICS,),
        draw=training.draw_pixels,
        series=("F-II-4",),
    ),
    Figure(
        id="first-run-history",
        part="II",
        shows=(TRAINING_FIRST_RUN,),
        draw=training.draw_history,
        series=("F-II-2",),
    ),
    Figure(
        id="mlp-and-cnn",
        part="II",
        shows=(RIVALS, CONFUSION),
        draw=recipes.draw_rivals,
        series=("F-II-3",),
    ),
)
