"""Random images that fluctuate on chosen length scales: the starts of every ascent.

Random values on grids of 3, 7, 14 and 28 nodes per side are enlarged to 28 x 28 pixels, weighted
and summed. A grid of n nodes fluctuates on a scale of 28 / n pixels. Source: parts VIII and IX of
the series (P-FLUC); uniform values, bilinear enlargement and the generator are our choice.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np

SIDE = 28
_MASK = np.uint64(0xFFFFFFFF)


def mulberry32(seed: int, count: int) -> np.ndarray:
    """Return ``count`` uniform numbers in [0, 1) as float64.

    Mulberry32 needs nothing but 32-bit integer arithmetic, so any language can reproduce a start to
    the last bit.

    Source: T. Ettinger, mulberry32, public domain.
    """
    step = np.arange(1, count + 1, dtype=np.uint64) * np.uint64(0x6D2B79F5)
    state = (np.uint64(seed) + step) & _MASK
    mixed = ((state ^ (state >> np.uint64(15))) * (state | np.uint64(1))) & _MASK
    mixed ^= (
        mixed + (((mixed ^ (mixed >> np.uint64(7))) * (mixed | np.uint64(61))) & _MASK)
    ) & _MASK
    return (mixed ^ (mixed >> np.uint64(14))) / 2.0**32


@cache
def _enlargement(nodes: int) -> np.ndarray:
    """Return the matrix (28, nodes) of bilinear enlargement; nodes sit at the centres of cells of
    28 / nodes px.
    """
    position = np.clip((np.arange(SIDE) + 0.5) * nodes / SIDE - 0.5, 0, nodes - 1)
    lower = np.minimum(position.astype(int), nodes - 2)
    share = position - lower
    matrix = np.zeros((SIDE, nodes))
    matrix[np.arange(SIDE), lower] = 1 - share
    matrix[np.arange(SIDE), lower + 1] += share
    return matrix


def standardise(images: np.ndarray) -> np.ndarray:
    """Return images (..., y, x) with mean 0 and deviation 1 each, the sphere on which the ascent
    moves.
    """
    centred = images - images.mean(axis=(-2, -1), keepdims=True)
    return centred / centred.std(axis=(-2, -1), keepdims=True)


def field(seed: int, grids: Sequence[int], weights: Sequence[float]) -> np.ndarray:
    """Return the weighted sum (y, x) float64 before it is standardised.

    Args:
        seed: below 2 ** 32.
        grids: nodes per side; random values are drawn for every grid in turn, also where its weight
            is 0.
        weights: one factor for each grid.
    """
    values = mulberry32(seed, sum(n * n for n in grids)) - 0.5
    total, used = np.zeros((SIDE, SIDE)), 0
    for nodes, weight in zip(grids, weights, strict=True):
        grid = values[used : used + nodes * nodes].reshape(nodes, nodes)
        enlarge = _enlargement(nodes)
        total += weight * (enlarge @ grid @ enlarge.T)
        used += nodes * nodes
    return total


def fluctuation(seed: int, grids: Sequence[int], weights: Sequence[float]) -> np.ndarray:
    """Return a start image (y, x) float32 with mean 0 and deviation 1: a pure function of its
    arguments.
    """
    return standardise(field(seed, grids, weights)).astype(np.float32)


def fluctuations(
    seeds: Sequence[int] | np.ndarray, grids: Sequence[int], weights: Sequence[float]
) -> np.ndarray:
    """Return start images (start, y, x) float32, one for each seed."""
    return np.stack([fluctuation(seed, grids, weights) for seed in seeds])


def radial_power(images: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return frequencies (cycles/px) and the mean power density (..., frequency) of images (..., y,
    x) on rings.
    """
    side = images.shape[-1]
    power = np.abs(np.fft.fft2(images)) ** 2 / side**2
    axis = np.fft.fftfreq(side)
    ring = np.rint(np.hypot(axis[:, None], axis[None, :]) * side).astype(int)
    count = side // 2
    mean = np.stack([power[..., ring == k].mean(axis=-1) for k in range(1, count + 1)], axis=-1)
    return np.arange(1, count + 1) / side, mean


def wavelength(images: np.ndarray) -> np.ndarray:
    """Return the spectral-centroid wavelength (...) in px: one over the power-weighted mean
    frequency.
    """
    side = images.shape[-1]
    power = np.abs(np.fft.fft2(images - images.mean(axis=(-2, -1), keepdims=True))) ** 2
    axis = np.fft.fftfreq(side)
    frequency = np.hypot(axis[:, None], axis[None, :])
    return power.sum(axis=(-2, -1)) / (power * frequency).sum(axis=(-2, -1))
