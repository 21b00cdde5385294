"""Figures of part IV: activation maps."""

from __future__ import annotations

from analysis.catalogue.declarations import Figure
from analysis.catalogue.series.measurements import (
    EXAMPLE_ACTIVATIONS,
    EXAMPLE_IMAGES,
    LAYER_ABSTRACTION,
)
from analysis.figures import activations, examples, scalings

FIGURES: tuple[Figure, ...] = (
    Figure(
        id="clear-four-conv2d-1",
        part="IV",
        shows=(EXAMPLE_IMAGES, EXAMPLE_ACTIVATIONS),
        draw=activations.draw_layer,
        series=("F-IV-1", "F-V-2"),
        keywords={"layer": "conv2d_1"},
    ),
    Figure(
        id="clear-four-max-pool-1",
        part="IV",
        shows=(EXAMPLE_IMAGES, EXAMPLE_ACTIVATIONS),
        draw=activations.draw_layer,
        series=("F-IV-1",),
        keywords={"layer": "max_pool_1"},
    ),
    Figure(
        id="clear-four-conv2d-2",
        part="IV",
        shows=(EXAMPLE_IMAGES, EXAMPLE_ACTIVATIONS),
        draw=activations.draw_layer,
        series=("F-IV-1", "F-V-3"),
        keywords={"layer": "conv2d_2"},
    ),
    Figure(
        id="clear-four-max-pool-2",
        part="IV",
        shows=(EXAMPLE_IMAGES, EXAMPLE_ACTIVATIONS),
        draw=activations.draw_layer,
        series=("F-IV-1",),
        keywords={"layer": "max_pool_2"},
    ),
    Figure(
        id="clear-four-conv2d-3",
        part="IV",
        shows=(EXAMPLE_IMAGES, EXAMPLE_ACTIVATIONS),
        draw=activations.draw_layer,
        series=("F-IV-1", "F-V-4"),
        keywords={"layer": "conv2d_3"},
    ),
    Figure(
        id="clear-four-dense",
        part="IV",
        shows=(EXAMPLE_IMAGES, EXAMPLE_ACTIVATIONS),
        draw=examples.draw_dense_layers,
    ),
    Figure(
        id="raw-and-standardised-maps",
        part="IV",
        shows=(EXAMPLE_IMAGES, EXAMPLE_ACTIVATIONS),
        draw=scalings.draw_scalings,
        series=("F-IV-2",),
    ),
    Figure(
        id="jet-and-uniform-colour",
        part="IV",
        shows=(EXAMPLE_IMAGES, EXAMPLE_ACTIVATIONS),
        draw=scalings.draw_colours,
        series=("F-IV-3",),
    ),
    Figure(
        id="layer-abstraction",
        part="IV",
        shows=(LAYER_ABSTRACTION,),
        draw=scalings.draw_abstraction,
    ),
)
