"""Figures of part VI: classification by patterns."""

from __future__ import annotations

from analysis.catalogue.declarations import Figure
from analysis.catalogue.measurements import CONFUSION, EXAMPLE_ACTIVATIONS, EXAMPLE_IMAGES, ON_THRESHOLDS
from analysis.catalogue.part_05 import BESIDE, BESIDE_ALT
from analysis.figures import activations, confusion, examples, marks

MARKED = "The maps of Conv2D_3 for three clear {digit}s ({images}), {columns} in a row, raw activations on one scale from 0 to {high}, in grey so that the marks stand out. Of {points} points {own} are on in all three {digit}s and in none of the three clear {other}s (red rings), {shared} are on in all three {digit}s and in some {other} (yellow squares)."
MARKED_ALT = "Three {digit}s in a row, each above a grid of tiny 3 by 3 maps in grey. Red rings ({own}) and yellow squares ({shared}) stand at the same places in all three grids."
DENSE = "All {count} nodes of the first dense layer as 10 × 10, counted from the upper left, for three clear {digit}s ({images}); raw activations on one scale from 0 to {high}, in grey. {own} nodes are on in all three {digit}s and in none of the three clear {other}s (red rings), {shared} in all three {digit}s and in some {other} (yellow squares)."
DENSE_ALT = "Three 10 by 10 grids of grey squares. Red rings ({own}) and yellow squares ({shared}) mark the same nodes in all three."

