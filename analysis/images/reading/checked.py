"""Arrays as a file held them, checked, as pictures."""

from __future__ import annotations

import numpy as np

from analysis.images.reading.labels import as_labels
from analysis.images.reading.pictures import Pictures
from analysis.images.reading.pixels import as_images, span


def checked(
    images: np.ndarray,
    labels: np.ndarray | None,
    where: str,
    *,
    names: tuple[str, ...] = (),
    remarks: tuple[str, ...] = (),
) -> Pictures:
    """Return pictures of arrays as a file held them, all of it checked.

    Args:
        images: (image, y, x) or (image, y, x, channel).
        labels: (image), (image, 1) or one-hot (image, class).
        where: what the arrays come from, as messages name it.

    Raises:
        Problem: they are no images, or no labels of these images.
    """
    kept = as_images(images, where)
    low, high, remark = span(kept, where)
    known = None if labels is None else as_labels(labels, len(kept), where)
    return Pictures(kept, known, low, high, names, (*remarks, *remark))
