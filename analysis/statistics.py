"""How sure a number is: every interval and every test that a conclusion of the publication rests
on. The mathematics is SciPy's; what stands here says which of its methods fits which question.

All intervals are meant to cover 95 %. Where several claims are judged together nothing is corrected
for their number: each verdict rests on a bar that was fixed before, not on a probability.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import scipy

COVERED = 0.95  # by each interval
RESAMPLES = 4999  # of a bootstrap
MANY = 1000  # observations above which a bootstrap corrects no bias
AT_ONCE = 1_000_000  # observations drawn at once
PAIR_RESAMPLES = 999  # of a bootstrap over members of pairs, each of which looks at every pair
SEED = 20200712  # of a bootstrap, so that a second run gives the same interval


@dataclass(frozen=True)
class Estimate:
    """A number, its 95 % interval, and how many independent observations it rests on."""

    value: float
    low: float
    high: float
    n: int


def share(hits: int, of: int) -> Estimate:
    """Return a share with its exact interval (Clopper and Pearson 1934), also near 0 and 1.

    Raises:
        ValueError: it is of nothing, or there are more hits than that.
    """
    if not 0 <= hits <= of or of == 0:
        raise ValueError(f"a share is of one or more. Received: {hits} of {of}.")
    low, high = scipy.stats.binomtest(int(hits), int(of)).proportion_ci(COVERED, "exact")
    return Estimate(hits / of, float(low), float(high), int(of))


def difference_of_shares(one: tuple[int, int], other: tuple[int, int]) -> Estimate:
    """Return by how much one share exceeds another of independent observations, with the interval
    made of both Wilson intervals (Newcombe 1998, method 10), which also holds near 0 and 1.

    Args:
        one, other: hits, and of how many.

    Raises:
        ValueError: a share is of nothing, or there are more hits than that.
    """
    a, b = share(*one).value, share(*other).value
    ends = [scipy.stats.binomtest(*pair).proportion_ci(COVERED, "wilson") for pair in (one, other)]
    below = np.hypot(a - ends[0].low, ends[1].high - b)
    above = np.hypot(ends[0].high - a, b - ends[1].low)
    return Estimate(a - b, float(a - b - below), float(a - b + above), one[1] + other[1])


def mean(values: np.ndarray) -> Estimate:
    """Return the mean of few values with the interval of Student's t.

    Raises:
        ValueError: fewer than two values.
    """
    middle, reach = mean_and_reach(values)
    return Estimate(middle, middle - reach, middle + reach, len(values))


def mean_and_reach(values: np.ndarray) -> tuple[float, float]:
    """Return the mean of few values and how far its interval reaches to each side.

    Raises:
        ValueError: fewer than two values.
    """
    count = len(values)
    if count < 2:
        raise ValueError(f"an interval needs two values or more. Received: {count}.")
    reach = student(count - 1) * float(np.std(values, ddof=1))
    return float(np.mean(values)), float(reach / np.sqrt(count))


def student(freedom: int) -> float:
    """Return how many standard errors a 95 % interval reaches to each side (Student's t)."""
    return float(scipy.special.stdtrit(freedom, (1 + COVERED) / 2))


def median(values: np.ndarray) -> Estimate:
    """Return the median with the exact interval between two of the ordered values, which supposes
    nothing of their distribution; NaN at the ends where there are too few for one (below six).
    """
    ordered = np.sort(np.asarray(values, float))
    test = scipy.stats.quantile_test(ordered, q=float(np.median(ordered)), p=0.5)
    interval = test.confidence_interval(COVERED)
    return Estimate(
        float(np.median(ordered)), float(interval.low), float(interval.high), len(ordered)
    )


def resampled(statistic: Callable[..., float], *samples: np.ndarray) -> Estimate:
    """Return a statistic of one sample, or of several that belong together row by row, with the
    bias-corrected and accelerated bootstrap interval (Efron 1987); of many observations with that
    of the percentiles, which is the same then and needs no square of their number.

    Args:
        statistic: of as many arrays (observation) as there are samples; a number.
    """
    value, count = float(statistic(*samples)), len(samples[0])
    if all(np.ptp(sample) == 0 for sample in samples):  # nothing varies, so nothing is drawn
        return Estimate(value, value, value, count)
    drawn = scipy.stats.bootstrap(
        samples,
        statistic,
        paired=True,
        vectorized=False,
        n_resamples=RESAMPLES,
        method="BCa" if count <= MANY else "percentile",
        batch=max(1, AT_ONCE // count),
        confidence_level=COVERED,
        rng=np.random.default_rng(SEED),
    )
    if np.ptp(drawn.bootstrap_distribution) == 0:  # no drawing gives anything else
        return Estimate(value, value, value, count)
    found = drawn.confidence_interval
    return Estimate(value, float(found.low), float(found.high), count)


def difference(one: np.ndarray, other: np.ndarray) -> Estimate:
    """Return the mean of ``one - other`` over pairs, such as two recipes with the same seed.

    Raises:
        ValueError: fewer than two pairs, or values without a partner.
    """
    if len(one) != len(other):
        raise ValueError(f"pairs are as many on both sides. Received: {len(one)}, {len(other)}.")
    return mean(np.asarray(one, float) - np.asarray(other, float))


def rank_correlation(one: np.ndarray, other: np.ndarray) -> Estimate:
    """Return Spearman's rank correlation of two arrays (observation), 0 where one of them does not
    vary, with the interval of Bonett and Wright 2000: after Fisher's transformation its standard
    error is the root of (1 + r^2 / 2) / (n - 3).

    Raises:
        ValueError: fewer than four observations.
    """
    count = len(one)
    if count < 4:
        raise ValueError(f"a rank correlation needs four pairs or more. Received: {count}.")
    varies = np.ptp(one) > 0 and np.ptp(other) > 0
    r = float(scipy.stats.spearmanr(one, other).statistic) if varies else 0.0
    if abs(r) >= 1:  # without an end on the transformed scale
        return Estimate(r, r, r, count)
    reach = scipy.special.ndtri((1 + COVERED) / 2) * np.sqrt((1 + r**2 / 2) / (count - 3))
    low, high = np.tanh(np.arctanh(r) + np.array([-reach, reach]))
    return Estimate(r, float(low), float(high), count)


def of_pairs(statistic: Callable[[np.ndarray], float], groups: np.ndarray) -> Estimate:
    """Return a statistic of the pairs of some members with the interval of a bootstrap that draws
    members, each within its group: pairs that share a member are not independent.

    A member drawn twice is no pair of its own; the statistic has to leave such pairs out (Snijders
    and Borgatti 1999). Draws without any pair give NaN and do not count.

    Args:
        statistic: of indices of members (draw), some of them repeated; a number.
        groups: (member), which group each belongs to.
    """
    rng = np.random.default_rng(SEED)
    every = [np.flatnonzero(groups == group) for group in np.unique(groups)]
    found = [
        statistic(np.concatenate([rng.choice(own, len(own)) for own in every]))
        for _ in range(PAIR_RESAMPLES)
    ]
    ends = (1 - COVERED) / 2, (1 + COVERED) / 2
    low, high = np.nanquantile(found, ends)
    return Estimate(statistic(np.arange(len(groups))), float(low), float(high), len(groups))


def renumbered(alike: np.ndarray) -> Estimate:
    """Return by how much members and partners of the same number are more alike in the mean than
    those of random numbers, with what chance leaves of it: random re-numberings of the partners.

    Args:
        alike: (member, partner), as many of one as of the other.
    """
    count = len(alike)
    same, every = float(np.trace(alike)) / count, float(alike.mean())
    rng, members = np.random.default_rng(SEED), np.arange(count)
    drawn = [alike[members, rng.permutation(count)].mean() for _ in range(RESAMPLES)]
    low, high = np.quantile(drawn, ((1 - COVERED) / 2, (1 + COVERED) / 2))
    return Estimate(same - every, same - float(high), same - float(low), count)


def ratio_of_counts(one: int, other: int) -> Estimate:
    """Return ``one / other`` of two counts with an exact interval: given their sum, the first of
    two Poisson counts is binomial (Przyborowski and Wilenski 1940).

    Raises:
        ValueError: the other count is 0.
    """
    if other == 0:
        raise ValueError(f"a ratio needs a count to divide by. Received: {one} / {other}.")
    of_both = share(one, one + other)
    ends = (of_both.low / (1 - of_both.low), of_both.high / (1 - of_both.high))
    return Estimate(one / other, *ends, one + other)
