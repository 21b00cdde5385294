"""Whether a network is affine as long as no gate moves, told by the kinds of its steps.

A gate decides by what it reads which of several affine functions it is: a ReLU is 0 or its
argument, a pool one of the nodes it sees. While gates stay, a network of gates and of affine steps
is affine. A function that is bent everywhere, such as GELU, a product of two branches or a norm
that divides by what it reads is neither.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Literal

from analysis.networks.graph import Graph, Step
from analysis.networks.kinds import activation_name, kind
from analysis.networks.unfolded import FUNCTION, Function, Sums

# ``fixed``: affine, or a gate between functions through 0, so that what a step adds of its own is
# what it makes of zeros; ``moved``: a gate between functions that are not all through 0, number by
# number, so that it depends on the gate what the step adds
Between = Literal["fixed", "moved"]

AFFINE = (
    *("ActivityRegularization", "Add", "AlphaDropout", "Average", "AveragePooling2D"),
    *("BatchNormalization", "Concatenate", "Cropping2D", "Dropout", "Flatten", "GaussianDropout"),
    *("GaussianNoise", "GlobalAveragePooling2D", "Identity", "Normalization", "Permute"),
    *("Rescaling", "Reshape", "SpatialDropout2D", "Subtract", "UpSampling2D", "ZeroPadding2D"),
    *("ops.Add", "ops.AveragePool", "ops.Concatenate", "ops.ExpandDims", "ops.Flip"),
    *("ops.Identity", "ops.Mean", "ops.Negative", "ops.Reshape", "ops.Squeeze", "ops.Subtract"),
    *("ops.Sum", "ops.Transpose"),
)
GATES = (
    *("GlobalMaxPooling2D", "LeakyReLU", "MaxPooling2D", "Maximum", "Minimum", "PReLU"),
    *("ops.Abs", "ops.Absolute", "ops.LeakyRelu", "ops.Max", "ops.MaxPool", "ops.Maximum"),
    *("ops.Min", "ops.Minimum", "ops.Relu"),
)
MOVED = (
    *("ops.Clip", "ops.HardShrink", "ops.HardSigmoid", "ops.HardTanh", "ops.Relu6"),
    *("ops.SoftShrink", "ops.Threshold"),
)
CHOICES = ("ops.Maximum", "ops.Minimum")  # with a number, where they read one step alone
THROUGH_ZERO = ("leaky_relu", "linear", "relu")
NOT_THROUGH_ZERO = (
    *("hard_shrink", "hard_sigmoid", "hard_tanh", "relu6", "soft_shrink", "threshold"),
)
PRODUCTS = ("Dot", "Multiply", "ops.Matmul", "ops.Multiply")
QUOTIENTS = ("ops.Divide", "ops.TrueDivide")


def _of_function(layer: Any) -> Between | None:
    name = activation_name(layer)
    if name in THROUGH_ZERO:
        return "fixed"
    return "moved" if name in NOT_THROUGH_ZERO else None


def _divides_by_a_number(step: Step) -> bool:
    """Whether what a step reads stands above the fraction line alone."""
    mark = object()
    arguments, named = step.arranged([mark])
    return [one is mark for one in (*arguments, *named.values())] == [True, False]


def _of_kind(step: Step, name: str) -> Between | None:
    layer, alone = step.operation, len(step.reads) == 1
    if name == "Activation":
        return _of_function(layer)
    if name == "ReLU":
        return "moved" if layer.max_value is not None or layer.threshold else "fixed"
    if name in MOVED or (name in CHOICES and alone):
        return "moved"
    factor = name == "ops.Multiply" and alone
    if name in (*AFFINE, *GATES) or factor:
        return "fixed"
    return "fixed" if name in QUOTIENTS and alone and _divides_by_a_number(step) else None


def between_gates(step: Step) -> Between | None:
    """Return what a step of an unfolded network is between its gates; None where it is not
    affine there, or of a kind that is not known.
    """
    if isinstance(step.operation, Sums):
        return "fixed"
    if isinstance(step.operation, Function):
        return _of_function(step.operation.layer)
    return _of_kind(step, kind(step.operation))


def _function_said(layer: Any) -> str:
    name = activation_name(layer)
    if not name:
        return "has an activation function that is none of Keras' own"
    return f"has the activation function {name}, which is bent"


def _why(step: Step) -> str:
    name, layer = kind(step.operation), step.operation
    if isinstance(layer, Function):
        return _function_said(layer.layer)
    if name == "Activation":
        return _function_said(layer)
    named = name.removeprefix("ops.")
    if name in PRODUCTS:
        return f"multiplies what it reads ({named})"
    if not name:
        return f"is of a class of its own ({type(layer).__name__})"
    return f"is no sum of what it reads, nor a choice among it ({named})"


def bent_at(graph: Graph, places: Iterable[int]) -> str:
    """Return why some steps of an unfolded network are not affine between their gates, by the
    first that is not; empty where they are.
    """
    for place in sorted(places):
        step = graph.steps[place]
        if between_gates(step) is None:
            return f"layer {step.name.removesuffix(FUNCTION)} {_why(step)}"
    return ""
