"""Starts that leave maps without response."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.results.base import Result, array


@dataclass(frozen=True)
class Silence(Result):
    """How often starts of one scale leave each map of a layer without response."""

    grid: np.ndarray = array("grid", unit="nodes")  # per side, rising
    starts: np.ndarray = array("")  # of each grid
    share: np.ndarray = array("map grid")  # of the starts
