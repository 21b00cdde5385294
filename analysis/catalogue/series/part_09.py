"""Figures of part IX: the evolution of an OIP."""

from __future__ import annotations

from analysis.catalogue.declarations import Figure
from analysis.catalogue.series.measurements import GEOMETRY, OIP_EVOLUTION, OIP_GALLERY_3, OIP_SETS
from analysis.catalogue.series.twins import FIGURE
from analysis.figures import curves, evolution, galleries, sub_model, trust

FIGURES: tuple[Figure, ...] = (
    Figure(
        id="sub-model-table",
        part="IX",
        shows=(GEOMETRY, OIP_EVOLUTION),
        draw=sub_model.draw_sub_model,
        series=("F-IX-1",),
    ),
    Figure(
        id="start-image",
        part="IX",
        shows=(OIP_EVOLUTION,),
        draw=evolution.draw_start,
        series=("F-IX-2",),
    ),
    Figure(
        id="oip-evolution",
        part="IX",
        shows=(OIP_EVOLUTION,),
        draw=evolution.draw_evolution,
        series=("F-IX-3",),
    ),
    Figure(
        id="response-curves",
        part="IX",
        shows=(OIP_EVOLUTION,),
        draw=curves.draw_curves,
        series=("F-IX-6",),
    ),
    Figure(
        id="many-starts",
        part="IX",
        shows=(OIP_SETS["Conv2D_3", "sphere"],),
        draw=trust.draw_many_starts,
    ),
    Figure(
        id="silent-starts",
        part="IX",
        shows=(OIP_EVOLUTION,),
        draw=evolution.draw_silent_starts,
        series=("F-IX-4",),
    ),
    Figure(
        id="oips-conv2d-3",
        part="IX",
        shows=(OIP_GALLERY_3,),
        draw=galleries.draw_gallery,
        series=("F-IX-5",),
    ),
    FIGURE,
)
