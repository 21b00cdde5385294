"""Figures of part X: filling the gaps."""

from __future__ import annotations

from analysis.catalogue.declarations import Figure
from analysis.catalogue.measurements import PRECURSOR_SCAN
from analysis.figures import search

FIGURES: tuple[Figure, ...] = (
    Figure(
        id="precursor-starts",
        part="X",
        title="Starts that wake silent maps",
        shows=(PRECURSOR_SCAN,),
        draw=search.draw_precursors,
        caption="For the {gaps} maps of Conv2D_3 that answered no plain start: the best of {candidates} large-scale starts, as computed and contrast enhanced. Maps: {maps}.",
        alt="Pairs of broad random pictures, each labelled with a map number.",
        series=("F-X-1",),
    ),
    Figure(
        id="precursor-oips",
        part="X",
        title="What grew from them",
        shows=(PRECURSOR_SCAN,),
        draw=search.draw_precursor_oips,
        caption="OIPs of the same {gaps} maps, grown from the starts of the previous figure by the same ascent, as computed and contrast enhanced.",
        alt="Pairs of patterns, each labelled with a map number.",
        series=("F-X-2",),
    ),
    Figure(
        id="fill-rate",
        part="X",
        title="How many candidates are needed",
        shows=(PRECURSOR_SCAN,),
        draw=search.draw_fill_rate,
        caption="Maps of Conv2D_3 that answer at least one of the first N candidates, for the mixture and for each grid alone. One start wakes {one} maps, {candidates} starts of the mixture wake {reached}.",
        alt="Rising curves on a logarithmic axis that level off near the number of maps.",
        series=("F-X-3",),
    ),
)
