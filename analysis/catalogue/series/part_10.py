"""Figures of part X: filling the gaps."""

from __future__ import annotations

from analysis.catalogue.declarations import Figure
from analysis.catalogue.series.measurements import (
    DATA_RESPONSES,
    OIP_GALLERY_3,
    OIP_SETS,
    PRECURSOR_SCAN,
    TRUST,
)
from analysis.figures import curves, search, trust

FIGURES: tuple[Figure, ...] = (
    Figure(
        id="precursor-starts",
        part="X",
        shows=(PRECURSOR_SCAN, OIP_GALLERY_3),
        draw=search.draw_precursors,
        series=("F-X-1",),
    ),
    Figure(
        id="precursor-oips",
        part="X",
        shows=(PRECURSOR_SCAN, OIP_GALLERY_3),
        draw=search.draw_precursor_oips,
        series=("F-X-2",),
    ),
    Figure(
        id="fill-rate",
        part="X",
        shows=(PRECURSOR_SCAN, OIP_GALLERY_3),
        draw=curves.draw_fill_rate,
        series=("F-X-3",),
    ),
    Figure(
        id="sphere-and-box",
        part="X",
        shows=(
            OIP_SETS["Conv2D_3", "sphere"],
            OIP_SETS["Conv2D_3", "box"],
            DATA_RESPONSES["Conv2D_3"],
            TRUST["Conv2D_3", "sphere"],
            TRUST["Conv2D_3", "box"],
        ),
        draw=trust.draw_domains,
    ),
)
