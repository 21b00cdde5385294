"""What the convergence of the series' ascent depends on."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.results.base import Result, array


@dataclass(frozen=True)
class Treatments(Result):
    """The same maps and starts, climbed by the series' ascent under several treatments of image and
    gradient; the first is the series' own.
    """

    # of the layer: the first that any node sees, and one past the last
    visible_rows: np.ndarray = array("two=2", unit="px")
    visible_columns: np.ndarray = array("two=2", unit="px")
    steps: np.ndarray = array("")
    treatment: np.ndarray = array("treatment")
    damps: np.ndarray = array("treatment")  # whether it damps high frequencies
    candidates: np.ndarray = array("")  # starts that were held before all maps of the layer
    map: np.ndarray = array("map")  # some of those that answer as many of these as climb
    images: np.ndarray = array("treatment map y x", unit="pixel")  # from the first start
    response: np.ndarray = array("treatment map start", unit="mean activation")
    converged: np.ndarray = array("treatment map start")
    # of spectral power at wavelengths below 4 px
    high_share: np.ndarray = array("treatment map start", optional_nan=True)
    level: np.ndarray = array("")  # best correlation from which OIPs are one pattern
    patterns: np.ndarray = array("treatment map")  # groups that the OIPs of its starts fall into


@dataclass(frozen=True)
class Factors(Result):
    """The same maps, climbed from several starts of each scale with steps of several lengths."""

    steps: np.ndarray = array("")
    map: np.ndarray = array("map")
    grid: np.ndarray = array("scale", unit="nodes")  # per side
    step_size: np.ndarray = array("size")
    response: np.ndarray = array("map scale start size", unit="mean activation")
    converged: np.ndarray = array("map scale start size")
