"""What OIPs are composed of."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.results.base import Result, array


@dataclass(frozen=True)
class Elements(Result):
    """How well copies of what one node wants, shifted as the nodes are, explain a map's OIP."""

    map: np.ndarray = array("map")  # those with an OIP and an element
    # the OIP of the middle node, where that node sees it
    element: np.ndarray = array("map row column", unit="standardised pixel")
    response: np.ndarray = array("map", unit="activation")  # of the node to it
    target: np.ndarray = array("map y x", unit="standardised pixel")  # the map's OIP, as it is seen
    # share of the variance of a map's OIP that the element of each map explains, by its place here
    fit: np.ndarray = array("map element")
    images: np.ndarray = array("")  # of the data, among which cut-outs are looked for
    # what excites one of the map's nodes most among images of the data, and how well it fits
    cut_out: np.ndarray = array("map row column", unit="grey")
    cut_out_fit: np.ndarray = array("map")
    # of some maps, by their place here: held-out fit by shifted copies, and by turned ones too, of
    # the map's own element, which comes first, and of those of other maps
    tried: np.ndarray = array("tried")
    shifted: np.ndarray = array("tried trial")
    turned: np.ndarray = array("tried trial")


@dataclass(frozen=True)
class Strokes(Result):
    """Whether strokes of OIPs are longer on the right than on the left: the difference of their
    lengths in both halves over the sum, from starts and from the same starts mirrored.
    """

    map: np.ndarray = array("map")
    plain: np.ndarray = array("map start", optional_nan=True)
    mirrored: np.ndarray = array("map start", optional_nan=True)
    # of the sum of nine equal elements, one at each node
    overlap: np.ndarray = array("map", optional_nan=True)
