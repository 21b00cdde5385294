"""How exactly decisions are sums, over every test image, and what stands behind a node."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.results.base import Result, array


@dataclass(frozen=True)
class Exactness(Result):
    """By how much the contributions of a place, with the biases behind it, miss the logit of the
    label at the test image where they miss it most.
    """

    place: np.ndarray = array("place")  # the pixels, then the layers with weights but the last
    gap: np.ndarray = array("place", unit="logit")
    images: np.ndarray = array("", unit="images")
    largest: np.ndarray = array("", unit="logit")  # without its sign, of all images and classes
    bar: np.ndarray = array("", unit="logit")  # what no gap may exceed


@dataclass(frozen=True)
class Fields(Result):
    """Which pixels the nodes of each layer with maps see, along rows (first) and columns: node n of
    ``count`` the ``size`` pixels from ``first`` + n * ``step`` on, as far as the image reaches.
    """

    layer: np.ndarray = array("layer")
    count: np.ndarray = array("layer axis=2", unit="nodes")
    first: np.ndarray = array("layer axis=2", unit="px")
    size: np.ndarray = array("layer axis=2", unit="px")
    step: np.ndarray = array("layer axis=2", unit="px")
    side: np.ndarray = array("axis=2", unit="px")  # of the image
