"""What a map is worth to the classification: the test accuracy with this one map set to zero.

The next layer with weights is linear in a map before its own activation function, and what lies
between, such as a pool, leaves a map of zeros at zero and the others alone. So nothing up to there
is computed twice: what the map contributes is subtracted from the pre-activation, and only the
layers behind are run again. Where it is otherwise the map is set to zero and all layers behind it
are run. Both ways are exact.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.looking.classes import by_class
from analysis.networks.layers import batches, forward, layers_up_to
from analysis.results.ablation import Ablation
from analysis.study import Study

if TYPE_CHECKING:
    import keras

# kinds of layers that keep maps apart and turn zeros into zeros
APART = (
    "AveragePooling2D",
    "Dropout",
    "MaxPooling2D",
    "SpatialDropout2D",
    "ZeroPadding2D",
)

# images; large enough that the time goes into numbers, and the first layer of a batch stays below
# 100 MB
BATCH = 1000


@dataclass(frozen=True)
class Reading:
    """How the maps of a layer are read: by a layer with weights, of what stands in ``maps``."""

    maps: str  # the last layer before the reader that keeps maps apart
    reader: Any
    flat: bool  # whether the reader is a dense layer, and so reads all nodes in a row
    behind: list[Any]

    def contribution(self, maps: Any, part: slice) -> Any:
        """Return what some of the maps (image, y, x, map) add to the reader's pre-activation."""
        from keras import ops

        step = self.reader
        if not self.flat:
            return step.convolution_op(maps[..., part], step.kernel[:, :, part])
        # a dense layer reads the nodes as a convolution with a single position would
        kernel = ops.reshape(step.kernel, (*maps.shape[1:], -1))
        values = ops.conv(
            maps[..., part], kernel[:, :, part], padding="valid", data_format="channels_last"
        )
        return ops.reshape(values, (-1, step.units))

    def bias(self) -> Any:
        return self.reader.bias if self.reader.use_bias else 0.0


def reading(model: keras.Model, layer: str) -> Reading | None:
    """Return how the maps of a layer are read; None where the next layer is of a kind that may mix
    them in another way.
    """
    first = len(layers_up_to(model, layer))
    last, flat = layer, False
    for place, step in enumerate(model.layers[first:], first):
        kind = type(step).__name__
        if kind == "Flatten":
            flat = True
        elif kind in APART and not flat:
            last = step.name
        elif kind == "Dropout":
            continue
        elif (kind == "Dense" and flat) or (kind == "Conv2D" and not flat and step.groups == 1):
            return Reading(last, step, flat, list(model.layers[place + 1 :]))
        else:
            return None
    return None


def _through(steps: list[Any], values: Any) -> np.ndarray:
    """Return the predicted class (image) from what enters the last layers."""
    for step in steps:
        values = step(values)
    return np.asarray(values).argmax(axis=1)


def _by_subtraction(model: keras.Model, images: np.ndarray, read: Reading) -> Iterator[np.ndarray]:
    maps = forward(model, images, read.maps)
    whole = read.contribution(maps, slice(None)) + read.bias()
    yield _through(read.behind, read.reader.activation(whole))
    for m in range(maps.shape[-1]):
        rest = whole - read.contribution(maps, slice(m, m + 1))
        yield _through(read.behind, read.reader.activation(rest))


def _by_running_again(model: keras.Model, images: np.ndarray, layer: str) -> Iterator[np.ndarray]:
    maps = forward(model, images, layer)
    behind = list(model.layers[len(layers_up_to(model, layer)) :])
    yield _through(behind, maps)
    for kept in 1 - np.eye(maps.shape[-1], dtype=np.float32):
        yield _through(behind, maps * kept)


def classes_without(model: keras.Model, images: np.ndarray, layer: str) -> np.ndarray:
    """Return the class predicted with all maps, and then without each map of a layer alone.

    Args:
        model: a network whose layers stand in one row, with a class for each output.
        images: (image, y, x, 1), standardised.
        layer: the convolutional layer whose maps are set to zero.

    Returns:
        (1 + map, image) classes; row 0 belongs to the intact network.
    """
    read = reading(model, layer)
    found = (
        _by_subtraction(model, images, read)
        if read is not None
        else _by_running_again(model, images, layer)
    )
    return np.stack(list(found))


def measure_ablation(study: Study, *, layer: str) -> Ablation:
    """Measure the test accuracy, overall and by class, without each map of a layer alone."""
    model, test = study.subject.network, study.data.test
    parts = []
    with study.progress(f"classification without each map of {layer}", len(test.images)) as advance:
        for part in batches(test.images, BATCH):
            parts.append(classes_without(model, study.data.standardise(test.images[part]), layer))
            advance(len(test.images[part]))
    predicted = np.concatenate(parts, axis=1)  # (1 + map, image)
    right = predicted == test.labels
    accuracy = right.mean(axis=1)
    by_digit = by_class(right.T, test.labels, study.subject.classes).T  # (1 + map, class)
    return Ablation(
        intact=accuracy[0],
        intact_digit=by_digit[0],
        accuracy=accuracy[1:],
        change=accuracy[1:] - accuracy[0],
        change_digit=by_digit[1:] - by_digit[0],
        flipped=(predicted[1:] != predicted[0]).mean(axis=1),
    )
