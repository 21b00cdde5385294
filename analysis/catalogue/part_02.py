"""Figures of part II: building the CNN."""

from __future__ import annotations

from analysis.catalogue.declarations import Figure
from analysis.catalogue.experiments import RIVALS
from analysis.catalogue.measurements import CONFUSION, GEOMETRY, PIXEL_STATISTICS, TRAINING_FIRST_RUN
from analysis.figures import architecture, recipes, training

FIGURES: tuple[Figure, ...] = (
    Figure(
        id="network-architecture",
        part="II",
        title="The network",
        shows=(GEOMETRY,),
        draw=architecture.draw_architecture,
        caption="The network of the series, its maps drawn to scale; each sheet stands for {sheet} maps. A small square is the window that the next layer reads, its lines lead to the node it feeds: {windows} in turn. Pooling layers are pale, dense layers are bars. Below, all {parameters} parameters as one line: {share} of them lie between the {points} points of Conv2D_3 and the first dense layer.",
        alt="A row of stacks of squares from left to right, each smaller and deeper than the one before, ending in two bars for the dense layers. Names, windows and numbers of parameters stand below. A strip at the bottom is cut by layer; Dense_100 takes {share} of it.",
        series=("F-II-1",),
    ),
    Figure(
        id="pixel-standardisation",
        part="II",
        title="What standardising each pixel for itself would do",
        shows=(PIXEL_STATISTICS,),
        draw=training.draw_pixels,
        caption="Mean and deviation of each pixel over the training images, on one scale, and what a black image becomes when each pixel is standardised for itself: no longer even, but with a dark blob down to {darkest}. {unlit} pixels are never lit. We use one mean ({mean}) and one deviation ({deviation}) for all pixels instead. All panels in viridis, dark is low.",
        alt="Three pictures of 28 by 28 pixels: a bright blurred blob in the middle (mean), a broader one (deviation), and a dark blob on an even bright ground (the black image).",
        series=("F-II-4",),
    ),
    Figure(
        id="first-run-history",
        part="II",
        title="The first run, epoch by epoch",
        shows=(TRAINING_FIRST_RUN,),
        draw=training.draw_history,
        caption="Cross-entropy and error of the first run (RMSprop with its default rate, no regulariser) over {epochs}. It ends at a validation accuracy of {accuracy}. Training values are means over an epoch in which the weights still move; validation values are taken after it, which is why they can be the better ones at first.",
        alt="Two panels against the epoch, each with a training and a validation curve. The training error goes from {first_training_error} to {training_error}, the validation error from {first_error} to {error}.",
        series=("F-II-2",),
    ),
    Figure(
        id="mlp-and-cnn",
        part="II",
        title="CNNs beside MLPs",
        shows=(RIVALS, CONFUSION),
        draw=recipes.draw_rivals,
        caption="Left: test accuracy of {seeds} MLPs with 70 and 30 hidden nodes, of the same MLPs trained for {longer} epochs, and of {seeds} CNNs; a dot for each run, a stroke for the mean. All learned from the same {images} training images with RMSprop at its default rate and were tested on {test_images} test images; runs with one seed see their images in one order. Diamonds: the two published networks, trained on all training images and tested on {all_test}, one run each. Right: what the CNN gains in percentage points, mean over the {seeds} pairs of seeds with its 95 % interval (Student’s t): {gain} at equal epochs, {gain_longer} against the MLPs that were trained longer.",
        alt="Left, rows of dots on an axis of test accuracy: MLPs at {mlp}, MLPs trained longer at {mlp_longer}, CNNs at {cnn}; two diamonds at {mlp_published} and {cnn_published}. Right, two differences with their intervals beside a line at zero.",
        series=("F-II-3",),
    ),
)
