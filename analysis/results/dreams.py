"""Dreams: pictures in which a map has been amplified, whole, at several scales and for many
maps.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.results.base import Result, array


@dataclass(frozen=True)
class Dreams(Result):
    """Two pictures, what the pure ascent makes of them, and how carving goes on, for one map."""

    # of the base: the first that any node sees, and one past the last
    visible_rows: np.ndarray = array("two=2", unit="px")
    visible_columns: np.ndarray = array("two=2", unit="px")
    name: np.ndarray = array("picture")
    map: np.ndarray = array("")
    answered: np.ndarray = array("any_map", unit="pictures")  # that each map of the layer answers
    picture: np.ndarray = array("picture y x", unit="deviation")
    base: np.ndarray = array("picture base_y base_x", unit="standardised pixel")
    # after the last of the pure steps
    pure: np.ndarray = array("picture base_y base_x", unit="standardised pixel")
    pure_step: np.ndarray = array("frame", unit="steps made")
    pure_edges: np.ndarray = array("picture frame")  # edge correlation with the base
    pure_even: np.ndarray = array("picture frame")  # share of even background
    pure_dark: np.ndarray = array("picture frame")  # share of background that is also dark
    pure_response: np.ndarray = array("picture frame", unit="mean activation")
    # done before each turn of the carving; the last is the end
    steps: np.ndarray = array("turn", unit="step")
    carved: np.ndarray = array("picture turn y x", unit="deviation")
    # carved; the same steps at once, detail added; the same steps, no detail
    way: np.ndarray = array("way")
    edges: np.ndarray = array("way picture turn")  # edge correlation with the picture
    # the same for what the network sees of both
    coarse_edges: np.ndarray = array("way picture turn")
    response: np.ndarray = array("way picture turn", unit="mean activation")

    @property
    def answering_all(self) -> int:
        """How many maps of the layer answer all pictures."""
        return int((self.answered == len(self.name)).sum())


@dataclass(frozen=True)
class DreamScales(Result):
    """The same amplification in tiles of several sizes, side by side or overlapping, and on the
    whole picture by the convolutions alone.
    """

    name: np.ndarray = array("picture")
    map: np.ndarray = array("")
    tile: np.ndarray = array("scale", unit="px")
    way: np.ndarray = array("way")  # tiles side by side; overlapping tiles; octaves
    dream: np.ndarray = array("way scale picture y x", unit="deviation")
    # of what was added; NaN for nothing
    wavelength: np.ndarray = array("way scale picture", unit="px", optional_nan=True)
    edges: np.ndarray = array("way scale picture")
    # of the whole picture, seen at this scale
    before: np.ndarray = array("scale picture", unit="mean activation")
    after: np.ndarray = array("way scale picture", unit="mean activation")
    # rms of what was added near borders of tiles, in units of that elsewhere
    border: np.ndarray = array("way scale picture", optional_nan=True)
    silent: np.ndarray = array("way scale picture")  # share of tiles the map is silent to
    pixels: np.ndarray = array("way scale", unit="px")  # that one step computes
    # one scale after the other, the largest first
    all_scales: np.ndarray = array("way picture y x", unit="deviation")
    # of the map of the whole picture, each compared with the same node of a crop as large as the
    # network's input
    nodes: np.ndarray = array("", unit="nodes")
    node_difference: np.ndarray = array("")  # the largest, in units of the largest activation


@dataclass(frozen=True)
class DreamMaps(Result):
    """Pure ascent and carving for every map of the layer that answers a picture."""

    name: np.ndarray = array("picture")
    map: np.ndarray = array("map")
    # 0: the map is silent and nothing is carved
    before: np.ndarray = array("picture map", unit="mean activation")
    pure_edges: np.ndarray = array("picture map", optional_nan=True)
    pure_even: np.ndarray = array("picture map", optional_nan=True)  # less that of the base
    carved_edges: np.ndarray = array("picture map", optional_nan=True)
    # response after carving / before
    carved_ratio: np.ndarray = array("picture map", optional_nan=True)
    shown: np.ndarray = array("some")  # maps
    dream: np.ndarray = array("picture some y x", unit="deviation")
    # correlation of what different maps added
    likeness: np.ndarray = array("picture some some_other")
