"""One row of the table of trust numbers: what a number is called, what it means, how it is read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from analysis.results.data_responses import DataResponses
from analysis.results.oips import OipSet
from analysis.results.trust import Trust

Read = Callable[[OipSet, DataResponses, Trust], np.ndarray]


def median(values: np.ndarray) -> float:
    """Return the median over the maps that have the number; NaN where none has."""
    known = values[~np.isnan(values)]
    return float(np.median(known)) if len(known) else float("nan")


def mean(values: np.ndarray) -> float:
    """Return the mean over the maps that have the number; NaN where none has."""
    known = values[~np.isnan(values)]
    return float(np.mean(known)) if len(known) else float("nan")


def told(number: float, unit: str, digits: int) -> str:
    """Return a number as readers see it: what is above 0 never as 0, and the middle of two counts,
    which may be a half, never as a count.
    """
    shown, least = 100 * number if unit == "%" else number, 10**-digits
    if 0 < shown <= least / 2:
        text = f"< {least:.{digits}f}"
    elif not digits and not unit:
        text = f"{shown:,.1f}".removesuffix(".0")
    else:
        text = f"{shown:z,.{digits}f}"
    return f"{text} {unit}".strip()


@dataclass(frozen=True)
class TrustNumber:
    """One number that says how far the OIP of a map can be trusted.

    ``read`` gives it for every map (map), NaN where a map has none; ``middle`` makes one number of
    all maps. Numbers with a ``heading`` stand on the cards of the galleries. ``beside`` gives what
    the number should be held against, ``top`` the largest value it can have.
    """

    id: str
    label: str
    reading: str
    formula: str
    read: Read
    unit: str = ""
    digits: int = 2
    heading: str = ""
    middle: Callable[[np.ndarray], float] = median
    beside: Callable[[Trust], float] = lambda trust: float("nan")
    top: float = float("nan")

    def text(self, number: float) -> str:
        """Return the number as readers see it; a dash where there is none."""
        return "–" if np.isnan(number) else told(number, self.unit, self.digits)
