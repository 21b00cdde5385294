"""The forward pass as an ascent needs it: one map of each image, thousands of times, so nothing
that cancels out is computed.

Five savings, none of which changes a result: the image is cut to the pixels that the layer can see;
the maximum of a pool is taken before the bias and the ReLU, which commute with it and then have a
quarter of the work; the gradient of a pool is one comparison; a convolution of few channels, as the
first one is, becomes four matrix products, one for each node of a pooled block; and of the last
layer only the wanted map is computed. What happens number by number is compiled into one pass.
Weights are read once, when the pass is built, and a pass is built once for all models with the same
weights. Layers of other kinds are called as they are.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis import framework
from analysis.networks.layers import convolutions, layers_up_to
from analysis.problem import Problem

if TYPE_CHECKING:
    import keras

KEPT = 16  # passes that are kept compiled
FEW = 4  # channels up to which matrix products of patches cost less than a convolution


def _is_convolution(step: Any) -> bool:
    return (
        type(step).__name__ == "Conv2D"
        and step.padding == "valid"
        and step.dilation_rate == (1, 1)
        and step.strides == (1, 1)
        and step.groups == 1
    )


def _is_pool(step: Any) -> bool:
    return (
        type(step).__name__ == "MaxPooling2D"
        and step.padding == "valid"
        and step.pool_size == step.strides == (2, 2)
    )


def _activation(step: Any) -> str:
    return getattr(step.activation, "__name__", "")


def visible_side(steps: list[Any], side: int) -> int | None:
    """Return how many rows and columns of an image reach a node of the last layer; None when a
    layer of another kind hides it.

    Counted backwards from the last layer's side: a convolution needs its kernel's side less one
    more, a pool twice as many.
    """
    if not all(_is_convolution(step) or _is_pool(step) for step in steps):
        return None
    sides = [side]
    for step in steps:
        sides.append(
            sides[-1] - step.kernel_size[0] + 1 if _is_convolution(step) else sides[-1] // 2
        )
    needed = sides[-1]
    for step in reversed(steps):
        needed = needed + step.kernel_size[0] - 1 if _is_convolution(step) else 2 * needed
    return needed


Through = Callable[[Any], Any]


def _weights(step: Any) -> tuple[np.ndarray, np.ndarray]:
    """Return the kernel (y, x, channel, map) and the bias (map) of a convolution."""
    kernel = np.asarray(step.kernel.value)
    return kernel, (
        np.asarray(step.bias.value) if step.use_bias else np.zeros(kernel.shape[-1], np.float32)
    )


def _raised(values: Any, bias: np.ndarray, step: Any) -> Any:
    from keras import ops

    return ops.relu(values + bias) if _activation(step) == "relu" else values + bias


def _let_through(upstream: Any, largest: Any, bias: np.ndarray, step: Any) -> Any:
    """Return what of a gradient passes an activation function whose input was ``largest +
    bias``.
    """
    from keras import ops

    return ops.where(largest + bias > 0, upstream, 0.0) if _activation(step) == "relu" else upstream


def _pooled_products(step: Any) -> Through:
    """Return convolution, 2 x 2 pool and activation as one function of images (image, y, x,
    channel), for kernels with odd sides.

    A pooled node sees a patch one row and one column larger than the kernel. Its four nodes are
    four products of all patches with the kernel, shifted in the patch; the gradient compares these
    again and puts the patches back.
    """
    from keras import ops

    kernel, bias = _weights(step)
    height, width, channels, count = kernel.shape
    # blocks of 2 x 2 pixels in a patch
    down = (height + 1) // 2
    right = (width + 1) // 2
    shifted = np.zeros((2, 2, 2 * down, 2 * right, channels, count), np.float32)
    for i, j in np.ndindex(2, 2):
        shifted[i, j, i : i + height, j : j + width] = kernel
    size = 4 * down * right * channels
    shifted = (
        shifted.reshape(4, down, 2, right, 2, channels, count)
        .transpose(0, 1, 3, 2, 4, 5, 6)
        .reshape(4, size, count)
    )

    def nodes(images: Any) -> tuple[int, int]:
        return (images.shape[1] - height + 1) // 2, (images.shape[2] - width + 1) // 2

    def products(images: Any) -> tuple[list[Any], Any]:
        rows, columns = nodes(images)
        y, x = rows + down - 1, columns + right - 1
        blocks = ops.transpose(
            ops.reshape(images[:, : 2 * y, : 2 * x], (-1, y, 2, x, 2, channels)), (0, 1, 3, 2, 4, 5)
        )
        blocks = ops.reshape(blocks, (-1, y, x, 4 * channels))
        patches = ops.concatenate(
            [blocks[:, i : i + rows, j : j + columns] for i, j in np.ndindex(down, right)], axis=3
        )
        four = [ops.matmul(ops.reshape(patches, (-1, size)), weights) for weights in shifted]
        return four, ops.maximum(ops.maximum(four[0], four[1]), ops.maximum(four[2], four[3]))

    def forward(images: Any) -> Any:
        return ops.reshape(_raised(products(images)[1], bias, step), (-1, *nodes(images), count))

    def backward(images: Any, upstream: Any) -> Any:
        rows, columns = nodes(images)
        four, largest = products(images)
        passed = _let_through(ops.reshape(upstream, (-1, count)), largest, bias, step)
        patches = sum(
            ops.matmul(ops.where(one == largest, passed, 0.0), weights.T)
            for one, weights in zip(four, shifted, strict=True)
        )
        patches = ops.reshape(patches, (-1, rows, columns, down, right, 4 * channels))
        shifts = [
            ((0, 0), (i, down - 1 - i), (j, right - 1 - j), (0, 0))
            for i, j in np.ndindex(down, right)
        ]
        blocks = sum(
            ops.pad(patches[:, :, :, i, j], shift)
            for (i, j), shift in zip(np.ndindex(down, right), shifts, strict=True)
        )
        y, x = rows + down - 1, columns + right - 1
        pixels = ops.reshape(
            ops.transpose(ops.reshape(blocks, (-1, y, x, 2, 2, channels)), (0, 1, 3, 2, 4, 5)),
            (-1, 2 * y, 2 * x, channels),
        )
        return ops.pad(
            pixels, ((0, 0), (0, images.shape[1] - 2 * y), (0, images.shape[2] - 2 * x), (0, 0))
        )

    return _with_gradient(forward, backward)


def _pool(step: Any) -> Through:
    """Return 2 x 2 pool and activation of a convolution's sums (image, y, x, map); an odd last row
    or column is left out, as a pool does.

    Every node of a block that equals its maximum takes part in the gradient (without a ReLU below,
    ties do not occur).
    """
    from keras import ops

    _, bias = _weights(step)

    def blocks(sums: Any) -> tuple[Any, Any]:
        rows, columns = sums.shape[1] // 2, sums.shape[2] // 2
        parted = ops.reshape(
            sums[:, : 2 * rows, : 2 * columns], (-1, rows, 2, columns, 2, sums.shape[3])
        )
        return parted, ops.max(parted, axis=(2, 4), keepdims=True)

    def forward(sums: Any) -> Any:
        return _raised(ops.squeeze(blocks(sums)[1], axis=(2, 4)), bias, step)

    def backward(sums: Any, upstream: Any) -> Any:
        parted, largest = blocks(sums)
        passed = _let_through(upstream[:, :, None, :, None], largest, bias, step)
        _, rows, _, columns, _, count = parted.shape
        even = ops.reshape(
            ops.where(parted == largest, passed, 0.0), (-1, 2 * rows, 2 * columns, count)
        )
        return ops.pad(
            even, ((0, 0), (0, sums.shape[1] - 2 * rows), (0, sums.shape[2] - 2 * columns), (0, 0))
        )

    return _with_gradient(forward, backward)


def _with_gradient(forward: Through, backward: Callable[[Any, Any], Any]) -> Through:
    """Return ``forward`` with a gradient of our own, ``backward(input, upstream)``, each compiled
    into one pass.
    """
    from keras import ops

    forward, backward = framework.fused(forward), framework.fused(backward)

    @ops.custom_gradient
    def function(values: Any) -> Any:
        values = ops.convert_to_tensor(values)
        return forward(values), lambda upstream: backward(values, upstream)

    return function


def _pooled(step: Any) -> Through:
    """Return a convolution with its pool and activation as one function."""
    from keras import ops

    kernel, _ = _weights(step)
    if kernel.shape[2] <= FEW and kernel.shape[0] % 2 and kernel.shape[1] % 2:
        return _pooled_products(step)
    pool = _pool(step)
    return lambda values: pool(ops.conv(values, kernel, padding="valid"))


def _below(steps: list[Any]) -> Through:
    """Return the pass through all of these layers, with pools taken before biases and activations
    that rise.
    """
    passes, rest = [], steps
    while rest:
        step, *rest = rest
        if (
            rest
            and _is_convolution(step)
            and _activation(step) in ("relu", "linear")
            and _is_pool(rest[0])
        ):
            step, rest = _pooled(step), rest[1:]
        passes.append(step)

    def through(values: Any) -> Any:
        for one in passes:
            values = one(values)
        return values

    return through


def _own_map(step: Any) -> Callable[[Any, Any], Any]:
    """Return a convolution of (image, y, x, channel) that computes one map (image, y, x) of each
    image, before its activation.

    Every place is multiplied with every weight of the map's kernel first; then the products are
    added up along the shifts.
    """
    from keras import ops

    kernel, bias = _weights(step)
    height, width, channels, count = kernel.shape
    shifts = list(np.ndindex(height, width))
    kernels = np.ascontiguousarray(
        kernel.transpose(3, 2, 0, 1).reshape(count, channels, len(shifts))
    )

    def add(products: Any) -> Any:
        rows = products.shape[1] - height + 1
        columns = products.shape[2] - width + 1
        return sum(
            products[:, i : i + rows, j : j + columns, at] for at, (i, j) in enumerate(shifts)
        )

    def spread(products: Any, upstream: Any) -> Any:
        return ops.stack(
            [
                ops.pad(upstream, ((0, 0), (i, height - 1 - i), (j, width - 1 - j)))
                for i, j in shifts
            ],
            axis=3,
        )

    added = _with_gradient(add, spread)

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


Values = Callable[[Any, Any], Any]
# passes by what they compute; compiled once, they serve every model that computes the same
_built: dict[str, Values] = {}


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
    """Return a function of images (image, y, x, 1) and maps (image) int32 that gives each image's
    own map (image, y, x) before its activation function.

    ``maps`` may be None: then all maps are returned, (image, y, x, map).
    """
    steps = layers_up_to(model, layer)
    last = steps[-1]
    if not hasattr(last, "kernel") or not hasattr(last, "convolution_op"):
        raise Problem(
            f"layer {layer!r} of {model.name!r} has no maps: it is no convolution. There are"
            f" {', '.join(convolutions(model))}."
        )
    side = visible_side(steps, model.input_shape[1])
    if side is None:
        return _pass(steps, side)
    key = _fingerprint(steps, model.input_shape)
    if key not in _built:
        if len(_built) >= KEPT:
            del _built[next(iter(_built))]
        _built[key] = _pass(steps, side)
    return _built[key]


def _pass(steps: list[Any], side: int | None) -> Values:
    """Return the pass through these layers, on the ``side`` pixels that the last one sees; of all
    pixels where that is not known.
    """
    from keras import ops

    *lower, last = steps
    below, (kernel, bias) = _below(lower), _weights(last)
    own = _own_map(last) if _is_convolution(last) else None

    def values(images: Any, maps: Any) -> Any:
        inputs = below(images if side is None else images[:, :side, :side])
        if own and maps is not None:
            return own(inputs, maps)
        sums = (
            ops.conv(inputs, kernel, padding="valid")
            if own
            else last.convolution_op(inputs, last.kernel)
        ) + bias
        return (
            sums
            if maps is None
            else ops.take_along_axis(sums, ops.reshape(maps, (-1, 1, 1, 1)), axis=3)[..., 0]
        )

    return values
