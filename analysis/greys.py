"""Shades of grey of a picture: on a fixed scale, or with its contrast enhanced."""

from __future__ import annotations

import numpy as np

SPREAD = 3.0  # deviations that black and white of a plain picture stand for
PERCENTILES = (2, 98)  # of the visible pixels: black and white of an enhanced picture


def between(image: np.ndarray, low: float, high: float) -> np.ndarray:
    """Return shades 0..1 of an image (...), black at the low value and white at the high one."""
    return np.clip((image - low) / max(high - low, 1e-9), 0, 1)


def plain(image: np.ndarray) -> np.ndarray:
    """Return shades 0..1 on the fixed scale of +-3 deviations."""
    return between(image, -SPREAD, SPREAD)


def enhanced(image: np.ndarray, visible: np.ndarray) -> np.ndarray:
    """Return shades 0..1, stretched between the 2nd and 98th percentile of what is visible of an
    image, of all colours together (P-CONTRAST); one that is even in it is white where it is ink,
    and one that is even but for a few pixels is stretched from its least to its greatest value.
    """
    if not np.ptp(visible):
        return np.full(image.shape, float(visible.max() > 0))
    low, high = np.percentile(visible, PERCENTILES)
    if low == high:
        low, high = visible.min(), visible.max()
    return between(image, low, high)
