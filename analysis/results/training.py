"""What trainings leave behind."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.results.base import Result, array


@dataclass(frozen=True)
class TrainingHistory(Result):
    """One training, epoch by epoch; losses without the L2 penalty."""

    training_loss: np.ndarray = array("epoch", unit="nat")
    training_accuracy: np.ndarray = array("epoch")
    validation_loss: np.ndarray = array("epoch", unit="nat")
    validation_accuracy: np.ndarray = array("epoch")
    learning_rate: np.ndarray = array("step", unit="per step")
