"""Part V, its strongest sentence: whether the network holds an idea of a 4 that it can be asked
for.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from analysis.catalogue.declarations import DesignValue, Measurement, Value
from analysis.experiments.concept.measure import measure_concept
from analysis.results.concept import Concept

SURE, FAR = 0.99, 0.999  # probability to reach, and share of test images; the claim names both

CONCEPT = Measurement("concept", measure_concept, ("oip",), ("full-recipe",))
MEASUREMENTS: tuple[Measurement, ...] = (CONCEPT,)


def _median(name: str) -> Callable[[Concept], float]:
    return lambda found: float(np.median(getattr(found, name)))


def _steps(found: Concept) -> float:
    """Return the median number of steps to be sure, of the ascents that get there."""
    sure = (found.curve >= SURE)[:, found.reached(SURE)]
    # the curve ends before the last step, which may be the one
    steps = np.where(sure.any(axis=0), sure.argmax(axis=0), len(sure))
    return float(np.median(steps)) if sure.size else float("nan")


def _sure_and_near(found: Concept) -> float:
    """Return how many starts end with a sure 4 that lies no farther than nearly all real 4s do."""
    return float((found.reached(SURE) & ~found.farther(FAR)).sum())


VALUES: tuple[Value, ...] = (
    DesignValue("concept-starts", CONCEPT, lambda found: float(len(found.probability))),
    DesignValue("concept-steps", CONCEPT, lambda found: float(len(found.curve))),
    Value("concept-sure", CONCEPT, lambda found: float(found.reached(SURE).mean()), "%"),
    Value("concept-sure-count", CONCEPT, lambda found: float(found.reached(SURE).sum())),
    Value("concept-sure-near", CONCEPT, _sure_and_near),
    Value("concept-steps-to-sure", CONCEPT, _steps, "", may_be_nan=True),
    Value("concept-farther", CONCEPT, lambda found: float(found.farther(FAR).mean()), "%"),
    Value("concept-distance", CONCEPT, _median("distance"), "", 2),
    Value("concept-least-distance", CONCEPT, lambda found: float(found.distance.min()), "", 3),
    # of real images and of starts, whatever the network
    DesignValue("concept-start-distance", CONCEPT, _median("start_distance"), "", 2),
    DesignValue("concept-own-distance", CONCEPT, _median("own_distance"), "", 2),
    DesignValue(
        "concept-own-far", CONCEPT, lambda found: float(np.quantile(found.own_distance, FAR)), "", 3
    ),
    DesignValue("concept-other-distance", CONCEPT, _median("other_distance"), "", 2),
)
