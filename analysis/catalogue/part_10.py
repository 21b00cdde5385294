"""Figures of part X: filling the gaps."""

from __future__ import annotations

from analysis.catalogue.declarations import Figure
from analysis.catalogue.measurements import DATA_RESPONSES, OIP_SETS, PRECURSOR_SCAN, TRUST
from analysis.figures import search, trust

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
    Figure(
        id="sphere-and-box",
        part="X",
        title="With and without the range of real pixels",
        shows=(
            OIP_SETS["Conv2D_3", "sphere"],
            OIP_SETS["Conv2D_3", "box"],
            DATA_RESPONSES["Conv2D_3"],
            TRUST["Conv2D_3", "sphere"],
            TRUST["Conv2D_3", "box"],
        ),
        draw=trust.draw_domains,
        caption="{maps} of the {all} maps of Conv2D_3, at evenly spaced ranks of their ratio in the box. Above, the OIP on the sphere of the series, where {outside} of the pixels have a value no real image can have; in the middle the OIP in the box of real pixel values; below the training image that excites the map most. Beneath each picture its response in units of that image's. Medians over all maps: {sphere} on the sphere, {box} in the box. Contrast enhanced; hatched: seen by no node.",
        alt="Three rows of eight small grey pictures: textured patterns, patterns in black and white, and handwritten digits, with a ratio below each.",
    ),
)
