"""How maps answer the start from which all recipes of the ascent climb."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.results.base import Result, array


@dataclass(frozen=True)
class RecipeStart(Result):
    """Which maps climb from the start itself; the others are woken first, and begin with what that
    makes.
    """

    response: np.ndarray = array("map", unit="mean activation")  # to the start
