"""Non-negative fits of a picture by copies of a smaller one."""

from __future__ import annotations

import numpy as np
from scipy import ndimage, optimize

from analysis.subject import MapLayer

ANGLE = 15  # degrees between two turns; the claim names the number
COPIES = 9  # of a sum, as many as a map has nodes
BLOCK = 4  # px: the side of the blocks of which every other one is held out


def places(layer: MapLayer) -> list[tuple[int, int]]:
    """Return where the field of each node begins within what the layer sees, by row and column."""
    rows, columns = (
        [window.of_node(node).start - window.visible.start for node in range(window.count)]
        for window in (layer.rows, layer.columns)
    )
    return [(row, column) for row in rows for column in columns]


def copies(element: np.ndarray, at: list[tuple[int, int]], shape: tuple[int, int]) -> np.ndarray:
    """Return pictures (pixel, copy), 0 but for the element (y, x) at each place; its mean is
    removed, so that it has no edge of its own.
    """
    height, width = element.shape
    found = np.zeros((len(at), *shape))
    for picture, (row, column) in zip(found, at, strict=True):
        picture[row : row + height, column : column + width] = element - element.mean()
    return found.reshape(len(at), -1).T


def turned(element: np.ndarray) -> list[np.ndarray]:
    """Return the element (y, x) turned about its middle in equal steps, itself first."""
    centred = element - element.mean()
    return [
        ndimage.rotate(centred, angle, reshape=False, order=1) for angle in range(0, 360, ANGLE)
    ]


def explained(columns: list[np.ndarray], targets: np.ndarray) -> np.ndarray:
    """Return which share of the variance (target, element) of pictures (target, pixel) the best
    non-negative sum of each element's copies (pixel, copy) explains, a constant left free.
    """
    centred = targets - targets.mean(axis=1, keepdims=True)
    total = np.square(centred).sum(axis=1)
    found = np.zeros((len(targets), len(columns)))
    for k, own in enumerate(columns):
        # in the plane of the copies everything is as small as their number
        plane, coordinates = np.linalg.qr(own - own.mean(axis=0))
        inside = centred @ plane
        left = [optimize.nnls(coordinates, one)[1] ** 2 for one in inside]
        found[:, k] = np.square(inside).sum(axis=1) - left
    return found / np.where(total > 0, total, 1)[:, None]


def fitted_pixels(shape: tuple[int, int]) -> np.ndarray:
    """Return which pixels (pixel) a fit sees, the dark fields of a chessboard; the others are held
    out.
    """
    row, column = np.indices(shape) // BLOCK
    return np.asarray((row + column) % 2 == 0).ravel()


def picked(columns: np.ndarray, target: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return which copies (copy) a non-negative sum is made of, and their weights: one after the
    other, each time the one that the rest (pixel) resembles most, and no more of them than a map
    has nodes, so that many to choose from fit no better by their number alone.

    Source: orthogonal matching pursuit (Y. Pati et al. 1993), with weights kept positive.
    """
    lengths = np.maximum(np.linalg.norm(columns, axis=0), 1e-12)
    chosen: list[int] = []
    weights, rest = np.zeros(0), target
    for _ in range(COPIES):
        likeness = columns.T @ rest / lengths
        if likeness.max() <= 0:
            break
        chosen.append(int(likeness.argmax()))
        weights, _ = optimize.nnls(columns[:, chosen], target)
        rest = target - columns[:, chosen] @ weights
    return np.array(chosen, int), weights


def held_out(columns: np.ndarray, target: np.ndarray, fitted: np.ndarray) -> float:
    """Return which share of the variance of a picture (pixel) a sum of a few copies (pixel, copy)
    explains on the pixels that it was not fitted to; below 0 where the mean does better.
    """
    middle, offset = columns[fitted].mean(axis=0), target[fitted].mean()
    chosen, weights = picked(columns[fitted] - middle, target[fitted] - offset)
    around = target[~fitted] - offset
    rest = around - (columns[~fitted] - middle)[:, chosen] @ weights
    return float(1 - np.square(rest).sum() / max(float(np.square(around).sum()), 1e-12))
