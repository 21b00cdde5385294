"""Which way the lines of maps run."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.results.base import Result, array


@dataclass(frozen=True)
class Horizontality(Result):
    """How far structure runs across rather than up, from the input to the last maps.

    The number is the energy of differences between rows less that between columns, over their sum:
    1 for horizontal lines alone, -1 for upright ones.
    """

    stage: np.ndarray = array("stage")  # the input, then layers
    label: np.ndarray = array("image")  # of every test image
    trained: np.ndarray = array("stage image")
    untrained: np.ndarray = array("network stage four")  # for the test images of a 4

    def of_digit(self, digit: int) -> np.ndarray:
        """Return the number (stage, image) for the images of one digit."""
        return np.asarray(self.trained[:, self.label == digit])
