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
        caption="The learning rate at every step. Left: the first run keeps it at {constant}. Right: the full recipe raises it to {peak} and then lets it fall along half a cosine to nearly zero, over {steps} steps in all. The scales of the two panels differ, as the optimisers do: the rates cannot be compared across them.",
        alt="Left a level line at {constant}; right a short straight rise to {peak} by step {peak_step}, then a smooth fall to {last}.",
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
        caption="Validation cross-entropy and error after each epoch, for one run of each recipe. The first run ends at {first} accuracy, the full recipe at {full}. The recipes differ in optimiser, schedule, momentum, penalty and number of epochs at once, so the difference belongs to none of them alone.",
        alt="Two panels with two curves each. The loss of the first run ends at {first_loss} after epoch {first_epochs}, that of the full recipe at {full_loss} after epoch {full_epochs}.",
        series=("F-III-2",),
    ),
    Figure(
        id="kernel-histograms",
        part="III",
        title="Weights with and without L2",
        shows=(KERNELS,),
        draw=training.draw_kernels,
        caption="Histograms of all {weights} weights (biases left out) by layer, for the first run without a penalty (dashed) and for the full recipe with L2. Below the title of a panel stands the number of its weights, at its foot the deviation in the first run → in the full recipe. Over all layers the deviation is {first} and {full}. Optimiser and schedule differ as well as the penalty.",
        alt="{layers} panels, one for each layer with weights, each with two outlines of a histogram centred near 0. That of the full recipe is the narrower one in {narrower} of them.",
        series=("F-III-3",),
    ),
)
