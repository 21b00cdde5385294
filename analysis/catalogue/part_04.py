"""Figures of part IV: activation maps."""

from __future__ import annotations

from analysis.catalogue.declarations import Figure
from analysis.catalogue.measurements import EXAMPLE_ACTIVATIONS, EXAMPLE_IMAGES, LAYER_ABSTRACTION
from analysis.figures import activations, examples, scalings

ALL_MAPS = "All {count} maps of {layer} for {image}, a clear 4: raw activations of {side} × {side} nodes, on one scale from 0 to {high} (viridis, dark is low). Numbers at the left count the first map of each row; the strongest is map {strongest}. Maps that are 0 everywhere are left blank: {empty} of {count}."
ALL_MAPS_ALT = "A 4, and beside it {count} small maps in {rows} rows of {columns}. {lit} of them reach half of the scale somewhere, {empty} are left blank because they are empty, the rest stays dark."

FIGURES: tuple[Figure, ...] = (
    Figure(
        id="clear-four-conv2d-1",
        part="IV",
        title="A clear 4 on Conv2D_1",
        shows=(EXAMPLE_IMAGES, EXAMPLE_ACTIVATIONS),
        draw=activations.draw_layer,
        caption=ALL_MAPS,
        alt=ALL_MAPS_ALT,
        series=("F-IV-1", "F-V-2"),
        keywords={"layer": "conv2d_1"},
    ),
    Figure(
        id="clear-four-max-pool-1",
        part="IV",
        title="A clear 4 on Max_Pool_1",
        shows=(EXAMPLE_IMAGES, EXAMPLE_ACTIVATIONS),
        draw=activations.draw_layer,
        caption=ALL_MAPS,
        alt=ALL_MAPS_ALT,
        series=("F-IV-1",),
        keywords={"layer": "max_pool_1"},
    ),
    Figure(
        id="clear-four-conv2d-2",
        part="IV",
        title="A clear 4 on Conv2D_2",
        shows=(EXAMPLE_IMAGES, EXAMPLE_ACTIVATIONS),
        draw=activations.draw_layer,
        caption=ALL_MAPS,
        alt=ALL_MAPS_ALT,
        series=("F-IV-1", "F-V-3"),
        keywords={"layer": "conv2d_2"},
    ),
    Figure(
        id="clear-four-max-pool-2",
        part="IV",
        title="A clear 4 on Max_Pool_2",
        shows=(EXAMPLE_IMAGES, EXAMPLE_ACTIVATIONS),
        draw=activations.draw_layer,
        caption=ALL_MAPS,
        alt=ALL_MAPS_ALT,
        series=("F-IV-1",),
        keywords={"layer": "max_pool_2"},
    ),
    Figure(
        id="clear-four-conv2d-3",
        part="IV",
        title="A clear 4 on Conv2D_3",
        shows=(EXAMPLE_IMAGES, EXAMPLE_ACTIVATIONS),
        draw=activations.draw_layer,
        caption=ALL_MAPS,
        alt=ALL_MAPS_ALT,
        series=("F-IV-1", "F-V-4"),
        keywords={"layer": "conv2d_3"},
    ),
    Figure(
        id="clear-four-dense",
        part="IV",
        title="A clear 4 on the dense layers",
        shows=(EXAMPLE_IMAGES, EXAMPLE_ACTIVATIONS),
        draw=examples.draw_dense_layers,
        caption="The end of the network for {image}, a clear 4. Left, all {count} nodes of the first dense layer as 10 × 10, counted from the upper left; raw activations on one scale from 0 to {high} (viridis, dark is low). {zero} of them are exactly 0. Right, the ten class probabilities; that of the {class} is {probability}.",
        alt="A 4; a 10 by 10 grid of squares, {lit} of which reach half of the scale while {zero} are 0; and ten horizontal bars of probability, the longest for class {class}.",
        series=("F-IV-1",),
    ),
    Figure(
        id="raw-and-standardised-maps",
        part="IV",
        title="What per-map standardisation hides",
        shows=(EXAMPLE_IMAGES, EXAMPLE_ACTIVATIONS),
        draw=scalings.draw_scalings,
        caption="The {count} maps of Conv2D_3 for {image} twice, in viridis. Left, raw values on one scale. Right, each map standardised for itself as in the series: less its mean, divided by its deviation, times 64, plus 128, clipped to 8 bit; constant maps become 0. Below, the raw maximum of each map, from {faint} to {strong}, a ratio of {ratio} that the right grid does not show. {empty} maps are empty (blank on the left).",
        alt="Two grids of the same {count} small maps. On the left few are bright, most are dark and {empty} are blank; on the right all but the constant ones have the same contrast. Below, a bar chart of raw maxima between {faint} and {strong}.",
        series=("F-IV-2",),
    ),
    Figure(
        id="jet-and-uniform-colour",
        part="IV",
        title="The same maps in two colour scales",
        shows=(EXAMPLE_IMAGES, EXAMPLE_ACTIVATIONS),
        draw=scalings.draw_colours,
        caption="The first {maps} maps of Conv2D_1 for {image}, raw activations on one scale from 0 to {high}, in jet, the colours of the series, and in viridis. Below, the lightness (CIE L*) of the colour that stands for each activation. In jet it rises, stays high and falls again, so bright bands appear in the middle of the scale and the largest values look dark; in viridis lightness follows the value.",
        alt="The same {maps} maps of a 4 twice, rainbow coloured on the left, dark violet to yellow on the right. Below each its colours over the activation as a profile of lightness: a plateau that falls at both ends on the left, a steady rise on the right.",
        series=("F-IV-3",),
    ),
    Figure(
        id="layer-abstraction",
        part="IV",
        title="How far maps still resemble the input",
        shows=(LAYER_ABSTRACTION,),
        draw=scalings.draw_abstraction,
        caption="Left: absolute correlation with the input, of the maps of each layer enlarged to the image (median over maps), and of the input itself averaged to the size of a map. Right: the first less the second. Points and bars are median and quartiles over {images} test images. The likeness of the maps goes from {first} on Conv2D_1 to {last} on Conv2D_3; in {below} of {layers} layers it stays below what the resolution would leave, furthest on {lowest}.",
        alt="Left, two curves over {layers} layers: that of the blurred input, and that of the maps, from {first} to {last}. Right, their difference, below zero on {below} of {layers} layers and lowest on {lowest}.",
    ),
)
