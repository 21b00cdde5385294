"""Figures of part VII: towards OIPs."""

from __future__ import annotations

from analysis.catalogue.declarations import Figure
from analysis.catalogue.series.ascents import ELEMENTS, MAXIMA, SILENCE
from analysis.catalogue.series.measurements import (
    DATA_RESPONSES,
    OIP_EVOLUTION,
    OIP_GALLERY_3,
    SINGLE_NODE_OIPS,
)
from analysis.catalogue.series.structure import GRATINGS
from analysis.figures import elements, evolution, galleries, gratings, maxima, repeating

FIGURES: tuple[Figure, ...] = (
    Figure(
        id="one-oip",
        part="VII",
        shows=(OIP_EVOLUTION, DATA_RESPONSES["Conv2D_3"]),
        draw=evolution.draw_one,
        series=("F-VII-1",),
    ),
    Figure(
        id="oips-from-other-starts",
        part="VII",
        shows=(OIP_EVOLUTION,),
        draw=evolution.draw_other_starts,
        series=("F-VII-2",),
    ),
    Figure(
        id="paths-between-oips",
        part="VII",
        shows=(MAXIMA,),
        draw=maxima.draw_paths,
    ),
    Figure(
        id="silence-by-scale",
        part="VII",
        shows=(SILENCE,),
        draw=maxima.draw_silence,
    ),
    Figure(
        id="full-height-oip",
        part="VII",
        shows=(OIP_GALLERY_3,),
        draw=galleries.draw_tallest,
        series=("F-VII-3",),
        keywords={"count": 4},
    ),
    Figure(
        id="simple-oips",
        part="VII",
        shows=(OIP_GALLERY_3,),
        draw=repeating.draw_repeating,
        series=("F-VII-4",),
        keywords={"most": False, "count": 4},
    ),
    Figure(
        id="complex-oips",
        part="VII",
        shows=(OIP_GALLERY_3,),
        draw=repeating.draw_repeating,
        series=("F-VII-5",),
        keywords={"most": True, "count": 4},
    ),
    Figure(
        id="elements-of-oips",
        part="VII",
        shows=(ELEMENTS,),
        draw=elements.draw_elements,
    ),
    Figure(
        id="single-node-oips",
        part="VII",
        shows=(SINGLE_NODE_OIPS,),
        draw=evolution.draw_single_nodes,
        series=("F-VII-6",),
    ),
    Figure(
        id="grating-wavelengths",
        part="VII",
        shows=(GRATINGS,),
        draw=gratings.draw_gratings,
    ),
)
