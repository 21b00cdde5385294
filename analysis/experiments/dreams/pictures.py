"""Pictures to dream on, how they change size, and where their edges stand. NumPy only.

Two pictures of the project's own: a chart of handwriting in four sizes, and a landscape drawn by
formulas.
"""

from __future__ import annotations

import numpy as np

from analysis.ascent.starts import standardise
from analysis.images.resizing import resized
from analysis.images.similarity import correlation
from analysis.study import Study

NAMES = ("chart", "landscape")
SIDE = 168  # px: six times what the network takes
# of the chart: digits, and px of each; rows fill the width, heights add up
ROWS = ((2, 84), (4, 42), (6, 28), (12, 14))
EVEN = 0.1  # deviations per px: a pixel with a smaller gradient belongs to an even background


def chart(digits: np.ndarray) -> np.ndarray:
    """Return a picture (y, x) of handwriting in four sizes like an optician's chart, from digits
    (image, y=28, x=28), of which it takes the first 24.
    """
    left, rows = digits / 255.0, []
    for count, side in ROWS:
        row, left = left[:count], left[count:]
        rows.append(np.concatenate(list(resized(row, side)), axis=1))
    return np.concatenate(rows)


def landscape() -> np.ndarray:
    """Return a picture (y, x) drawn by formulas: sky, sun, two ranges of hills, water with ripples
    and a row of bare trees.
    """
    y, x = np.mgrid[0:SIDE, 0:SIDE] / SIDE
    scene = 0.45 + 0.5 * y + 0.05 * np.sin(9 * x + 25 * y)
    scene = np.where(np.hypot(x - 0.7, y - 0.24) < 0.11, 1.15, scene)
    far = 0.44 - 0.10 * np.sin(5.2 * x + 0.6) - 0.03 * np.sin(17 * x)
    near = 0.58 + 0.07 * np.sin(4.1 * x + 2.4) - 0.015 * np.sin(31 * x)
    scene = np.where(y > far, 0.42 + 0.25 * (y - far), scene)
    scene = np.where(y > near, 0.2 + 0.05 * np.sin(90 * (y - near) + 3 * np.sin(7 * x)), scene)
    ripples = (
        0.6
        + 0.16 * np.sin(55 * np.maximum(y - 0.74, 0) ** 0.5 * (1 + 0.02 * np.sin(12 * x)) * 3)
        + 0.25 * np.exp(-(((x - 0.7) / 0.09) ** 2))
    )
    scene = np.where(y > 0.76, ripples, scene)
    for k in range(7):
        root, tall = 0.07 + 0.062 * k, 0.27 + 0.05 * np.sin(3 * k)
        trunk = (
            (np.abs(x - root - 0.008 * np.sin(20 * y + k)) < 0.006) & (y < 0.8) & (y > 0.8 - tall)
        )
        twigs = (np.abs(np.abs(x - root) - 0.55 * (0.72 - y - 0.05 * (k % 3))) < 0.005) & (
            np.abs(x - root) < 0.035
        )
        scene = np.where(trunk | twigs, 0.02, scene)
    return scene


def edges(images: np.ndarray) -> np.ndarray:
    """Return the length of the gradient (..., y, x) of images (..., y, x), per pixel."""
    down, across = np.gradient(images, axis=(-2, -1))
    return np.hypot(down, across)


def edge_correlations(images: np.ndarray, original: np.ndarray) -> np.ndarray:
    """Return the correlation (image) of where the edges of images (image, y, x) stand with where
    those of one original do.
    """
    return np.array([correlation(edges(image), edges(original)) for image in images])


def background(images: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the share (image) of pixels of standardised images (image, y, x) that are even, and of
    those that are even and darker than the mean.
    """
    even = edges(images) < EVEN
    return even.mean(axis=(1, 2)), (even & (images < 0)).mean(axis=(1, 2))


def dream_pictures(study: Study) -> np.ndarray:
    """Return the pictures (picture, y, x) at mean 0 and deviation 1."""
    return standardise(np.stack([chart(study.data.test.images), landscape()]))
