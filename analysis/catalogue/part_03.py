"""Figures of part III: schedule, momentum, L2."""

from __future__ import annotations

from analysis.catalogue.declarations import Figure
from analysis.catalogue.measurements import KERNELS, TRAINING_FIRST_RUN, TRAINING_FULL_RECIPE
from analysis.figures import training

FIGURES: tuple[Figure, ...] = (
    Figure(
        id="learning-rates",
        part="III",
        title="The learning rate of both recipes",
        shows=(
            TRAINING_FIRST_RUN,
            TRAINING_FULL_RECIPE,
        ),
        draw=training.draw_rates,
        caption="Left: the first run keeps its rate at {constant}. Right: the full recipe rises to {peak} and falls along half a cosine to zero over {steps} steps.",
        alt="A flat line on the left; on the right a short rise followed by a long smooth fall.",
        series=("F-III-1",),
    ),
    Figure(
        id="recipe-histories",
        part="III",
        title="Both recipes on the validation images",
        shows=(
            TRAINING_FIRST_RUN,
            TRAINING_FULL_RECIPE,
        ),
        draw=training.draw_both_histories,
        caption="Validation cross-entropy and error per epoch of the first run, which ends at {first} accuracy, and of the full recipe, which ends at {full}. One run each.",
        alt="Two panels with two curves each; both fall, the full recipe ends lower.",
        series=("F-III-2",),
    ),
    Figure(
        id="kernel-histograms",
        part="III",
        title="Weights with and without L2",
        shows=(KERNELS,),
        draw=training.draw_kernels,
        caption="Histograms of all {weights} kernel values by layer, of the first run (no penalty, deviation {first}) and of the full recipe (deviation {full}). The two differ in more than the penalty: optimiser and schedule differ as well.",
        alt="Five panels of bell-like outlines, two in each, one narrower than the other.",
        series=("F-III-3",),
    ),
)
