"""Part V's question about translation: what stays while a digit moves."""

from __future__ import annotations

from collections.abc import Callable

from analysis.catalogue.declarations import DesignValue, Figure, Measurement, Value
from analysis.experiments.translation.measure import measure_translation
from analysis.figures.translation import draw_translation
from analysis.results.translation import Translation

TRANSLATION = Measurement("translation", measure_translation, (), ("full-recipe",))
MEASUREMENTS: tuple[Measurement, ...] = (TRANSLATION,)
FIGURE = Figure("moved-digits", "V", (TRANSLATION,), draw_translation)


def in_the_middle(found: Translation) -> float:
    """Return the share of right classes where digits stand as they were drawn."""
    return float(found.right[:, len(found.shift) // 2].mean())


def at_the_ends(found: Translation) -> float:
    """Return the share of right classes where digits stand farthest from there."""
    return float(found.right[:, [0, -1]].mean())


def _at_the_end(name: str) -> Callable[[Translation], float]:
    return lambda found: float(getattr(found, name)[:, -1].mean())


VALUES: tuple[Value, ...] = (
    DesignValue("moved-images", TRANSLATION, lambda found: float(len(found.image))),
    DesignValue("moved-reach", TRANSLATION, lambda found: float(found.shift[-1] // 2), "px"),
    DesignValue("moved-way", TRANSLATION, lambda found: float(found.shift[-1]), "px"),
    Value("moved-class-middle", TRANSLATION, in_the_middle, "%", 1),
    Value("moved-class-ends", TRANSLATION, at_the_ends, "%", 1),
    Value("moved-points", TRANSLATION, _at_the_end("points"), "", 2),
    Value("moved-means", TRANSLATION, _at_the_end("means"), "", 2),
)
