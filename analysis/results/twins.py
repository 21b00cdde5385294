"""Maps of two trainings that differ in one thing alone, matched by what they answer."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.results.base import Result, array


@dataclass(frozen=True)
class Twins(Result):
    """One row for each map of the first network of each pair: its partner in the second, how alike
    the two are, and how alike the best partners are where images were exchanged within their class.
    """

    images: np.ndarray = array("")  # each network was trained on
    epochs: np.ndarray = array("")
    accuracy: np.ndarray = array("network")  # on test images
    layer: np.ndarray = array("row")
    differs: np.ndarray = array("row")  # in what the two trainings differ
    pair: np.ndarray = array("row")  # of those that differ in the same
    number: np.ndarray = array("row")  # of the map in its layer
    partner: np.ndarray = array("row")  # number of its partner
    likeness: np.ndarray = array("row")  # correlation over the test images
    by_class: np.ndarray = array("row")  # the same, after the exchange
    kind: np.ndarray = array("kind")  # in what the two ends of a line differ
    place: np.ndarray = array("place")  # on the line, from 0 to 1
    loss: np.ndarray = array("kind place", unit="nat")  # cross-entropy on test images
    right: np.ndarray = array("kind place")  # share of right classes
    loss_matched: np.ndarray = array("kind place", unit="nat")  # with maps in the same order
    right_matched: np.ndarray = array("kind place")
