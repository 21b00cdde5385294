"""Figures of part I: CNN basics."""

from __future__ import annotations

from analysis.catalogue.declarations import Figure
from analysis.catalogue.measurements import CONVOLUTION, GEOMETRY
from analysis.figures import geometry

FIGURES: tuple[Figure, ...] = (
    Figure(
        id="convolution-by-hand",
        part="I",
        title="One convolution, number by number",
        shows=(CONVOLUTION,),
        draw=geometry.draw_convolution,
        caption="The strongest place of map {map} of Conv2D_1 for a clear 4. The 3 × 3 window at row {row}, column {column} is multiplied with the kernel value by value; the products sum to {sum}, the bias {bias} is added, and the node gets {total}. Grey values are scaled within each panel; the map on the right is coloured from 0 (dark) to its maximum.",
        alt="A handwritten 4 with a small square on one stroke, three 3 by 3 tables of numbers (window, kernel, products) and the resulting map, bright along the strokes the kernel answers to.",
        series=("F-I-1",),
    ),
    Figure(
        id="tensor-shapes",
        part="I",
        title="Values and parameters, layer by layer",
        shows=(GEOMETRY,),
        draw=geometry.draw_shapes,
        caption="What each layer passes on (left) and what it has to learn (right). The {pixels} pixels grow to many thousand values and shrink to {points} points after Conv2D_3. Of {parameters} parameters most sit between these points and the first dense layer.",
        alt="Two bar charts by layer: the number of values falls with depth, the number of parameters peaks at the first dense layer.",
        series=("F-I-2",),
    ),
    Figure(
        id="max-pooling-before-after",
        part="I",
        title="A map before and after max pooling",
        shows=(CONVOLUTION,),
        draw=geometry.draw_pooling,
        caption="Map {map} of Conv2D_1 for a clear 4, and the same map after Max_Pool_1. Of each 2 × 2 block only the largest value is kept, so {before} × {before} nodes become {after} × {after}. Both panels share one colour scale.",
        alt="The same bright outline of a 4, fine on the left, in blocks twice as coarse on the right.",
        series=("F-I-3",),
    ),
    Figure(
        id="receptive-fields",
        part="I",
        title="What a node sees, and what nothing sees",
        shows=(GEOMETRY,),
        draw=geometry.draw_fields,
        caption="Left: the part of the image that the first node of each layer sees, up to {field} px for Conv2D_3. Right: how many of the nine nodes of a Conv2D_3 map see each pixel, measured by gradients: {levels}. The central {all_nine} pixels are seen by all nine, while {blind} pixels in the rows and columns from {from_row} on are seen by none.",
        alt="Nested squares growing from the upper left corner; beside them a map of pixels, bright in the centre, darker towards the rim, and dark in a strip along the right and lower edge.",
        series=("F-I-4",),
    ),
)
