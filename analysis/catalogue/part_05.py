"""Figures of part V: patterns and features."""

from __future__ import annotations

from analysis.catalogue.declarations import Figure
from analysis.catalogue.experiments import SCALER_MAPS
from analysis.catalogue.measurements import EXAMPLE_ACTIVATIONS, EXAMPLE_IMAGES, ON_THRESHOLDS
from analysis.figures import activations, examples, marks, scalers

BESIDE = "All {count} maps of {layer} for {digits} ({images}), side by side. Raw activations of {side} × {side} nodes on one scale from 0 to {high} (viridis, dark is low); {columns} maps in a row, numbers at the left count the first map of each row. Maps that are 0 everywhere are left blank: {each} of them, image by image, {empty} for all alike."
BESIDE_ALT = "Side by side {digits}, each above its grid of {count} small maps. Over all images {lit} maps reach half of the scale somewhere; {each} maps are left blank because they are empty for that image."

FIGURES: tuple[Figure, ...] = (
    Figure(
        id="clear-four-image",
        part="V",
        title="A clear 4",
        shows=(EXAMPLE_IMAGES,),
        draw=examples.draw_digits,
        caption="The clear 4 whose maps are shown, {images}: in grey, and in the colours of the grids (viridis). Both scales run over the grey values from 0 to 255.",
        alt="A handwritten 4 twice: white on black, and in colours from dark violet to yellow.",
        series=("F-V-1",),
        keywords={"roles": ("clear-4",), "counts": (1,)},
    ),
    Figure(
        id="three-fours-images",
        part="V",
        title="Three clear 4s",
        shows=(EXAMPLE_IMAGES,),
        draw=examples.draw_digits,
        caption="The three clear 4s, {images}, in grey and in the colours of the grids (viridis), grey values from 0 to 255. A rule chose them: of the 4s in the test set they have the smallest ratio of the distance to the mean training 4 over that to the mean training 9 ({ratio}).",
        alt="Three handwritten 4s side by side, white on black above, in colours from dark violet to yellow below.",
        series=("F-V-5", "F-VI-1"),
        keywords={"roles": ("clear-4",), "counts": (3,)},
    ),
    Figure(
        id="scaler-ovals",
        part="V",
        title="What the scaler puts behind the digit",
        shows=(SCALER_MAPS,),
        draw=scalers.draw_scalers,
        caption="Four CNNs that differ in the scaling of their input alone (one run each: {images} training images, {epochs}, RMSprop, one seed). Left, test image {index} as each network gets it (red above 0, blue below) and {shown} of its {maps} maps of Conv2D_1; right, the same for an image that is black everywhere. Maps at evenly spaced ranks of their variation over the black image, the most lively first (where none varies, of their level); viridis from 0 (dark) to the largest value of the row, for each half. Below each map its larger correlation, in size, with the mean or the deviation of the training pixels. Share of maps with 0.7 or more for the black image: {shares}. Maps that are the same everywhere: {even}.",
        alt="Four rows, each with a 4 and four maps, then a black image and four maps. In the first row the black image carries a pale oval, and so do maps of both; in the other rows the black image and its maps are even.",
    ),
    Figure(
        id="three-fours-conv2d-2",
        part="V",
        title="Three 4s on Conv2D_2",
        shows=(EXAMPLE_IMAGES, EXAMPLE_ACTIVATIONS),
        draw=activations.draw_beside,
        caption=BESIDE,
        alt=BESIDE_ALT,
        series=("F-V-6",),
        keywords={"layer": "conv2d_2", "roles": ("clear-4",)},
    ),
    Figure(
        id="one-and-two-conv2d-2",
        part="V",
        title="A 1 and a 2 on Conv2D_2",
        shows=(EXAMPLE_IMAGES, EXAMPLE_ACTIVATIONS),
        draw=activations.draw_beside,
        caption=BESIDE,
        alt=BESIDE_ALT,
        series=("F-V-7",),
        keywords={"layer": "conv2d_2", "roles": ("one", "two")},
    ),
    Figure(
        id="three-fours-max-pool-2",
        part="V",
        title="Three 4s after the second pooling",
        shows=(EXAMPLE_IMAGES, EXAMPLE_ACTIVATIONS),
        draw=activations.draw_beside,
        caption=BESIDE,
        alt=BESIDE_ALT,
        series=("F-V-8",),
        keywords={"layer": "max_pool_2", "roles": ("clear-4",)},
    ),
    Figure(
        id="three-fours-conv2d-3",
        part="V",
        title="What three 4s share on Conv2D_3",
        shows=(EXAMPLE_IMAGES, EXAMPLE_ACTIVATIONS, ON_THRESHOLDS),
        draw=marks.draw_marked,
        caption="The maps of Conv2D_3 for three clear 4s ({images}), {columns} in a row, raw activations on one scale from 0 to {high}, in grey so that the marks stand out. Red rings: the points that are on in all three, {own} of {points}, in {maps} maps. A point is on above a threshold of its own, taken from the training images.",
        alt="Three 4s in a row, each above a grid of tiny 3 by 3 maps in grey. {own} red rings stand at the same places in all three grids.",
        series=("F-V-9",),
        keywords={"of": "clear-4"},
    ),
    Figure(
        id="one-and-two-conv2d-3",
        part="V",
        title="A 1 and a 2 on Conv2D_3",
        shows=(EXAMPLE_IMAGES, EXAMPLE_ACTIVATIONS),
        draw=activations.draw_beside,
        caption=BESIDE,
        alt=BESIDE_ALT,
        series=("F-V-10",),
        keywords={"layer": "conv2d_3", "roles": ("one", "two")},
    ),
)
