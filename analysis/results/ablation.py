"""What the network loses with one of its maps."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.results.base import Result, array


@dataclass(frozen=True)
class Ablation(Result):
    """How the test images are classified with one map of a layer set to zero at all its nodes, for
    each map in turn.
    """

    intact: np.ndarray = array("")  # share of test images classified rightly with all maps
    # the same among the test images of one class; NaN where it has none, as below
    intact_digit: np.ndarray = array("digit", optional_nan=True)
    accuracy: np.ndarray = array("map")
    change: np.ndarray = array("map")  # accuracy without the map minus the intact one
    change_digit: np.ndarray = array("map digit", optional_nan=True)
    # share of test images that are put into another class, rightly or wrongly
    flipped: np.ndarray = array("map")
