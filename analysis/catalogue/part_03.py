"""Figures of part III: schedule, momentum, L2."""

from __future__ import annotations

from analysis.catalogue.declarations import Figure
from analysis.catalogue.experiments import PENALTY_SCAN, RECIPE_FACTORIAL
from analysis.catalogue.measurements import TRAINING_FIRST_RUN, TRAINING_FULL_RECIPE
from analysis.figures import penalties, recipes, training

FIGURES: tuple[Figure, ...] = (
    Figure(
        id="learning-rates",
        part="III",
        title="The learning rate of every schedule",
        shows=(
            TRAINING_FIRST_RUN,
            TRAINING_FULL_RECIPE,
            RECIPE_FACTORIAL,
        ),
        draw=recipes.draw_rates,
        caption="The learning rate over the epochs. Left: the first run keeps it at {constant}. Middle: the full recipe raises it to {peak} and then lets it fall along half a cosine, over {steps} steps. Right: the short runs of this page ({images} images, {epochs}, {short_steps} steps), constant (dashed) or cosine (solid), each with the peak that did best on validation images; divided by (1 − momentum), so that equal heights mean equal steps in a lasting direction. The scales of the panels differ, as the optimisers do.",
        alt="Three panels. Left a level line at {constant}; in the middle a straight rise to {peak} by step {peak_step}, then a smooth fall to {last}; right two dashed lines that rise and stay level and two solid ones that rise and fall to zero.",
        series=("F-III-1",),
    ),
    Figure(
        id="recipe-losses",
        part="III",
        title="The loss, step by step",
        shows=(RECIPE_FACTORIAL,),
        draw=recipes.draw_losses,
        caption="Cross-entropy of the training batches for the four variants without a penalty, mean over {seeds} seeds and over {width} batches, logarithmic. {images} training images, {epochs}, {steps} steps. Each variant has the rate that did best for it on validation images. The end of the curves: {plain} with neither knob, {both} with both.",
        alt="Four falling curves on a logarithmic axis that run together at first and part later. At the right end, from the highest to the lowest: {order}.",
    ),
    Figure(
        id="penalty-scan",
        part="III",
        title="Accuracy and silent maps by penalty",
        shows=(PENALTY_SCAN,),
        draw=penalties.draw_scan,
        caption="Runs that differ in λ alone ({seeds} seeds, {images} training images, {epochs}, SGD with cosine schedule and momentum). Left: accuracy on {held_out} validation images, on which λ = {chosen} was chosen (grey), and on {test_images} test images. Right: how many of the {maps} maps of Conv2D_3 stay at 0 for all {starts} plain starts, and for all these test images. Dots are runs, lines join means.",
        alt="Two panels against λ on an axis of five or fewer steps. Left, accuracy. Right, silent maps: a mean of {none} without a penalty and {most} at {strongest} for plain starts, {unlit_none} and {unlit_most} for test images.",
    ),
    Figure(
        id="kernel-histograms",
        part="III",
        title="Weights with and without L2",
        shows=(PENALTY_SCAN,),
        draw=penalties.draw_penalties,
        caption="Histograms of all kernel values by layer, from runs that differ in the penalty alone ({seeds} seeds together, {images} training images, {epochs}, SGD with cosine schedule and momentum): before training (grey), without a penalty (dashed), with λ = {chosen}, which validation images chose (dotted), and with the strongest, λ = {strongest} (solid). At the foot of each panel the deviation for λ = 0 → λ = {strongest}; the strongest penalty narrows {narrower} of {layers} layers, by up to {largest_cut}. Values beyond an edge count in the last bin.",
        alt="{layers} panels, one for each layer with weights, with outlines of histograms centred near 0 over a grey one. Dashed and dotted outlines nearly coincide; the solid one of the strongest penalty is narrower in {narrower} of them.",
        series=("F-III-3",),
    ),
    Figure(
        id="recipe-factorial",
        part="III",
        title="Test accuracy by variant, and what each knob is worth",
        shows=(RECIPE_FACTORIAL,),
        draw=recipes.draw_factorial,
        caption="Left: all {variants} combinations of a cosine schedule, momentum {momentum} and an L2 term with λ = {strength}, each on or off, {seeds} seeds each: a dot for each run, a stroke for the mean (blue: with momentum). SGD, {images} training images, {epochs}, {test_images} test images; for each schedule and momentum the rate that did best on validation images. Right: main effects (above the line) and interactions with 95 % intervals from the scatter of all {runs} runs; small dots are the single seeds. A main effect is the mean with the knob less the mean without it: schedule {effect_0}, momentum {effect_1}, L2 {effect_2} percentage points. Grey: gains within ±{negligible} points, too small to count.",
        alt="Left, {variants} rows of dots on an axis of test accuracy, from {plain} with none of the three to {all} with all. Right, seven effects with intervals beside a line at zero.",
        series=("F-III-2",),
    ),
    Figure(
        id="recipe-histories",
        part="III",
        title="Both published recipes on the validation images",
        shows=(
            TRAINING_FIRST_RUN,
            TRAINING_FULL_RECIPE,
        ),
        draw=training.draw_both_histories,
        caption="Validation cross-entropy and error after each epoch, for one run of each recipe on all training images. The first run ends at {first} accuracy, the full recipe at {full}. The recipes differ in optimiser, schedule, momentum, penalty and number of epochs at once, so the difference belongs to none of them alone.",
        alt="Two panels with two curves each. The loss of the first run ends at {first_loss} after epoch {first_epochs}, that of the full recipe at {full_loss} after epoch {full_epochs}.",
    ),
)
