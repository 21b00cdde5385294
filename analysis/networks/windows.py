"""What the nodes of a layer see of the image, read off the steps of the graph in between.

Kinds of steps are known by name. Of any other, each node is taken to see what all nodes below it
see together: more than that reaches none.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from analysis.networks.fields import Window, united
from analysis.networks.graph import IMAGES, Graph
from analysis.networks.kinds import BY_NUMBER, OPS_BY_NUMBER, kind
from analysis.networks.opening import graph_of
from analysis.problem import Problem

if TYPE_CHECKING:
    import keras

# steps whose nodes see what the nodes that they read at the same place see
POINTWISE = (
    *BY_NUMBER,
    *OPS_BY_NUMBER,
    *("Activation", "ActivityRegularization", "AlphaDropout", "BatchNormalization", "Dropout"),
    *("GaussianDropout", "GaussianNoise", "Identity", "Normalization", "PReLU", "Rescaling"),
    *("SpatialDropout2D", "ops.Abs", "ops.Clip", "ops.Exp", "ops.Log", "ops.Negative"),
    *("ops.Power", "ops.Sqrt", "ops.Square", "ops.Identity"),
    *("Add", "Average", "Dense", "Maximum", "Minimum", "Multiply", "Subtract"),
    *("ops.Add", "ops.Divide", "ops.Maximum", "ops.Minimum", "ops.Multiply", "ops.Subtract"),
    *("ops.TrueDivide",),
)
# the same where they work along the maps of a node alone
ALONG_MAPS = (
    *("LayerNormalization", "RMSNormalization", "UnitNormalization", "Softmax", "ops.Softmax"),
    *("Concatenate", "ops.Concatenate"),
)
SLIDING = (*("Conv2D", "DepthwiseConv2D", "SeparableConv2D", "MaxPooling2D", "AveragePooling2D"),)
Known = Sequence[Window]
Rule = Callable[[Any, Window, int], Window]


def _along_maps(layer: Any) -> bool:
    """Whether a layer works along the maps of one node, and does not look at other nodes."""
    axis = getattr(layer, "axis", -1)
    axes = axis if isinstance(axis, list | tuple) else [axis]
    return all(one in (-1, 3) for one in axes)


def _slid(layer: Any, window: Window, side: int) -> Window:
    kernel = getattr(layer, "kernel_size", None) or layer.pool_size
    dilation = getattr(layer, "dilation_rate", (1, 1))
    return window.slid(
        tuple(kernel)[side],
        tuple(layer.strides)[side],
        dilation=tuple(dilation)[side] if isinstance(dilation, list | tuple) else dilation,
        same=layer.padding == "same",
    )


def _cropped(layer: Any, window: Window, side: int) -> Window:
    before, after = layer.cropping[side]
    return window.padded(-before, -after)


# what becomes of the fields along one side behind a step that reads one layer
RULES: Mapping[str, Rule] = {
    **dict.fromkeys(SLIDING, _slid),
    "ZeroPadding2D": lambda layer, window, side: window.padded(*layer.padding[side]),
    "Cropping2D": _cropped,
}


def _behind(operation: Any, read: Known, side: int, count: int) -> Window:
    """Return the fields of ``count`` nodes behind a step, along one side."""
    name = kind(operation)
    if name in RULES:
        return RULES[name](operation, read[0], side)
    if name == "UpSampling2D" and operation.interpolation == "nearest":
        return read[0].repeated(operation.size[side])
    pointwise = name in POINTWISE or (name in ALONG_MAPS and _along_maps(operation))
    found = united(read) if pointwise else united([one.spread(count) for one in read])
    return found if found.count == count else found.spread(count)


def _nodes(shape: Any, side: int) -> int:
    """Return how many nodes an output has along one side: one where it has no sides."""
    return shape[side] if isinstance(shape, tuple) and len(shape) == 3 else 1


def fields_of(graph: Graph, place: int) -> tuple[Window, Window]:
    """Return the receptive fields of the nodes of a step along rows and along columns."""
    found = {IMAGES: tuple(Window(side, side) for side in graph.image[:2])}
    for number in graph.below([place]):
        step = graph.steps[number]
        read = [found[source] for source, _ in step.reads]
        found[number] = tuple(
            _behind(
                step.operation,
                [one[side] for one in read],
                side,
                _nodes(graph.shapes[number], side),
            )
            for side in (0, 1)
        )
    rows, columns = found[place]
    return rows, columns


def windows(model: keras.Model, layer: str) -> tuple[Window, Window]:
    """Return the receptive fields of a layer's nodes along rows and along columns.

    Raises:
        Problem: there is no such layer, or its nodes do not stand in rows and columns.
    """
    graph = graph_of(model)
    place = graph.place(layer)
    shape = graph.shapes[place]
    if not isinstance(shape, tuple) or len(shape) != 3:
        raise Problem(
            f"layer {layer!r} of {model.name!r} has no rows and columns, so that its nodes have no"
            f" fields: its output is {shape}. Name a layer before it is flattened."
        )
    return fields_of(graph, place)
