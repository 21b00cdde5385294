"""How the test images are classified."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.results.base import Result, array


@dataclass(frozen=True)
class Classification(Result):
    """How one network classifies them, and the images with the least probability of their class."""

    matrix: np.ndarray = array("true predicted", unit="images")
    hard_index: np.ndarray = array("hard")
    hard_images: np.ndarray = array("hard y x channel?", unit="grey value")
    hard_label: np.ndarray = array("hard")
    hard_predicted: np.ndarray = array("hard")
    hard_probabilities: np.ndarray = array("hard class", unit="probability")
    accuracy: np.ndarray = array("")
    loss: np.ndarray = array("", unit="nat")


@dataclass(frozen=True)
class Confusion(Result):
    matrix: np.ndarray = array("true predicted", unit="images")
    mlp_matrix: np.ndarray = array("true predicted", unit="images")
    hard_index: np.ndarray = array("hard")
    hard_images: np.ndarray = array("hard y x channel?", unit="grey value 0..255")
    hard_label: np.ndarray = array("hard")
    hard_predicted: np.ndarray = array("hard")
    hard_probabilities: np.ndarray = array("hard class", unit="probability")
    accuracy: np.ndarray = array("")
    mlp_accuracy: np.ndarray = array("")
    loss: np.ndarray = array("", unit="nat")
