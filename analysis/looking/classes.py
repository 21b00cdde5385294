"""Means over the images of each class."""

from __future__ import annotations

import numpy as np


def by_class(values: np.ndarray, labels: np.ndarray, classes: int) -> np.ndarray:
    """Return the mean (class, ...) of values (image, ...) over the images of each class; NaN for a
    class without images.
    """
    kind = values.dtype if values.dtype.kind == "f" else np.float64
    found = np.full((classes, *values.shape[1:]), np.nan, kind)
    for label in np.unique(labels):
        found[label] = values[labels == label].mean(axis=0)
    return found
