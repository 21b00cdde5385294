"""Part IX's open question: whether two trainings find the same maps, in the same order."""

from __future__ import annotations

from analysis.catalogue.declarations import Figure, Measurement
from analysis.experiments.twins.measure import measure_twins
from analysis.figures.twins import draw_lines, draw_twins

TWINS = Measurement(
    "twins", measure_twins, ("twins", "training.full_recipe"), ("full-recipe",), apart=True
)
MEASUREMENTS: tuple[Measurement, ...] = (TWINS,)
LINES = Figure("lines-between-trainings", "V", (TWINS,), draw_lines)
FIGURE = Figure("matched-maps", "IX", (TWINS,), draw_twins)
