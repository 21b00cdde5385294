"""Which way the strokes of a picture run, and at which shift it meets itself again."""

from __future__ import annotations

import numpy as np
from scipy.ndimage import maximum_filter

from analysis.images.similarity import autocorrelation


def directions(images: np.ndarray) -> np.ndarray:
    """Return the direction (image) along which each picture (image, y, x) changes least, in degrees
    from the horizontal towards the upright, 0 up to 180.

    It is that of the structure tensor, the sum of products of differences over the whole picture.
    """
    down, across = np.gradient(np.asarray(images, float), axis=(1, 2))
    a, b, c = (
        (one * other).sum(axis=(1, 2))
        for one, other in ((across, across), (down, down), (across, down))
    )
    # rows are counted downwards, so an angle that grows with them falls
    steepest = -np.degrees(np.arctan2(2 * c, a - b)) / 2
    return np.asarray((steepest + 90) % 180)


def common_direction(degrees: np.ndarray) -> float:
    """Return the mean of directions (image): that of their doubled angles, halved, since a line has
    no front.
    """
    return float(np.degrees(np.angle(np.exp(2j * np.radians(degrees)).mean())) / 2 % 180)


def apart(degrees: np.ndarray, other: float) -> np.ndarray:
    """Return the angle (image) between directions (image) and another one, 0 to 90 degrees."""
    return np.asarray(np.abs((degrees - other + 90) % 180 - 90))


def nearest_repeat(image: np.ndarray) -> tuple[int, int] | None:
    """Return the shift (down, right) at which a picture (y, x) first meets itself again: of the
    local maxima of its autocorrelation, no shift aside, the nearest that is above 0 and at least
    half as high as the highest. None without one.

    Where a picture repeats three times the second shift is as good as the first, so the highest one
    would tell a multiple. A shift and its opposite are the same; it is the one that does not lead
    upwards.
    """
    values = autocorrelation(image)
    middle = np.array(values.shape) // 2
    peaks = (values == maximum_filter(values, 3)) & (values > 0)
    peaks[[0, -1]], peaks[:, [0, -1]] = False, False  # they may rise further outside
    places = np.argwhere(peaks) - middle
    places = places[[tuple(place) > (0, 0) for place in places.tolist()]]
    heights = values[tuple((places + middle).T)]
    high = places[heights >= heights.max(initial=0) / 2].tolist()
    return min(((y, x) for y, x in high), key=lambda at: (np.hypot(*at), at), default=None)
