"""Figures of part XI: the search in code."""

from __future__ import annotations

from analysis.catalogue.declarations import Figure
from analysis.catalogue.series.measurements import (
    DATA_RESPONSES,
    OIP_GALLERY_3,
    OIP_SETS,
    PRECURSOR_SCAN,
    TRUST,
    TRUST_TABLES,
)
from analysis.figures import best_and_worst, passports, rungs, trust, trust_numbers

FIGURES: tuple[Figure, ...] = (
    Figure(
        id="search-ladder",
        part="XI",
        shows=(
            OIP_GALLERY_3,
            PRECURSOR_SCAN,
        ),
        draw=rungs.draw_rungs,
        series=("F-XI-1",),
    ),
    Figure(
        id="ladder-fill",
        part="XI",
        shows=tuple(OIP_SETS.values()),
        draw=trust.draw_ladder_fill,
        series=("F-XI-1",),
    ),
    Figure(
        id="trust-numbers",
        part="XI",
        shows=(*TRUST.values(), *TRUST_TABLES.values()),
        draw=trust_numbers.draw_numbers,
    ),
    Figure(
        id="map-passports",
        part="XI",
        shows=(OIP_SETS["Conv2D_3", "box"], TRUST["Conv2D_3", "box"], DATA_RESPONSES["Conv2D_3"]),
        draw=passports.draw_passports,
    ),
    Figure(
        id="telling-oips",
        part="XI",
        shows=(OIP_SETS["Conv2D_3", "box"], TRUST["Conv2D_3", "box"], DATA_RESPONSES["Conv2D_3"]),
        draw=best_and_worst.draw_telling,
    ),
    Figure(
        id="failure-gallery",
        part="XI",
        shows=(OIP_SETS["Conv2D_3", "box"], TRUST["Conv2D_3", "box"]),
        draw=best_and_worst.draw_failures,
    ),
    Figure(
        id="all-maps-conv2d-3",
        part="XI",
        shows=(OIP_SETS["Conv2D_3", "sphere"], TRUST["Conv2D_3", "sphere"]),
        draw=trust.draw_all,
        series=("F-XI-2",),
    ),
)
