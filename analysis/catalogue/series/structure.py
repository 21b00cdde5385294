"""Parts V and VII over many images: what maps still show of a digit, and which gratings they
answer.
"""

from __future__ import annotations

import numpy as np

from analysis.catalogue.declarations import Measurement, Value
from analysis.experiments.gratings.measure import measure_gratings
from analysis.experiments.structure.horizontal import measure_horizontality
from analysis.experiments.structure.measure import DIGIT, measure_structure
from analysis.results.direction import Horizontality
from analysis.results.structure import Gratings

CNN = ("full-recipe",)

STRUCTURE = Measurement("structure", measure_structure, (), CNN)
GRATINGS = Measurement("gratings", measure_gratings, ("oip",), CNN)
HORIZONTALITY = Measurement("horizontality", measure_horizontality, (), CNN)

MEASUREMENTS: tuple[Measurement, ...] = (STRUCTURE, GRATINGS, HORIZONTALITY)


def best_wavelengths(found: Gratings, layer: str) -> np.ndarray:
    """Return the wavelength (map) in px that each map of a layer answers most, of those maps that
    answer any grating.
    """
    response = found.response[found.layer_of == layer]
    best = found.wavelength[response.argmax(axis=1)]
    return np.asarray(best[response.max(axis=1) > 0])


def _median(layer: str) -> Value:
    def read(found: Gratings) -> float:
        best = best_wavelengths(found, layer)
        return float(np.median(best)) if len(best) else float("nan")

    name = f"grating-{layer.lower().replace('_', '-')}"
    return Value(name, GRATINGS, read, "px", 1, may_be_nan=True)


def _horizontal(stage: str) -> Value:
    """Return the mean over the 4s at one stage."""

    def read(found: Horizontality) -> float:
        return float(found.of_digit(DIGIT)[list(found.stage).index(stage)].mean())

    return Value(f"horizontal-{stage.lower().replace('_', '-')}", HORIZONTALITY, read, "", 2)


def _horizontal_untrained(stage: str) -> Value:
    def read(found: Horizontality) -> float:
        return float(found.untrained[:, list(found.stage).index(stage)].mean())

    name = f"horizontal-untrained-{stage.lower().replace('_', '-')}"
    return Value(name, HORIZONTALITY, read, "", 2)


VALUES: tuple[Value, ...] = (
    *map(_median, ("Conv2D_1", "Conv2D_2", "Conv2D_3")),
    Value("horizontal-fours", HORIZONTALITY, lambda found: float(found.of_digit(DIGIT).shape[1])),
    *map(_horizontal, ("input", "Conv2D_1", "Conv2D_2", "Conv2D_3")),
    *map(_horizontal_untrained, ("Conv2D_2", "Conv2D_3")),
)
