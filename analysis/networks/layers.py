"""A network layer by layer: which there are, what one gives for images, and several in one pass."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis import framework
from analysis.problem import Problem, nearest

if TYPE_CHECKING:
    import keras


def kind(layer: Any) -> str:
    """Return the name of a layer's class where it is one of Keras' own, e.g. ``Conv2D``; empty for
    any other class, also for one of the same name.
    """
    import keras

    name = type(layer).__name__
    own = getattr(keras.layers, name, None) or getattr(keras, name, None)
    return name if own is type(layer) else ""


def activation_name(layer: Any) -> str:
    """Return the name of a layer's activation function where it is one of Keras' own, e.g.
    ``relu``; empty for any other function, also for one of the same name.
    """
    import keras

    name = getattr(layer.activation, "__name__", "")
    return name if getattr(keras.activations, name, None) is layer.activation else ""


def bias_of(layer: Any) -> np.ndarray:
    """Return the bias (map) of a convolution, zeros where it has none."""
    return np.asarray(layer.bias) if layer.use_bias else np.zeros(layer.filters, np.float32)


def chain(model: keras.Model) -> list[Any]:
    """Return the layers of a model, each of which reads the one before it, without the input.

    Raises:
        Problem: the model branches, or does not know its shapes yet.
    """
    if not model.built:
        raise Problem(
            f"network {model.name!r} does not know the shape of its images. Begin it with"
            " keras.Input(shape), or show it an image before it is saved."
        )
    layers = [step for step in model.layers if kind(step) != "InputLayer"]
    if kind(model) == "Sequential":
        return layers
    for before, after in pairwise(layers):
        if not _reads(after, before):
            raise Problem(
                f"network {model.name!r} branches at layer {after.name!r}. Only networks whose"
                " layers follow one after another can be looked at: keras.Sequential, or a chain."
            )
    return layers


def _reads(layer: Any, before: Any) -> bool:
    """Whether a layer reads another one and nothing else."""
    try:
        return layer.input is before.output
    except (AttributeError, ValueError):  # Keras: it is called more than once
        return False


def layers_up_to(model: keras.Model, layer: str) -> list[Any]:
    """Return the layers of a model up to a named one.

    Raises:
        Problem: there is no such layer, or the model is no chain of layers.
    """
    steps = chain(model)
    names = [step.name for step in steps]
    if layer not in names:
        raise Problem(
            f"layer {layer!r} does not exist in {model.name!r}; {nearest(layer, names)}. It has"
            f" {', '.join(names)}."
        )
    return steps[: names.index(layer) + 1]


def convolutions(model: keras.Model) -> list[str]:
    """Return the names of the layers that have maps, from the input up."""
    return [step.name for step in chain(model) if hasattr(step, "convolution_op")]


def forward(model: keras.Model, images: Any, layer: str, *, pre_activation: bool = False) -> Any:
    """Return a layer's output for images (image, y, x, channel), before or after its activation
    function.

    Returns:
        (image, y, x, map) for convolutional and pooling layers, (image, node) for dense ones.
    """
    *lower, last = layers_up_to(model, layer)
    for step in lower:
        images = step(images)
    if not pre_activation:
        return last(images)
    if hasattr(last, "convolution_op"):
        sums = last.convolution_op(images, last.kernel)
    else:
        sums = images @ last.kernel
    return sums + last.bias if last.use_bias else sums


def views(
    model: keras.Model, layers: tuple[str, ...]
) -> Callable[[np.ndarray], dict[str, np.ndarray]]:
    """Return a compiled function from images (image, y, x, channel) to the activations of several
    layers, in one pass that ends at the last of them.
    """
    steps = max((layers_up_to(model, layer) for layer in layers), key=len)

    def every(images: Any) -> dict[str, Any]:
        seen = {}
        for step in steps:
            images = step(images)
            if step.name in layers:
                seen[step.name] = images
        return seen

    return framework.compiled(every)


def batches(images: np.ndarray, size: int = 500) -> Iterator[slice]:
    """Yield slices over the images, so that no layer of all of them is ever held at once."""
    return (slice(first, first + size) for first in range(0, len(images), size))
