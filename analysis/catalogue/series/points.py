"""Parts V and VI over all test images: common points, single points, linear probes."""

from __future__ import annotations

import itertools
from collections.abc import Callable

import numpy as np

from analysis.catalogue.declarations import (
    DesignValue,
    IndexValue,
    Measurement,
    MedianCount,
    Value,
)
from analysis.catalogue.series.measurements import ON_THRESHOLDS
from analysis.experiments.points.marks import measure_common_points
from analysis.experiments.points.probes import measure_probes
from analysis.experiments.points.separation import measure_separation
from analysis.results.points import CommonPoints, Probes, Separation
from analysis.statistics import share

BOTH = ("full-recipe", "mlp")
PARTING = 0.99  # area under the curve from which a node parts the classes; a claim names it
NOT_PARTING = 0.95  # area below which no node comes near to it
AREAS = (NOT_PARTING, PARTING)
POINTS_IN_COMMON = 5  # that every group of three needs; a claim names it
HAVE_POINTS = (0.5, 0.95)  # shares of the draws that have them; a claim names both
IN_COMMON = (0.1, 0.3)  # shares of points and maps that three 4s have in common; a claim names both
READ, SURE, DOUBTED = 0.8, 0.9, 0.5  # share of the unclear 4s, and their median probability
GUESSED = 0.5  # of two classes
SERIES_FOUR = 0.9356  # P(4) of the series' more doubtful unclear 4

COMMON_POINTS = Measurement("common-points", measure_common_points, (), BOTH, (ON_THRESHOLDS,))
SEPARATION = Measurement("separation", measure_separation, (), BOTH)
PROBES = Measurement("probes", measure_probes, (), ("full-recipe",), (ON_THRESHOLDS,))

MEASUREMENTS: tuple[Measurement, ...] = (COMMON_POINTS, SEPARATION, PROBES)


def with_points(name: str, count: int) -> Callable[[Separation], float]:
    """Return the reader of the share told apart with so many best points kept, or silenced."""
    return lambda found: float(found.right(name, count).mean())


