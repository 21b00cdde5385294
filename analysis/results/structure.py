"""What maps still show of a digit, and which gratings they answer."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.results.base import Result, array


@dataclass(frozen=True)
class Structure(Result):
    """Over test images of a 4: likeness of the first layer's maps to the input, how much one
    direction prevails before and after pooling; and how often maps are empty.
    """

    likeness: np.ndarray = array("image map1")  # absolute correlation
    stage: np.ndarray = array("stage")
    coherence: np.ndarray = array("stage four")  # mean over maps
    digit: np.ndarray = array("digit")
    empty: np.ndarray = array("digit map2")  # share of the digit's images


@dataclass(frozen=True)
class Gratings(Result):
    """The wavelength of sinusoidal gratings to which each map answers most."""

    wavelength: np.ndarray = array("wavelength", unit="px")
    directions: np.ndarray = array("")  # of each wavelength
    phases: np.ndarray = array("")  # of each direction
    layer: np.ndarray = array("layer")
    layer_of: np.ndarray = array("map")
    number: np.ndarray = array("map")  # within its layer
    # the largest over directions and phases
    response: np.ndarray = array("map wavelength", unit="mean activation")
