"""A convolution with its activation function and its 2 x 2 pool, as one function with a gradient of
its own.

Bias and ReLU commute with a maximum, so they are taken after it, with a quarter of the work. The
way up notes which node of each block won; the way down needs nothing else. Among equal nodes the
first one wins, row by row, as in the gradient of Keras' own pool: large even parts of an image make
such ties common. What happens number by number is compiled into one pass over memory.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from analysis import framework
from analysis.networks.kinds import activation_name, bias_of, kind

FEW = 4  # channels up to which matrix products of patches cost less than a convolution
BLOCK = tuple(np.ndindex(2, 2))  # the nodes of a block, in the order in which the first one wins
SHUT = len(BLOCK)  # written where the ReLU lets nothing through
# sums of products that differ by less, in units of the sum of all weights' sizes, differ by
# rounding: they tie
ROUNDING = 2.0**-20

Through = Callable[[Any], Any]


def is_convolution(step: Any) -> bool:
    """Whether a layer is a plain convolution: valid, undilated, every node, all channels."""
    return (
        kind(step) == "Conv2D"
        and step.padding == "valid"
        and step.data_format == "channels_last"
        and step.compute_dtype == "float32"
        and tuple(step.dilation_rate) == tuple(step.strides) == (1, 1)
        and step.groups == 1
    )


def is_pool(step: Any) -> bool:
    """Whether a layer takes the maximum of blocks of 2 x 2 nodes that do not overlap."""
    return (
        kind(step) == "MaxPooling2D"
        and step.padding == "valid"
        and step.data_format == "channels_last"
        and tuple(step.pool_size) == tuple(step.strides) == (2, 2)
    )


def can_be_joined(convolution: Any, pool: Any) -> bool:
    """Whether two layers, one behind the other, can be taken as one by ``joined``."""
    return (
        is_convolution(convolution)
        and activation_name(convolution) in ("relu", "linear")
        and is_pool(pool)
    )


def joined(convolution: Any) -> Through:
    """Return a convolution, its activation function and the pool behind it as one function of
    images (image, y, x, channel).
    """
    from keras import ops

    kernel, bias = np.asarray(convolution.kernel), bias_of(convolution)
    rises = activation_name(convolution) == "linear"
    height, width, channels, _ = kernel.shape
    if channels <= FEW and height % 2 and width % 2:
        return _of_patches(kernel, bias, rises)
    pool = _of_sums(bias, rises)  # equal parts of an image have equal sums, to the last bit
    return lambda values: pool(ops.conv(values, kernel, padding="valid"))


def with_gradient(
    forward: Callable[[Any], tuple[Any, Any]], backward: Callable[[Any, Any, Any], Any]
) -> Through:
    """Return a function with a gradient of our own.

    Args:
        forward: from the input to the output and a note for the way back.
        backward: from the input, of which only the shape counts, the note, and the gradient at the
            output, to the gradient at the input.
    """
    from keras import ops

    up = framework.fused(forward)

    @ops.custom_gradient
    def function(values: Any) -> Any:
        values = ops.convert_to_tensor(values)
        result, note = up(values)
        down = framework.fused(lambda note, upstream: backward(values.shape, note, upstream))
        return result, lambda upstream: down(note, upstream)

    return function


def _won(
    nodes: Sequence[Any], bias: np.ndarray, rises: bool, margin: np.ndarray | float = 0.0
) -> tuple[Any, Any]:
    """Return the activation of the largest of four nodes, and which one it was: an index into
    ``BLOCK``, or ``SHUT``. A later node has to exceed an earlier one by more than ``margin`` (map).
    """
    from keras import ops

    first, second, third, fourth = nodes
    upper, lower = ops.maximum(first, second), ops.maximum(third, fourth)
    largest = ops.maximum(upper, lower)
    result = largest + bias if rises else ops.relu(largest + bias)
    winner = ops.where(
        upper + margin >= lower,
        ops.where(first + margin >= second, 0, 1),
        ops.where(third + margin >= fourth, 2, 3),
    )
    note = winner if rises else ops.where(result > 0, winner, SHUT)
    return result, ops.cast(note, "float32")  # compared with numbers of its own size


def _shares(note: Any, upstream: Any, axis: int) -> Any:
    """Return what each of the four nodes gets of the gradient, along a new axis: the winner all,
    the others none.
    """
    from keras import ops

    nodes = np.arange(len(BLOCK), dtype=np.float32).reshape(-1, *(1,) * (4 - axis))
    wins = ops.equal(ops.expand_dims(note, axis), nodes)
    return ops.where(wins, ops.expand_dims(upstream, axis), 0.0)


def _of_sums(bias: np.ndarray, rises: bool) -> Through:
    """Return pool and activation of a convolution's sums (image, y, x, map); an odd last row or
    column is left out, as a pool does.
    """
    from keras import ops

    def forward(sums: Any) -> tuple[Any, Any]:
        rows, columns = sums.shape[1] // 2, sums.shape[2] // 2
        even = sums[:, : 2 * rows, : 2 * columns]
        parted = ops.reshape(even, (-1, rows, 2, columns, 2, sums.shape[3]))
        return _won([parted[:, :, i, :, j] for i, j in BLOCK], bias, rises)

    def backward(shape: Sequence[int], note: Any, upstream: Any) -> Any:
        _, height, width, count = shape
        rows, columns = height // 2, width // 2
        shares = _shares(note, upstream, 2)
        even = ops.reshape(
            ops.transpose(
                ops.reshape(shares, (-1, rows, 2, 2, columns, count)), (0, 1, 2, 4, 3, 5)
            ),
            (-1, 2 * rows, 2 * columns, count),
        )
        return ops.pad(even, ((0, 0), (0, height - 2 * rows), (0, width - 2 * columns), (0, 0)))

    return with_gradient(forward, backward)


def _shifted(kernel: np.ndarray) -> np.ndarray:
    """Return the weights (node, y * x * channel, map) with which each node of a block reads the
    patch that all four see, whose sides are even.
    """
    height, width, channels, count = kernel.shape
    weights = np.zeros((len(BLOCK), height + 1, width + 1, channels, count), np.float32)
    for node, (i, j) in enumerate(BLOCK):
        weights[node, i : i + height, j : j + width] = kernel
    return weights.reshape(len(BLOCK), -1, count)


def _of_patches(kernel: np.ndarray, bias: np.ndarray, rises: bool) -> Through:
    """Return convolution, pool and activation of images (image, y, x, channel), for kernels of few
    channels with odd sides.

    A pooled node sees a patch one row and one column larger than the kernel: ``down`` times
    ``right`` blocks of 2 x 2 pixels. Its four nodes are four products of all patches with the
    kernel, shifted in the patch; the way back puts the patches together again. On an even part of
    an image the four are equal, but matrix products may round them apart.
    """
    from keras import ops

    height, width, channels, count = kernel.shape
    down, right = (height + 1) // 2, (width + 1) // 2
    weights = _shifted(kernel)
    size = weights.shape[1]
    margin = ROUNDING * abs(kernel).sum(axis=(0, 1, 2))
    back = np.ascontiguousarray(weights.transpose(0, 2, 1).reshape(-1, size))

    def nodes(shape: Sequence[int]) -> tuple[int, int]:
        return (shape[1] - height + 1) // 2, (shape[2] - width + 1) // 2

    def patches(images: Any) -> Any:
        rows, columns = nodes(images.shape)
        y, x = rows + down - 1, columns + right - 1
        parted = ops.reshape(images[:, : 2 * y, : 2 * x], (-1, y, 2, x, 2 * channels))
        pairs = [
            parted[:, i : i + rows, line, j : j + columns]
            for i in range(down)
            for line in range(2)
            for j in range(right)
        ]
        return ops.reshape(ops.concatenate(pairs, axis=3), (-1, size))

    def forward(images: Any) -> tuple[Any, Any]:
        seen = patches(images)
        result, note = _won([ops.matmul(seen, own) for own in weights], bias, rises, margin)
        shape = (-1, *nodes(images.shape), count)
        return ops.reshape(result, shape), ops.reshape(note, shape)

    def backward(shape: Sequence[int], note: Any, upstream: Any) -> Any:
        rows, columns = nodes(shape)
        y, x = rows + down - 1, columns + right - 1
        shares = ops.reshape(_shares(note, upstream, 3), (-1, len(back)))
        spread = ops.reshape(
            ops.matmul(shares, back), (-1, rows, columns, down, 2, right, 2 * channels)
        )
        blocks = sum(
            ops.pad(
                spread[:, :, :, i, :, j],
                ((0, 0), (i, down - 1 - i), (j, right - 1 - j), (0, 0), (0, 0)),
            )
            for i, j in np.ndindex(down, right)
        )
        pixels = ops.reshape(ops.transpose(blocks, (0, 1, 3, 2, 4)), (-1, 2 * y, 2 * x, channels))
        return ops.pad(pixels, ((0, 0), (0, shape[1] - 2 * y), (0, shape[2] - 2 * x), (0, 0)))

    return with_gradient(forward, backward)
