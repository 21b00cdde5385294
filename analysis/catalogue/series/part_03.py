"""Figures of part III: schedule, momentum, L2."""

from __future__ import annotations

from analysis.catalogue.declarations import Figure
from analysis.catalogue.series.experiments import PENALTY_SCAN, RECIPE_FACTORIAL
from analysis.catalogue.series.measurements import TRAINING_FIRST_RUN, TRAINING_FULL_RECIPE
from analysis.figures import penalties, recipes, training

FIGURES: tuple[Figure, ...] = (
    Figure(
        id="recipe-factorial",
        part="III",
        shows=(RECIPE_FACTORIAL,),
        draw=recipes.draw_factorial,
        series=("F-III-2",),
    ),
    Figure(
        id="learning-rates",
        part="III",
        shows=(
            TRAINING_FIRST_RUN,
            TRAINING_FULL_RECIPE,
            RECIPE_FACTORIAL,
        ),
        draw=recipes.draw_rates,
        series=("F-III-1",),
    ),
    Figure(
        id="recipe-losses",
        part="III",
        shows=(RECIPE_FACTORIAL,),
        draw=recipes.draw_losses,
    ),
    Figure(
        id="penalty-scan",
        part="III",
        shows=(PENALTY_SCAN,),
        draw=penalties.draw_scan,
    ),
    Figure(
        id="kernel-histograms",
        part="III",
        shows=(PENALTY_SCAN,),
        draw=penalties.draw_penalties,
        series=("F-III-3",),
    ),
    Figure(
        id="recipe-histories",
        part="III",
        shows=(
            TRAINING_FIRST_RUN,
            TRAINING_FULL_RECIPE,
        ),
        draw=training.draw_both_histories,
    ),
)
