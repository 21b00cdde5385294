"""What a map is worth to the classification: the test accuracy with this one map set to zero.

The next layer with weights is linear in a map before its own activation function, and what lies
between, such as a pool, leaves a map of zeros at zero and the others alone. So nothing up to there
is computed twice: what the map contributes is subtracted from the pre-activation, and only the
layers behind are run again. Where it is otherwise the map is set to zero and all layers behind it
are run. Both ways are exact.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.looking.classes import by_class
from analysis.networks.graph import IMAGES, Graph
from analysis.networks.kinds import kind
from analysis.networks.layers import at_once, batches
from analysis.networks.opening import graph_of
from analysis.networks.stages import stage_of
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

    maps: int  # the place of the last layer before the reader that keeps maps apart
    place: int  # of the reader
    reader: Any
    flat: bool  # whether the reader is a dense layer, and so reads all nodes in a row

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


def reading(graph: Graph, layer: str) -> Reading | None:
    """Return how the maps of a layer are read; None where several layers read them, or the next one
    is of a kind that may mix them in another way.
    """
    last, flat = stage_of(graph, layer).after, False
    place = graph.only_reader(last)
    while place is not None:
        step = graph.steps[place].operation
        name = kind(step)
        if name == "Flatten":
            flat = True
        elif name in APART and not flat:
            last = place
        elif name != "Dropout":
            dense, convolution = name == "Dense" and flat, name == "Conv2D" and not flat
            known = dense or (convolution and step.groups == 1)
            return Reading(last, place, step, flat) if known else None
        place = graph.only_reader(place)
    return None


def _runs(
    graph: Graph, images: np.ndarray, place: int, first: int
) -> tuple[Any, Callable[[Any], np.ndarray]]:
    """Return the output of step ``first``, and a function from other outputs of step ``place`` to
    the predicted class (image); nothing that does not depend on these is computed twice.
    """
    output = graph.outputs[0][0]
    beside = graph.behind(place, output)[1] - {place, IMAGES}
    held = graph.run(images, beside | {first})
    others = {one: held[one] for one in beside}

    def classes(values: Any) -> np.ndarray:
        seen = graph.run(images, [output], {**others, place: values})[output]
        return np.asarray(seen).argmax(axis=1)

    return held[first], classes


def _by_subtraction(graph: Graph, images: np.ndarray, read: Reading) -> Iterator[np.ndarray]:
    maps, classes = _runs(graph, images, read.place, read.maps)
    whole = read.contribution(maps, slice(None)) + read.bias()
    yield classes(read.reader.activation(whole))
    for m in range(maps.shape[-1]):
        rest = whole - read.contribution(maps, slice(m, m + 1))
        yield classes(read.reader.activation(rest))


def _by_running_again(graph: Graph, images: np.ndarray, layer: str) -> Iterator[np.ndarray]:
    place = stage_of(graph, layer).after
    maps, classes = _runs(graph, images, place, place)
    yield classes(maps)
    for kept in 1 - np.eye(maps.shape[-1], dtype=np.float32):
        yield classes(maps * kept)


def classes_without(model: keras.Model, images: np.ndarray, layer: str) -> np.ndarray:
    """Return the class predicted with all maps, and then without each map of a layer alone.

    Args:
        model: a network with a class for each output.
        images: (image, y, x, channel), standardised.
        layer: the convolutional layer whose maps are set to zero.

    Returns:
        (1 + map, image) classes; row 0 belongs to the intact network.
    """
    graph = graph_of(model)
    read = reading(graph, layer)
    found = (
        _by_subtraction(graph, images, read)
        if read is not None
        else _by_running_again(graph, images, layer)
    )
    return np.stack(list(found))


def measure_ablation(study: Study, *, layer: str) -> Ablation:
    """Measure the test accuracy, overall and by class, without each map of a layer alone."""
    model, test = study.subject.network, study.data.test
    parts = []
    with study.progress(f"classification without each map of {layer}", len(test.images)) as advance:
        for part in batches(test.images, at_once(model, BATCH)):
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
