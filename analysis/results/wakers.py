"""Random mixtures of length scales as starts, and which silent maps they wake."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.results.base import Result, array


@dataclass(frozen=True)
class Wakers(Result):
    """Starts, each of a mixture of its own, and what maps answer that no plain start excites."""

    grids: np.ndarray = array("grid", unit="nodes")
    weights: np.ndarray = array("start grid")
    map: np.ndarray = array("gap")
    response: np.ndarray = array("start gap", unit="mean activation")
    rung: np.ndarray = array("gap")  # of the ladder: the first search that woke the map
    # of the starts
    frequency: np.ndarray = array("frequency", unit="cycles/px")
    power: np.ndarray = array("frequency", unit="power density")
    # of those that wake a map
    power_waking: np.ndarray = array("frequency", unit="power density", optional_nan=True)

    def woken(self) -> np.ndarray:
        """Return which maps (gap) some start wakes."""
        return np.asarray((self.response > 0).any(axis=0))

    def waking(self) -> np.ndarray:
        """Return which starts (start) wake a map."""
        return np.asarray((self.response > 0).any(axis=1))
