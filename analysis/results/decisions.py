"""What adds up to a decision: contributions of pixels, maps and biases to what the network says of
chosen images.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.results.base import Result, array


@dataclass(frozen=True)
class Decisions(Result):
    """What the network says of chosen test images, before the softmax, and the pixels and biases
    that it is the sum of.
    """

    index: np.ndarray = array("image")  # official, in the test set
    label: np.ndarray = array("image")
    hard: np.ndarray = array("image")  # whether it is here as a hard case
    images: np.ndarray = array("image y x", unit="grey value 0..255")
    logits: np.ndarray = array("image class", unit="logit")
    pixels: np.ndarray = array("image class y x", unit="logit")
    layer: np.ndarray = array("layer")  # those with weights, from the input up
    bias: np.ndarray = array("image class layer", unit="logit")


@dataclass(frozen=True)
class MapShares(Result):
    """What the maps of one layer add to what the network says of the images of ``Decisions``."""

    activation: np.ndarray = array("image y x map", unit="activation")
    contribution: np.ndarray = array("image class map", unit="logit")
    # what the biases of the layers behind add; with the maps' contributions it is the logit
    behind: np.ndarray = array("image class", unit="logit")
    # what the logit loses when the map is set to zero and everything behind it is computed anew
    lost: np.ndarray = array("image class map", unit="logit")
