"""Upper bounds on what a map can ever do: intervals instead of numbers, sent through the network
once.

If every pixel lies between two ends, so does every node, and both of its ends follow from those
below by the signs of the weights. The bound is sound, not tight: it forgets that one pixel cannot
be at both ends at once for two nodes. A map whose upper bound is 0 is proven dead on that box; for
the others the bound says nothing of the kind. Source: S. Gowal et al. 2018 (interval bound
propagation).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from analysis import framework
from analysis.ascent.domains import Box
from analysis.networks.layers import activation_name, kind, layers_up_to
from analysis.problem import Problem

if TYPE_CHECKING:
    import keras

# activation functions of Keras that nowhere fall
RISING = (
    "celu",
    "elu",
    "exponential",
    "hard_sigmoid",
    "hard_tanh",
    "leaky_relu",
    "linear",
    "log_sigmoid",
    "relu",
    "relu6",
    "selu",
    "sigmoid",
    "softplus",
    "softsign",
    "tanh",
)
# layers whose outputs rise with every input; zeros that are added around a map are ends already
RISING_LAYERS = (
    "AveragePooling2D",
    "Dropout",
    "Flatten",
    "LeakyReLU",
    "MaxPooling2D",
    "ReLU",
    "SpatialDropout2D",
    "ZeroPadding2D",
)
# layers that multiply each number by a fixed factor of either sign, and add another
AFFINE_LAYERS = ("BatchNormalization", "Rescaling")
SLACK = 1e-5  # relative: what rounding in float32 could have taken off

Ends = tuple[Any, Any]


def _refusal(step: Any) -> Problem:
    return Problem(
        f"layer {step.name!r} is a {type(step).__name__}: no bound is known for it. There are"
        " bounds for Conv2D, pools, norms as they are after training, padding with zeros and"
        " functions that rise everywhere."
    )


def _activated(step: Any, low: Any, high: Any) -> Ends:
    """Return both ends behind a layer's activation function; ``Raises Problem`` unless it rises."""
    if activation_name(step) not in RISING:
        name = getattr(step.activation, "__name__", type(step.activation).__name__)
        raise Problem(
            f"layer {step.name!r} has the activation {name!r}, which is not known to rise"
            f" everywhere: there is no bound for it. There are bounds for {', '.join(RISING)}."
        )
    return step.activation(low), step.activation(high)


def _convolved(step: Any, low: Any, high: Any) -> Ends:
    """Return the ends of a convolution's sums: weights above 0 read one end, those below the other.
    Padding is 0 at both ends, so it adds nothing to either.
    """
    from keras import ops

    plus = ops.relu(step.kernel)
    minus = -ops.relu(-ops.convert_to_tensor(step.kernel))
    bias = step.bias if step.use_bias else 0.0
    return (
        step.convolution_op(low, plus) + step.convolution_op(high, minus) + bias,
        step.convolution_op(high, plus) + step.convolution_op(low, minus) + bias,
    )


def _through(step: Any, low: Any, high: Any) -> Ends:
    """Return the ends of a layer's outputs, before its activation function where it is a
    convolution.
    """
    from keras import ops

    if kind(step) == "Conv2D":
        return _convolved(step, low, high)
    if kind(step) == "Activation":
        return _activated(step, low, high)
    if kind(step) in RISING_LAYERS:
        return step(low), step(high)
    if kind(step) in AFFINE_LAYERS:
        ends = step(low), step(high)  # a factor below 0 exchanges them
        return ops.minimum(*ends), ops.maximum(*ends)
    raise _refusal(step)


def bounds(model: keras.Model, layer: str, box: Box) -> tuple[np.ndarray, np.ndarray]:
    """Return the least and the largest value (y, x, map) that each node of a layer can have before
    its activation function, over all images of the box.

    Raises:
        Problem: a layer on the way, or its activation function, is of a kind without a known bound.
    """
    shape = (1, *model.input_shape[1:])
    *lower, last = layers_up_to(model, layer)

    def run(low: Any, high: Any) -> Ends:
        for step in lower:
            low, high = _through(step, low, high)
            if kind(step) == "Conv2D":
                low, high = _activated(step, low, high)
        return _through(last, low, high)

    low, high = framework.compiled(run)(
        np.full(shape, box.low, np.float32), np.full(shape, box.high, np.float32)
    )
    wide = SLACK * np.maximum(abs(low), abs(high))
    return (low - wide)[0], (high + wide)[0]


def response_bound(model: keras.Model, layer: str, box: Box) -> np.ndarray:
    """Return the upper bound (map) of the mean activation over all images of the box; 0 proves a
    map dead there.

    Raises:
        Problem: as ``bounds``, also for the activation function of the layer itself.
    """
    last = layers_up_to(model, layer)[-1]
    ends = bounds(model, layer, box)
    return np.asarray(_activated(last, *ends)[1]).mean(axis=(0, 1))
