"""Test images moved across the image, compared with where they began."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.results.base import Result, array


@dataclass(frozen=True)
class Translation(Result):
    """Of the last convolutional layer: correlations with the first place, of all points and of the
    means of all maps; and whether the class is right.
    """

    image: np.ndarray = array("image")  # its index among the test images
    label: np.ndarray = array("image")
    direction: np.ndarray = array("direction")
    shift: np.ndarray = array("shift", unit="px")  # from the first place
    points: np.ndarray = array("direction shift image")
    means: np.ndarray = array("direction shift image")
    right: np.ndarray = array("direction shift image")
