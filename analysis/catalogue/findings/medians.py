"""Medians over maps, as findings need them: with an interval, and in words."""

from __future__ import annotations

import numpy as np

from analysis import statistics
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


def ratio(part: np.ndarray, whole: np.ndarray) -> np.ndarray:
    """Return one number as a share of another (..., map), NaN where there is nothing to divide
    by.
    """
    return np.divide(part, whole, out=np.full(np.shape(part), np.nan), where=whole > 0)


def told(one: Estimate, digits: int = 2, unit: str = "") -> str:
    """Return a median in words: with its interval and how many maps it is of. A difference of two
    shares is told in points, not in per cent.
    """
    if one.n < FEWEST:
        return f"too few maps for an interval ({one.n})"
    scale = 100 if unit in ("%", "points") else 1
    value, low, high = (f"{scale * of:.{digits}f}" for of in (one.value, one.low, one.high))
    return f"{value} ({low} to {high}) {unit}".strip() + f", {one.n} maps"
