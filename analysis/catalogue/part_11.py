"""Figures of part XI: the search in code."""

from __future__ import annotations

from analysis.catalogue.declarations import Figure
from analysis.catalogue.measurements import OIP_GALLERY_3, PRECURSOR_SCAN
from analysis.figures import oips, search

FIGURES: tuple[Figure, ...] = (
    Figure(
        id="search-ladder",
        part="XI",
        title="The search as a ladder",
        shows=(
            OIP_GALLERY_3,
            PRECURSOR_SCAN,
        ),
        draw=search.draw_ladder,
        caption="How the maps of Conv2D_3 get their OIPs: {found} answer one of {starts} plain starts; of the {silent} others a scan of {candidates} large-scale starts wakes {filled}.",
        alt="A flow chart of six boxes: maps, plain starts, ascent, scan, ascent, still silent, with a count in each.",
        series=("F-XI-1",),
    ),
    Figure(
        id="all-maps-conv2d-3",
        part="XI",
        title="All maps of Conv2D_3 and their status",
        shows=(OIP_GALLERY_3,),
        draw=oips.draw_status,
        caption="All {maps} maps of Conv2D_3, contrast enhanced, with the ratio of their response to the largest mean activation over the training images (median {ratio}). {silent} maps answered none of {starts} plain starts and are shown as silent.",
        alt="A grid of small grey patterns with a number above and a ratio below each; a few cells are empty and say silent.",
        series=("F-XI-2",),
    ),
)
