"""Figures of part I: CNN basics."""

from __future__ import annotations

from analysis.catalogue.declarations import Figure
from analysis.catalogue.series.measurements import CONVOLUTION, GEOMETRY
from analysis.figures import convolution, geometry

FIGURES: tuple[Figure, ...] = (
    Figure(
        id="convolution-by-hand",
        part="I",
        shows=(CONVOLUTION,),
        draw=convolution.draw_convolution,
        series=("F-I-1",),
    ),
    Figure(
        id="max-pooling-before-after",
        part="I",
        shows=(CONVOLUTION,),
        draw=convolution.draw_pooling,
        series=("F-I-3",),
    ),
    Figure(
        id="tensor-shapes",
        part="I",
        shows=(GEOMETRY,),
        draw=geometry.draw_shapes,
        series=("F-I-2",),
    ),
    Figure(
        id="receptive-fields",
        part="I",
        shows=(GEOMETRY,),
        draw=geometry.draw_fields,
        series=("F-I-4",),
    ),
)
