"""Parts V and VII over many images: what maps still show of a digit, and which gratings they
answer.
"""

from __future__ import annotations

import numpy as np

from analysis.catalogue.declarations import Measurement, Value
from analysis.experiments.gratings.measure import measure_gratings
from analysis.experiments.structure.measure import measure_structure
from analysis.results.structure import Gratings

CNN = ("full-recipe",)

STRUCTURE = Measurement("structure", measure_structure, (), CNN)
GRATINGS = Measurement("gratings", measure_gratings, ("oip",), CNN)

MEASUREMENTS: tuple[Measurement, ...] = (STRUCTURE, GRATINGS)


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


VALUES: tuple[Value, ...] = tuple(map(_median, ("Conv2D_1", "Conv2D_2", "Conv2D_3")))
