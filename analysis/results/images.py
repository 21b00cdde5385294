"""Digits, and the starts of ascents."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.results.base import Result, array


@dataclass(frozen=True)
class PixelStatistics(Result):
    mean: np.ndarray = array("y x", unit="grey value 0..255")
    deviation: np.ndarray = array("y x", unit="grey value 0..255")
    black_per_pixel: np.ndarray = array("y x", unit="standardised pixel")
    standard_mean: np.ndarray = array("", unit="grey value 0..255")
    standard_deviation: np.ndarray = array("", unit="grey value 0..255")


@dataclass(frozen=True)
class ExampleImages(Result):
    """Images chosen by the stated rule; ``index`` is the official index in the test set."""

    role: np.ndarray = array("image")  # clear-4, unclear-4, clear-9, one, two
    index: np.ndarray = array("image")
    label: np.ndarray = array("image")
    images: np.ndarray = array("image y x channel?", unit="grey value 0..255")
    distance_ratio: np.ndarray = array("image")  # to the mean 4 over to the mean 9
    mlp_nine: np.ndarray = array("image", unit="probability")  # P(9) of the comparison MLP
    mlp_class: np.ndarray = array("image")  # what the comparison MLP takes it for
    hole: np.ndarray = array("image", unit="px")  # the largest piece of paper within the ink
    # what counts as ink, and how large a hole closes the top of a 4
    ink: np.ndarray = array("", unit="grey value 0..255")
    least_hole: np.ndarray = array("", unit="px")
    # of the test set: 4s, those with a closed top, those of them that the MLP takes for a 9
    fours: np.ndarray = array("", unit="images")
    closed: np.ndarray = array("", unit="images")
    passing: np.ndarray = array("", unit="images")

    @property
    def closed_top(self) -> np.ndarray:
        """Whether the top of each image is closed, if it is a 4."""
        return self.hole >= self.least_hole


@dataclass(frozen=True)
class Fluctuations(Result):
    scale: np.ndarray = array("scale", unit="px")
    samples: np.ndarray = array("scale y x", unit="standardised pixel")
    mixture: np.ndarray = array("y x", unit="standardised pixel")
    frequency: np.ndarray = array("frequency", unit="cycles/px")
    power: np.ndarray = array("scale frequency", unit="power density")
    mixture_power: np.ndarray = array("frequency", unit="power density")
    smoothed_power: np.ndarray = array("frequency", unit="power density")
