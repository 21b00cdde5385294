"""Figures of part XII: the first two layers."""

from __future__ import annotations

from analysis.catalogue.declarations import Figure
from analysis.catalogue.series.measurements import OIP_GALLERY_1, OIP_GALLERY_2, OIP_SCALES
from analysis.catalogue.series.wakers import FIGURE as WAKING_MIXTURES
from analysis.figures import curves, galleries

FIGURES: tuple[Figure, ...] = (
    Figure(
        id="oips-conv2d-1",
        part="XII",
        shows=(OIP_GALLERY_1,),
        draw=galleries.draw_gallery,
        series=("F-XII-1",),
    ),
    Figure(
        id="oips-conv2d-2",
        part="XII",
        shows=(OIP_GALLERY_2,),
        draw=galleries.draw_gallery,
        series=("F-XII-2",),
    ),
    WAKING_MIXTURES,
    Figure(
        id="oip-scale-by-layer",
        part="XII",
        shows=(OIP_SCALES,),
        draw=curves.draw_scales,
        series=("F-XII-3",),
    ),
)
