"""Companion HM: the hand of MNIST."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from scipy.ndimage import gaussian_filter

from analysis.ascent.settling import settled
from analysis.catalogue.declarations import DesignValue, Figure, Measurement, Value
from analysis.catalogue.series.measurements import CNN, OIP_GALLERY_3
from analysis.experiments.hand.measure import EACH, measure_hand
from analysis.figures import hand
from analysis.figures.oips import visible_in
from analysis.images.similarity import best_correlations, clusters, correlation, unit
from analysis.images.strokes import apart, common_direction, directions, nearest_repeat
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
    """Return the median, NaN where there is nothing to take it of."""
    return float(np.median(values)) if values.size else np.nan


def share(chosen: np.ndarray) -> float:
    """Return the share of those that were chosen, NaN where there is nothing to choose from."""
    return float(chosen.mean()) if chosen.size else np.nan


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


def of_own_start(found: Hand) -> float:
    """Return how far an OIP correlates with the start it grew from, in the median."""
    pairs = zip(seen(found, found.images), seen(found, found.starts), strict=True)
    return middle_of(np.array([correlation(image, start) for image, start in pairs]))


def gap(found: Hand) -> float:
    """Return by how much the median likeness within a wavelength exceeds that across them."""
    within, across = found.pairs()
    return middle_of(within) - middle_of(across)


SURPRISE = 0.05  # of the trials: a gap that is made more seldom is no accident


def as_large(found: Hand) -> np.ndarray:
    """Return which trials (trial) make a gap as large by chance; none where there is no gap."""
    return found.chance >= gap(found) if np.isfinite(gap(found)) else np.zeros(0)


def in_place(found: Hand) -> float:
    """Return the median correlation of two OIPs when neither may be shifted."""
    alike = best_correlations(seen(found, found.images), 0)
    return middle_of(alike[np.triu_indices(len(found.of), 1)])


def kept(found: Hand) -> tuple[np.ndarray, np.ndarray]:
    """Return how OIPs correlate, unshifted, with their own start (start), and in size with the
    other starts of the grid (start), NaN where it is alone there.
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


def kept_of_others(found: Hand) -> float:
    """Return the median size of the correlation of OIPs with other starts of their grid."""
    others = kept(found)[1]
    return middle_of(others[np.isfinite(others)])


def left(found: Hand) -> np.ndarray:
    """Return the share of the variance (start) of each OIP that is still its start's."""
    return np.square(kept(found)[0])


EARLY = 1  # frame: the first after the start
FIELD = 18  # px a side that one node of Conv2D_3 sees


def early_gain(found: Hand) -> float:
    """Return the median of the responses at the early frame, in units of that to the start."""
    return middle_of(found.curve[:, found.step[EARLY]] / found.curve[:, 0])


def early_likeness(found: Hand) -> float:
    """Return the median correlation of pictures at the early frame with their starts."""
    one, other = (unit(seen(found, found.frames[:, frame])) for frame in (EARLY, 0))
    return middle_of((one * other).sum(axis=(1, 2)))


def _shared(found: Hand) -> tuple[slice, slice]:
    """Return the rows and columns of the visible part that every node sees."""
    sides = (int(last - first) for first, last in (found.visible_rows, found.visible_columns))
    rows, columns = (slice(max(0, side - FIELD), min(side, FIELD)) for side in sides)
    return rows, columns


def shared_area(found: Hand) -> float:
    """Return the share of the visible pixels that every node sees."""
    whole = seen(found, np.ones((1, *found.starts.shape[1:])))
    return float(whole[:, *_shared(found)].sum() / whole.sum())


def early_in_middle(found: Hand) -> np.ndarray:
    """Return the share (start) of the squared change up to the early frame in the pixels that every
    node sees.
    """
    change = np.square(seen(found, found.frames[:, EARLY] - found.starts))
    return np.asarray(change[:, *_shared(found)].sum(axis=(1, 2)) / change.sum(axis=(1, 2)))


def early_middle(found: Hand) -> float:
    """Return the mean of that share over all starts; NaN without any."""
    return float(early_in_middle(found).mean()) if len(found.of) else np.nan


ONE_WAY = 22.5  # degrees: a quarter of all directions lies as near to a given one


def direction(found: Hand) -> float:
    """Return the common direction of all OIPs; NaN without any."""
    return common_direction(directions(seen(found, found.images))) if len(found.of) else np.nan


def in_direction(found: Hand) -> np.ndarray:
    """Return which OIPs (start, boolean) run as their common direction does."""
    own = directions(seen(found, found.images))
    return np.asarray(apart(own, direction(found)) <= ONE_WAY)


DRAWS = 20_000


def in_direction_by_chance(pictures: int) -> np.ndarray:
    """Return which share of so many pictures (draw) runs as their common direction does where each
    runs anywhere. It is more than a quarter: a mean lies near what it is the mean of.
    """
    degrees = np.random.default_rng(0).uniform(0, 180, (DRAWS, pictures))
    common = np.degrees(np.angle(np.exp(2j * np.radians(degrees)).mean(axis=1))) / 2 % 180
    return np.asarray((apart(degrees, common[:, None]) <= ONE_WAY).mean(axis=1))


def by_chance(read: Callable[[np.ndarray], float]) -> Callable[[Hand], float]:
    """Return the reader of a number made of these shares, of as many pictures as climbed."""
    return lambda found: read(in_direction_by_chance(len(found.of))) if len(found.of) else np.nan


