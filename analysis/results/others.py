"""OIPs of another network than those of the series, and how far they can be trusted."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.results.base import Result, array


@dataclass(frozen=True)
class OtherNetwork(Result):
    """What the search finds for every map of a network of other images, in the box. The axis
    ``map`` counts the maps of all layers, those of the first one first.
    """

    trained_on: np.ndarray = array("", unit="images")
    tested: np.ndarray = array("", unit="images")  # none of them was trained on
    right: np.ndarray = array("", unit="images")  # of these, whose class it finds
    names: np.ndarray = array("class")
    # test images, evenly spread over them
    example: np.ndarray = array("example y x channel", unit="share of the valid range, 0..255")
    example_label: np.ndarray = array("example")
    layer: np.ndarray = array("layer")
    layer_of: np.ndarray = array("map")  # the place of a map's layer among them
    number: np.ndarray = array("map")  # of a map in its layer
    # of the layer: the first that any node sees, and one past the last
    visible_rows: np.ndarray = array("layer two=2", unit="px")
    visible_columns: np.ndarray = array("layer two=2", unit="px")
    images: np.ndarray = array("map y x channel", unit="share of the valid range, 0..255")
    # the image it was trained on that excites the map most
    strongest: np.ndarray = array("map y x channel", unit="share of the valid range, 0..255")
    response: np.ndarray = array("map", unit="mean activation")
    maximum: np.ndarray = array("map", unit="mean activation")  # over the training images
    rung: np.ndarray = array("map")  # of the ladder: the first search that woke the map
    agreement: np.ndarray = array("map", optional_nan=True)  # of starts
    ratio_maximum: np.ndarray = array("map", optional_nan=True)  # response / maximum
    hit_rate: np.ndarray = array("map", optional_nan=True)  # two-way choice, the OIP as hint
    # the same with the nine strongest images
    hit_rate_images: np.ndarray = array("map", optional_nan=True)


@dataclass(frozen=True)
class NetworksCompared(Result):
    """Numbers of the OIPs of each layer of several networks, one row for a layer: medians over
    maps, or shares of them, with their 95 % intervals.

    A number is NaN where no map has it, and so are the ends where too few have for an interval.
    """

    network: np.ndarray = array("row")
    layer: np.ndarray = array("row")
    maps: np.ndarray = array("row", unit="maps")
    filled: np.ndarray = array("row", unit="maps")  # with an OIP
    plain: np.ndarray = array("row", unit="maps")  # with one from a start that nobody selected
    number: np.ndarray = array("number")  # its id
    known: np.ndarray = array("number row", unit="maps")  # that have the number
    value: np.ndarray = array("number row", optional_nan=True)
    low: np.ndarray = array("number row", optional_nan=True)
    high: np.ndarray = array("number row", optional_nan=True)
