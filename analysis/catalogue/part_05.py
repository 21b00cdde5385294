"""Figures of part V: patterns and features."""

from __future__ import annotations

from analysis.catalogue.declarations import Figure
from analysis.catalogue.measurements import EXAMPLE_ACTIVATIONS, EXAMPLE_IMAGES, ON_THRESHOLDS
from analysis.figures import activations, examples

BESIDE = "All {count} maps of {layer} for {images}, {columns} in a row, one image below the other. Raw activations on one colour scale from 0 to {high}; {empty} maps are empty for all of them."

FIGURES: tuple[Figure, ...] = (
    Figure(
        id="clear-four-image",
        part="V",
        title="A clear 4",
        shows=(EXAMPLE_IMAGES,),
        draw=examples.draw_digits,
        caption="The clear 4 that the maps are shown for: {images}, in grey and in the colours of the grids, grey values from 0 to 255.",
        alt="A cleanly written 4 with an open top, once white on black, once in colours.",
        series=("F-V-1",),
        keywords={"roles": ("clear-4",), "counts": (1,)},
    ),
    Figure(
        id="three-fours-images",
        part="V",
        title="Three clear 4s",
        shows=(EXAMPLE_IMAGES,),
        draw=examples.draw_digits,
        caption="The three clear 4s: {images}. They have the smallest ratio of the distance to the mean training 4 over that to the mean training 9.",
        alt="Three cleanly written 4s, in grey above and in colours below.",
        series=("F-V-5", "F-VI-1"),
        keywords={"roles": ("clear-4",), "counts": (3,)},
    ),
    Figure(
        id="three-fours-conv2d-2",
        part="V",
        title="Three 4s on Conv2D_2",
        shows=(
            EXAMPLE_IMAGES,
            EXAMPLE_ACTIVATIONS,
        ),
        draw=activations.draw_beside,
        caption=BESIDE,
        alt="Three blocks of small maps, one for each 4; the same maps are bright in all three, with slightly different patterns.",
        series=("F-V-6",),
        keywords={"layer": "conv2d_2", "roles": ("clear-4",)},
    ),
    Figure(
        id="one-and-two-conv2d-2",
        part="V",
        title="A 1 and a 2 on Conv2D_2",
        shows=(
            EXAMPLE_IMAGES,
            EXAMPLE_ACTIVATIONS,
        ),
        draw=activations.draw_beside,
        caption=BESIDE,
        alt="Two blocks of small maps; the patterns follow a slanted stroke in one and a curve with a base in the other.",
        series=("F-V-7",),
        keywords={"layer": "conv2d_2", "roles": ("one", "two")},
    ),
    Figure(
        id="three-fours-max-pool-2",
        part="V",
        title="Three 4s after the second pooling",
        shows=(
            EXAMPLE_IMAGES,
            EXAMPLE_ACTIVATIONS,
        ),
        draw=activations.draw_beside,
        caption=BESIDE,
        alt="Three blocks of coarse 5 by 5 maps; strokes can hardly be made out any more.",
        series=("F-V-8",),
        keywords={"layer": "max_pool_2", "roles": ("clear-4",)},
    ),
    Figure(
        id="three-fours-conv2d-3",
        part="V",
        title="What three 4s share on Conv2D_3",
        shows=(
            EXAMPLE_IMAGES,
            EXAMPLE_ACTIVATIONS,
            ON_THRESHOLDS,
        ),
        draw=examples.draw_marked,
        caption="The maps of Conv2D_3 for {images}, {columns} in a row, raw activations on one scale. Ringed are the points that are on for all three: {own} of {points}.",
        alt="Three blocks of tiny 3 by 3 maps, mostly dark; rings mark single points at the same places in all three.",
        series=("F-V-9",),
        keywords={"of": "clear-4"},
    ),
    Figure(
        id="one-and-two-conv2d-3",
        part="V",
        title="A 1 and a 2 on Conv2D_3",
        shows=(
            EXAMPLE_IMAGES,
            EXAMPLE_ACTIVATIONS,
        ),
        draw=activations.draw_beside,
        caption=BESIDE,
        alt="Two blocks of tiny 3 by 3 maps with different bright points.",
        series=("F-V-10",),
        keywords={"layer": "conv2d_3", "roles": ("one", "two")},
    ),
)
