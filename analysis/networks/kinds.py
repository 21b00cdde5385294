"""What kinds of layers there are, as far as it matters for looking at one: which have maps, which
are activation functions, and what one adds up before its own.
"""

from __future__ import annotations

from typing import Any

import numpy as np

# classes of keras.layers, and of keras.ops (with that name before it), that are functions of each
# number alone, the same for all maps
BY_NUMBER = ("ELU", "LeakyReLU", "ReLU")
OPS_BY_NUMBER = tuple(
    f"ops.{name}"
    for name in (
        *("Celu", "Elu", "Gelu", "HardShrink", "HardSigmoid", "HardSilu", "HardTanh", "LeakyRelu"),
        *("LogSigmoid", "Relu", "Relu6", "Selu", "Sigmoid", "Silu", "SoftShrink", "Softplus"),
        *("Softsign", "SparsePlus", "SparseSigmoid", "Squareplus", "Tanh", "TanhShrink"),
        *("Threshold",),
    )
)
# activation functions that look at all maps of a node
ACROSS_MAPS = ("log_softmax", "softmax", "sparsemax")
OTHER_SHAPE = ("glu",)  # gives half as many maps as it is given


def kind(layer: Any) -> str:
    """Return the name of a layer's class where it is one of Keras' own, e.g. ``Conv2D``, or for an
    operation of ``keras.ops``, ``ops.Add``; empty for any other class, also for one of the same
    name.
    """
    import keras

    name = type(layer).__name__
    own = getattr(keras.layers, name, None) or getattr(keras, name, None)
    if own is type(layer):
        return name
    return f"ops.{name}" if type(layer).__module__.startswith("keras.src.ops.") else ""


def activation_name(layer: Any) -> str:
    """Return the name of a layer's activation function where it is one of Keras' own, e.g.
    ``relu``; empty for any other function, also for one of the same name.
    """
    import keras

    name = getattr(layer.activation, "__name__", "")
    return name if getattr(keras.activations, name, None) is layer.activation else ""


def has_maps(layer: Any) -> bool:
    """Whether a layer is a convolution over rows and columns."""
    from keras import layers

    return isinstance(layer, layers.Conv2D | layers.DepthwiseConv2D | layers.SeparableConv2D)


def is_activation(layer: Any) -> bool:
    """Whether a layer is an activation function and nothing else, of the same shape."""
    if kind(layer) == "Activation":
        return activation_name(layer) not in OTHER_SHAPE
    return kind(layer) in (*BY_NUMBER, *OPS_BY_NUMBER, "PReLU", "Softmax", "ops.Softmax")


def works_by_number(layer: Any) -> bool:
    """Whether the activation function of a layer, or the layer itself, looks at one number at a
    time, at each in the same way.
    """
    if kind(layer) in (*BY_NUMBER, *OPS_BY_NUMBER):
        return True
    return hasattr(layer, "activation") and activation_name(layer) not in (
        "",
        *ACROSS_MAPS,
        *OTHER_SHAPE,
    )


def bias_of(layer: Any) -> np.ndarray:
    """Return the bias (map) of a convolution, zeros where it has none."""
    return np.asarray(layer.bias) if layer.use_bias else np.zeros(layer.filters, np.float32)


def kernels_of(layer: Any) -> tuple[Any, ...]:
    """Return the kernels of a layer with weights, in the order in which they are applied."""
    if hasattr(layer, "pointwise_kernel"):
        return layer.depthwise_kernel, layer.pointwise_kernel
    return (layer.kernel,)


def products(layer: Any, values: Any, kernels: tuple[Any, ...]) -> Any:
    """Return what a convolution or dense layer has before bias and activation function, with these
    kernels.
    """
    from keras import layers, ops

    if hasattr(layer, "convolution_op"):
        return layer.convolution_op(values, *kernels)
    if not has_maps(layer):
        return values @ kernels[0]
    convolve = (
        ops.separable_conv if isinstance(layer, layers.SeparableConv2D) else ops.depthwise_conv
    )
    return convolve(
        values,
        *kernels,
        strides=layer.strides,
        padding=layer.padding,
        data_format=layer.data_format,
        dilation_rate=layer.dilation_rate,
    )


def sums(layer: Any, values: Any) -> Any:
    """Return what a convolution or dense layer has before its activation function."""
    found = products(layer, values, kernels_of(layer))
    return found + layer.bias if layer.use_bias else found


def frozen(layer: Any) -> Any:
    """Return a layer or operation as a function, with the weights it has now."""
    if not hasattr(layer, "stateless_call"):
        return layer  # of keras.ops
    learnt, fixed = (
        [np.array(np.asarray(weight)) for weight in weights]
        for weights in (layer.trainable_variables, layer.non_trainable_variables)
    )
    return lambda *given, **named: layer.stateless_call(learnt, fixed, *given, **named)[0]
