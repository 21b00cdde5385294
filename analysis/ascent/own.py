"""The last convolution of a pass: all of its maps, or of each image one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from analysis.ascent.pooling import Through, is_convolution, with_gradient
from analysis.networks.kinds import bias_of, kernels_of, products

Values = Callable[[Any, Any], Any]


def own_map(step: Any) -> Values:
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


def all_maps(step: Any) -> Through:
    """Return a convolution of any kind, without its activation function, with the weights it has
    now.
    """
    from keras import ops

    kernels = tuple(np.array(np.asarray(kernel)) for kernel in kernels_of(step))
    if is_convolution(step):
        bias = bias_of(step)
        return lambda values: ops.conv(values, *kernels, padding="valid") + bias
    if not step.use_bias:
        return lambda values: products(step, values, kernels)
    own = np.array(np.asarray(step.bias))
    return lambda values: products(step, values, kernels) + own


def own_of(values: Any, maps: Any) -> Any:
    """Return each image's own map (image, y, x) of all of them (image, y, x, map)."""
    from keras import ops

    return ops.take_along_axis(values, ops.reshape(maps, (-1, 1, 1, 1)), axis=3)[..., 0]
