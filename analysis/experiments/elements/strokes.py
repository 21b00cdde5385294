"""How long the strokes of a picture are in its left and in its right half."""

from __future__ import annotations

import numpy as np

ABOVE = 1.0  # deviations above the mean from which a pixel belongs to a stroke


def outline(images: np.ndarray) -> np.ndarray:
    """Return the length of the strokes' outline (..., column) in pixel sides, counted where the
    pixel inside the stroke lies, of images (..., y, x).
    """
    mean = images.mean(axis=(-2, -1), keepdims=True)
    deviation = images.std(axis=(-2, -1), keepdims=True)
    inside = images > mean + ABOVE * deviation
    around = np.pad(inside, [(0, 0)] * (images.ndim - 2) + [(1, 1), (1, 1)], mode="edge")
    beside = (
        around[..., :-2, 1:-1],
        around[..., 2:, 1:-1],
        around[..., 1:-1, :-2],
        around[..., 1:-1, 2:],
    )
    sides = sum((inside & ~one).astype(int) for one in beside)
    return np.asarray(np.sum(sides, axis=-2))


def leaning(images: np.ndarray) -> np.ndarray:
    """Return (right - left) / (right + left) (...) of the strokes' lengths in both halves of images
    (..., y, x): positive where those on the right are longer; NaN without a stroke.
    """
    lengths = outline(images)
    middle = lengths.shape[-1] // 2
    left, right = lengths[..., :middle].sum(axis=-1), lengths[..., -middle:].sum(axis=-1)
    total = left + right
    return np.where(total > 0, (right - left) / np.where(total > 0, total, 1), np.nan)


def mirrored(images: np.ndarray, columns: slice) -> np.ndarray:
    """Return images (..., y, x) whose columns between two are in the opposite order."""
    found = images.copy()
    found[..., columns] = images[..., columns][..., ::-1]
    return found
