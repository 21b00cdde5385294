"""Figures of part I: CNN basics."""

from __future__ import annotations

from analysis.catalogue.declarations import Figure
from analysis.catalogue.measurements import CONVOLUTION, GEOMETRY
from analysis.figures import convolution, geometry

FIGURES: tuple[Figure, ...] = (
    Figure(
        id="convolution-by-hand",
        part="I",
        title="One convolution, number by number",
        shows=(CONVOLUTION,),
        draw=convolution.draw_convolution,
        caption="How one node of Conv2D_1 gets its value. The 3 × 3 window of a clear 4 at row {row}, column {column} (outlined) is multiplied with the kernel of map {map}, cell by cell. The nine products sum to {sum}; with the bias {bias} the node, outlined on the right, gets {total}. It is the largest value of its map. Image and window share one grey scale, black low; kernel and products are blue below 0 and red above; the map is in viridis.",
        alt="From left to right: a handwritten 4 with a small outlined square; three 3 by 3 tables of numbers, window times kernel equals products; the sum {sum} plus the bias {bias} equals {total}; and the map of 26 by 26 nodes with that node outlined.",
        series=("F-I-1",),
    ),
    Figure(
        id="max-pooling-before-after",
        part="I",
        title="A map before and after max pooling",
        shows=(CONVOLUTION,),
        draw=convolution.draw_pooling,
        caption="Map {map} of Conv2D_1 for a clear 4, and the same map after Max_Pool_1, raw activations on one scale (viridis). Thin lines part the blocks of 2 × 2 nodes; of each only the largest value is kept, so {before} × {before} nodes become {after} × {after}. The outlined block holds {block}; what is left of it is {largest}.",
        alt="The same map twice on one colour scale: left with {before} by {before} nodes under a lattice of 2 by 2 blocks, right with {after} by {after}. One block and the node it becomes are outlined.",
        series=("F-I-3",),
    ),
    Figure(
        id="tensor-shapes",
        part="I",
        title="Values and parameters, layer by layer",
        shows=(GEOMETRY,),
        draw=geometry.draw_shapes,
        caption="What each layer passes on for one image (left), and how many parameters it has to learn (right). The {pixels} pixels grow to {most} values on {widest} and shrink to {points} on Conv2D_3. Of {parameters} parameters {share} belong to {largest}. Beside the names stand rows × columns × maps.",
        alt="Two bar charts with one row for the input and for each layer. Values passed on rise from {pixels} to {most} on {widest}, then fall. The longest bar of parameters is that of {largest}, {share} of {parameters}.",
        series=("F-I-2",),
    ),
    Figure(
        id="receptive-fields",
        part="I",
        title="What a node sees, and what nothing sees",
        shows=(GEOMETRY,),
        draw=geometry.draw_fields,
        caption="Left: the piece of the image that the first node of each layer sees, up to {field} px for Conv2D_3. Dotted are the fields of the next two nodes in its row, {step} px apart. Right: how many of the nine nodes of a Conv2D_3 map see each pixel ({levels}), found from gradients of the trained network; brighter means more (viridis). All nine see the central {side} × {side} pixels. The {blind} hatched pixels in rows and columns from {from_row} on are seen by none.",
        alt="Left, five nested squares growing from the upper left corner of the image, and two dotted ones moved to the right. Right, the image cut into a lattice of patches with their numbers, bright in the middle, darker towards the rim; a hatched strip along the right and lower edge is seen by no node.",
        series=("F-I-4",),
    ),
)
