"""Test images moved step by step along rows and columns, through the network."""

from __future__ import annotations

import numpy as np

from analysis.looking.batchwise import activations
from analysis.networks.series import CONVOLUTIONS
from analysis.results.translation import Translation
from analysis.study import Study

LAYER = CONVOLUTIONS[-1]
REACH = 4  # px to each side: the paper around most digits is as wide
IMAGES = 500  # test images, the first whose ink stays within the image
DIRECTIONS = ("down", "right")


def moved(images: np.ndarray, px: int, axis: int) -> np.ndarray:
    """Return images (image, y, x) moved by some px along an axis; what comes in is paper."""
    out = np.zeros_like(images)
    size = images.shape[axis]
    there, here = [slice(None)] * 3, [slice(None)] * 3
    there[axis] = slice(max(px, 0), size + min(px, 0))
    here[axis] = slice(max(-px, 0), size + min(-px, 0))
    out[tuple(there)] = images[tuple(here)]
    return out


def whole(images: np.ndarray, reach: int) -> np.ndarray:
    """Return which images (image, y, x) have no ink within ``reach`` px of an edge."""
    inner = images[:, reach:-reach, reach:-reach]
    return np.asarray(images.sum(axis=(1, 2)) == inner.sum(axis=(1, 2)))


def alike(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Return the correlation (image) of two sets of values (image, value); 0 where one has but one
    value.
    """
    one, other = (each - each.mean(axis=1, keepdims=True) for each in (one, other))
    length = np.linalg.norm(one, axis=1) * np.linalg.norm(other, axis=1)
    return np.divide((one * other).sum(axis=1), length, out=np.zeros(len(one)), where=length > 0)


def measure_translation(study: Study) -> Translation:
    """Move test images from one end of the reach to the other; compare with where they began."""
    data, model = study.data, study.subject.network
    chosen = np.flatnonzero(whole(data.test.images, REACH))[:IMAGES]
    images, labels = data.test.images[chosen], data.test.labels[chosen]
    shifts = np.arange(2 * REACH + 1)
    last = model.layers[-1].name
    points, means, right = [], [], []
    for axis in (1, 2):
        seen = [
            activations(model, data, moved(images, int(shift) - REACH, axis), (LAYER, last))
            for shift in shifts
        ]
        flat = [one[LAYER].reshape(len(images), -1) for one in seen]
        maps = [one[LAYER].mean(axis=(1, 2)) for one in seen]
        points.append([alike(flat[0], one) for one in flat])
        means.append([alike(maps[0], one) for one in maps])
        right.append([one[last].argmax(axis=1) == labels for one in seen])
    return Translation(
        image=chosen,
        label=labels.astype(int),
        direction=np.array(DIRECTIONS),
        shift=shifts,
        points=np.array(points),
        means=np.array(means),
        right=np.array(right),
    )
