"""The forward pass as an ascent needs it: one map of each image, thousands of times, so nothing that cancels out is computed.

Four savings, none of which changes a result: the image is cut to the pixels that the layer can see; the maximum of
a pool is taken before the bias and the ReLU, which commute with it and then have a quarter of the work; the
gradient of a pool is one comparison; and of the last layer only the wanted map is computed.
Layers of other kinds are called as they are.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from analysis.problem import Problem

if TYPE_CHECKING:
    import keras

FEW = 16  # nodes of a map up to which its own patches cost less than a convolution for all maps


def layers_up_to(model: keras.Model, layer: str) -> list[Any]:
    """Return the layers of a sequential model up to a named one.

    Raises:
        Problem: there is no such layer.
    """
    names = [step.name for step in model.layers]
    if layer not in names:
        from analysis.problem import nearest

        raise Problem(f"layer {layer!r} does not exist in {model.name!r}; {nearest(layer, names)}.")
    return list(model.layers[: names.index(layer) + 1])


def _is_convolution(step: Any) -> bool:
    return type(step).__name__ == "Conv2D" and step.padding == "valid" and step.dilation_rate == (1, 1) and step.strides == (1, 1) and step.groups == 1


def _is_pool(step: Any) -> bool:
    return type(step).__name__ == "MaxPooling2D" and step.padding == "valid" and step.pool_size == step.strides == (2, 2)


def _activation(step: Any) -> str:
    return getattr(step.activation, "__name__", "")


def visible_side(steps: list[Any], side: int) -> int | None:
    """Return how many rows and columns of an image reach a node of the last layer; None when a layer of another kind hides it.

    Counted backwards from the last layer's side: a convolution needs its kernel's side less one more, a pool twice as many.
    """
    if not all(_is_convolution(step) or _is_pool(step) for step in steps):
        return None
    sides = [side]
    for step in steps:
        sides.append(sides[-1] - step.kernel_size[0] + 1 if _is_convolution(step) else sides[-1] // 2)
    needed = sides[-1]
    for step in reversed(steps):
        needed = needed + step.kernel_size[0] - 1 if _is_convolution(step) else 2 * needed
    return needed


def _pool() -> Callable[[Any], Any]:
    from keras import ops

    @ops.custom_gradient
    def pool(maps: Any) -> Any:
        """2 x 2 maximum; every node of a block that equals it takes part in the gradient (without ReLU below, ties do not occur)."""
        maps = ops.convert_to_tensor(maps)
        largest = ops.max_pool(maps, 2, 2)
        _, height, width, count = maps.shape

        def gradient(upstream: Any) -> Any:
            blocks = ops.reshape(maps, (-1, height // 2, 2, width // 2, 2 * count))
            pairs, above = (ops.concatenate([values, values], axis=3)[:, :, None] for values in (largest, upstream))
            return ops.reshape(ops.where(blocks == pairs, above, 0.0), (-1, height, width, count))

        return largest, gradient

    def even(maps: Any) -> Any:
        return pool(maps[:, : maps.shape[1] // 2 * 2, : maps.shape[2] // 2 * 2])

    return even


def _below(steps: list[Any]) -> Callable[[Any], Any]:
    """Return the pass through all of these layers, with pools taken before biases and activations that rise."""
    from keras import ops

    pool = _pool()

    def through(values: Any) -> Any:
        skip = False
        for step, following in pairwise([*steps, None]):
            if skip:
                skip = False
            elif _is_convolution(step) and _activation(step) in ("relu", "linear") and following is not None and _is_pool(following):
                values = pool(ops.conv(values, ops.convert_to_tensor(step.kernel), padding="valid"))
                values, skip = step.activation(values + step.bias if step.use_bias else values), True
            else:
                values = step(values)
        return values

    return through


def _bias(step: Any) -> Any:
    from keras import ops

    return ops.convert_to_tensor(step.bias) if step.use_bias else ops.zeros((step.kernel.shape[-1],))


def _own_patches(values: Any, step: Any, maps: Any) -> Any:
    from keras import ops

    kernels = ops.take(ops.transpose(ops.convert_to_tensor(step.kernel), (3, 0, 1, 2)), maps, axis=0)
    height, width = kernels.shape[1:3]
    rows, columns = values.shape[1] - height + 1, values.shape[2] - width + 1
    patches = ops.stack([values[:, i : i + rows, j : j + columns] for i in range(height) for j in range(width)], axis=3)
    size = height * width * values.shape[-1]
    sums = ops.matmul(ops.reshape(patches, (-1, rows * columns, size)), ops.reshape(kernels, (-1, size, 1)))
    return ops.reshape(sums, (-1, rows, columns)) + ops.take(_bias(step), maps, axis=0)[:, None, None]


def pre_activations(model: keras.Model, layer: str) -> Callable[[Any, Any], Any]:
    """Return a function of images (image, y, x, 1) and maps (image) int32 that gives each image's own map (image, y, x) before its activation function.

    ``maps`` may be None: then all maps are returned, (image, y, x, map).
    """
    from keras import ops

    *steps, last = layers_up_to(model, layer)
    if not hasattr(last, "kernel") or not hasattr(last, "convolution_op"):
        raise Problem(f"layer {layer!r} of {model.name!r} has no maps: it is no convolution. There are {', '.join(convolutions(model))}.")
    side = visible_side([*steps, last], model.input_shape[1])
    below = _below(steps)

    def own(images: Any, maps: Any) -> Any:
        values = below(images if side is None else images[:, :side, :side])
        nodes = (values.shape[1] - last.kernel_size[0] + 1) * (values.shape[2] - last.kernel_size[1] + 1)
        if maps is not None and _is_convolution(last) and nodes <= FEW:
            return _own_patches(values, last, maps)
        sums = last.convolution_op(values, last.kernel) + _bias(last)
        return sums if maps is None else ops.take_along_axis(sums, ops.reshape(maps, (-1, 1, 1, 1)), axis=3)[..., 0]

    return own


def convolutions(model: keras.Model) -> list[str]:
    """Return the names of the layers that have maps, from the input up."""
    return [step.name for step in model.layers if hasattr(step, "convolution_op")]
