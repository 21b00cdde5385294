"""Confusion matrix, accuracy and the hard cases."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.images.datasets import Dataset
from analysis.looking.batchwise import activations
from analysis.networks.layers import last_step
from analysis.results.classification import Classification, Confusion
from analysis.study import Study

if TYPE_CHECKING:
    import keras

HARD_CASES = 24


def confusion_matrix(true: np.ndarray, predicted: np.ndarray, classes: int = 10) -> np.ndarray:
    """Return counts (true, predicted) of so many classes."""
    pairs = np.bincount(classes * true.astype(int) + predicted, minlength=classes**2)
    return pairs.reshape(classes, classes)


def probabilities(model: keras.Model, data: Dataset, images: np.ndarray) -> np.ndarray:
    """Return class probabilities (image, class) of images of the data."""
    last = last_step(model)
    return activations(model, data, images, (last,))[last]


def _classified(study: Study) -> dict[str, Any]:
    """Return what the network that is looked at makes of the test images, as results carry it."""
    data, test, classes = study.data, study.data.test, study.subject.classes
    said = probabilities(study.subject.network, data, test.images)
    predicted = said.argmax(axis=1)
    of_truth = said[np.arange(len(test.labels)), test.labels]
    hard = np.argsort(of_truth, kind="stable")[:HARD_CASES]
    return {
        "matrix": confusion_matrix(test.labels, predicted, classes),
        "hard_index": hard,
        "hard_images": test.images[hard],
        "hard_label": test.labels[hard],
        "hard_predicted": predicted[hard],
        "hard_probabilities": said[hard],
        "accuracy": (predicted == test.labels).mean(),
        "loss": -np.log(of_truth + 1e-12).mean(),
    }


def measure_classification(study: Study) -> Classification:
    """Classify the test images with the network of any subject whose last layer gives
    probabilities.

    Hard cases are the images with the smallest probability of their true class.
    """
    return Classification(**_classified(study))


def measure_confusion(study: Study) -> Confusion:
    """Classify the test images with the published network, see ``measure_classification``, and with
    the MLP.
    """
    data, test, classes = study.data, study.data.test, study.subject.classes
    by_mlp = probabilities(study.network("mlp"), data, test.images).argmax(axis=1)
    return Confusion(
        **_classified(study),
        mlp_matrix=confusion_matrix(test.labels, by_mlp, classes),
        mlp_accuracy=(by_mlp == test.labels).mean(),
    )
