"""How sure a difference is that claims and findings alone compare: of shares of the same images, of
medians, of areas under a curve; and an interval of draws that share images.

They stand beside ``analysis.statistics``, since measurements rest on that.
"""

from __future__ import annotations

import numpy as np
import scipy

from analysis.statistics import COVERED, Estimate, median

NORMAL = scipy.special.ndtri((1 + COVERED) / 2)  # standard errors to each side


def difference_of_paired_shares(one: np.ndarray, other: np.ndarray) -> Estimate:
    """Return by how much one share exceeds another of the same observations (observation, boolean),
    with the interval made of both Wilson intervals and of how the two hang together (Newcombe
    1998, method 10 for paired data), which also holds where few observations differ.

    Raises:
        ValueError: there are no observations, or some without a partner.
    """
    if len(one) != len(other) or not len(one):
        raise ValueError(f"pairs are as many on both sides. Received: {len(one)}, {len(other)}.")
    one, other, count = np.asarray(one, bool), np.asarray(other, bool), len(one)
    hits = [int(side.sum()) for side in (one, other)]
    a, b = (hit / count for hit in hits)
    ends = [scipy.stats.binomtest(hit, count).proportion_ci(COVERED, "wilson") for hit in hits]
    both, neither = float((one & other).sum()), float((~one & ~other).sum())
    product = both * neither - (hits[0] - both) * (hits[1] - both)
    product = max(product - count / 2, 0) if product > 0 else product
    size = np.sqrt(np.prod([float(hit) * (count - hit) for hit in hits]))
    phi = product / size if size > 0 else 0.0

    def reach(down: float, up: float) -> float:
        return float(np.sqrt(down**2 - 2 * phi * down * up + up**2))

    low = a - b - reach(a - ends[0].low, ends[1].high - b)
    high = a - b + reach(ends[0].high - a, b - ends[1].low)
    return Estimate((hits[0] - hits[1]) / count, low, high, count)


def change_of_share(change: float, moved: float, count: int) -> Estimate:
    """Return a change of a share of observations with its normal interval, where it is known of
    what share of them something changed: that is the most that can have changed in what counts, so
    that the interval is rather too wide than too narrow.
    """
    reach = float(NORMAL * np.sqrt(max(moved - change**2, 0) / count))
    return Estimate(change, change - reach, change + reach, count)


def difference_of_medians(one: np.ndarray, other: np.ndarray) -> Estimate:
    """Return by how much the median of some values exceeds that of independent ones, with the
    interval made of both intervals (Zou and Donner 2008); NaN at the ends where one of them has too
    few values for its own. It rests on as many observations as there are others.
    """
    a, b = median(one), median(other)
    below = np.hypot(a.value - a.low, b.high - b.value)
    above = np.hypot(a.high - a.value, b.value - b.low)
    value = a.value - b.value
    return Estimate(value, float(value - below), float(value + above), b.n)


def area(value: float, hits: int, rest: int) -> Estimate:
    """Return an area under the curve with the interval of its standard error (Hanley and McNeil
    1982), as far as an area goes.

    Args:
        hits, rest: observations that are to be told from the others, and these.

    Raises:
        ValueError: one of the two kinds is missing.
    """
    reach = NORMAL * np.sqrt(_variance(value, hits, rest))
    low, high = np.clip((value - reach, value + reach), 0, 1)
    return Estimate(value, float(low), float(high), hits + rest)


def _variance(area: float, hits: int, rest: int) -> float:
    if min(hits, rest) < 1:
        raise ValueError(f"an area needs observations of both kinds. Received: {hits}, {rest}.")
    above, below = area / (2 - area) - area**2, 2 * area**2 / (1 + area) - area**2
    return (area * (1 - area) + (hits - 1) * above + (rest - 1) * below) / (hits * rest)


def difference_of_areas(one: float, other: float, hits: int, rest: int) -> Estimate:
    """Return by how much one area under the curve exceeds another over the same observations, with
    the standard error of Hanley and McNeil 1982 for each. That the two rise and fall together is
    left out, which makes the interval rather too wide.

    Args:
        hits, rest: observations that are to be told from the others, and these.

    Raises:
        ValueError: one of the two kinds is missing.
    """
    reach = NORMAL * np.sqrt(_variance(one, hits, rest) + _variance(other, hits, rest))
    return Estimate(one - other, one - other - reach, one - other + reach, hits + rest)


def as_disjoint(drawn: np.ndarray, groups: int) -> np.ndarray:
    """Return so few values, at even ranks of those of many groups (draw) drawn from the same
    members, for an interval: many groups that share members are taken to tell as much as the few
    that share none (a bound of Hoeffding 1963 for means over all groups).

    Args:
        groups: how many can be made of the members without a common one.

    Raises:
        ValueError: none can be made.
    """
    if groups < 1:
        raise ValueError(f"an interval needs one group or more. Received: {groups}.")
    ranks = (np.arange(groups) + 0.5) / groups
    return np.asarray(np.quantile(np.asarray(drawn, float), ranks, method="inverted_cdf"))
