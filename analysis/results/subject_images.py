"""Images of any subject: which there are, which were chosen to be looked at, how the network
classes them, and what adds up to what it says.

The axis ``told`` is that of images where a sum is told, and has no length where the network is not
affine between its gates; ``bent`` then says why, as the end of a sentence, and is empty otherwise.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.results.base import Result, array


@dataclass(frozen=True)
class ImageSets(Result):
    """How many images there are, and whether those called training and test images are the same."""

    training: np.ndarray = array("", unit="images")
    test: np.ndarray = array("", unit="images")
    same: np.ndarray = array("")
    labelled: np.ndarray = array("")
    names: np.ndarray = array("class")  # the number of a class where nobody named it


@dataclass(frozen=True)
class ChosenImages(Result):
    """Images chosen by what the network says of them; ``index`` counts test images."""

    role: np.ndarray = array("image")  # clear, wrong or close
    index: np.ndarray = array("image")
    label: np.ndarray = array("image")  # -1 where there are no labels
    predicted: np.ndarray = array("image")
    probability: np.ndarray = array("image", unit="probability")  # of the predicted class
    margin: np.ndarray = array("image", unit="logit")  # to the class that comes next
    images: np.ndarray = array("image y x channel", unit="share of the valid range, 0..255")
    labelled: np.ndarray = array("")
    names: np.ndarray = array("class")


@dataclass(frozen=True)
class SubjectConfusion(Result):
    """How one network classes the test images."""

    matrix: np.ndarray = array("true predicted", unit="images")
    images: np.ndarray = array("", unit="images")
    accuracy: np.ndarray = array("")
    low: np.ndarray = array("")  # the ends of its 95 % interval
    high: np.ndarray = array("")
    names: np.ndarray = array("true")


@dataclass(frozen=True)
class SubjectDecisions(Result):
    """What the network says of chosen images, and the pixels and biases that it is the sum of."""

    index: np.ndarray = array("image")
    label: np.ndarray = array("image")  # -1 where there are no labels
    hard: np.ndarray = array("image")
    images: np.ndarray = array("image y x channel", unit="share of the valid range, 0..255")
    logits: np.ndarray = array("image class", unit="logit")
    probabilities: np.ndarray = array("image class", unit="probability")
    names: np.ndarray = array("class")
    labelled: np.ndarray = array("")
    bent: np.ndarray = array("")
    pixels: np.ndarray = array("told class y x", unit="logit")
    layer: np.ndarray = array("layer")  # the steps that add something of their own, in order
    bias: np.ndarray = array("told class layer", unit="logit")
    gap: np.ndarray = array("", unit="logit")  # by which the sum misses a logit at most
    bar: np.ndarray = array("", unit="logit")  # what rounding may leave


@dataclass(frozen=True)
class SubjectShares(Result):
    """What the maps of one layer add to what the network says of these images."""

    activation: np.ndarray = array("image y x map", unit="activation")
    bent: np.ndarray = array("")
    contribution: np.ndarray = array("told class map", unit="logit")
    around: np.ndarray = array("told class", unit="logit")  # what does not pass the layer
    behind: np.ndarray = array("told class", unit="logit")  # what steps behind add of their own
    # what the logit loses when the map is set to zero and everything behind it is computed anew
    lost: np.ndarray = array("image class map", unit="logit")
    gap: np.ndarray = array("", unit="logit")
    bar: np.ndarray = array("", unit="logit")
