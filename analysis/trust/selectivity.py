"""Does an OIP excite its own map alone, or many maps? Responses are compared in units of each map's
own scale.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np


def who_excites_whom(respond: Callable[[np.ndarray], np.ndarray], images: np.ndarray) -> np.ndarray:
    """Return the response (image, map) of every map to the OIP of every map.

    Args:
        respond: from images (image, y, x) float32 to responses (image, map) of one layer.
        images: (map, y, x), one for each map of the layer.

    Raises:
        ValueError: there is not exactly one image for each map.
    """
    matrix = respond(images.astype(np.float32))
    if matrix.shape != (len(images), len(images)):
        raise ValueError(
            f"one image for each map is needed. Received: {len(images)} images, responses of shape"
            f" {matrix.shape}"
        )
    return matrix


def scaled(matrix: np.ndarray, scale: np.ndarray) -> np.ndarray:
    """Return responses (image, map) in units of each map's scale.

    Maps answer at very different strengths, so that raw responses would mostly compare their
    weights.

    Args:
        matrix: (image, map).
        scale: (map), such as the maximum over the training images; where it is 0 the map's largest
            entry stands in.

    Returns:
        (image, map); a map without scale that answers no image either stays 0.
    """
    unit = np.where(scale > 0, scale, matrix.max(axis=0)).astype(np.float64)
    return matrix / np.where(unit > 0, unit, 1)


def rank_of_own(matrix: np.ndarray, scale: np.ndarray) -> np.ndarray:
    """Return the place (map) of the own map among all maps that see its OIP, 1 for the strongest.

    Equal responses count against the own map: an image that excites nothing puts it last, not
    first.
    """
    relative = scaled(matrix, scale)
    return (relative >= np.diagonal(relative)[:, None]).sum(axis=1)


def selectivity(matrix: np.ndarray, scale: np.ndarray) -> np.ndarray:
    """Return own / (own + mean of the others) (map), from scaled responses to the map's OIP.

    1 says that no other map answers, 1/2 that the others answer as strongly on average, 0 that the
    own map keeps quiet; NaN where no map answers at all. The others are all other maps of the
    layer, silent ones included.
    """
    relative = scaled(matrix, scale)
    own = np.diagonal(relative)
    others = (relative.sum(axis=1) - own) / (len(own) - 1)
    return np.divide(own, own + others, out=np.full(len(own), np.nan), where=own + others > 0)
