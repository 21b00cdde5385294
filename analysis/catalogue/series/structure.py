"""Parts V and VII over many images: what maps still show of a digit, and which gratings they
answer.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from analysis.catalogue.declarations import DesignValue, Measurement, Value
from analysis.experiments.gratings.measure import measure_gratings
from analysis.experiments.structure.horizontal import measure_horizontality
from analysis.experiments.structure.measure import DIGIT, measure_structure
from analysis.results.direction import Horizontality
from analysis.results.structure import Gratings, Structure
from analysis.statistics import Estimate, mean

CNN = ("full-recipe",)
LIKE = 0.6  # correlation from which a map shows the input
MANY = (0.25, 0.5)  # shares of the maps below which few, and from which on very many show it
FEWEST = 20  # images of a digit, below which nothing is said of it
EMPTY, EMPTY_TOO = 0.95, 0.9  # shares of the images of a 4, and of a 1 and a 2; claims name both

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
    """Return the mean over the 4s at one stage; of the input it is one of the images alone."""

    def read(found: Horizontality) -> float:
        return float(found.of_digit(DIGIT)[list(found.stage).index(stage)].mean())

    kind = DesignValue if stage == "input" else Value
    return kind(
        f"horizontal-{stage.lower().replace('_', '-')}", HORIZONTALITY, read, "", 2, bars=(0.0,)
    )


def _horizontal_untrained(stage: str) -> Value:
    def read(found: Horizontality) -> float:
        return float(found.untrained[:, list(found.stage).index(stage)].mean())

    name = f"horizontal-untrained-{stage.lower().replace('_', '-')}"
    return Value(name, HORIZONTALITY, read, "", 2, bars=(0.0,))


def empty_for_fours(found: Structure) -> np.ndarray:
    """Return which maps (map) of Conv2D_2 are empty for nearly every 4."""
    return np.asarray(found.empty[0] >= EMPTY)


def empty_for_others_too(found: Structure) -> np.ndarray:
    """Return which of these maps (map) are empty for nearly every 1 and every 2 as well."""
    return empty_for_fours(found) & np.all(found.empty[1:] >= EMPTY_TOO, axis=0)


def _coherent(row: int) -> Callable[[Structure], float]:
    return lambda found: float(found.coherence[row].mean())


def on_last_layer(found: Horizontality) -> dict[int, Estimate]:
    """Return how far horizontal structure prevails on the last layer, the mean of each digit with
    enough images.
    """
    return {
        digit: mean(found.of_digit(digit)[-1])
        for digit in sorted(set(found.label.tolist()))
        if (found.label == digit).sum() >= FEWEST
    }


def wholly_above(digits: dict[int, Estimate]) -> list[int]:
    """Return the digits whose interval lies above that of the 4s."""
    return [digit for digit, other in digits.items() if other.low > digits[DIGIT].high]


def more_horizontal(found: Horizontality) -> float:
    """Return how many other digits have surely more horizontal structure on the last layer."""
    digits = on_last_layer(found)
    return float(len(wholly_above(digits)) if DIGIT in digits else 0)


VALUES: tuple[Value, ...] = (
    Value(
        "maps-like-the-input",
        STRUCTURE,
        lambda found: float((found.likeness >= LIKE).mean()),
        "%",
        bars=MANY,
    ),
    DesignValue("maps-like-the-input-images", STRUCTURE, lambda found: float(len(found.likeness))),
    *(
        Value(f"coherence-{name}", STRUCTURE, _coherent(row), "", 2)
        for row, name in enumerate(("conv2d-2", "max-pool-2", "averages"))
    ),
    Value("empty-for-fours", STRUCTURE, lambda found: float(empty_for_fours(found).sum())),
    Value(
        "empty-for-others-too", STRUCTURE, lambda found: float(empty_for_others_too(found).sum())
    ),
    Value("more-horizontal-digits", HORIZONTALITY, more_horizontal),
    *map(_median, ("Conv2D_1", "Conv2D_2", "Conv2D_3")),
    DesignValue(
        "horizontal-fours", HORIZONTALITY, lambda found: float(found.of_digit(DIGIT).shape[1])
    ),
    *map(_horizontal, ("input", "Conv2D_1", "Conv2D_2", "Conv2D_3")),
    *map(_horizontal_untrained, ("Conv2D_2", "Conv2D_3")),
)
