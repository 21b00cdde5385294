"""What the page of a map shows beside its OIP: other pictures of it, its inputs, its relatives."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.results.base import Result, array


@dataclass(frozen=True)
class MapPortraits(Result):
    """Three further ascents of every map on the sphere: that of its best start frame by frame, that
    of its middle node, and the one that drives the map down.
    """

    # of the layer: the first that any node sees, and one past the last
    visible_rows: np.ndarray = array("two=2", unit="px")
    visible_columns: np.ndarray = array("two=2", unit="px")
    seed: np.ndarray = array("map")  # of the start that is followed
    step: np.ndarray = array("frame")
    frames: np.ndarray = array("map frame y x channel?", unit="standardised pixel")
    curve: np.ndarray = array("step map", unit="mean activation")
    node: np.ndarray = array("two=2")  # row and column of the middle node
    node_images: np.ndarray = array("map y x channel?", unit="standardised pixel")
    node_response: np.ndarray = array("map", unit="activation")  # 0: it never fired
    negative_images: np.ndarray = array("map y x channel?", unit="standardised pixel")
    # the mean before the activation function that the picture reaches
    negative_response: np.ndarray = array("map", unit="mean pre-activation")


@dataclass(frozen=True)
class MapLinks(Result):
    """How the maps of a layer are read by the next layer with weights: by its maps or nodes."""

    # root of the sum of squares of the weights between the two
    strength: np.ndarray = array("map reader")
    # what the map adds to the reader before its activation function: the mean over the reader's
    # nodes and over the test images of each class
    added: np.ndarray = array("digit map reader", unit="mean pre-activation")


@dataclass(frozen=True)
class MapVotes(Result):
    """What the maps of a layer add to what the network says of the class that an image shows: mean
    and deviation over the test images of each class.
    """

    # NaN for a class without images
    added: np.ndarray = array("digit map", unit="logit", optional_nan=True)
    spread: np.ndarray = array("digit map", unit="logit", optional_nan=True)


@dataclass(frozen=True)
class MapKin(Result):
    """How the maps of a layer respond to the test images, and which respond alike."""

    zero: np.ndarray = array("map")  # share of the images that the map is silent to
    maximum: np.ndarray = array("map", unit="mean activation")
    # images by response, from 0 to the maximum in equal steps; the silent ones are left out
    count: np.ndarray = array("map bin", unit="images")
    images: np.ndarray = array("", unit="images")
    # between responses; NaN where one of two maps never varies
    correlation: np.ndarray = array("map other", optional_nan=True)
    # maps that respond alike lie close together; the unit means nothing
    place: np.ndarray = array("map two=2")
