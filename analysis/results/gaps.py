"""Maps that plain starts leave silent, and how they are filled."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.results.base import Result, array


@dataclass(frozen=True)
class Gaps(Result):
    """A search among large-scale starts against restarts from plain ones, with as many passes."""

    map: np.ndarray = array("gap")
    silent: np.ndarray = array("")  # maps that plain starts leave silent, all of them
    steps: np.ndarray = array("")  # of an ascent
    candidates: np.ndarray = array("")  # large-scale starts that the search looks at
    passes: np.ndarray = array("")  # forward and backward, that both may spend on a map
    filled: np.ndarray = array("gap")  # whether an ascent converges
    response: np.ndarray = array("gap", unit="mean activation")
    climbs: np.ndarray = array("gap")
    # the same for restarts
    filled_again: np.ndarray = array("gap")
    response_again: np.ndarray = array("gap", unit="mean activation")
    climbs_again: np.ndarray = array("gap")
    looked_again: np.ndarray = array("gap", unit="starts")
