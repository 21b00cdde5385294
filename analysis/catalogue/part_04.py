"""Figures of part IV: activation maps."""

from __future__ import annotations

from analysis.catalogue.declarations import Figure
from analysis.catalogue.measurements import EXAMPLE_ACTIVATIONS, EXAMPLE_IMAGES, LAYER_ABSTRACTION, ON_THRESHOLDS
from analysis.figures import activations, examples

LAYER_CAPTION = "All {count} maps of {layer} for {image}, a clear 4, {columns} in a row, counted from the upper left. Raw activations of {side} × {side} nodes on one colour scale from 0 to {high}; {empty} maps are empty. The strongest is map {strongest}."
LAYER_ALT = "A grid of {count} small pictures on a dark ground; some are bright, many are dim or dark."


def _layer(name: str, *series: str) -> Figure:
    """Return the figure of one layer for the first clear 4."""
    return Figure(
        id=f"clear-four-{name.lower().replace('_', '-')}",
        part="IV",
        title=f"A clear 4 on {name}",
        shows=(EXAMPLE_IMAGES, EXAMPLE_ACTIVATIONS),
        draw=activations.draw_layer,
        caption=LAYER_CAPTION,
        alt=LAYER_ALT,
        series=series,
        keywords={"layer": name.lower()},
    )


FIGURES: tuple[Figure, ...] = (
    _layer("Conv2D_1", "F-IV-1", "F-V-2"),
    _layer("Max_Pool_1", "F-IV-1"),
    _layer("Conv2D_2", "F-IV-1", "F-V-3"),
    _layer("Max_Pool_2", "F-IV-1"),
    _layer("Conv2D_3", "F-IV-1", "F-V-4"),
    Figure(
        id="clear-four-dense",
        part="IV",
        title="A clear 4 on the dense layers",
        shows=(
            EXAMPLE_IMAGES,
            EXAMPLE_ACTIVATIONS,
            ON_THRESHOLDS,
        ),
        draw=examples.draw_dense,
        caption="All 100 nodes of the first dense layer as 10 × 10, counted from the upper left, for {images}, and the ten class probabilities that follow. Raw activations on one scale. Ringed: nodes on for all three clear {digit}s and for no clear {other}.",
        alt="A 10 by 10 grid of squares, most dark, some bright, beside a bar chart with one full bar at the class of the digit.",
        series=("F-IV-1",),
        keywords={"of": "clear-4", "others": "clear-9", "single": True},
    ),
    Figure(
        id="raw-and-standardised-maps",
        part="IV",
        title="What per-map standardisation hides",
        shows=(
            EXAMPLE_IMAGES,
            EXAMPLE_ACTIVATIONS,
        ),
        draw=activations.draw_scalings,
        caption="The {count} maps of Conv2D_3 for {image}, left with raw values on one scale, right each standardised for itself as in the series (mean to 128, deviation to 64, clipped to 8 bit). Below, the largest raw activation of each map, from {faint} to {strong}: on the right a faint map looks as strong as a dominating one. {empty} maps are empty.",
        alt="Two grids of the same maps: on the left a few bright ones among dark ones, on the right all equally bright; below, bars of very different heights.",
        series=("F-IV-2",),
    ),
    Figure(
        id="jet-and-uniform-colour",
        part="IV",
        title="The same maps in two colour scales",
        shows=(
            EXAMPLE_IMAGES,
            EXAMPLE_ACTIVATIONS,
        ),
        draw=activations.draw_colours,
        caption="The first eight maps of Conv2D_1 for {image} on one scale from 0 to {high}, in the colours of the series (jet) and in a perceptually uniform scale (viridis). The panels on the right show how luminance follows the value: jet rises and falls and so draws edges that are not in the data.",
        alt="Two rows of the same eight small maps, rainbow coloured above, blue to yellow below; beside them a zigzag and a straight rise of luminance.",
        series=("F-IV-3",),
    ),
    Figure(
        id="layer-abstraction",
        part="IV",
        title="How far maps still resemble the input",
        shows=(LAYER_ABSTRACTION,),
        draw=activations.draw_abstraction,
        caption="Absolute correlation of the maps with the input, each map enlarged to the image: median and quartiles over {images} test images of the median over maps. It goes from {first} on Conv2D_1 to {last} on Conv2D_3. The second line is what the resolution of a layer alone would leave of the input.",
        alt="Two falling lines over five layers; the line of the maps lies below that of the coarsened input.",
    ),
)
