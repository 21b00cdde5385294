"""Whether a network reads images of a shape and gives a number for each class; where it leaves the
size of its images open, it is built for that shape.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.images.reading.pictures import CHANNELS
from analysis.problem import Problem

if TYPE_CHECKING:
    import keras

Image = tuple[int, int, int]
WANTED = (
    "A network that can be looked at reads images (y, x, channel) with one or three channels and"
    " gives one number for each class"
)


def fitted(
    model: keras.Model, shape: Image, path: Path
) -> tuple[keras.Model, int, tuple[str, ...]]:
    """Return a model that reads images of a shape (y, x, channel), how many classes it tells apart,
    and remarks.

    Raises:
        Problem: it reads something else, or gives something else.
    """
    ready, remarks = _with_input(model, shape, path)
    classes = _classes(ready, shape, path)
    if not any(_is_convolution(layer) for layer in all_layers(ready)):
        raise Problem(
            f"{path} has no convolutional layer, so there are no maps to look at. Use a network"
            " with keras.layers.Conv2D."
        )
    return ready, classes, remarks


def _with_input(
    model: keras.Model, shape: Image, path: Path
) -> tuple[keras.Model, tuple[str, ...]]:
    """Return the model, built for images of a shape where it is for none yet; ``Raises Problem``
    where it reads others.
    """
    import keras

    if isinstance(model, keras.Sequential) and not model.built:
        return _first_built(model, shape, path)
    inputs = getattr(model, "inputs", None)
    if inputs is None:  # a class of its own, which says its input when it is called
        return model, ()
    if len(inputs) != 1:
        raise Problem(f"{path} has {len(inputs)} inputs. {WANTED}; give a model of one input.")
    own = tuple(inputs[0].shape[1:])
    _refuse_no_images(own, path)
    sides = zip(own, shape, strict=True)
    if any(side not in (None, wanted) for side, wanted in sides):
        raise Problem(
            f"{path} reads images of shape {_said(own)} (rows, columns, channels), but those given"
            f" have {_said(shape)}. {_remedy(own, shape)}"
        )
    return (_sized(model, shape, path), ()) if None in own else (model, ())


def _first_built(
    model: keras.Sequential, shape: Image, path: Path
) -> tuple[keras.Model, tuple[str, ...]]:
    """Return a model that was saved before it saw an image, with new weights."""
    try:
        model.build((None, *shape))
    except Exception as error:  # whatever a layer says of a shape that it cannot read
        raise _not_for(shape, path, error) from None
    return model, (
        "The network was saved before it saw any image, so it holds no weights; new ones are"
        " drawn, and nobody has trained it.",
    )


def _sized(model: keras.Model, shape: Image, path: Path) -> keras.Model:
    """Return a model of unknown size with the same layers and weights, for images of one size."""
    import keras

    try:
        sized = keras.models.clone_model(model, input_tensors=keras.Input(shape))
        sized.set_weights(model.get_weights())
    except Exception as error:  # whatever a layer says of a shape that it cannot read
        raise _not_for(shape, path, error) from None
    return sized


def _not_for(shape: Image, path: Path, error: Exception) -> Problem:
    said = str(error).strip().splitlines() or [type(error).__name__]
    return Problem(
        f"{path} leaves the size of its images open, but cannot be built for those of shape"
        f" {_said(shape)}: {said[0].rstrip('.')[:200]}. Give images of the size it was made for."
    )


def _refuse_no_images(own: tuple[int | None, ...], path: Path) -> None:
    """``Raises Problem`` for an input (without the batch) that is no image."""
    if len(own) != 3:
        sides = ", ".join("None" if side is None else str(side) for side in own)
        hint = f" Begin it with keras.Input(({sides}, 1)) and set the same weights."
        raise Problem(
            f"{path} reads arrays of shape {_said(own)}. {WANTED}.{hint if len(own) == 2 else ''}"
        )
    if own[2] in CHANNELS:
        return
    if own[0] in CHANNELS:
        raise Problem(
            f"{path} reads images of shape {_said(own)}, channels first. Rebuild it with"
            " data_format='channels_last', set the same weights, and put the channels of the images"
            " last."
        )
    raise Problem(f"{path} reads images with {own[2]} channels. {WANTED}.")


def _remedy(own: tuple[int | None, ...], shape: Image) -> str:
    """Return how images come to the shape that a network reads."""
    if own[:2] == shape[:2]:
        return {
            1: "Make the images grey, e.g. by Pillow's convert('L').",
            3: "Give the images three channels, e.g. x.repeat(3, -1) of one.",
        }.get(own[2] or 0, "Use images with as many channels.")
    if own[:2] == (shape[1], shape[0]):
        return "Exchange rows and columns: x.swapaxes(1, 2)."
    return "Bring the images to the size that the network was trained on, or use its own images."


def _classes(model: keras.Model, shape: Image, path: Path) -> int:
    """Return how many numbers a model gives for an image.

    Raises:
        Problem: it gives something else than one number for each of two classes or more.
    """
    outputs = getattr(model, "outputs", None)
    if outputs is None:
        outputs = _tried(model, shape, path)
    if len(outputs) != 1:
        raise Problem(f"{path} has {len(outputs)} outputs. {WANTED}; give a model of one output.")
    given = tuple(outputs[0].shape[1:])
    if len(given) != 1:
        raise Problem(
            f"{path} gives arrays of shape {_said(given)} for an image, which are no classes."
            f" {WANTED}."
        )
    if given[0] < 2:
        raise Problem(
            f"{path} gives a single number for an image. {WANTED}. One sigmoid becomes a softmax of"
            " two outputs: weights of 0 for the first, its own for the second."
        )
    return int(given[0])


def _tried(model: Any, shape: Image, path: Path) -> list[Any]:
    """Return what a model of a class of its own gives for one image; ``Raises Problem``."""
    try:
        given = model(np.zeros((1, *shape), np.float32))
    except Exception as error:  # whatever a class that somebody wrote says
        said = str(error).strip().splitlines() or [type(error).__name__]
        raise Problem(
            f"{path} cannot be shown an image of shape {_said(shape)}: {said[0].rstrip('.')[:200]}."
            " Give images of the shape it was made for."
        ) from None
    return list(given) if isinstance(given, list | tuple) else [given]


def _said(shape: tuple[int | None, ...]) -> str:
    """Return a shape as a person reads it; a side that is left open is a question mark."""
    return " x ".join("?" if side is None else str(side) for side in shape) or "()"


def all_layers(model: Any) -> Iterator[Any]:
    """Yield the layers of a model, models in it too, each before its own layers."""
    for layer in model.layers:
        yield layer
        yield from all_layers(layer) if hasattr(layer, "layers") else ()


def _is_convolution(layer: Any) -> bool:
    """Whether a layer slides kernels over rows and columns."""
    kernels = hasattr(layer, "kernel") or hasattr(layer, "depthwise_kernel")
    return kernels and len(getattr(layer, "kernel_size", ())) == 2
