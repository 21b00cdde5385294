"""Pictures mixed from OIPs, and what a network makes of them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.results.base import Result, array


@dataclass(frozen=True)
class Mixtures(Result):
    """Of each class, the mixture of the OIPs of the maps that it uses most, and mixtures of OIPs
    drawn at random. Likeness: correlations of a pattern across maps with those of the classes.
    """

    # the first that any node sees, and one past the last
    visible_rows: np.ndarray = array("two=2", unit="px")
    visible_columns: np.ndarray = array("two=2", unit="px")
    maps: np.ndarray = array("class part")  # whose OIPs are mixed
    images: np.ndarray = array("class y x", unit="standardised pixel")
    probability: np.ndarray = array("class digit", unit="probability")
    likeness: np.ndarray = array("class digit")
    random_probability: np.ndarray = array("draw digit", unit="probability")
    random_likeness: np.ndarray = array("draw digit")

    def taken(self) -> np.ndarray:
        """Return which mixtures (class) the network takes for their class."""
        return np.asarray(self.probability.argmax(axis=1) == np.arange(len(self.probability)))

    def alike(self) -> np.ndarray:
        """Return which mixtures (class) give a pattern that is most like that of their class."""
        return np.asarray(self.likeness.argmax(axis=1) == np.arange(len(self.likeness)))
