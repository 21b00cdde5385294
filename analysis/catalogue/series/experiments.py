"""Training experiments of parts II, III and V: recipes, rivals and scalers side by side, and the
numbers that prose quotes of them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from analysis.catalogue.declarations import DesignValue, Measurement, Value
from analysis.catalogue.series.fine import FineDesignValue, FineValue
from analysis.catalogue.series.measurements import EXAMPLE_IMAGES
from analysis.digits import digits_beside
from analysis.experiments.recipes.measure import (
    LARGEST,
    measure_factorial,
    measure_rivals,
    scan_penalties,
    tune_rates,
)
from analysis.experiments.recipes.scalers import likeness_to_pixels, measure_scalers
from analysis.figures.penalties import mean_deviation
from analysis.figures.recipes import NEGLIGIBLE, interval, reaches
from analysis.figures.scalers import LIKE, likeness_share
from analysis.results.images import PixelStatistics
from analysis.results.recipes import Factorial, PenaltyScan, RateTuning, Rivals, ScalerMaps
from analysis.statistics import mean_and_reach

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


@dataclass(frozen=True)
class Interval:
    """A difference between shares, and what its 95 % interval reaches to each side."""

    mean: float
    half_width: float

    def end(self, side: int) -> float:
        """Return the difference (side 0), or the lower (-1) or upper (1) end of its interval, in
        percentage points.
        """
        return points(round(self.mean + side * self.half_width, 12))  # a half is told as one


BARS = (-NEGLIGIBLE, 0.0, NEGLIGIBLE)  # points, beside which a difference is judged


def interval_told(size: Interval, *bars: float) -> str:
    """Return a difference with its interval in percentage points, with the digits that it takes to
    stay on its side of ``bars``; those of the claims by default.
    """
    digits = digits_beside(map(size.end, SIDES.values()), *(bars or BARS))
    return interval(size.mean, size.half_width, digits)


# of an interval, by what an id says of it
SIDES = {"": 0, "-low": -1, "-high": 1}


def with_interval(id: str, of: Measurement, read: Callable[[Any], Interval]) -> tuple[Value, ...]:
    """Return a difference and both ends of its interval as values that prose quotes."""

    def at(side: int) -> Callable[[Any], float]:
        return lambda found: read(found).end(side)

    return tuple(
        Value(id + name, of, at(side), "points", 2, bars=BARS) for name, side in SIDES.items()
    )


def effect(name: str) -> Callable[[Factorial], Interval]:
    """Return the reader of a knob's effect on the accuracy."""

    def read(found: Factorial) -> Interval:
        row = list(found.effect).index(name)
        return Interval(float(found.size[row]), float(reaches(found)[row]))

    return read


def gain(better: str, worse: str) -> Callable[[Rivals], Interval]:
    """Return the reader of what one kind of network gains over another."""

    def read(found: Rivals) -> Interval:
        kinds = found.kind.tolist()
        compared = zip(found.better.tolist(), found.worse.tolist(), strict=True)
        row = list(compared).index((kinds.index(better), kinds.index(worse)))
        return Interval(float(found.difference[row]), float(found.half_width[row]))

    return read


def penalty_interval(found: PenaltyScan) -> Interval:
    """Return what the chosen penalty gains over none."""
    return Interval(*mean_and_reach(penalty_gain(found)))


def variant(schedule: str, *, momentum: bool, penalty: bool) -> Callable[[Factorial], np.ndarray]:
    """Return the reader of the accuracies (seed) of one variant of the factorial."""

    def read(found: Factorial) -> np.ndarray:
        chosen = (
            (found.schedule == schedule)
            & ((found.momentum > 0) == momentum)
            & ((found.l2 > 0) == penalty)
        )
        return found.accuracy[chosen][0]

    return read


PLAIN = variant("constant", momentum=False, penalty=False)
MOMENTUM = variant("constant", momentum=True, penalty=False)
COSINE = variant("cosine", momentum=False, penalty=False)
PENALTY = variant("constant", momentum=False, penalty=True)
COSINE_AND_MOMENTUM = variant("cosine", momentum=True, penalty=False)
ALL_THREE = variant("cosine", momentum=True, penalty=True)
SINGLES = {"falling rate": COSINE, "momentum": MOMENTUM, "penalty": PENALTY}


