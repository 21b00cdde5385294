"""Confusion matrix, accuracy and the hard cases."""

from __future__ import annotations

import numpy as np

from analysis.networks.layers import batches, views
from analysis.results.classification import Confusion
from analysis.study import Study

HARD_CASES = 24


def confusion_matrix(true: np.ndarray, predicted: np.ndarray) -> np.ndarray:
    """Return counts (true, predicted) of ten classes."""
    return np.bincount(10 * true.astype(int) + predicted, minlength=100).reshape(10, 10)


def predict(study: Study, network: str, images: np.ndarray) -> np.ndarray:
    """Return class probabilities (image, class) of grey images (image, y, x)."""
    look = views(study.network(network), ("Dense_10",))
    return np.concatenate(
        [look(study.data.standardise(images[part]))["Dense_10"] for part in batches(images)]
    )


def measure_confusion(study: Study) -> Confusion:
    """Classify the test images with the published network and with the MLP.

    Hard cases are the images with the smallest probability of their true class.
    """
    test = study.data.test
    probabilities = predict(study, "full-recipe", test.images)
    mlp = predict(study, "mlp", test.images)
    of_truth = probabilities[np.arange(len(test.labels)), test.labels]
    hard = np.argsort(of_truth, kind="stable")[:HARD_CASES]
    predicted, mlp_predicted = probabilities.argmax(axis=1), mlp.argmax(axis=1)
    return Confusion(
        matrix=confusion_matrix(test.labels, predicted),
        mlp_matrix=confusion_matrix(test.labels, mlp_predicted),
        hard_index=hard,
        hard_images=test.images[hard],
        hard_label=test.labels[hard],
        hard_predicted=predicted[hard],
        hard_probabilities=probabilities[hard],
        accuracy=(predicted == test.labels).mean(),
        mlp_accuracy=(mlp_predicted == test.labels).mean(),
        loss=-np.log(of_truth + 1e-12).mean(),
    )
