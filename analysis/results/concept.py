"""Images that the network is sure belong to a class, and how far they are from real ones."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.results.base import Result, array


@dataclass(frozen=True)
class Concept(Result):
    """Ascents on the probability of one class from noise.

    Distances are root mean square differences between images at mean 0 and deviation 1, on the
    pixels that the network sees: 0 for equal ones, 1.41 for unrelated ones.
    """

    # the first that any node sees, and one past the last
    visible_rows: np.ndarray = array("two=2", unit="px")
    visible_columns: np.ndarray = array("two=2", unit="px")
    label: np.ndarray = array("")
    starts: np.ndarray = array("start y x", unit="standardised pixel")
    images: np.ndarray = array("start y x", unit="standardised pixel")  # the best of each ascent
    probability: np.ndarray = array("start", unit="probability")  # of the class, for that image
    curve: np.ndarray = array("step start", unit="probability")  # before each step
    # to the nearest training image of the class
    distance: np.ndarray = array("start", unit="deviation")
    start_distance: np.ndarray = array("start", unit="deviation")
    own_distance: np.ndarray = array("own", unit="deviation")  # of the test images of the class
    other_distance: np.ndarray = array("other", unit="deviation")  # of all others
    nearest: np.ndarray = array("start")  # number of that training image of an ascent's best
    nearest_image: np.ndarray = array("start y x", unit="grey value 0..255")

    def reached(self, probability: float) -> np.ndarray:
        """Return which ascents (start) end with this probability or more."""
        return np.asarray(self.probability >= probability)

    def farther(self, share: float) -> np.ndarray:
        """Return which results (start) are farther away than this share of the test images of the
        class.
        """
        return np.asarray(self.distance > np.quantile(self.own_distance, share))
