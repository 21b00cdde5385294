"""Figures of part II: building the CNN."""

from __future__ import annotations

from analysis.catalogue.declarations import Figure
from analysis.catalogue.measurements import CONFUSION, GEOMETRY, PIXEL_STATISTICS, TRAINING_FIRST_RUN, TRAINING_FULL_RECIPE, TRAINING_MLP
from analysis.figures import geometry, training

FIGURES: tuple[Figure, ...] = (
    Figure(
        id="network-architecture",
        part="II",
        title="The network",
        shows=(GEOMETRY,),
        draw=geometry.draw_architecture,
        caption="The network of the series: {layers} layers with weights or pooling and {parameters} parameters, {share} of them between the last maps and the first dense layer. Above each block stands the shape of its output, below its number of parameters; pooling layers are pale.",
        alt="A row of blocks that get smaller and deeper from left to right, ending in two thin ones for the dense layers.",
        series=("F-II-1",),
    ),
    Figure(
        id="first-run-history",
        part="II",
        title="The first run, epoch by epoch",
        shows=(TRAINING_FIRST_RUN,),
        draw=training.draw_history,
        caption="Cross-entropy and error of the first run (RMSprop with its default rate, no regulariser) over {epochs} epochs. It ends at a validation accuracy of {accuracy}. The training values are means over the epoch, while the weights still move.",
        alt="Two panels of falling curves: loss and error against the epoch, training and validation.",
        series=("F-II-2",),
    ),
    Figure(
        id="mlp-and-cnn",
        part="II",
        title="The CNN beside the MLP",
        shows=(
            TRAINING_MLP,
            TRAINING_FIRST_RUN,
            TRAINING_FULL_RECIPE,
            CONFUSION,
        ),
        draw=training.draw_comparison,
        caption="One run each of the MLP with 70 and 30 hidden nodes and of the CNN with both recipes, same images, same standardisation. On the {images} test images the MLP reaches {mlp}, the published CNN {cnn}. One run says nothing of the spread between runs.",
        alt="Left, three falling curves of validation error, the MLP above both CNNs; right, two bars of test error, that of the CNN several times shorter.",
        series=("F-II-3",),
    ),
    Figure(
        id="pixel-standardisation",
        part="II",
        title="What standardising each pixel for itself would do",
        shows=(PIXEL_STATISTICS,),
        draw=training.draw_pixels,
        caption="Mean and deviation of each pixel over the training images, and what a black image becomes when each pixel is standardised for itself: no longer even, but a dark blob down to {darkest}; {unlit} pixels are never lit. We use one mean ({mean}) and one deviation ({deviation}) for all pixels instead.",
        alt="Three pictures: a bright blurred blob (mean), a broader one (deviation), and its negative, a dark blob on an even ground.",
        series=("F-II-4",),
    ),
)
