"""A network up to its logits as a list of plain operations on one image, which code that knows no
framework can run: browsers do, see ``docs/assets/lab/operations.js``.

There are few kinds of them, each with numbers and tensors. A layer is one of them, or several in a
row; a norm is a factor and a number for each channel, and what does nothing but at training is a
change of shape to the same shape. A layer of any other kind is refused by name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from analysis.networks.graph import IMAGES, Step
from analysis.networks.kinds import activation_name, kind
from analysis.networks.unfolded import Function, Sums, Unfolded
from analysis.problem import Problem

Shape = tuple[int, ...]


@dataclass(frozen=True)
class Operation:
    """One operation on one image.

    Attributes:
        kind: image, convolution, dense, pool, affine, activation, sum, product, concatenation,
            reshaping or placing.
        shape: of what it gives: rows, columns and channels, or nodes.
        reads: the places of operations in the list, of which 0 is the image.
        numbers: what else it computes with, by name.
        tensors: weights float32, by name.
    """

    kind: str
    shape: Shape = ()
    name: str = ""
    reads: tuple[int, ...] = ()
    numbers: Mapping[str, Any] = field(default_factory=dict)
    tensors: Mapping[str, np.ndarray] = field(default_factory=dict)


@dataclass(frozen=True)
class Operations:
    """A network as operations.

    Attributes:
        every: the image first, each behind those it reads; the last gives the logits.
        places: by the place of a step in the unfolded graph, that of the operation which gives
            what the step gives.
    """

    every: tuple[Operation, ...]
    places: dict[int, int]


@dataclass(frozen=True)
class Read:
    """A step, the shapes of what it reads, and of what it gives."""

    step: Step
    given: tuple[Shape, ...]
    shape: Shape

    @property
    def operation(self) -> Any:
        return self.step.operation

    def refused(self, why: str) -> Problem:
        return Problem(f"layer {self.step.name!r} {why}")


Row = list[Operation]  # what one step becomes; each but the first reads the one before it
FUNCTIONS = (
    *("elu", "exponential", "gelu", "hard_sigmoid", "hard_silu", "linear", "mish", "relu"),
    *("relu6", "selu", "sigmoid", "silu", "softmax", "softplus", "softsign", "tanh"),
)
SLOPE = 0.2  # of Keras' leaky ReLU, where it is named as a function
UNCHANGED = (
    *("ActivityRegularization", "AlphaDropout", "Dropout", "Flatten", "GaussianDropout"),
    *("GaussianNoise", "Identity", "Reshape", "SpatialDropout2D", "ops.Identity", "ops.Reshape"),
)


def _activation(name: str, **numbers: Any) -> Row:
    return [Operation("activation", numbers={"function": name, **numbers})]


def _named(read: Read, name: str) -> Row:
    """Return an activation function by the name that Keras has for it."""
    if name == "leaky_relu":
        return _activation("leaky_relu", slope=SLOPE)
    if name not in FUNCTIONS:
        said = name or "one that is none of Keras' own"
        raise read.refused(f"has the activation function {said}")
    return _activation(name, **({"alpha": 1.0} if name == "elu" else {}))


def _rectified(read: Read) -> Row:
    layer = read.operation
    most, slope = layer.max_value, float(layer.negative_slope)
    if layer.threshold or (most is not None and (most != 6 or slope)):
        raise read.refused("is a ReLU with a threshold or a largest value of its own")
    if most is not None:
        return _activation("relu6")
    return _activation("leaky_relu", slope=slope) if slope else _activation("relu")


def _before(given: int, made: int, size: int, step: int, dilation: int) -> int:
    """Return by how many rows or columns a window of padding ``same`` begins before the image."""
    return max((made - 1) * step + (size - 1) * dilation + 1 - given, 0) // 2


def _window(read: Read, size: Sequence[int], dilation: Sequence[int]) -> dict[str, Any]:
    """Return how a window of so many rows and columns slides."""
    layer = read.operation.layer if isinstance(read.operation, Sums) else read.operation
    steps = [int(one) for one in layer.strides]
    if layer.padding not in ("same", "valid"):
        raise read.refused(f"has the padding {layer.padding}")
    sides = zip(read.given[0], read.shape, size, steps, dilation, strict=False)
    before = [_before(*side) if layer.padding == "same" else 0 for side in sides]
    return {"strides": steps, "dilation": [int(one) for one in dilation], "padding": before}


def _tensors(kernel: Any, bias: Any = None) -> dict[str, np.ndarray]:
    found = {"kernel": np.asarray(kernel, np.float32)}
    return found if bias is None else {**found, "bias": np.asarray(bias, np.float32)}


def _depthwise(read: Read, kernel: np.ndarray, bias: Any) -> Operation:
    """Return a convolution whose maps read one channel each, from a kernel (row, column, channel,
    map of it).
    """
    rows, columns, channels, _ = kernel.shape
    own = kernel.reshape(rows, columns, 1, -1)
    window = _window(read, (rows, columns), read.operation.layer.dilation_rate)
    return Operation(
        "convolution",
        (*read.shape[:2], own.shape[3]),
        numbers={**window, "groups": channels},
        tensors=_tensors(own, bias),
    )


def _sums(read: Read) -> Row:
    """Return what a convolution or dense layer has before its activation function."""
    layer = read.operation.layer
    bias = layer.bias if layer.use_bias else None
    if layer.compute_dtype != "float32":
        raise read.refused(f"computes in {layer.compute_dtype}")
    if kind(layer) == "Dense":
        if len(read.given[0]) == 1:
            return [Operation("dense", tensors=_tensors(layer.kernel, bias))]
        one = {"strides": [1, 1], "dilation": [1, 1], "padding": [0, 0], "groups": 1}
        kernel = np.asarray(layer.kernel)[None, None]
        return [Operation("convolution", numbers=one, tensors=_tensors(kernel, bias))]
    if kind(layer) == "DepthwiseConv2D":
        return [_depthwise(read, np.asarray(layer.kernel), bias)]
    if kind(layer) == "SeparableConv2D":
        one = {"strides": [1, 1], "dilation": [1, 1], "padding": [0, 0], "groups": 1}
        return [
            _depthwise(read, np.asarray(layer.depthwise_kernel), None),
            Operation("convolution", numbers=one, tensors=_tensors(layer.pointwise_kernel, bias)),
        ]
    if kind(layer) != "Conv2D":
        raise read.refused(f"is a {kind(layer) or type(layer).__name__}")
    window = _window(read, layer.kernel.shape[:2], layer.dilation_rate)
    window["groups"] = layer.groups
    return [Operation("convolution", numbers=window, tensors=_tensors(layer.kernel, bias))]


def _pool(how: str, whole: bool = False) -> Callable[[Read], Row]:
    def made(read: Read) -> Row:
        if whole:
            window = {"strides": [1, 1], "padding": [0, 0]}
            size = [int(one) for one in read.given[0][:2]]
        else:
            size = [int(one) for one in read.operation.pool_size]
            window = _window(read, size, (1, 1))
        return [Operation("pool", numbers={**window, "how": how, "window": size})]

    return made


def _affine(read: Read, scale: Any, shift: Any) -> Row:
    """Return each channel times a factor, plus a number; one of each may hold for all channels."""
    channels = read.shape[-1]
    parts = {"scale": scale, "shift": shift}
    every = {}
    for name, values in parts.items():
        flat = np.asarray(values, np.float64).reshape(-1)
        if flat.size not in (1, channels):
            raise read.refused("has a scale of its own for each pixel")
        every[name] = np.broadcast_to(flat, channels).astype(np.float32)
    return [Operation("affine", tensors=every)]


def _norm(read: Read) -> Row:
    layer = read.operation
    if layer.axis not in (-1, len(read.shape)):
        raise read.refused("norms along another axis than that of channels")
    mean, variance = (np.asarray(one, float) for one in (layer.moving_mean, layer.moving_variance))
    scale = 1 / np.sqrt(variance + layer.epsilon)
    if layer.scale:
        scale = scale * np.asarray(layer.gamma, float)
    shift = -mean * scale + (np.asarray(layer.beta, float) if layer.center else 0)
    return _affine(read, scale, shift)


def _normalised(read: Read) -> Row:
    layer = read.operation
    if layer.invert:
        raise read.refused("inverts a normalisation")
    scale = 1 / np.maximum(np.sqrt(np.asarray(layer.variance, float)), 1e-7)
    return _affine(read, scale, -np.asarray(layer.mean, float) * scale)


def _alike(read: Read) -> None:
    if len(set(read.given)) != 1:
        raise read.refused("joins what has different shapes")


def _sum(*factors: float, mean: bool = False) -> Callable[[Read], Row]:
    def made(read: Read) -> Row:
        _alike(read)
        count = len(read.given)
        every = factors or (1 / count if mean else 1,) * count
        return [Operation("sum", numbers={"factors": list(every)})]

    return made


def _product(read: Read) -> Row:
    """Return products with what has the shape of the first, or one number for each channel."""
    first, *rest = read.given
    if any(one != first and one != (1, 1, first[-1]) for one in rest):
        raise read.refused("multiplies what has different shapes")
    return [Operation("product")]


def _concatenation(read: Read) -> Row:
    layer = read.operation
    if layer.axis not in (-1, len(read.shape)):
        raise read.refused("joins along another axis than that of channels")
    return [Operation("concatenation")]


def _placing(top: int, left: int, repeated: Sequence[int] = (1, 1)) -> Row:
    numbers = {"padding": [int(top), int(left)], "repeated": [int(one) for one in repeated]}
    return [Operation("placing", numbers=numbers)]


def _padded(read: Read) -> Row:
    (top, _), (left, _) = read.operation.padding
    return _placing(top, left)


def _cropped(read: Read) -> Row:
    (top, _), (left, _) = read.operation.cropping
    return _placing(-top, -left)


def _enlarged(read: Read) -> Row:
    if read.operation.interpolation != "nearest":
        raise read.refused(f"enlarges by the interpolation {read.operation.interpolation}")
    return _placing(0, 0, read.operation.size)


def _softmax(read: Read) -> Row:
    if read.operation.axis not in (-1, len(read.shape)):
        raise read.refused("is a softmax along another axis than that of channels")
    return _activation("softmax")


KINDS: Mapping[str, Callable[[Read], Row]] = {
    "Activation": lambda read: _named(read, activation_name(read.operation)),
    "Add": _sum(),
    "Average": _sum(mean=True),
    "AveragePooling2D": _pool("average"),
    "BatchNormalization": _norm,
    "Concatenate": _concatenation,
    "Cropping2D": _cropped,
    "ELU": lambda read: _activation("elu", alpha=float(read.operation.alpha)),
    "GlobalAveragePooling2D": _pool("average", whole=True),
    "GlobalMaxPooling2D": _pool("max", whole=True),
    "LeakyReLU": lambda read: _activation("leaky_relu", slope=float(read.operation.negative_slope)),
    "MaxPooling2D": _pool("max"),
    "Multiply": _product,
    "Normalization": _normalised,
    "ReLU": _rectified,
    "Rescaling": lambda read: _affine(read, read.operation.scale, read.operation.offset),
    "Softmax": _softmax,
    "Subtract": _sum(1, -1),
    "UpSampling2D": _enlarged,
    "ZeroPadding2D": _padded,
    "ops.Elu": lambda read: _activation("elu", alpha=float(read.operation.alpha)),
    "ops.Gelu": lambda read: _activation("gelu_tanh" if read.operation.approximate else "gelu"),
    "ops.LeakyRelu": lambda read: _activation(
        "leaky_relu", slope=float(read.operation.negative_slope)
    ),
    "ops.Relu": lambda read: _activation("relu"),
    "ops.Relu6": lambda read: _activation("relu6"),
    "ops.Sigmoid": lambda read: _activation("sigmoid"),
    "ops.Silu": lambda read: _activation("silu"),
    "ops.Tanh": lambda read: _activation("tanh"),
    **dict.fromkeys(UNCHANGED, lambda read: [Operation("reshaping")]),
}
# operations on two things, of which one may be a number: factor and number that it then stands for
WITH_NUMBER: Mapping[str, tuple[Callable[[Read], Row], Callable[[float], tuple[float, float]]]] = {
    "ops.Add": (_sum(), lambda number: (1, number)),
    "ops.Multiply": (_product, lambda number: (number, 0)),
    "ops.Subtract": (_sum(1, -1), lambda number: (1, -number)),
}


def _with_number(read: Read, name: str) -> Row:
    both, stands_for = WITH_NUMBER[name]
    if len(read.given) == 2:
        return both(read)
    mark = object()
    arguments, named = read.step.arranged([mark])
    first, second = (*arguments, *named.values())
    number = second if first is mark else first
    swapped = second is mark and name == "ops.Subtract"
    if swapped or not isinstance(number, int | float):
        raise read.refused(f"computes with more than a number ({name.removeprefix('ops.')})")
    return _affine(read, *stands_for(number))


def _row(read: Read) -> Row:
    """Return what a step of an unfolded network becomes.

    Raises:
        Problem: it is of a kind that is not known.
    """
    layer = read.operation
    if isinstance(layer, Sums):
        return _sums(read)
    if isinstance(layer, Function):
        return _named(read, activation_name(layer.layer))
    name = kind(layer)
    if name in WITH_NUMBER:
        return _with_number(read, name)
    if name not in KINDS:
        raise read.refused(f"is a {name.removeprefix('ops.') or type(layer).__name__}")
    return KINDS[name](read)


def _shapes(network: Unfolded) -> dict[int, Any]:
    """Return the shapes (place) of what steps give, seen of one image."""
    graph = network.graph
    nothing = np.zeros((1, *graph.image), np.float32)
    seen = graph.run(nothing, range(len(graph.steps)))
    return {IMAGES: graph.image} | {
        place: None if isinstance(found, list | tuple) else tuple(found.shape[1:])
        for place, found in seen.items()
    }


def operations_of(network: Unfolded) -> Operations:
    """Return a network as operations.

    Raises:
        Problem: a layer is of a kind that none of them stands for; the message names it.
    """
    every = [Operation("image", network.graph.image)]
    places, shapes = {IMAGES: 0}, _shapes(network)
    for place, step in enumerate(network.graph.steps):
        given = tuple(shapes[source] for source, _ in step.reads)
        read = Read(step, given, shapes[place])
        if None in (*given, shapes[place]):
            raise read.refused("has several outputs, or reads one of several")
        reads = tuple(places[source] for source, _ in step.reads)
        for one in _row(read):
            every.append(replace(one, name=step.name, reads=reads, shape=one.shape or read.shape))
            reads = (len(every) - 1,)
        places[place] = len(every) - 1
    return Operations(tuple(every), places)


def packed(every: Sequence[Operation]) -> tuple[list[dict[str, Any]], np.ndarray]:
    """Return where each tensor of some operations begins among all their numbers, with its shape,
    in their order, and these numbers float32.
    """
    told, numbers, first = [], [np.zeros(0, np.float32)], 0
    for tensor in _tensors_of(every):
        told.append({"shape": list(tensor.shape), "offset": first})
        numbers.append(np.ascontiguousarray(tensor, np.float32).reshape(-1))
        first += tensor.size
    return told, np.concatenate(numbers)


def _tensors_of(every: Sequence[Operation]) -> Iterator[np.ndarray]:
    for one in every:
        yield from one.tensors.values()
