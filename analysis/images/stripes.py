"""Which stripes a kernel passes best, and which a picture consists of: what the first layer's OIPs
should look like, foretold from its weights alone.
"""

from __future__ import annotations

import numpy as np


def power(picture: np.ndarray, side: int) -> np.ndarray:
    """Return the power (frequency_y, frequency_x) of a picture or kernel, without its mean."""
    values = np.abs(np.fft.fft2(picture, (side, side))) ** 2
    values[0, 0] = 0
    return np.asarray(values)


def passed(picture: np.ndarray, kernel: np.ndarray) -> float:
    """Return the power that a kernel lets through, as a share of what it would let through if all
    of it lay at the kernel's best frequency; NaN of a picture or a kernel without any.
    """
    side = len(picture)
    spectrum, gain = power(picture, side), power(kernel, side)
    best = spectrum.sum() * gain.max()
    return float((gain * spectrum).sum() / best) if best > 0 else float("nan")


def frequency(picture: np.ndarray, side: int) -> np.ndarray:
    """Return the strongest frequency (y, x) of a picture or kernel, cycles per pixel."""
    strongest = power(picture, side)
    place = np.unravel_index(strongest.argmax(), strongest.shape)
    return np.fft.fftfreq(side)[list(place)]


def striped(picture: np.ndarray) -> np.ndarray:
    """Return the strongest frequency (y, x) of a picture, its edges faded out."""
    fade = np.hanning(len(picture))
    return frequency((picture - picture.mean()) * np.outer(fade, fade), len(picture))


def angle(one: np.ndarray, other: np.ndarray) -> float:
    """Return the angle between two directions of stripes, 0 to 90 degrees; chance gives 45."""
    length = np.linalg.norm(one) * np.linalg.norm(other)
    return float(np.degrees(np.arccos(min(1, abs(one @ other) / length)))) if length else 45.0