def best_alone(found: Factorial) -> tuple[str, np.ndarray]:
    """Return which knob alone does best in the mean, and its accuracy (seed)."""
    name = max(SINGLES, key=lambda name: SINGLES[name](found).mean())
    return name, SINGLES[name](found)


def mean_of(accuracies: Callable[[Any], np.ndarray]) -> Callable[[Any], float]:
    """Return the reader of the mean over the seeds."""
    return lambda found: float(accuracies(found).mean())


def rival(kind: str) -> Callable[[Rivals], np.ndarray]:
    """Return the reader of the accuracies (seed) of one kind of network."""
    return lambda found: found.accuracy[found.kind.tolist().index(kind)]


def scaler(name: str, read: Callable[[ScalerMaps, int], float]) -> Callable[[ScalerMaps], float]:
    """Return the reader of a number of one scaler, by its row."""
    return lambda found: read(found, found.scaler.tolist().index(name))


def oval_share(found: ScalerMaps, row: int) -> float:
    """Return the share of maps that resemble the pixels for the black image."""
    return float(likeness_share(found, "black")[row])


def oval_share_of_four(found: ScalerMaps, row: int) -> float:
    """Return the share of maps that resemble the pixels for the 4, its strokes counted in."""
    return float(likeness_share(found, "4")[row])


