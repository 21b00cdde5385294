"""How several trainings of the comparison MLP read the test images, beside the CNN."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.results.base import Result, array


@dataclass(frozen=True)
class MlpRuns(Result):
    """Confusions of the published MLP (run 0) and of its repetitions, and of both trained CNNs
    (published first).
    """

    matrices: np.ndarray = array("run true predicted", unit="images")
    cnn_matrices: np.ndarray = array("cnn true predicted", unit="images")
    # of the repetitions: all runs but the first
    validation_accuracy: np.ndarray = array("repetition epoch")
    seed: np.ndarray = array("repetition")
    digit: np.ndarray = array("digit")
    # smallest probability of the true class by the published MLP
    worst_index: np.ndarray = array("digit worst")
    worst_images: np.ndarray = array("digit worst y x", unit="grey value 0..255")
    mlp_probabilities: np.ndarray = array("digit worst class", unit="probability")
    cnn_probabilities: np.ndarray = array("digit worst class", unit="probability")
    # MLP trainings that read it as another digit
    misread: np.ndarray = array("digit worst", unit="runs")
