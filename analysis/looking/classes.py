"""Means over the images of each class."""

from __future__ import annotations

import numpy as np

from analysis.problem import Problem


def by_class(values: np.ndarray, labels: np.ndarray, classes: int) -> np.ndarray:
    """Return the mean (class, ...) of values (image, ...) over the images of each class.

    Raises:
        Problem: there is no image of a class.
    """
    missing = np.setdiff1d(np.arange(classes), labels)
    if missing.size:
        raise Problem(
            f"a mean over the images of each of {classes} classes was asked for, but among"
            f" {len(labels)} images there is none of class {', '.join(map(str, missing))}. Use"
            " more images."
        )
    return np.stack([values[labels == label].mean(axis=0) for label in range(classes)])
