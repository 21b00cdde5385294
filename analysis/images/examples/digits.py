"""Handwritten digits of 8 x 8 px."""

from __future__ import annotations

import numpy as np

from analysis.images.reading.pictures import Pictures

DARKEST, BRIGHTEST = 0, 16  # a pixel counts the black dots among 16


def digits() -> Pictures:
    """Return the 1,797 digits (image, y, x, channel) uint8, 0 to 16, in the order of their file.

    Source: E. Alpaydin and C. Kaynak 1998, as scikit-learn carries them.
    """
    from sklearn.datasets import load_digits

    found = load_digits()
    return Pictures(
        images=found.images.astype(np.uint8)[..., np.newaxis],
        labels=found.target.astype(np.int64),
        low=(float(DARKEST),),
        high=(float(BRIGHTEST),),
        names=tuple(str(name) for name in found.target_names),
    )
