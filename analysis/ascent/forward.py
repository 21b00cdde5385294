"""The forward pass as an ascent needs it: one map of each image, thousands of times, so nothing
that cancels out is computed.

Three savings, none of which changes a result: the image is cut to the pixels that the layer can
see; a convolution and its pool are one function (see ``pooling``); and of the last layer only the
wanted map is computed. They are taken where layers are of the kinds for which this is known to be
the same; all other layers are called as they are. Weights are read once, when the pass is built: a
network that is trained on later needs a new one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.ascent.pooling import (
    Through,
    can_be_joined,
    is_convolution,
    joined,
    with_gradient,
)
from analysis.networks.layers import activation_name, bias_of, convolutions, kind, layers_up_to
from analysis.networks.windows import windows
from analysis.problem import Problem

if TYPE_CHECKING:
    import keras

KEPT = 16  # passes that are kept compiled
# layers without maps of their own whose nodes need nothing but the nodes below them
LOCAL = ("Activation", "Dropout", "LeakyReLU", "ReLU", "SpatialDropout2D")
SLIDING = ("Conv2D", "DepthwiseConv2D", "MaxPooling2D", "AveragePooling2D")

Values = Callable[[Any, Any], Any]
Cut = tuple[slice, slice]
WHOLE = (slice(None), slice(None))
# passes by what they compute; compiled once, they serve every model that computes the same
_built: dict[str, Values] = {}


def _can_be_cut(step: Any) -> bool:
    """Whether a layer gives the same for an image that ends behind the last pixel it sees."""
    own = not hasattr(step, "activation") or activation_name(step) != ""
    if kind(step) in SLIDING:
        return own and step.padding == "valid" and step.data_format == "channels_last"
    if kind(step) == "BatchNormalization":
        return step.axis in (-1, 3)
    return own and kind(step) in LOCAL


def visible(model: keras.Model, layer: str) -> Cut:
    """Return the rows and columns of an image that reach a node of a layer; all of them where a
    layer on the way may need to know where the image ends.
    """
    if not all(_can_be_cut(step) for step in layers_up_to(model, layer)):
        return WHOLE
    rows, columns = windows(model, layer)
    return rows.visible, columns.visible


def _as_it_is(step: Any) -> Through:
    """Return a layer as a function, with the weights it has now."""
    learnt, fixed = (
        [np.array(np.asarray(weight)) for weight in weights]
        for weights in (step.trainable_variables, step.non_trainable_variables)
    )
    return lambda values: step.stateless_call(learnt, fixed, values)[0]


def _below(steps: list[Any]) -> tuple[Through, bool]:
    """Return the pass through all of these layers, and whether it holds nothing but numbers: no
    layer that somebody else may change.
    """
    passes, rest, alone = [], steps, True
    while rest:
        step, *rest = rest
        if rest and can_be_joined(step, rest[0]):
            passes.append(joined(step))
            rest = rest[1:]
        else:
            passes.append(_as_it_is(step))
            alone = False

    def through(values: Any) -> Any:
        for one in passes:
            values = one(values)
        return values

    return through, alone


def _own_map(step: Any) -> Values:
    """Return a convolution of (image, y, x, channel) that computes one map (image, y, x) of each
    image, before its activation.

    Every place is multiplied with every weight of the map's kernel first; then the products are
    added up along the shifts.
    """
    from keras import ops

    kernel, bias = np.asarray(step.kernel), bias_of(step)
    height, width, channels, count = kernel.shape
    shifts = list(np.ndindex(height, width))
    kernels = np.ascontiguousarray(
        kernel.transpose(3, 2, 0, 1).reshape(count, channels, len(shifts))
    )

    def add(products: Any) -> tuple[Any, Any]:
        rows = products.shape[1] - height + 1
        columns = products.shape[2] - width + 1
        total = sum(
            products[:, i : i + rows, j : j + columns, at] for at, (i, j) in enumerate(shifts)
        )
        return total, ()

    def spread(shape: Any, note: Any, upstream: Any) -> Any:
        return ops.stack(
            [
                ops.pad(upstream, ((0, 0), (i, height - 1 - i), (j, width - 1 - j)))
                for i, j in shifts
            ],
            axis=3,
        )

    added = with_gradient(add, spread)

    def own(values: Any, maps: Any) -> Any:
        y, x = values.shape[1:3]
        products = ops.matmul(
            ops.reshape(values, (-1, y * x, channels)), ops.take(kernels, maps, axis=0)
        )
        return (
            added(ops.reshape(products, (-1, y, x, len(shifts))))
            + ops.take(bias, maps)[:, None, None]
        )

    return own


def _all_maps(step: Any) -> Through:
    """Return a convolution of any kind, without its activation function, with the weights it has
    now.
    """
    from keras import ops

    kernel, bias = np.array(np.asarray(step.kernel)), bias_of(step)
    if is_convolution(step):
        return lambda values: ops.conv(values, kernel, padding="valid") + bias
    return lambda values: step.convolution_op(values, kernel) + bias


def _fingerprint(steps: list[Any], shape: tuple[int, ...]) -> str:
    """Return a digest of what layers compute: their settings and every weight."""
    found = hashlib.sha256(
        repr((shape, [(type(step).__name__, step.get_config()) for step in steps])).encode()
    )
    for step in steps:
        for weight in step.get_weights():
            found.update(weight.tobytes())
    return found.hexdigest()


def pre_activations(model: keras.Model, layer: str) -> Values:
    """Return a function of images (image, y, x, channel) and maps (image) int32 that gives each
    image's own map (image, y, x) before its activation function.

    ``maps`` may be None: then all maps are returned, (image, y, x, map).

    Raises:
        Problem: there is no such layer, or it has no maps.
    """
    steps = layers_up_to(model, layer)
    if layer not in convolutions(model):
        raise Problem(
            f"layer {layer!r} of {model.name!r} has no maps: it is no convolution. There are"
            f" {', '.join(convolutions(model))}."
        )
    key = _fingerprint(steps, model.input_shape)
    if key in _built:
        return _built[key]
    built, alone = _pass(steps, visible(model, layer))
    if alone:
        if len(_built) >= KEPT:
            del _built[next(iter(_built))]
        _built[key] = built
    return built


def _pass(steps: list[Any], cut: Cut) -> tuple[Values, bool]:
    """Return the pass through these layers on the pixels that the last one sees, and whether it
    holds nothing but numbers.
    """
    from keras import ops

    *lower, last = steps
    below, alone = _below(lower)
    every = _all_maps(last)
    own = _own_map(last) if is_convolution(last) else None

    def values(images: Any, maps: Any) -> Any:
        inputs = below(images[:, cut[0], cut[1]])
        if own and maps is not None:
            return own(inputs, maps)
        sums = every(inputs)
        if maps is None:
            return sums
        return ops.take_along_axis(sums, ops.reshape(maps, (-1, 1, 1, 1)), axis=3)[..., 0]

    return values, alone and own is not None