def by_luck(found: Separation) -> float:
    """Return the share of so many images that guessing between two classes can tell apart by
    luck: the largest whose interval holds one half.
    """
    images = int(found.images)
    hits = range(images // 2, images + 1)
    lucky = itertools.takewhile(lambda some: share(some, images).low <= GUESSED, hits)
    return max(lucky) / images


def _median(name: str) -> Callable[[CommonPoints], float]:
    return lambda found: (
        float(np.median(getattr(found, name))) if getattr(found, name).size else 0.0
    )


def _mean(name: str) -> Callable[[CommonPoints], float]:
    return lambda found: float(np.mean(getattr(found, name))) if getattr(found, name).size else 0.0


def with_points_of_their_own(found: CommonPoints) -> np.ndarray:
    """Return in which draws three 4s, and three 9s, have enough points that the others lack."""
    return (found.only_fours >= POINTS_IN_COMMON) & (found.only_nines >= POINTS_IN_COMMON)


def above_series(found: CommonPoints) -> float:
    """Return the share of all 4s of the test images that get more than the series' unclear one."""
    return float((found.four > SERIES_FOUR).mean())


def _probed(stage: int) -> Callable[[Separation], float]:
    return lambda found: 1 - float(found.probe_wrong[stage].mean())


def _read_off(layer: int, what: int) -> Callable[[Probes], float]:
    return lambda found: float(found.right[layer, what].mean())


def _bits_keep(layer: int) -> Callable[[Probes], float]:
    """Return the reader of the share of the points' accuracy that maps on or off keep."""
    return lambda found: float(
        found.right[layer, 0].mean() / max(found.right[layer, 3].mean(), 1e-9)
    )


def parting(areas: np.ndarray) -> np.ndarray:
    """Return how well each column parts the classes, whichever of them it answers."""
    return np.maximum(areas, 1 - areas)


def nodes_that_part(found: Separation) -> float:
    """Return how many dense nodes part the classes by themselves."""
    return float((parting(found.auc_dense) >= PARTING).sum())


def nodes_for_nines(found: Separation) -> float:
    """Return how many of them answer the 9s; the others answer the 4s."""
    return float((found.auc_dense >= PARTING).sum())


def _best(stage: str) -> Callable[[Separation], float]:
    return lambda found: float(parting(getattr(found, f"auc_{stage}")).max())


def _by_means(stage: int) -> Callable[[Separation], float]:
    return lambda found: 1 - float(found.mean_wrong[stage].mean())


VALUES: tuple[Value, ...] = (
    DesignValue("four-nine-images", SEPARATION, lambda found: float(found.images)),
    DesignValue("four-nine-by-luck", SEPARATION, by_luck, "%", 1),
    Value("four-nine-all-points", SEPARATION, lambda found: float(found.intact.mean()), "%", 1),
    *(
        Value(f"four-nine-{name}-{count}", SEPARATION, with_points(name, count), "%", 1)
        for name in ("kept", "silenced")
        for count in (5, 20, 100)
    ),
    Value("four-nine-probe-points", SEPARATION, _probed(0), "%", 1),
    Value("four-nine-probe-dense", SEPARATION, _probed(1), "%", 1),
    DesignValue("common-points-draws", COMMON_POINTS, lambda found: float(len(found.only_fours))),
    Value(
        "common-points-both",
        COMMON_POINTS,
        lambda found: float(with_points_of_their_own(found).mean()),
        "%",
        1,  # of so many draws that nearly all is not all
        bars=HAVE_POINTS,
    ),
    MedianCount("common-points-fours", COMMON_POINTS, _median("only_fours")),
    MedianCount("common-points-nines", COMMON_POINTS, _median("only_nines")),
    Value("common-points-clear", COMMON_POINTS, _median("clear_share"), "%"),
    Value("common-points-unclear", COMMON_POINTS, _median("unclear_share"), "%"),
    Value("unclear-fours-found", COMMON_POINTS, lambda found: float(len(found.unclear_share))),
    Value("unclear-fours-right", COMMON_POINTS, _mean("unclear_right"), "%", bars=(READ,)),
    Value(
        "unclear-fours-probability",
        COMMON_POINTS,
        _median("unclear_four"),
        "P",
        3,
        bars=(DOUBTED, SURE),
    ),
    DesignValue("all-fours", COMMON_POINTS, lambda found: float(len(found.four))),
    Value(
        "fours-below-series", COMMON_POINTS, lambda found: float((found.four < SERIES_FOUR).sum())
    ),
    DesignValue("triples-drawn", COMMON_POINTS, lambda found: float(len(found.common))),
    Value("fours-above-series", COMMON_POINTS, above_series, "%"),
    Value("triples-common", COMMON_POINTS, _median("common"), "%", 1, bars=IN_COMMON),
    Value("triples-same-maps", COMMON_POINTS, _median("same_maps"), "%", 1, bars=(0.0, *IN_COMMON)),
    DesignValue("probe-maps", PROBES, lambda found: float(found.maps)),
    Value("probe-bits", PROBES, _read_off(1, 0), "%", 1),
    Value("probe-points-on-off", PROBES, _read_off(1, 2), "%", 1),
    Value("probe-points", PROBES, _read_off(1, 3), "%", 1),
    Value("bits-keep-conv2d-2", PROBES, _bits_keep(0), "%", 1),
    Value("bits-keep-conv2d-3", PROBES, _bits_keep(1), "%", 1),
    Value("best-point-area", SEPARATION, _best("points"), "", 4),
    Value("best-node-area", SEPARATION, _best("dense"), "", 4, bars=AREAS),
    Value("nodes-that-part", SEPARATION, nodes_that_part),
    Value("nodes-that-part-for-nines", SEPARATION, nodes_for_nines),
    Value(
        "nodes-that-part-for-fours",
        SEPARATION,
        lambda found: nodes_that_part(found) - nodes_for_nines(found),
    ),
    IndexValue("node-for-nines", SEPARATION, lambda found: float(found.auc_dense.argmax())),
    IndexValue("node-for-fours", SEPARATION, lambda found: float(found.auc_dense.argmin())),
    Value(
        "node-for-nines-area",
        SEPARATION,
        lambda found: float(found.auc_dense.max()),
        "",
        4,
        bars=AREAS,
    ),
    Value(
        "node-for-fours-area",
        SEPARATION,
        lambda found: 1 - float(found.auc_dense.min()),
        "",
        4,
        bars=AREAS,
    ),
    Value("class-means-points", SEPARATION, _by_means(0), "%", 1),
    Value("class-means-dense", SEPARATION, _by_means(1), "%", 1),
)
