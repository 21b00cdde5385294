"""Ways to damp the short waves of a picture, each a linear map of its pixels."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np

Filter = Callable[[Any], Any]  # of pictures (image, y, x, 1)
MOST = 0.5  # px squared: the variance of the widest kernel of three pixels


def blurring(deviation: float, side: int) -> np.ndarray:
    """Return the matrix (px, px) of a blur along one side, repeated kernels of three pixels whose
    variances add up; what lies outside is as the edge.
    """
    turns = max(1, math.ceil(deviation**2 / MOST))
    share = deviation**2 / turns / 2  # that each neighbour gives
    at = np.arange(side)
    one = np.diag(np.full(side, 1 - 2 * share))
    for beside in (np.maximum(at - 1, 0), np.minimum(at + 1, side - 1)):
        np.add.at(one, (at, beside), share)
    return np.linalg.matrix_power(one, turns).astype(np.float32)


def blurred(deviation: float, shape: tuple[int, int]) -> Filter:
    """Return a blur of so many px."""
    down, right = (blurring(deviation, side) for side in shape)

    def blur(pictures: Any) -> Any:
        from keras import ops

        return ops.matmul(ops.matmul(down, pictures[..., 0]), right.T)[..., None]

    return blur


def fading(power: float, shape: tuple[int, int]) -> np.ndarray:
    """Return the matrix (pixel, pixel) that divides every wave of a picture by a power of its
    frequency, the longest by 1.
    """
    rows, columns = np.fft.fftfreq(shape[0]), np.fft.rfftfreq(shape[1])
    cycles = np.hypot(rows[:, None], columns[None]) * min(shape)
    waves = np.fft.rfft2(np.eye(math.prod(shape)).reshape(-1, *shape))
    faded = np.fft.irfft2(waves / np.maximum(cycles, 1) ** power, shape)
    return faded.reshape(len(waves), -1).astype(np.float32)


def faded(power: float, shape: tuple[int, int]) -> Filter:
    """Return the filter of ``fading``."""
    matrix = fading(power, shape)

    def fade(pictures: Any) -> Any:
        from keras import ops

        flat = ops.reshape(pictures, (-1, len(matrix)))
        return ops.reshape(ops.matmul(flat, matrix), ops.shape(pictures))

    return fade
