"""Labels as files hold them, brought to whole numbers that count from 0."""

from __future__ import annotations

import numpy as np

from analysis.problem import Problem

MOST = 1_000_000  # classes that anybody tells apart
WAY_OUT = "Number the classes from 0 on, in the order of the network's outputs."


def as_labels(labels: np.ndarray, count: int, where: str) -> np.ndarray:
    """Return labels (image) int64.

    Args:
        labels: (image), (image, 1) or one-hot (image, class); whole numbers of any kind.
        count: how many images there are.

    Raises:
        Problem: they are of another count, no whole numbers, count from below 0, or too far.
    """
    if len(np.atleast_1d(labels)) != count:
        raise Problem(
            f"{where}: {count} images, but {len(np.atleast_1d(labels))} labels. Give one label for"
            " each image, in the same order."
        )
    found = _one_each(labels, where)
    if found.dtype.kind not in "biuf":
        raise Problem(
            f"{where}: labels are whole numbers, but these are of type {found.dtype}. {WAY_OUT}"
        )
    finite = found.dtype.kind != "f" or np.isfinite(found).all()
    if not finite or (found != np.trunc(found)).any():
        wrong = next(value for value in found.tolist() if value != value or value % 1)
        raise Problem(f"{where}: labels are whole numbers, but one of these is {wrong}. {WAY_OUT}")
    if found.min() < 0:
        raise Problem(f"{where}: labels count from 0, but one of these is {found.min()}. {WAY_OUT}")
    if found.max() >= MOST:
        raise Problem(
            f"{where}: labels are numbers of classes, but one of these is {found.max()}. {WAY_OUT}"
        )
    return found.astype(np.int64)


def _one_each(labels: np.ndarray, where: str) -> np.ndarray:
    """Return one label for each image; ``Raises Problem`` for any other shape."""
    if labels.ndim == 1:
        return labels
    if labels.ndim == 2 and labels.shape[1] == 1:
        return labels[:, 0]
    if labels.ndim == 2 and labels.dtype.kind in "biuf" and _one_hot(labels):
        return labels.argmax(axis=1)
    raise Problem(
        f"{where}: labels have the shape {labels.shape}; they are read as (image), (image, 1), or"
        " (image, class) with a single 1 in each row. Give one whole number for each image."
    )


def _one_hot(labels: np.ndarray) -> bool:
    """Whether each row (class) is 1 once and 0 else."""
    return bool(((labels == 0) | (labels == 1)).all() and (labels.sum(axis=1) == 1).all())
