"""Figures of part V: patterns and features."""

from __future__ import annotations

from analysis.catalogue.declarations import Figure
from analysis.catalogue.series.concept import CONCEPT, FAR
from analysis.catalogue.series.experiments import SCALER_MAPS
from analysis.catalogue.series.measurements import (
    EXAMPLE_ACTIVATIONS,
    EXAMPLE_IMAGES,
    ON_THRESHOLDS,
)
from analysis.catalogue.series.structure import HORIZONTALITY
from analysis.catalogue.series.translation import FIGURE as MOVED_DIGITS
from analysis.catalogue.series.twins import LINES
from analysis.experiments.structure.measure import DIGIT
from analysis.figures import activations, concept, direction, examples, marks, scalers, telling

FIGURES: tuple[Figure, ...] = (
    Figure(
        id="clear-four-image",
        part="V",
        shows=(EXAMPLE_IMAGES,),
        draw=examples.draw_digits,
        series=("F-V-1",),
        keywords={"roles": ("clear-4",), "counts": (1,)},
    ),
    Figure(
        id="three-fours-images",
        part="V",
        shows=(EXAMPLE_IMAGES,),
        draw=examples.draw_digits,
        series=("F-V-5", "F-VI-1"),
        keywords={"roles": ("clear-4",), "counts": (3,)},
    ),
    Figure(
        id="three-fours-conv2d-2",
        part="V",
        shows=(EXAMPLE_IMAGES, EXAMPLE_ACTIVATIONS),
        draw=telling.draw_telling,
        series=("F-V-6",),
        keywords={"layer": "conv2d_2", "roles": ("clear-4",)},
    ),
    Figure(
        id="one-and-two-conv2d-2",
        part="V",
        shows=(EXAMPLE_IMAGES, EXAMPLE_ACTIVATIONS),
        draw=telling.draw_telling,
        series=("F-V-7",),
        keywords={"layer": "conv2d_2", "roles": ("one", "two")},
    ),
    Figure(
        id="rows-and-columns",
        part="V",
        shows=(HORIZONTALITY,),
        draw=direction.draw_directions,
        keywords={"digit": DIGIT},
    ),
    Figure(
        id="three-fours-max-pool-2",
        part="V",
        shows=(EXAMPLE_IMAGES, EXAMPLE_ACTIVATIONS),
        draw=telling.draw_telling,
        series=("F-V-8",),
        keywords={"layer": "max_pool_2", "roles": ("clear-4",)},
    ),
    Figure(
        id="three-fours-conv2d-3",
        part="V",
        shows=(EXAMPLE_IMAGES, EXAMPLE_ACTIVATIONS, ON_THRESHOLDS),
        draw=marks.draw_marked,
        series=("F-V-9",),
        keywords={"of": "clear-4"},
    ),
    Figure(
        id="one-and-two-conv2d-3",
        part="V",
        shows=(EXAMPLE_IMAGES, EXAMPLE_ACTIVATIONS),
        draw=activations.draw_beside,
        series=("F-V-10",),
        keywords={"layer": "conv2d_3", "roles": ("one", "two")},
    ),
    Figure(
        id="idea-of-a-four",
        part="V",
        shows=(CONCEPT,),
        draw=concept.draw_concept,
        keywords={"far": FAR},
    ),
    MOVED_DIGITS,
    LINES,
    Figure(
        id="scaler-ovals",
        part="V",
        shows=(SCALER_MAPS,),
        draw=scalers.draw_scalers,
    ),
)
