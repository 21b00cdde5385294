"""A network layer by layer: which there are, what one gives for images, and several in one pass."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis import framework
from analysis.problem import Problem, nearest

if TYPE_CHECKING:
    import keras


def layers_up_to(model: keras.Model, layer: str) -> list[Any]:
    """Return the layers of a sequential model up to a named one.

    Raises:
        Problem: there is no such layer.
    """
    names = [step.name for step in model.layers]
    if layer not in names:
        raise Problem(f"layer {layer!r} does not exist in {model.name!r}; {nearest(layer, names)}.")
    return list(model.layers[: names.index(layer) + 1])


def convolutions(model: keras.Model) -> list[str]:
    """Return the names of the layers that have maps, from the input up."""
    return [step.name for step in model.layers if hasattr(step, "convolution_op")]


def forward(model: keras.Model, images: Any, layer: str, *, pre_activation: bool = False) -> Any:
    """Return a layer's output for images (image, y, x, 1), before or after its activation function.

    Returns:
        (image, y, x, map) for convolutional and pooling layers, (image, node) for dense ones.
    """
    for step in model.layers:
        if step.name == layer:
            if not pre_activation:
                return step(images)
            if hasattr(step, "convolution_op"):
                return step.convolution_op(images, step.kernel) + step.bias
            return images @ step.kernel + step.bias
        images = step(images)
    raise Problem(
        f"layer {layer!r} does not exist in {model.name!r}; it has"
        f" {', '.join(step.name for step in model.layers)}."
    )


def views(
    model: keras.Model, layers: tuple[str, ...]
) -> Callable[[np.ndarray], dict[str, np.ndarray]]:
    """Return a compiled function from images (image, y, x, 1) to the activations of several layers,
    in one pass.
    """

    def every(images: Any) -> dict[str, Any]:
        seen = {}
        for step in model.layers:
            images = step(images)
            if step.name in layers:
                seen[step.name] = images
        return seen

    return framework.compiled(every)


def batches(images: np.ndarray, size: int = 500) -> Iterator[slice]:
    """Yield slices over the images, so that no layer of all of them is ever held at once."""
    return (slice(first, first + size) for first in range(0, len(images), size))
