"""Medians over maps, as findings need them: with an interval, and in words."""

from __future__ import annotations

import numpy as np

from analysis import statistics
from analysis.catalogue.intervals import with_interval
from analysis.statistics import Estimate

FEWEST = 6  # maps; the median of fewer has no interval


def middle(values: np.ndarray) -> Estimate:
    """Return the median of the numbers (map) that are known, with its interval; the ends are NaN
    where there are too few for one, so that no difference is seen in them.
    """
    known = values[np.isfinite(values)]
    if len(known):
        return statistics.median(known)
    return Estimate(np.nan, np.nan, np.nan, 0)


def above(one: Estimate, bar: float) -> bool | None:
    """Return whether a number lies above a bar: yes or no where its interval lies on one side, and
    none where it holds the bar, or where there is no interval.
    """
    return True if one.low > bar else False if one.high < bar else None


def below(one: Estimate, bar: float) -> bool | None:
    """Return whether a number lies below a bar, by the same rule."""
    return True if one.high < bar else False if one.low > bar else None


def apart(lower: Estimate, upper: Estimate) -> bool | None:
    """Return whether one number is the lower one: yes or no where both intervals stand apart."""
    return True if lower.high < upper.low else False if lower.low > upper.high else None


def every(*answers: bool | None) -> bool | None:
    """Return whether all of some answers are yes: no where one of them is no."""
    return False if False in answers else None if None in answers else True


def ratio(part: np.ndarray, whole: np.ndarray) -> np.ndarray:
    """Return one number as a share of another (..., map), NaN where there is nothing to divide
    by.
    """
    return np.divide(part, whole, out=np.full(np.shape(part), np.nan), where=whole > 0)


def told(one: Estimate, digits: int = 2, unit: str = "", bars: tuple[float, ...] = ()) -> str:
    """Return a median in words: with its interval and how many maps it is of. A difference of two
    shares is told in points, not in per cent.

    Args:
        bars: what it is judged by, see ``with_interval``.
    """
    if one.n < FEWEST:
        return f"too few maps for an interval ({one.n})"
    return with_interval(one, digits, unit, of="maps", bars=bars)
