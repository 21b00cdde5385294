"""Figures of part XII: the first two layers."""

from __future__ import annotations

from analysis.catalogue.declarations import Figure
from analysis.catalogue.measurements import OIP_GALLERY_1, OIP_GALLERY_2, OIP_SCALES
from analysis.figures import oips, search

FIGURES: tuple[Figure, ...] = (
    Figure(
        id="oips-conv2d-1",
        part="XII",
        title="OIPs of Conv2D_1",
        shows=(OIP_GALLERY_1,),
        draw=oips.draw_gallery,
        caption="OIPs of {found} of {maps} maps of Conv2D_1 after {steps} steps, above as computed on a fixed scale of ±3 deviations, below contrast enhanced. Numbers are maps.",
        alt="A grid of pairs of fine textures, stripes, dots and even areas, each labelled with a number.",
        series=("F-XII-1",),
        keywords={"deep": False},
    ),
    Figure(
        id="oips-conv2d-2",
        part="XII",
        title="OIPs of Conv2D_2",
        shows=(OIP_GALLERY_2,),
        draw=oips.draw_gallery,
        caption="OIPs of the {found} of {maps} maps of Conv2D_2 that answered one of up to {starts} plain starts, after {steps} steps, above as computed, below contrast enhanced; {silent} maps stayed silent.",
        alt="A grid of pairs of textures with repeated small elements, each labelled with a number.",
        series=("F-XII-2",),
        keywords={"deep": False},
    ),
    Figure(
        id="oip-scale-by-layer",
        part="XII",
        title="The scale of OIPs by layer",
        shows=(OIP_SCALES,),
        draw=search.draw_scales,
        caption="Wavelength of every OIP, as one over its power-weighted mean frequency on the visible pixels; each dot is a map, the bar a layer’s median: {medians} px. Silent maps are left out.",
        alt="Three columns of dots, one for each layer, with a bar at the median of each.",
        series=("F-XII-3",),
    ),
)
