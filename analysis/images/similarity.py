"""How alike two pictures are, and how often one picture repeats itself. Both work on small arrays
(y, x), NumPy only.
"""

from __future__ import annotations

from itertools import combinations

import numpy as np


def correlation(one: np.ndarray, other: np.ndarray) -> float:
    """Return Pearson's r of two equally shaped pictures; 0 where one of them is constant."""
    # rounding would leave a constant picture a pattern of its own
    if np.ptp(one) == 0 or np.ptp(other) == 0:
        return 0.0
    a, b = one - one.mean(), other - other.mean()
    scale = np.sqrt((a**2).sum() * (b**2).sum())
    return float((a * b).sum() / scale) if scale > 0 else 0.0


def best_correlation(one: np.ndarray, other: np.ndarray, reach: int = 4) -> float:
    """Return the highest correlation of two pictures over all shifts of up to ``reach`` px in both
    directions.

    Each shift is scored on the overlap alone, with the overlap's own mean and deviation.

    Args:
        one, other: (y, x), of the same shape; cut blind rows and columns off before.
        reach: px; 4 is one step of a Conv2D_3 node (NCC of the series' brief).
    """
    height, width = one.shape
    scores = []
    for down in range(-reach, reach + 1):
        for right in range(-reach, reach + 1):
            here = one[max(0, down) : height + min(0, down), max(0, right) : width + min(0, right)]
            there = other[
                max(0, -down) : height + min(0, -down), max(0, -right) : width + min(0, -right)
            ]
            scores.append(correlation(here, there))
    return max(scores)


def pairwise(images: np.ndarray, reach: int = 4) -> np.ndarray:
    """Return the best correlation (pair) of every pair of pictures (image, y, x)."""
    return np.array([best_correlation(one, other, reach) for one, other in combinations(images, 2)])


def best_correlations(images: np.ndarray, reach: int = 4) -> np.ndarray:
    """Return the best correlation (..., image, image) of every picture with every other, as
    ``best_correlation`` gives it for one pair.

    All pairs of one shift, in all sets of pictures, are one matrix product; the opposite shift is
    its transpose.

    Args:
        images: (..., image, y, x): one set of pictures, or several.
    """
    *sets, count, height, width = images.shape
    best = np.full((*sets, count, count), -1.0)
    for down in range(reach + 1):
        for right in range(-reach if down else 0, reach + 1):
            here = images[..., down:, max(0, right) : width + min(0, right)]
            there = images[..., : height - down, max(0, -right) : width + min(0, -right)]
            alike = np.einsum("...iyx,...jyx->...ij", unit(here), unit(there), optimize=True)
            best = np.maximum(best, np.maximum(alike, alike.swapaxes(-1, -2)))
    return best


def unit(images: np.ndarray) -> np.ndarray:
    """Return pictures (..., y, x) float64 with mean 0 and sum of squares 1 each; 0 everywhere where
    a picture is constant.
    """
    centred = images - images.mean(axis=(-2, -1), keepdims=True, dtype=np.float64)
    # rounding would leave a pattern of its own
    constant = np.ptp(images, axis=(-2, -1), keepdims=True) == 0
    length = np.sqrt((centred**2).sum(axis=(-2, -1), keepdims=True))
    return np.where(constant, 0, centred / np.where(constant, 1, length))


def clusters(alike: np.ndarray, level: float = 0.7) -> int:
    """Return into how many groups pictures fall when every pair with a likeness (image, image) of
    at least ``level`` belongs together.
    """
    from scipy.sparse.csgraph import connected_components

    return int(connected_components(alike >= level, directed=False)[0]) if len(alike) else 0


def autocorrelation(image: np.ndarray) -> np.ndarray:
    """Return the autocorrelation (lag_y, lag_x) of a picture for lags up to half its side; lag 0
    stands in the middle.

    Sums of products over the overlap are divided by its size and by the variance, so that a perfect
    repetition gives 1; a constant picture gives 0 everywhere.
    """
    height, width = image.shape
    room = (2 * height, 2 * width)  # so that nothing meets itself around an edge
    centred = image - image.mean() if np.ptp(image) else np.zeros_like(image, float)
    products, overlap = (
        np.fft.irfft2(np.abs(np.fft.rfft2(picture, room)) ** 2)
        for picture in (centred, np.ones_like(image))
    )
    down, right = (np.arange(-(side // 2), side // 2 + 1) for side in image.shape)
    shares = (products / np.maximum(overlap, 1))[np.ix_(down, right)]
    return shares / max(float(centred.var()), 1e-12)


def repetitions(image: np.ndarray, level: float = 0.5) -> int:
    """Return the number of shifts, lag 0 aside, at which a picture meets itself again.

    A shift counts when the autocorrelation has a local maximum there of at least ``level``. A shift
    and its opposite are one and the same and count once.
    """
    values = autocorrelation(image)
    inner = values[1:-1, 1:-1]
    around = [
        values[1 + dy : values.shape[0] - 1 + dy, 1 + dx : values.shape[1] - 1 + dx]
        for dy in (-1, 0, 1)
        for dx in (-1, 0, 1)
        if (dy, dx) != (0, 0)
    ]
    peaks = (inner >= level) & (inner > np.max(around, axis=0))
    return int(peaks.sum() - peaks[inner.shape[0] // 2, inner.shape[1] // 2]) // 2
