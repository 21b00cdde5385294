"""How much of an image lies in wavelengths so short that they look like noise."""

from __future__ import annotations

import numpy as np

QUARTER = 0.25  # cycles/px: wavelengths below 4 px lie above it
BATCH = 500  # images; the spectra of all of them are never held at once


def high_share(images: np.ndarray) -> np.ndarray:
    """Return the share (image) of spectral power at radial frequencies above a quarter of the
    sampling frequency.

    The mean is removed and no window applied: where opposite edges differ, some power leaks into
    all frequencies, in images and references alike. White noise has a share of about 0.8, the share
    of frequencies that lie there.

    Args:
        images: (image, y, x); of OIPs the part that their layer sees.

    Returns:
        (image), 0..1; NaN for a constant image, such as the empty one of a silent map.
    """
    down, right = (np.fft.fftfreq(side) for side in images.shape[1:])
    high = np.hypot(down[:, None], right[None, :]) > QUARTER
    shares = [np.zeros(0)]
    for first in range(0, len(images), BATCH):
        seen = images[first : first + BATCH].astype(np.float64)
        power = np.abs(np.fft.fft2(seen - seen.mean(axis=(1, 2), keepdims=True))) ** 2
        total, constant = power.sum(axis=(1, 2)), np.ptp(seen, axis=(1, 2)) == 0
        shares.append(
            np.where(constant, np.nan, power[:, high].sum(axis=1) / np.where(constant, 1, total))
        )
    return np.concatenate(shares)


def against(
    images: np.ndarray, reference: np.ndarray, quantile: float = 0.95
) -> tuple[np.ndarray, float]:
    """Return the share (image) of high frequencies, and the share that ``quantile`` of the
    reference images stay below.

    Args:
        images: (image, y, x), see ``high_share``.
        reference: (image, y, x), such as the training images, cut to the same part; constant ones
            are left out.
        quantile: 0..1.
    """
    return high_share(images), float(np.nanquantile(high_share(reference), quantile))