def most_by_chance(shares: np.ndarray) -> float:
    """Return the share that chance exceeds in one of twenty draws at most."""
    return float(np.quantile(shares, 0.95))


BLUR = 1.0  # px: two strokes as far apart are the same to the eye


def blurred(found: Hand) -> np.ndarray:
    """Return the likeness (pair) of all pairs of OIPs after a blur."""
    pictures = gaussian_filter(seen(found, found.images), (0, BLUR, BLUR))
    return best_correlations(pictures)[np.triu_indices(len(pictures), 1)]


STEP = 4  # px from one node of Conv2D_3 to the next


def one_step(found: Hand) -> np.ndarray:
    """Return which OIPs (start, boolean) first repeat at the distance of two neighbouring nodes,
    also diagonal ones, or a pixel beside it.
    """
    repeats = [nearest_repeat(image) for image in seen(found, found.images)]
    # across both ways: a repeat leads downwards, and one across may drop by a pixel to either side
    neighbours = [(0, STEP), (0, -STEP), (STEP, -STEP), (STEP, 0), (STEP, STEP)]
    near = [
        shift is not None
        and any(max(abs(shift[0] - y), abs(shift[1] - x)) <= 1 for y, x in neighbours)
        for shift in repeats
    ]
    return np.array(near, bool)


def forgotten(found: Hand) -> float:
    """Return the first step at which the gap between likeness within and across is less than half
    of the gap of the starts.
    """
    small = found.gaps() < found.gaps()[0] / 2
    return float(found.step[small.argmax() if small.any() else -1])


def spread(found: Hand) -> float:
    """Return the range of responses over starts, as a share of the largest; NaN without starts."""
    return float(np.ptp(found.response) / found.response.max()) if len(found.response) else np.nan


def above_data(found: Hand) -> float:
    """Return the median response in units of the map's largest one to a training image; NaN where
    no training image gets any.
    """
    most = float(found.data_maximum)
    return middle_of(found.response) / most if most else np.nan


GRIDS = (3, 7, 14, 28)


def _known(
    id: str, read: Callable[[Hand], float], unit: str = "", digits: int = 0, bar: float = 0.0
) -> Value:
    """Return a value that is undefined where no start, or no pair, is there to take it of."""
    return Value(id, HAND, read, unit, digits, may_be_nan=True, bars=(bar,))


VALUES: tuple[Value, ...] = (
    DesignValue("hand-tried", HAND, lambda found: float(found.tried)),
    DesignValue("hand-each", HAND, lambda found: float(EACH)),
    Value("hand-climbed", HAND, lambda found: float(len(found.of))),
    *(Value(f"hand-answered-{n}", HAND, answered(k)) for k, n in enumerate(GRIDS)),
    *(_known(f"hand-kept-{n}", kept_of(k), "", 3) for k, n in enumerate(GRIDS)),
    _known("hand-kept-of-others", kept_of_others, "", 2),
    _known("hand-of-own-start", of_own_start, "", 2, ALIKE),
    *(_known(f"hand-start-likeness-{n}", within_grid(k, 0), "", 2) for k, n in enumerate(GRIDS)),
    *(_known(f"hand-likeness-{n}", within_grid(k, -1), "", 2) for k, n in enumerate(GRIDS)),
    Value("hand-forgotten-step", HAND, forgotten),
    # to as many digits as the gap, their difference
    _known("hand-start-within", middle(0, 0), "", 3),
    _known("hand-start-across", middle(1, 0), "", 3),
    _known("hand-within", middle(0, -1), "", 3),
    _known("hand-across", middle(1, -1), "", 3),
    _known("hand-gap", gap, "", 3),
    _known("hand-chance", lambda found: share(as_large(found)), "%", bar=SURPRISE),
    _known("hand-stranger", lambda found: middle_of(found.stranger), "", 3),
    _known("hand-same-pairs", lambda found: share(every(found) >= ALIKE), "%", 1, 0.5),
    Value("hand-patterns", HAND, lambda found: float(clusters(found.likeness[-1], ALIKE))),
    _known("hand-in-direction-by-chance", by_chance(lambda one: float(one.mean())), "%"),
    _known("hand-in-direction-by-chance-most", by_chance(most_by_chance), "%"),
    _known("hand-in-place", in_place, "", 2),
    DesignValue("hand-early-step", HAND, lambda found: float(found.step[EARLY])),
    _known("hand-early-gain", early_gain, "", 2),
    _known("hand-early-likeness", early_likeness, "", 2),
    _known("hand-early-middle", early_middle, "%"),
    DesignValue("hand-shared-area", HAND, shared_area, "%"),
    _known("hand-left", lambda found: middle_of(left(found)), "%"),
    _known("hand-direction", direction, "degrees"),
    Value("hand-in-direction", HAND, lambda found: float(in_direction(found).sum())),
    _known("hand-blurred-pairs", lambda found: share(blurred(found) >= ALIKE), "%", bar=0.5),
    Value("hand-one-step", HAND, lambda found: float(one_step(found).sum())),
    _known("hand-settled", lambda found: share(settled(found.curve.T)), "%"),
    _known("hand-spread", spread, "%"),
    _known("hand-above-data", above_data, "", 1),
)
