"""Part V's question: what stays while a digit moves."""

from __future__ import annotations

from analysis.catalogue.declarations import Figure, Measurement
from analysis.experiments.translation.measure import measure_translation
from analysis.figures.translation import draw_translation

TRANSLATION = Measurement("translation", measure_translation, (), ("full-recipe",))
MEASUREMENTS: tuple[Measurement, ...] = (TRANSLATION,)
FIGURE = Figure("moved-digits", "V", (TRANSLATION,), draw_translation)
