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
from analysis.networks.graph import IMAGES, Step
from analysis.networks.kinds import activation_name, kind, products
from analysis.networks.opening import graph_of
from analysis.networks.stages import stage_of
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
    *("Add", "Average", "AveragePooling2D", "Concatenate", "Cropping2D", "Dropout", "ELU"),
    *("Flatten", "GlobalAveragePooling2D", "GlobalMaxPooling2D", "Identity", "LeakyReLU"),
    *("MaxPooling2D", "Maximum", "Minimum", "ReLU", "Reshape", "SpatialDropout2D"),
    *("UpSampling2D", "ZeroPadding2D"),
)
# layers that add up what they read, times weights
WITH_WEIGHTS = ("Conv2D", "Dense", "DepthwiseConv2D")
# layers that multiply each number by a fixed factor of either sign, and add another
AFFINE_LAYERS = ("BatchNormalization", "Rescaling")
SLACK = 1e-5  # relative: what rounding in float32 could have taken off

Ends = tuple[Any, Any]


def _refusal(step: Any) -> Problem:
    return Problem(
        f"layer {step.name!r} is a {type(step).__name__}: no bound is known for it. There are"
        f" bounds for {', '.join(WITH_WEIGHTS)}, pools, norms as they are after training, padding"
        " with zeros, sums and functions that rise everywhere."
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

    plus = (ops.relu(step.kernel),)
    minus = (-ops.relu(-ops.convert_to_tensor(step.kernel)),)
    bias = step.bias if step.use_bias else 0.0
    return (
        products(step, low, plus) + products(step, high, minus) + bias,
        products(step, high, plus) + products(step, low, minus) + bias,
    )


def _through(step: Step, read: list[Ends]) -> Ends:
    """Return the ends of a step's outputs, before its activation function where it has weights."""
    from keras import ops

    low, high = read[0]
    layer = step.operation
    if kind(layer) in WITH_WEIGHTS:
        return _convolved(layer, low, high)
    if kind(layer) == "Activation":
        return _activated(layer, low, high)
    if kind(layer) in RISING_LAYERS:
        return step(*(one[0] for one in read)), step(*(one[1] for one in read))
    if kind(layer) in AFFINE_LAYERS:
        ends = step(low), step(high)  # a factor below 0 exchanges them
        return ops.minimum(*ends), ops.maximum(*ends)
    raise _refusal(layer)


def bounds(model: keras.Model, layer: str, box: Box) -> tuple[np.ndarray, np.ndarray]:
    """Return the least and the largest value (y, x, map) that each node of a layer can have before
    its activation function, over all images of the box.

    Raises:
        Problem: a layer on the way, or its activation function, is of a kind without a known bound.
    """
    graph = graph_of(model)
    stage = stage_of(graph, layer)
    shape = (1, *graph.image)

    def run(low: Any, high: Any) -> Ends:
        found: dict[int, Ends] = {IMAGES: (low, high)}
        for place in graph.below([stage.before]):
            step = graph.steps[place]
            ends = _through(step, [found[source] for source, _ in step.reads])
            own = kind(step.operation) in WITH_WEIGHTS and place != stage.convolution
            found[place] = _activated(step.operation, *ends) if own else ends
        return found[stage.before]

    low, high = framework.compiled(run)(*(np.full(shape, end, np.float32) for end in box.ends))
    wide = SLACK * np.maximum(abs(low), abs(high))
    return (low - wide)[0], (high + wide)[0]


def response_bound(model: keras.Model, layer: str, box: Box) -> np.ndarray:
    """Return the upper bound (map) of the mean activation over all images of the box; where it does
    not exceed the response at rest, 0 behind a ReLU, it proves a map dead there.

    Raises:
        Problem: as ``bounds``, also for the activation function of the layer itself.
    """
    graph = graph_of(model)
    stage = stage_of(graph, layer)
    ends = bounds(model, layer, box)
    if stage.before == stage.after:
        own = graph.steps[stage.convolution].operation
        return np.asarray(_activated(own, *ends)[1]).mean(axis=(0, 1))
    given = [(low[None], high[None]) for low, high in [ends]]
    return np.asarray(_through(graph.steps[stage.after], given)[1]).mean(axis=(0, 1, 2))
