"""Part VI's question: what patterns across maps have to do with the OIPs of these maps."""

from __future__ import annotations

from analysis.catalogue.declarations import Figure, Measurement
from analysis.catalogue.series.measurements import DATA_RESPONSES, OIP_SETS
from analysis.experiments.mixtures.measure import measure_mixtures
from analysis.figures.mixtures import draw_mixtures

MIXTURES = Measurement(
    "mixtures",
    measure_mixtures,
    (),
    ("full-recipe",),
    (OIP_SETS["Conv2D_3", "sphere"], DATA_RESPONSES["Conv2D_3"]),
)
MEASUREMENTS: tuple[Measurement, ...] = (MIXTURES,)
FIGURE = Figure("mixed-oips", "VI", (MIXTURES,), draw_mixtures)
