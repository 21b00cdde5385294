"""Figures of part VI: classification by patterns."""

from __future__ import annotations

from analysis.catalogue.declarations import Figure
from analysis.catalogue.series.measurements import (
    CONFUSION,
    EXAMPLE_ACTIVATIONS,
    EXAMPLE_IMAGES,
    ON_THRESHOLDS,
)
from analysis.catalogue.series.mixtures import FIGURE as MIXED_OIPS
from analysis.catalogue.series.points import SEPARATION
from analysis.figures import activations, concerned, confusion, examples, marks, separation

FIGURES: tuple[Figure, ...] = (
    Figure(
        id="few-points",
        part="VI",
        shows=(SEPARATION,),
        draw=separation.draw_separation,
    ),
    Figure(
        id="clear-fours-marked",
        part="VI",
        shows=(EXAMPLE_IMAGES, EXAMPLE_ACTIVATIONS, ON_THRESHOLDS),
        draw=concerned.draw_concerned,
        series=("F-VI-2",),
        keywords={"of": "clear-4", "others": "clear-9"},
    ),
    Figure(
        id="three-nines-images",
        part="VI",
        shows=(EXAMPLE_IMAGES,),
        draw=examples.draw_digits,
        series=("F-VI-3",),
        keywords={"roles": ("clear-9",), "counts": (3,)},
    ),
    Figure(
        id="three-nines-conv2d-3",
        part="VI",
        shows=(EXAMPLE_IMAGES, EXAMPLE_ACTIVATIONS),
        draw=activations.draw_beside,
        series=("F-VI-4",),
        keywords={"layer": "conv2d_3", "roles": ("clear-9",)},
    ),
    Figure(
        id="three-nines-marked",
        part="VI",
        shows=(EXAMPLE_IMAGES, EXAMPLE_ACTIVATIONS, ON_THRESHOLDS),
        draw=concerned.draw_concerned,
        series=("F-VI-5",),
        keywords={"of": "clear-9", "others": "clear-4"},
    ),
    Figure(
        id="unclear-fours-images",
        part="VI",
        shows=(EXAMPLE_IMAGES,),
        draw=examples.draw_digits,
        series=("F-VI-6",),
        keywords={"roles": ("clear-4", "unclear-4"), "counts": (1, 2)},
    ),
    Figure(
        id="unclear-fours-conv2d-3",
        part="VI",
        shows=(EXAMPLE_IMAGES, EXAMPLE_ACTIVATIONS, ON_THRESHOLDS),
        draw=concerned.draw_concerned,
        series=("F-VI-7",),
        keywords={"of": "clear-4", "others": "clear-9", "show": "unclear-4"},
    ),
    Figure(
        id="unclear-four-probabilities",
        part="VI",
        shows=(EXAMPLE_IMAGES, EXAMPLE_ACTIVATIONS),
        draw=examples.draw_probabilities,
        series=("F-VI-11",),
    ),
    Figure(
        id="dense-clear-fours",
        part="VI",
        shows=(EXAMPLE_IMAGES, EXAMPLE_ACTIVATIONS, ON_THRESHOLDS),
        draw=marks.draw_dense,
        series=("F-VI-8",),
        keywords={"of": "clear-4", "others": "clear-9"},
    ),
    Figure(
        id="dense-clear-nines",
        part="VI",
        shows=(EXAMPLE_IMAGES, EXAMPLE_ACTIVATIONS, ON_THRESHOLDS),
        draw=marks.draw_dense,
        series=("F-VI-9",),
        keywords={"of": "clear-9", "others": "clear-4"},
    ),
    Figure(
        id="dense-unclear-fours",
        part="VI",
        shows=(EXAMPLE_IMAGES, EXAMPLE_ACTIVATIONS, ON_THRESHOLDS),
        draw=marks.draw_dense,
        series=("F-VI-10",),
        keywords={"of": "clear-4", "others": "clear-9", "show": "unclear-4"},
    ),
    Figure(
        id="confusion-matrix",
        part="VI",
        shows=(CONFUSION,),
        draw=confusion.draw_confusion,
    ),
    Figure(
        id="hard-cases",
        part="VI",
        shows=(CONFUSION,),
        draw=confusion.draw_hard_cases,
    ),
    MIXED_OIPS,
)
