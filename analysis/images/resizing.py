"""Pictures at another size: averaged to a smaller one, interpolated to a larger one."""

from __future__ import annotations

from functools import cache

import numpy as np


@cache
def enlargement(nodes: int, side: int) -> np.ndarray:
    """Return the matrix (side, nodes) of bilinear enlargement to ``side`` px; nodes sit at the
    centres of cells of side / nodes px.
    """
    if nodes == 1:
        return np.ones((side, 1))
    pixels = np.arange(side)
    position = np.clip((pixels + 0.5) * nodes / side - 0.5, 0, nodes - 1)
    lower = np.minimum(position.astype(int), nodes - 2)
    share = position - lower
    matrix = np.zeros((side, nodes))
    matrix[pixels, lower] = 1 - share
    matrix[pixels, lower + 1] += share
    return matrix


def shrinking(side: int, nodes: int) -> np.ndarray:
    """Return the matrix (node, pixel) that averages a line of ``side`` pixels over ``nodes`` equal
    stretches, pixels on a border shared.
    """
    edges = np.linspace(0, side, nodes + 1)
    low, high = np.arange(side), np.arange(1, side + 1)
    shared = np.minimum(high, edges[1:, None]) - np.maximum(low, edges[:-1, None])
    return np.clip(shared, 0, None) * nodes / side


def resized(images: np.ndarray, side: int) -> np.ndarray:
    """Return square images (..., y, x) at another side: averaged to a smaller one, interpolated to
    a larger one.
    """
    smaller = side < images.shape[-1]
    matrix = shrinking(images.shape[-1], side) if smaller else enlargement(images.shape[-1], side)
    return matrix @ images @ matrix.T
