"""The probability of a class as something to raise."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from analysis.networks.layers import forward, last_step

if TYPE_CHECKING:
    import keras

    from analysis.ascent.objectives import Response


def class_probability(model: keras.Model) -> Response:
    """Return a function of images (image, y, x, channel) and classes (image) int32 that gives the
    logarithm of each image's probability of its class (image).

    A step has the same direction with and without the logarithm; but the gradient of the
    probability itself vanishes where a class is out of question, as for most starts. The last layer
    has to be one for softmax, or a softmax layer behind one.
    """
    from keras import ops

    last = last_step(model)

    def response(images: Any, classes: Any) -> Any:
        sums = forward(model, images, last, pre_activation=True)
        return ops.take_along_axis(ops.log_softmax(sums, axis=-1), classes[:, None], axis=1)[:, 0]

    return response
