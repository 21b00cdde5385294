"""Training experiments of parts II, III and V: recipes, rivals and scalers side by side, and the
numbers that prose quotes of them.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np

from analysis.catalogue.declarations import Measurement, Value
from analysis.catalogue.series.measurements import EXAMPLE_IMAGES
from analysis.experiments.recipes.effects import paired_interval
from analysis.experiments.recipes.measure import (
    measure_factorial,
    measure_rivals,
    scan_penalties,
    tune_rates,
)
from analysis.experiments.recipes.scalers import measure_scalers
from analysis.figures.scalers import likeness_share
from analysis.results.recipes import Factorial, PenaltyScan, RateTuning, Rivals

RATE_TUNING = Measurement("rate-tuning", tune_rates, ("variants",), apart=True)
PENALTY_SCAN = Measurement(
    "penalty-scan", scan_penalties, ("variants", "oip"), (), (RATE_TUNING,), apart=True
)
RECIPE_FACTORIAL = Measurement(
    "recipe-factorial",
    measure_factorial,
    ("variants",),
    (),
    (RATE_TUNING, PENALTY_SCAN),
    apart=True,
)
RIVALS = Measurement("rivals", measure_rivals, ("variants", "training"), apart=True)
SCALER_MAPS = Measurement(
    "scaler-maps", measure_scalers, ("variants",), (), (EXAMPLE_IMAGES,), apart=True
)

MEASUREMENTS: tuple[Measurement, ...] = (
    RATE_TUNING,
    PENALTY_SCAN,
    RECIPE_FACTORIAL,
    RIVALS,
    SCALER_MAPS,
)


def points(share: float) -> float:
    """Return a share as percentage points."""
    return float(100 * share)


def effect(name: str, read: Callable[[float, float], float]) -> Callable[[Factorial], float]:
    """Return the reader of a number made of an effect's size and the half width of its interval, in
    percentage points.
    """

    def one(found: Factorial) -> float:
        row = list(found.effect).index(name)
        return points(read(float(found.size[row]), float(found.half_width[row])))

    return one


def with_interval(
    id: str,
    of: Measurement,
    read: Callable[[Callable[[float, float], float]], Callable[[Any], float]],
) -> tuple[Value, ...]:
    """Return a difference and both ends of its interval as values that prose quotes."""
    ends: dict[str, int] = {"": 0, "-low": -1, "-high": 1}
    return tuple(
        Value(
            f"{id}{end}",
            of,
            read(partial(lambda side, mean, half: mean + side * half, side)),
            "points",
            2,
        )
        for end, side in ends.items()
    )


def pair(number: int) -> Callable[[Callable[[float, float], float]], Callable[[Rivals], float]]:
    return lambda pick: (
        lambda found: points(pick(float(found.difference[number]), float(found.half_width[number])))
    )


def mean_accuracy(row: int) -> Callable[[Any], float]:
    return lambda found: float(found.accuracy[row].mean())


def tuned(row: int) -> Callable[[RateTuning], float]:
    """Return the reader of a chosen rate as the optimiser is given it."""
    return lambda found: float(found.chosen[row] * (1 - found.momentum[row]))


def penalty_gain(found: PenaltyScan) -> np.ndarray:
    """Return the gain in test accuracy (seed) of the chosen penalty over none."""
    return found.test[int(found.chosen)] - found.test[0]


def best_single(found: Factorial) -> float:
    """Return the gain, in percentage points, of the best variant with one knob on over the one with
    none.
    """
    return points(max(float((found.accuracy[row] - found.accuracy[0]).mean()) for row in (1, 2, 4)))


KNOBS = {"schedule": "schedule", "momentum": "momentum", "l2": "L2"}
PAIR_NAMES = ("constant-plain", "constant-momentum", "cosine-plain", "cosine-momentum")

VALUES: tuple[Value, ...] = (
    Value("short-images", RECIPE_FACTORIAL, lambda found: float(found.images)),
    Value("short-epochs", RECIPE_FACTORIAL, lambda found: float(found.epochs)),
    Value("short-steps", RECIPE_FACTORIAL, lambda found: float(found.rate.shape[1])),
    Value("short-batch", RATE_TUNING, lambda found: float(found.batch_size)),
    Value("short-seeds", RECIPE_FACTORIAL, lambda found: float(found.accuracy.shape[1])),
    Value("short-test-images", RECIPE_FACTORIAL, lambda found: float(found.test_images)),
    Value("short-held-out", RATE_TUNING, lambda found: float(found.held_out)),
    Value("short-runs", RECIPE_FACTORIAL, lambda found: float(found.accuracy.size)),
    *(
        Value(f"tuned-rate-{name}", RATE_TUNING, tuned(row), "", 3)
        for row, name in enumerate(PAIR_NAMES)
    ),
    *(
        value
        for knob, name in KNOBS.items()
        for value in with_interval(f"effect-{knob}", RECIPE_FACTORIAL, partial(effect, name))
    ),
    *with_interval(
        "effect-schedule-momentum", RECIPE_FACTORIAL, partial(effect, "schedule x momentum")
    ),
    Value("short-accuracy-plain", RECIPE_FACTORIAL, mean_accuracy(0), "%", 2),
    Value("short-accuracy-momentum", RECIPE_FACTORIAL, mean_accuracy(2), "%", 2),
    Value("short-accuracy-cosine", RECIPE_FACTORIAL, mean_accuracy(4), "%", 2),
    Value("short-accuracy-cosine-momentum", RECIPE_FACTORIAL, mean_accuracy(6), "%", 2),
    Value("short-accuracy-all", RECIPE_FACTORIAL, mean_accuracy(7), "%", 2),
    Value(
        "short-gain-all",
        RECIPE_FACTORIAL,
        lambda found: points((found.accuracy[7] - found.accuracy[0]).mean()),
        "points",
        2,
    ),
    Value("short-gain-best-single", RECIPE_FACTORIAL, best_single, "points", 2),
    Value("chosen-penalty", PENALTY_SCAN, lambda found: float(found.l2[int(found.chosen)]), "", 5),
    *with_interval(
        "penalty-gain",
        PENALTY_SCAN,
        lambda pick: lambda found: points(pick(*paired_interval(penalty_gain(found)))),
    ),
    Value(
        "silent-without-penalty", PENALTY_SCAN, lambda found: float(found.silent[0].mean()), "", 1
    ),
    Value(
        "silent-chosen-penalty",
        PENALTY_SCAN,
        lambda found: float(found.silent[int(found.chosen)].mean()),
        "",
        1,
    ),
    Value(
        "silent-strongest-penalty",
        PENALTY_SCAN,
        lambda found: float(found.silent[-1].mean()),
        "",
        1,
    ),
    Value("unlit-without-penalty", PENALTY_SCAN, lambda found: float(found.unlit[0].mean()), "", 1),
    Value(
        "unlit-strongest-penalty", PENALTY_SCAN, lambda found: float(found.unlit[-1].mean()), "", 1
    ),
    Value(
        "accuracy-strongest-penalty",
        PENALTY_SCAN,
        lambda found: float(found.test[-1].mean()),
        "%",
        2,
    ),
    Value(
        "accuracy-without-penalty", PENALTY_SCAN, lambda found: float(found.test[0].mean()), "%", 2
    ),
    *(
        Value(f"rival-{name}-accuracy", RIVALS, mean_accuracy(row), "%", 2)
        for row, name in enumerate(("mlp", "mlp-longer", "cnn", "cnn-falling"))
    ),
    Value("rival-cnn-lowest", RIVALS, lambda found: float(found.accuracy[2].min()), "%", 2),
    Value("rival-mlp-longer-highest", RIVALS, lambda found: float(found.accuracy[1].max()), "%", 2),
    Value("rival-mlp-epochs", RIVALS, lambda found: float(found.kind_epochs[1])),
    *with_interval("rival-gain", RIVALS, pair(0)),
    *with_interval("rival-gain-longer", RIVALS, pair(1)),
    *with_interval("rmsprop-falling-gain", RIVALS, pair(2)),
    *(
        Value(
            f"oval-share-{name}",
            SCALER_MAPS,
            partial(lambda row, found: float(likeness_share(found, "black")[row]), row),
            "%",
        )
        for row, name in enumerate(("per-pixel", "per-image", "global", "by-255"))
    ),
    *(
        Value(
            f"even-maps-{name}",
            SCALER_MAPS,
            partial(lambda row, found: float(np.isnan(found.correlation[row, 1]).sum()), row),
        )
        for row, name in enumerate(("per-pixel", "per-image", "global", "by-255"))
    ),
)
