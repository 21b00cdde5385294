"""The straight line between the weights of two trainings: does the loss rise between two minima,
and does it still where the maps of one were put into the order of the other?

A network computes the same whatever the order of its maps, so two trainings may lie in one valley
and seem apart. Source: the matching is that of S. K. Ainsworth et al. 2023, by activations.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from analysis import framework
from analysis.images.datasets import Dataset
from analysis.networks.layers import at_once, batches
from analysis.networks.series import CONVOLUTIONS

if TYPE_CHECKING:
    import keras

Weights = list[np.ndarray]
DENSE = "Dense_100"
ORDERED = (*CONVOLUTIONS, DENSE)  # layers whose maps or nodes may stand in any order
PLACES = 11  # on the line, its ends among them
IMAGES = 2000  # test images, the first
TINY = 1e-7  # the least probability that a logarithm is taken of


def reordered(weights: Weights, order: Mapping[str, np.ndarray]) -> Weights:
    """Return the weights of the same network with its maps in another order: at place k stands what
    had the number ``order[layer][k]``.
    """
    kernel_1, bias_1, kernel_2, bias_2, kernel_3, bias_3, read, bias_4, out, bias_5 = weights
    one, two, three, four = (order[layer] for layer in ORDERED)
    nodes = read.reshape(-1, len(three), read.shape[1])  # of all maps, place by place
    return [
        kernel_1[..., one],
        bias_1[one],
        kernel_2[:, :, one][..., two],
        bias_2[two],
        kernel_3[:, :, two][..., three],
        bias_3[three],
        nodes[:, three][..., four].reshape(read.shape),
        bias_4[four],
        out[four],
        bias_5,
    ]


def along(
    model: keras.Model, ends: tuple[Weights, Weights], data: Dataset
) -> tuple[np.ndarray, np.ndarray]:
    """Return the cross-entropy in nat, and the share of right classes, at places (place) on the
    line between two sets of weights.
    """
    images, labels = data.standardise(data.test.images[:IMAGES]), data.test.labels[:IMAGES]
    parts, own = list(batches(images, at_once(model))), np.arange(len(labels))
    # of weights that are given, so that it is compiled once for all places
    read = framework.compiled(lambda weights, images: model.stateless_call(weights, [], images)[0])
    loss, right = [], []
    for share in np.linspace(0, 1, PLACES):
        between = [
            ((1 - share) * one + share * other).astype(np.float32)
            for one, other in zip(*ends, strict=True)
        ]
        said = np.concatenate([read(between, images[part]) for part in parts])
        loss.append(float(-np.log(np.maximum(said[own, labels], TINY)).mean()))
        right.append(float((said.argmax(axis=1) == labels).mean()))
    return np.array(loss), np.array(right)
