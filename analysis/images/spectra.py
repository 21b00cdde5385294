"""How much of an image lies in wavelengths so short that they look like noise."""

from __future__ import annotations

import numpy as np

from analysis.networks.layers import batches

QUARTER = 0.25  # cycles/px: wavelengths below 4 px lie above it


def high_share(images: np.ndarray, visible: int = 26) -> np.ndarray:
    """Return the share (image) of spectral power at radial frequencies above a quarter of the
    sampling frequency.

    The mean is removed and no window applied: where opposite edges differ, some power leaks into
    all frequencies, in images and references alike. White noise has a share of about 0.8, the share
    of frequencies that lie there.

    Args:
        images: (image, y, x).
        visible: px; rows and columns beyond the first ``visible`` are cut off, as no node of
            Conv2D_3 sees them.

    Returns:
        (image), 0..1; NaN for a constant image, such as the empty one of a silent map.
    """
    axis = np.fft.fftfreq(min(visible, images.shape[-1]))
    high = np.hypot(axis[:, None], axis[None, :]) > QUARTER
    shares = [np.zeros(0)]
    for part in batches(images):
        cut = images[part, :visible, :visible].astype(np.float64)
        power = np.abs(np.fft.fft2(cut - cut.mean(axis=(1, 2), keepdims=True))) ** 2
        total, constant = power.sum(axis=(1, 2)), np.ptp(cut, axis=(1, 2)) == 0
        shares.append(
            np.where(constant, np.nan, power[:, high].sum(axis=1) / np.where(constant, 1, total))
        )
    return np.concatenate(shares)


def against(
    images: np.ndarray, reference: np.ndarray, quantile: float = 0.95, visible: int = 26
) -> tuple[np.ndarray, float]:
    """Return the share (image) of high frequencies, and the share that ``quantile`` of the
    reference images stay below.

    Args:
        images: (image, y, x).
        reference: (image, y, x), such as the training images; constant ones are left out.
        quantile: 0..1.
        visible: px, see ``high_share``.
    """
    return high_share(images, visible), float(
        np.nanquantile(high_share(reference, visible), quantile)
    )
