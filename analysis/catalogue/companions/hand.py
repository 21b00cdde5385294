"""Companion HM: the hand of MNIST."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from analysis.ascent.settling import settled
from analysis.catalogue.declarations import Figure, Measurement, Value
from analysis.catalogue.series.measurements import CNN, OIP_GALLERY_3
from analysis.catalogue.series.values_oips import share
from analysis.experiments.hand.measure import EACH, measure_hand
from analysis.figures import hand
from analysis.figures.oips import visible_in
from analysis.images.similarity import best_correlations, clusters, unit
from analysis.oips.described import ALIKE
from analysis.results.hand import Hand

HAND = Measurement("hand-of-mnist", measure_hand, ("oip", "evolution"), CNN, (OIP_GALLERY_3,))

MEASUREMENTS: tuple[Measurement, ...] = (HAND,)

FIGURES: tuple[Figure, ...] = (
    Figure(
        id="hand-evolutions",
        part="HM",
        shows=(HAND,),
        draw=hand.draw_evolutions,
        series=("F-HM-1",),
    ),
    Figure(
        id="hand-every-start",
        part="HM",
        shows=(HAND,),
        draw=hand.draw_every_start,
    ),
    Figure(
        id="hand-likeness",
        part="HM",
        shows=(HAND,),
        draw=hand.draw_likeness,
    ),
)


def middle_of(values: np.ndarray) -> float:
    """Return the median, 0 where there is nothing to take it of."""
    return float(np.median(values)) if values.size else 0.0


def answered(number: int) -> Callable[[Hand], float]:
    """Return the reader of how many of the tried starts of a grid the map answers."""
    return lambda found: float(found.answered[number])


def middle(kind: int, frame: int) -> Callable[[Hand], float]:
    """Return the reader of the median likeness at a frame, of pairs within one wavelength (0) or
    across (1).
    """
    return lambda found: middle_of(found.pairs(frame)[kind])


def within_grid(number: int, frame: int) -> Callable[[Hand], float]:
    """Return the reader of the median likeness of the starts of one grid."""

    def read(found: Hand) -> float:
        mine = np.flatnonzero(found.of == number)
        return middle_of(found.likeness[frame][np.ix_(mine, mine)][np.triu_indices(len(mine), 1)])

    return read


def every(found: Hand) -> np.ndarray:
    """Return the likeness (pair) of all pairs of OIPs."""
    return np.concatenate(found.pairs())


def seen(found: Hand, images: np.ndarray) -> np.ndarray:
    """Return the part of images (image, y, x) that the layer sees, as float64."""
    return visible_in(found).of(images).astype(float)


def in_place(found: Hand) -> float:
    """Return the median correlation of two OIPs when neither may be shifted."""
    alike = best_correlations(seen(found, found.images), 0)
    return middle_of(alike[np.triu_indices(len(found.of), 1)])


def kept(found: Hand) -> tuple[np.ndarray, np.ndarray]:
    """Return how OIPs correlate, unshifted, with their own start (start), and in size with the
    other starts of the grid (start).
    """
    count = len(found.of)
    if not count:
        return np.zeros(0), np.zeros(0)
    both = seen(found, np.concatenate([found.starts, found.images]))
    alone = unit(both).reshape(2 * count, -1)
    table = alone[:count] @ alone[count:].T
    same = (found.of[:, None] == found.of) & ~np.eye(count, dtype=bool)
    others = [middle_of(np.abs(table[mine, k])) for k, mine in enumerate(same)]
    return np.diagonal(table), np.array(others)


def kept_of(number: int) -> Callable[[Hand], float]:
    """Return the reader of the median correlation of the OIPs from one grid with their own
    starts.
    """
    return lambda found: middle_of(kept(found)[0][found.of == number])


def forgotten(found: Hand) -> float:
    """Return the first step at which the gap between likeness within and across is less than half
    of the gap of the starts.
    """
    small = found.gaps() < found.gaps()[0] / 2
    return float(found.step[small.argmax() if small.any() else -1])


def spread(found: Hand) -> float:
    """Return the range of responses over starts, as a share of the largest; 0 without starts."""
    return float(np.ptp(found.response) / found.response.max()) if len(found.response) else 0.0


def above_data(found: Hand) -> float:
    """Return the median response in units of the map's largest one to a training image."""
    return middle_of(found.response) / max(float(found.data_maximum), 1e-9)


GRIDS = (3, 7, 14, 28)

VALUES: tuple[Value, ...] = (
    Value("hand-tried", HAND, lambda found: float(found.tried)),
    Value("hand-each", HAND, lambda found: float(EACH)),
    Value("hand-climbed", HAND, lambda found: float(len(found.of))),
    *(Value(f"hand-answered-{n}", HAND, answered(k)) for k, n in enumerate(GRIDS)),
    *(
        Value(f"hand-start-likeness-{n}", HAND, within_grid(k, 0), "", 2)
        for k, n in enumerate(GRIDS)
    ),
    *(Value(f"hand-likeness-{n}", HAND, within_grid(k, -1), "", 2) for k, n in enumerate(GRIDS)),
    *(Value(f"hand-kept-{n}", HAND, kept_of(k), "", 2) for k, n in enumerate(GRIDS)),
    Value(
        "hand-kept-of-others",
        HAND,
        lambda found: middle_of(kept(found)[1]),
        "",
        2,
    ),
    Value("hand-start-within", HAND, middle(0, 0), "", 2),
    Value("hand-start-across", HAND, middle(1, 0), "", 2),
    Value("hand-within", HAND, middle(0, -1), "", 2),
    Value("hand-across", HAND, middle(1, -1), "", 2),
    Value("hand-gap", HAND, lambda found: float(found.gaps()[-1]), "", 3),
    Value("hand-chance", HAND, lambda found: share(found.chance >= found.gaps()[-1]), "%"),
    Value("hand-stranger", HAND, lambda found: middle_of(found.stranger), "", 2),
    Value("hand-same-pairs", HAND, lambda found: share(every(found) >= ALIKE), "%", 1),
    Value("hand-patterns", HAND, lambda found: float(clusters(found.likeness[-1], ALIKE))),
    Value("hand-in-place", HAND, in_place, "", 2),
    Value("hand-forgotten-step", HAND, forgotten),
    Value("hand-settled", HAND, lambda found: share(settled(found.curve.T)), "%"),
    Value("hand-spread", HAND, spread, "%"),
    Value("hand-above-data", HAND, above_data, "", 1),
)
