"""Which part of a picture a layer sees, as results carry it."""

from __future__ import annotations

from typing import Protocol

import numpy as np


class Seen(Protocol):
    """A result, or its arrays as they were read: from the first pixel seen to one past the last."""

    visible_rows: np.ndarray
    visible_columns: np.ndarray


def visible_part(found: Seen, images: np.ndarray) -> np.ndarray:
    """Return the part of images (..., y, x) whose pixels reach a node of the layer."""
    return images[..., slice(*found.visible_rows), slice(*found.visible_columns)]
