"""What a node of a layer sees of the image, read off the layers in between, side by side.

Going up, a kernel of k nodes makes the field grow by k - 1 steps, a stride multiplies the step, and
padding moves the first field out of the image. Source: the arithmetic is that of V. Dumoulin and F.
Visin 2016; part I of the series does it for its own network.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.networks.layers import layers_up_to
from analysis.problem import Problem

if TYPE_CHECKING:
    import keras

# layers whose nodes see what the node below them sees
POINTWISE = (
    "Activation",
    "BatchNormalization",
    "Dropout",
    "ELU",
    "InputLayer",
    "LeakyReLU",
    "ReLU",
    "Rescaling",
    "SpatialDropout2D",
)


@dataclass(frozen=True)
class Window:
    """The receptive fields of a layer's nodes along one side of the image, in px.

    Node n sees the ``size`` pixels from ``first + n * step`` on; with padding some of them lie
    outside the image, which has ``side`` pixels.
    """

    side: int
    count: int
    first: int = 0
    size: int = 1
    step: int = 1

    def slid(self, kernel: int, stride: int, *, dilation: int = 1, same: bool = False) -> Window:
        """Return the fields after a kernel of so many nodes has been slid over these."""
        reach = dilation * (kernel - 1)
        count = -(-self.count // stride) if same else (self.count - reach - 1) // stride + 1
        before = max((count - 1) * stride + reach + 1 - self.count, 0) // 2 if same else 0
        return Window(
            side=self.side,
            count=count,
            first=self.first - before * self.step,
            size=self.size + reach * self.step,
            step=self.step * stride,
        )

    def padded(self, before: int, after: int) -> Window:
        """Return the fields of this layer with so many nodes added at both ends."""
        count = self.count + before + after
        return replace(self, count=count, first=self.first - before * self.step)

    @property
    def visible(self) -> slice:
        """The pixels between the first and the last that reach any node."""
        last = self.first + (self.count - 1) * self.step + self.size
        return slice(max(self.first, 0), min(last, self.side))

    @property
    def centres(self) -> np.ndarray:
        """The centres (node) of the fields in px, those of pixels being whole numbers."""
        return self.first + np.arange(self.count) * self.step + (self.size - 1) / 2

    def of_node(self, node: int) -> slice:
        """Return the pixels that one node sees, as far as they lie in the image."""
        first = self.first + node * self.step
        return slice(max(first, 0), min(first + self.size, self.side))


def _pairs(layer: Any) -> tuple[tuple[int, int], tuple[int, int], tuple[int, int]]:
    """Return kernel, stride and dilation of a layer, each for rows and columns."""
    kernel = getattr(layer, "kernel_size", None) or layer.pool_size
    return tuple(kernel), tuple(layer.strides), tuple(getattr(layer, "dilation_rate", (1, 1)))


def _across_maps(norm: Any) -> bool:
    """Whether a norm compares the maps of one node with each other, not nodes."""
    axes = norm.axis if isinstance(norm.axis, list | tuple) else [norm.axis]
    return all(axis in (-1, 3) for axis in axes)


def _after(window: Window, layer: Any, axis: int) -> Window:
    """Return the fields behind one more layer; ``Raises Problem`` for a kind that is not known."""
    kind = type(layer).__name__
    if kind in POINTWISE or (kind == "LayerNormalization" and _across_maps(layer)):
        return window
    if kind == "ZeroPadding2D":
        return window.padded(*layer.padding[axis])
    if kind in ("Conv2D", "DepthwiseConv2D", "MaxPooling2D", "AveragePooling2D"):
        kernel, stride, dilation = (pair[axis] for pair in _pairs(layer))
        return window.slid(kernel, stride, dilation=dilation, same=layer.padding == "same")
    raise Problem(
        f"what a node behind layer {layer.name!r} sees is not known: it is a {kind}."
        " Fields are known for convolutions, pools, padding and what works node by node."
    )


def windows(model: keras.Model, layer: str) -> tuple[Window, Window]:
    """Return the receptive fields of a layer's nodes along rows and along columns.

    Raises:
        Problem: there is no such layer, or one on the way is of a kind without known fields.
    """
    steps = layers_up_to(model, layer)
    rows, columns = (Window(side, side) for side in model.input_shape[1:3])
    for step in steps:
        rows = _after(rows, step, 0)
        columns = _after(columns, step, 1)
    return rows, columns