FIGURES: tuple[Figure, ...] = (
    Figure(
        id="clear-fours-marked",
        part="VI",
        title="Points that clear 4s have in common",
        shows=(EXAMPLE_IMAGES, EXAMPLE_ACTIVATIONS, ON_THRESHOLDS),
        draw=marks.draw_marked,
        caption=MARKED,
        alt=MARKED_ALT,
        series=("F-VI-2",),
        keywords={"of": "clear-4", "others": "clear-9"},
    ),
    Figure(
        id="three-nines-images",
        part="VI",
        title="Three clear 9s",
        shows=(EXAMPLE_IMAGES,),
        draw=examples.draw_digits,
        caption="The three clear 9s, {images}, in grey and in the colours of the grids (viridis), grey values from 0 to 255. Of the 9s in the test set they have the largest ratio of the distance to the mean training 4 over that to the mean training 9 ({ratio}).",
        alt="Three handwritten 9s side by side, white on black above, in colours from dark violet to yellow below.",
        series=("F-VI-3",),
        keywords={"roles": ("clear-9",), "counts": (3,)},
    ),
    Figure(
        id="three-nines-conv2d-3",
        part="VI",
        title="Three 9s on Conv2D_3",
        shows=(EXAMPLE_IMAGES, EXAMPLE_ACTIVATIONS),
        draw=activations.draw_beside,
        caption=BESIDE,
        alt=BESIDE_ALT,
        series=("F-VI-4",),
        keywords={"layer": "conv2d_3", "roles": ("clear-9",)},
    ),
    Figure(
        id="three-nines-marked",
        part="VI",
        title="Points that clear 9s have in common",
        shows=(EXAMPLE_IMAGES, EXAMPLE_ACTIVATIONS, ON_THRESHOLDS),
        draw=marks.draw_marked,
        caption=MARKED,
        alt=MARKED_ALT,
        series=("F-VI-5",),
        keywords={"of": "clear-9", "others": "clear-4"},
    ),
    Figure(
        id="unclear-fours-images",
        part="VI",
        title="A clear 4 and two unclear ones",
        shows=(EXAMPLE_IMAGES,),
        draw=examples.draw_digits,
        caption="One clear 4 and two unclear ones, {images}, in grey and in the colours of the grids (viridis), grey values from 0 to 255. Unclear are the 4s to which the comparison MLP gives a probability of being a 9 nearest to one half; for these images, in this order, it gives {mlp}.",
        alt="Three handwritten 4s side by side, one with an open top and two that come closer to a 9; white on black above, in colours below.",
        series=("F-VI-6",),
        keywords={"roles": ("clear-4", "unclear-4"), "counts": (1, 2)},
    ),
    Figure(
        id="unclear-fours-conv2d-3",
        part="VI",
        title="How much of the common pattern unclear 4s keep",
        shows=(EXAMPLE_IMAGES, EXAMPLE_ACTIVATIONS, ON_THRESHOLDS),
        draw=marks.draw_marked,
        caption="The maps of Conv2D_3 for one clear 4 and two unclear ones ({images}), {columns} in a row, raw activations on one scale from 0 to {high}, in grey. Red rings: points that three clear 4s, and none of three clear 9s, have in common, where they are on. Thin white circles: the same points where they are off. On are, image by image, {left}.",
        alt="A clear and two unclear 4s in a row, each above a grid of tiny 3 by 3 maps in grey. Red rings mark {left} common points that are on, thin white circles the others.",
        series=("F-VI-7",),
        keywords={"of": "clear-4", "others": "clear-9", "show": "unclear-4"},
    ),
    Figure(
        id="unclear-four-probabilities",
        part="VI",
        title="What the network says of the unclear 4s",
        shows=(EXAMPLE_IMAGES, EXAMPLE_ACTIVATIONS),
        draw=examples.draw_probabilities,
        caption="Class probabilities of the two unclear 4s ({images}), in this order, on a logarithmic axis; the true class in the first colour, the three largest in numbers. P(4) is {four}, P(9) is {nine}. A triangle stands for less than {smallest}.",
        alt="Two handwritten 4s, each beside ten dots, one for each class, on a logarithmic axis. The largest probability is that of {best}; P(4) is {four}, P(9) is {nine}.",
        series=("F-VI-11",),
    ),
    Figure(
        id="dense-clear-fours",
        part="VI",
        title="The first dense layer for clear 4s",
        shows=(EXAMPLE_IMAGES, EXAMPLE_ACTIVATIONS, ON_THRESHOLDS),
        draw=marks.draw_dense,
        caption=DENSE,
        alt=DENSE_ALT,
        series=("F-VI-8",),
        keywords={"of": "clear-4", "others": "clear-9"},
    ),
    Figure(
        id="dense-clear-nines",
        part="VI",
        title="The first dense layer for clear 9s",
        shows=(EXAMPLE_IMAGES, EXAMPLE_ACTIVATIONS, ON_THRESHOLDS),
        draw=marks.draw_dense,
        caption=DENSE,
        alt=DENSE_ALT,
        series=("F-VI-9",),
        keywords={"of": "clear-9", "others": "clear-4"},
    ),
    Figure(
        id="dense-unclear-fours",
        part="VI",
        title="The first dense layer for unclear 4s",
        shows=(EXAMPLE_IMAGES, EXAMPLE_ACTIVATIONS, ON_THRESHOLDS),
        draw=marks.draw_dense,
        caption="All {count} nodes of the first dense layer as 10 × 10 for one clear 4 and two unclear ones ({images}); raw activations on one scale from 0 to {high}, in grey. Red rings: nodes that three clear 4s, and none of three clear 9s, have in common, where they are on. Thin white circles: the same nodes where they are off. On are, image by image, {left}.",
        alt="Three 10 by 10 grids of grey squares, for a clear and two unclear 4s. Red rings mark {left} common nodes that are on, thin white circles the others.",
        series=("F-VI-10",),
        keywords={"of": "clear-4", "others": "clear-9", "show": "unclear-4"},
    ),
    Figure(
        id="confusion-matrix",
        part="VI",
        title="Which digits are mistaken for which",
        shows=(CONFUSION,),
        draw=confusion.draw_confusion,
        caption="How the {images} test images are read by the MLP ({mlp_errors} wrong) and by the published CNN ({errors} wrong). Rows are true classes, columns what they are read as; grey on the diagonal is right. Colour and number show errors, on one scale up to {high}. Most often mistaken for one another are {mlp_pair} by the MLP ({mlp_most} times, both ways together) and {pair} by the CNN ({most} times); for 4 and 9 it is {mlp_four_nine} and {four_nine} times.",
        alt="Two tables of ten by ten classes. The MLP has {mlp_errors} errors off the diagonal, most between {mlp_pair}; the CNN has {errors}, most between {pair}.",
    ),
    Figure(
        id="hard-cases",
        part="VI",
        title="The hard cases",
        shows=(CONFUSION,),
        draw=confusion.draw_hard_cases,
        caption="The {count} test images to whose true class the published network gives the smallest probability, from {least} to {most}; {wrong} of them it reads wrongly. Above each its true class and what it is read as, below its number in the test set and the probability P of the true class.",
        alt="{count} handwritten digits in {rows} rows, each with its true class, what it is read as, and the probability of the true class, from {least} to {most}.",
    ),
)
