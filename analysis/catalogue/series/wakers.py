"""Part XII's question: which mixtures wake the maps of Conv2D_2 that stay silent."""

from __future__ import annotations

from analysis.catalogue.declarations import Figure, Measurement, Value
from analysis.catalogue.series.measurements import OIP_GALLERY_2, OIP_SETS
from analysis.experiments.wakers.measure import measure_wakers
from analysis.figures.wakers import draw_wakers

WAKERS = Measurement(
    "wakers",
    measure_wakers,
    ("oip", "precursor"),
    ("full-recipe",),
    (OIP_GALLERY_2, OIP_SETS["Conv2D_2", "sphere"]),
)
MEASUREMENTS: tuple[Measurement, ...] = (WAKERS,)
VALUES: tuple[Value, ...] = (
    Value("maps-woken-by-mixtures", WAKERS, lambda found: float(found.woken().sum())),
)
FIGURE = Figure("waking-mixtures", "XII", (WAKERS,), draw_wakers)
