"""Pictures with one channel and with three: how they lie in arrays, and how bright colours are.

A picture is (y, x) with one channel and (y, x, 3) with three: red, green and blue. What a network
reads has an axis of channels always.
"""

from __future__ import annotations

from typing import Any

import numpy as np

RGB = 3
# of red, green and blue; Rec. ITU-R BT.709, by which sRGB is defined
REC_709 = (0.2126, 0.7152, 0.0722)


def as_read(pictures: Any) -> Any:
    """Return pictures (image, y, x) or (image, y, x, 3) as a network reads them: (image, y, x,
    channel).
    """
    return pictures[..., np.newaxis] if pictures.ndim == 3 else pictures


def as_pictures(read: Any) -> Any:
    """Return what a network reads (..., y, x, channel) as pictures: without the axis of channels
    where there is but one.
    """
    return read[..., 0] if read.shape[-1] == 1 else read


def over_channels(values: np.ndarray) -> np.ndarray:
    """Return sums (..., y, x) of values (..., y, x, channel); of one channel, the values as they
    are.
    """
    return np.asarray(values[..., 0] if values.shape[-1] == 1 else values.sum(axis=-1))


def pixels_of(images: np.ndarray) -> tuple[int, ...]:
    """Return all axes of pictures (image, y, x) or (image, y, x, 3) but the first."""
    return tuple(range(1, images.ndim))


def luminance(pixels: np.ndarray) -> np.ndarray:
    """Return the weighted mean (...) of red, green and blue (..., 3), by Rec. 709.

    The weights are those of luminance. Values are taken as a file stores them, bent by its gamma,
    so that the mean is what video calls luma.
    """
    return np.asarray(pixels @ np.array(REC_709, np.result_type(pixels, np.float32)))
