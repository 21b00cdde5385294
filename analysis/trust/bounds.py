"""Upper bounds on what a map can ever do: intervals instead of numbers, sent through the network
once.

If every pixel lies between two ends, so does every node, and both of its ends follow from those
below by the signs of the weights. The bound is sound, not tight: it forgets that one pixel cannot
be at both ends at once for two nodes. A map whose upper bound is 0 is proven dead on that box; for
the others the bound says nothing of the kind.
Source: S. Gowal et al. 2018 (interval bound propagation).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from analysis import framework
from analysis.ascent.domains import Box
from analysis.networks.layers import layers_up_to
from analysis.problem import Problem

if TYPE_CHECKING:
    import keras

RISING = ("relu", "linear", "tanh", "sigmoid", "softplus", "elu", "selu", "leaky_relu")
SLACK = 1e-5  # relative: what rounding in float32 could have taken off


def _through(step: Any, low: Any, high: Any) -> tuple[Any, Any]:
    """Return the ends of a layer's outputs, before its activation function where it has one."""
    from keras import ops

    if hasattr(step, "convolution_op"):
        plus = ops.relu(step.kernel)
        minus = -ops.relu(-ops.convert_to_tensor(step.kernel))
        bias = step.bias if step.use_bias else 0.0
        ends = (
            step.convolution_op(a, plus) + step.convolution_op(b, minus) + bias
            for a, b in ((low, high), (high, low))
        )
        return tuple(ends)  # type: ignore[return-value]
    if type(step).__name__ in (
        "MaxPooling2D",
        "AveragePooling2D",
        "Flatten",
        "InputLayer",
        "Dropout",
    ):
        return step(low), step(high)  # rise with every input
    raise Problem(
        f"layer {step.name!r} is a {type(step).__name__}: no bound is known for it. There are"
        " bounds for convolutions, pools and rising functions."
    )


def bounds(model: keras.Model, layer: str, box: Box) -> tuple[np.ndarray, np.ndarray]:
    """Return the least and the largest value (y, x, map) that each node of a layer can have before
    its activation function, over all images of the box.

    Raises:
        Problem: a layer on the way is of a kind without a known bound.
    """
    shape = (1, *model.input_shape[1:])
    steps = layers_up_to(model, layer)

    def run(low: Any, high: Any) -> tuple[Any, Any]:
        for step in steps:
            low, high = _through(step, low, high)
            if step is not steps[-1] and hasattr(step, "activation"):
                if step.activation.__name__ not in RISING:
                    raise Problem(
                        f"layer {step.name!r} has the activation {step.activation.__name__!r},"
                        " which does not rise everywhere: no bound is known for it."
                    )
                low, high = step.activation(low), step.activation(high)
        return low, high

    low, high = framework.compiled(run)(
        np.full(shape, box.low, np.float32), np.full(shape, box.high, np.float32)
    )
    wide = SLACK * np.maximum(abs(low), abs(high))
    return (low - wide)[0], (high + wide)[0]


def response_bound(model: keras.Model, layer: str, box: Box) -> np.ndarray:
    """Return the upper bound (map) of the mean activation over all images of the box; 0 proves a
    map dead there.
    """
    activation = layers_up_to(model, layer)[-1].activation
    return np.asarray(activation(bounds(model, layer, box)[1])).mean(axis=(0, 1))