def oval_around_four(found: ScalerMaps, pixels: PixelStatistics, row: int) -> tuple[float, int]:
    """Return the share of maps that resemble the pixels around the 4, over the nodes that see none
    of its ink, and how many these are.
    """
    four, black = (found.picture.tolist().index(name) for name in ("4", "black"))
    paper = found.scaled[row, four] == found.scaled[row, black]
    kernel = paper.shape[-1] - found.maps.shape[-2] + 1
    blank = np.lib.stride_tricks.sliding_window_view(paper, (kernel, kernel)).all(axis=(-2, -1))
    middle = slice(kernel // 2, paper.shape[-1] - kernel // 2)
    around = (one[middle, middle][blank] for one in (pixels.mean, pixels.deviation))
    r = likeness_to_pixels(found.maps[row, four][blank], *around)
    return float((np.nan_to_num(r) >= LIKE).mean()), int(blank.sum())


def even_maps(found: ScalerMaps, row: int) -> float:
    """Return how many maps are the same everywhere for the black image."""
    black = found.picture.tolist().index("black")
    return float(np.isnan(found.correlation[row, black]).sum())


def silent(scan: PenaltyScan) -> np.ndarray:
    """Return the mean number (penalty) of maps that answer no plain start."""
    return scan.silent.mean(axis=1)


def unlit(scan: PenaltyScan) -> np.ndarray:
    """Return the mean number (penalty) of maps that answer no test image."""
    return scan.unlit.mean(axis=1)


def peaks(tuning: RateTuning) -> dict[str, dict[float, float]]:
    """Return by schedule and momentum, the least first, the rate that was chosen, divided by
    (1 - momentum).
    """
    names, momenta = tuning.schedule.tolist(), tuning.momentum.tolist()
    found = sorted(zip(names, momenta, tuning.chosen.tolist(), strict=True))
    return {name: {mu: rate for own, mu, rate in found if own == name} for name in names}


def higher_peaks(tuning: RateTuning) -> int:
    """Return for how many of the momenta the falling rate has the higher peak."""
    falls, stays = peaks(tuning)["cosine"], peaks(tuning)["constant"]
    return sum(falls[mu] > stays[mu] for mu in stays)


def longer_with_momentum(tuning: RateTuning) -> int:
    """Return for how many of the schedules the step is longer with momentum."""
    chosen = [list(rates.values()) for rates in peaks(tuning).values()]
    return sum(own[-1] > own[0] for own in chosen)


def lost(found: Factorial, before: str = "; ") -> str:
    """Return how many trainings diverged, which count all the same; nothing where none did."""
    gone = int(found.diverged.sum())
    return f"{before}{gone} of {found.accuracy.size} trainings diverged" if gone else ""


def kept_spread(scan: PenaltyScan, row: int) -> np.ndarray:
    """Return the deviation of the kernels (layer) with a penalty, as a share of that without: means
    over the seeds with which no training diverged, NaN where there is none.
    """
    mean = mean_deviation(scan)
    return mean[row] / mean[0]


def narrowed_layers(scan: PenaltyScan) -> float:
    """Return how many layers the strongest penalty narrows; NaN where its trainings diverged."""
    kept = kept_spread(scan, -1)
    return float((kept < 1).sum()) if np.isfinite(kept).all() else np.nan


def largest_cut(scan: PenaltyScan, row: int) -> float:
    """Return by what share a penalty narrows the kernels of the layer that it narrows most."""
    cuts = 1 - kept_spread(scan, row)
    return max(0.0, float(np.fmax.reduce(cuts, initial=0.0)))


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
    return points((best_alone(found)[1] - PLAIN(found)).mean())


def gains_of(better: Callable[[Any], np.ndarray]) -> Callable[[Any], float]:
    """Return the reader of how many seeds have a gain (seed) above 0; what rounding leaves of equal
    numbers is none.
    """
    return lambda found: float((np.round(better(found), 12) > 0).sum())


def gain_by_seed(name: str) -> Callable[[Factorial], np.ndarray]:
    """Return the reader of a knob's gain with each seed (seed)."""
    return lambda found: found.by_seed[list(found.effect).index(name)]


def gain_together(found: Factorial) -> np.ndarray:
    """Return what all three gain over the best of them alone (seed)."""
    return np.asarray(ALL_THREE(found) - best_alone(found)[1])


def gain_over(better: str, worse: str) -> Callable[[Rivals], np.ndarray]:
    """Return the reader of what one kind of network gains over another (seed)."""
    return lambda found: rival(better)(found) - rival(worse)(found)


KNOBS = {"schedule": "schedule", "momentum": "momentum", "l2": "L2"}
LONGER = "MLP, trained longer"
# names in ids, and as the results have them
RIVAL_NAMES = {
    "mlp": "MLP",
    "mlp-longer": LONGER,
    "cnn": "CNN",
    "cnn-falling": "CNN, falling rate",
}
SCALER_NAMES = {
    "per-pixel": "per pixel",
    "per-image": "per image",
    "global": "one for all",
    "by-255": "divided by 255",
}
PAIR_NAMES = ("constant-plain", "constant-momentum", "cosine-plain", "cosine-momentum")


VALUES: tuple[Value, ...] = (
    DesignValue("short-images", RECIPE_FACTORIAL, lambda found: float(found.images)),
    DesignValue("short-epochs", RECIPE_FACTORIAL, lambda found: float(found.epochs)),
    DesignValue("short-steps", RECIPE_FACTORIAL, lambda found: float(found.rate.shape[1])),
    DesignValue("short-batch", RATE_TUNING, lambda found: float(found.batch_size)),
    DesignValue("short-seeds", RECIPE_FACTORIAL, lambda found: float(found.accuracy.shape[1])),
    DesignValue("short-test-images", RECIPE_FACTORIAL, lambda found: float(found.test_images)),
    DesignValue("short-held-out", RATE_TUNING, lambda found: float(found.held_out)),
    Value("short-diverged", RECIPE_FACTORIAL, lambda found: float(found.diverged.sum())),
    Value(
        "short-diverged-falling",
        RECIPE_FACTORIAL,
        lambda found: float(found.diverged[found.schedule == "cosine"].sum()),
    ),
    DesignValue("short-runs", RECIPE_FACTORIAL, lambda found: float(found.accuracy.size)),
    *(
        FineValue(f"tuned-rate-{name}", RATE_TUNING, tuned(row), "", 3)
        for row, name in enumerate(PAIR_NAMES)
    ),
    Value("higher-peaks-of-cosine", RATE_TUNING, lambda found: float(higher_peaks(found))),
    Value(
        "longer-steps-with-momentum",
        RATE_TUNING,
        lambda found: float(longer_with_momentum(found)),
    ),
    *(
        value
        for knob, name in KNOBS.items()
        for value in with_interval(f"effect-{knob}", RECIPE_FACTORIAL, effect(name))
    ),
    *with_interval("effect-schedule-momentum", RECIPE_FACTORIAL, effect("schedule x momentum")),
    Value("short-accuracy-plain", RECIPE_FACTORIAL, mean_of(PLAIN), "%", 2),
    Value("short-accuracy-momentum", RECIPE_FACTORIAL, mean_of(MOMENTUM), "%", 2),
    Value("short-accuracy-cosine", RECIPE_FACTORIAL, mean_of(COSINE), "%", 2),
    Value("short-accuracy-cosine-momentum", RECIPE_FACTORIAL, mean_of(COSINE_AND_MOMENTUM), "%", 2),
    Value("short-accuracy-all", RECIPE_FACTORIAL, mean_of(ALL_THREE), "%", 2),
    Value(
        "short-gain-all",
        RECIPE_FACTORIAL,
        lambda found: points((ALL_THREE(found) - PLAIN(found)).mean()),
        "points",
        2,
    ),
    Value("short-gain-best-single", RECIPE_FACTORIAL, best_single, "points", 2),
    FineValue("chosen-penalty", PENALTY_SCAN, lambda scan: float(scan.l2[int(scan.chosen)]), "", 5),
    DesignValue(
        "penalty-candidates",
        PENALTY_SCAN,
        lambda found: float(((found.l2 > 0) & (found.l2 <= LARGEST)).sum()),
    ),
    Value("gaining-momentum", RECIPE_FACTORIAL, gains_of(gain_by_seed("momentum"))),
    Value("gaining-together", RECIPE_FACTORIAL, gains_of(gain_together)),
    Value("gaining-penalty", PENALTY_SCAN, gains_of(penalty_gain)),
    Value("gaining-rmsprop", RIVALS, gains_of(gain_over("CNN, falling rate", "CNN"))),
    Value("rival-pairs-led", RIVALS, gains_of(gain_over("CNN", LONGER))),
    *with_interval("penalty-gain", PENALTY_SCAN, penalty_interval),
    Value("silent-without-penalty", PENALTY_SCAN, lambda scan: float(silent(scan)[0]), "", 1),
    Value(
        "silent-chosen-penalty",
        PENALTY_SCAN,
        lambda scan: float(silent(scan)[int(scan.chosen)]),
        "",
        1,
    ),
    Value("silent-strongest-penalty", PENALTY_SCAN, lambda scan: float(silent(scan)[-1]), "", 1),
    Value(
        "penalty-narrowed-layers",
        PENALTY_SCAN,
        narrowed_layers,
        may_be_nan=True,
    ),
    *(
        Value(f"penalty-largest-cut-{name}", PENALTY_SCAN, read, "%", 2)
        for name, read in (
            ("chosen", lambda scan: largest_cut(scan, int(scan.chosen))),
            ("strongest", lambda scan: largest_cut(scan, -1)),
        )
    ),
    FineDesignValue("strongest-penalty", PENALTY_SCAN, lambda scan: float(scan.l2[-1]), "", 3),
    *with_interval(
        "penalty-loss-strongest",
        PENALTY_SCAN,
        lambda scan: Interval(*mean_and_reach(scan.test[0] - scan.test[-1])),
    ),
    Value("unlit-without-penalty", PENALTY_SCAN, lambda scan: float(unlit(scan)[0]), "", 1),
    Value("unlit-strongest-penalty", PENALTY_SCAN, lambda scan: float(unlit(scan)[-1]), "", 1),
    Value("accuracy-strongest-penalty", PENALTY_SCAN, mean_of(lambda scan: scan.test[-1]), "%", 2),
    Value("accuracy-without-penalty", PENALTY_SCAN, mean_of(lambda scan: scan.test[0]), "%", 2),
    *(
        Value(f"rival-{name}-accuracy", RIVALS, mean_of(rival(kind)), "%", 2)
        for name, kind in RIVAL_NAMES.items()
    ),
    Value("rival-cnn-lowest", RIVALS, lambda found: float(rival("CNN")(found).min()), "%", 2),
    Value(
        "rival-mlp-longer-highest", RIVALS, lambda found: float(rival(LONGER)(found).max()), "%", 2
    ),
    DesignValue(
        "rival-mlp-epochs",
        RIVALS,
        lambda found: float(found.kind_epochs[found.kind.tolist().index(LONGER)]),
    ),
    *with_interval("rival-gain", RIVALS, gain("CNN", "MLP")),
    *with_interval("rival-gain-longer", RIVALS, gain("CNN", LONGER)),
    *with_interval("rmsprop-falling-gain", RIVALS, gain("CNN, falling rate", "CNN")),
    *(
        Value(f"oval-share-{name}", SCALER_MAPS, scaler(kind, oval_share), "%")
        for name, kind in SCALER_NAMES.items()
    ),
    Value("oval-share-of-four", SCALER_MAPS, scaler("per pixel", oval_share_of_four), "%"),
    *(
        Value(f"even-maps-{name}", SCALER_MAPS, scaler(kind, even_maps))
        for name, kind in SCALER_NAMES.items()
    ),
)
