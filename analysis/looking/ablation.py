"""What a map is worth to the classification: the test accuracy with this one map set to zero.

The layer after a map is linear in it before its own activation function. So nothing up to there is
computed twice: what the map contributes is subtracted from the stored pre-activation, and only the
layers behind are run again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.networks.layers import batches, forward
from analysis.results.ablation import Ablation
from analysis.study import Study

if TYPE_CHECKING:
    import keras

# the layer at which a map is taken away, and the layer with weights that reads it there; a map that
# is zero stays so in the pool
READ = {
    "Conv2D_1": ("Max_Pool_1", "Conv2D_2"),
    "Conv2D_2": ("Max_Pool_2", "Conv2D_3"),
    "Conv2D_3": ("Conv2D_3", "Dense_100"),
}

# images; large enough that the time goes into numbers, and the first layer of a batch stays below
# 100 MB
BATCH = 1000


def _classes(model: keras.Model, reader: str, pre_activation: Any) -> np.ndarray:
    """Return the predicted class (image), from the pre-activation of a layer on."""
    names = [step.name for step in model.layers]
    values = model.get_layer(reader).activation(pre_activation)
    for step in model.layers[names.index(reader) + 1 :]:
        values = step(values)
    return np.asarray(values).argmax(axis=1)


def classes_without(model: keras.Model, images: np.ndarray, layer: str) -> np.ndarray:
    """Return the class predicted with all maps, and then without each map of a layer alone.

    Args:
        model: the CNN.
        images: (image, y, x, 1), standardised.
        layer: the convolutional layer whose maps are set to zero.

    Returns:
        (1 + map, image) classes; row 0 belongs to the intact network.
    """
    from keras import ops

    taken, reader = READ[layer]
    maps, step = forward(model, images, taken), model.get_layer(reader)
    # the dense layer reads its 3 x 3 nodes as a convolution with a single position would
    kernel = ops.reshape(step.kernel, (3, 3, maps.shape[-1], -1))

    def contribution(part: slice) -> Any:
        values = ops.conv(
            maps[..., part], kernel[:, :, part], padding="valid", data_format="channels_last"
        )
        return ops.reshape(values, (-1, *step.output.shape[1:]))

    whole = contribution(slice(None)) + step.bias
    without = [
        _classes(model, reader, whole - contribution(slice(m, m + 1)))
        for m in range(maps.shape[-1])
    ]
    return np.stack([_classes(model, reader, whole), *without])


def measure_ablation(study: Study, *, layer: str) -> Ablation:
    """Measure the test accuracy, overall and by digit, without each map of a layer alone."""
    model, test = study.network(), study.data.test
    parts = []
    with study.progress(f"classification without each map of {layer}", len(test.images)) as advance:
        for part in batches(test.images, BATCH):
            parts.append(classes_without(model, study.data.standardise(test.images[part]), layer))
            advance(len(test.images[part]))
    predicted = np.concatenate(parts, axis=1)  # (1 + map, image)
    right = predicted == test.labels
    accuracy = right.mean(axis=1)
    by_digit = np.stack(
        [right[:, test.labels == digit].mean(axis=1) for digit in range(10)], axis=1
    )
    return Ablation(
        intact=accuracy[0],
        intact_digit=by_digit[0],
        accuracy=accuracy[1:],
        change=accuracy[1:] - accuracy[0],
        change_digit=by_digit[1:] - by_digit[0],
        flipped=(predicted[1:] != predicted[0]).mean(axis=1),
    )
