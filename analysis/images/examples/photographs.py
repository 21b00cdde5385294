"""Pieces of two colour photographs, a temple and a flower."""

from __future__ import annotations

import numpy as np

from analysis.images.reading.pictures import Pictures

NAMES = ("china", "flower")
SIDE = 32  # of a piece, in px


def photographs(side: int = SIDE) -> Pictures:
    """Return pieces (image, y, x, channel) uint8 of both photographs, those of the first before
    those of the second, each row by row; the label is the photograph.

    Source: danielbuechele and vultilion, as scikit-learn carries their pictures.
    """
    from sklearn.datasets import load_sample_image

    every = [pieces(load_sample_image(f"{name}.jpg"), side) for name in NAMES]
    return Pictures(
        images=np.concatenate(every),
        labels=np.repeat(np.arange(len(NAMES)), [len(some) for some in every]),
        low=(0.0,) * 3,
        high=(255.0,) * 3,
        names=NAMES,
    )


def pieces(photograph: np.ndarray, side: int) -> np.ndarray:
    """Return the squares (piece, y, x, channel) that a photograph (y, x, channel) is cut into, from
    its upper left corner, without overlap.
    """
    rows, columns = (length // side for length in photograph.shape[:2])
    whole = photograph[: rows * side, : columns * side]
    grid = whole.reshape(rows, side, columns, side, -1).swapaxes(1, 2)
    return grid.reshape(rows * columns, side, side, -1)
