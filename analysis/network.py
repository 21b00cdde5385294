"""The series' CNN and the MLP it is compared with: build, save, load, and look at a layer.

Source: parts I and II of the series; layer names, shapes and parameter counts as stated there.
"""

from __future__ import annotations

import io
import json
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis import backend
from analysis.problem import Problem

if TYPE_CHECKING:
    import keras

CONVOLUTIONS = ("Conv2D_1", "Conv2D_2", "Conv2D_3")
POOLS = ("Max_Pool_1", "Max_Pool_2")
LAYERS = ("Conv2D_1", "Max_Pool_1", "Conv2D_2", "Max_Pool_2", "Conv2D_3", "Dense_100", "Dense_10")
MAPS = {"Conv2D_1": 32, "Conv2D_2": 64, "Conv2D_3": 128}


def build_cnn(l2: float = 0.0) -> keras.Model:
    """Return the untrained CNN: valid 3x3 convolutions, ReLU, 2x2 max pooling, softmax."""
    import keras
    from keras import layers

    penalty = keras.regularizers.L2(l2) if l2 else None

    def convolution(maps: int, name: str) -> Any:
        return layers.Conv2D(maps, 3, activation="relu", kernel_regularizer=penalty, name=name)

    return keras.Sequential(
        [
            keras.Input((28, 28, 1), name="Image"),
            convolution(32, "Conv2D_1"),
            layers.MaxPooling2D(2, name="Max_Pool_1"),
            convolution(64, "Conv2D_2"),
            layers.MaxPooling2D(2, name="Max_Pool_2"),
            convolution(128, "Conv2D_3"),
            layers.Flatten(name="Flatten"),
            layers.Dense(100, activation="relu", kernel_regularizer=penalty, name="Dense_100"),
            layers.Dense(10, activation="softmax", kernel_regularizer=penalty, name="Dense_10"),
        ],
        name="cnn",
    )


def build_mlp(hidden: tuple[int, ...]) -> keras.Model:
    """Return the MLP of the author's earlier series: 784 pixels, hidden layers with ReLU, ten classes."""
    import keras
    from keras import layers

    inner = [layers.Dense(nodes, activation="relu", name=f"Dense_{nodes}") for nodes in hidden]
    return keras.Sequential(
        [keras.Input((28, 28, 1), name="Image"), layers.Flatten(name="Flatten"), *inner, layers.Dense(10, activation="softmax", name="Dense_10")], name="mlp"
    )


def pack_model(model: keras.Model) -> bytes:
    """Return the model in Keras' own format, without the time of saving: equal weights give equal bytes."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "model.keras"
        model.save(path)
        packed = io.BytesIO()
        with zipfile.ZipFile(path) as source, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target:
            for name in sorted(source.namelist()):
                content = source.read(name)
                if name == "metadata.json":
                    content = json.dumps({**json.loads(content), "date_saved": ""}, sort_keys=True).encode()
                target.writestr(zipfile.ZipInfo(name), content)
    return packed.getvalue()


def load_model(path: Path, *, training: bool = False) -> keras.Model:
    """Load a stored network; ``training`` also restores the optimiser.

    Raises:
        Problem: the file is missing or no network.
    """
    import keras

    try:
        model = keras.saving.load_model(path, compile=training)
    except (ValueError, OSError, KeyError, zipfile.BadZipFile) as error:
        raise Problem(f"{path} cannot be read as a network: {str(error).splitlines()[0]} Remove it, then run: make site") from None
    if bad := [weight.path for weight in model.weights if not np.isfinite(weight.numpy()).all()]:
        raise Problem(
            f"{path} holds weights that are no numbers, first in {bad[0]}: its training went astray. Remove it, lower the learning rate, then run: make site"
        )
    return model


def bare_copy(model: keras.Model) -> keras.Model:
    """Return the model without optimiser and penalties: what is published."""
    import keras

    config = model.get_config()
    for layer in config["layers"]:
        layer["config"].pop("kernel_regularizer", None)
    copy = keras.Sequential.from_config(config)
    copy.set_weights(model.get_weights())
    return copy


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
    raise Problem(f"layer {layer!r} does not exist in {model.name!r}; it has {', '.join(step.name for step in model.layers)}.")


def views(model: keras.Model, layers: tuple[str, ...]) -> Callable[[np.ndarray], dict[str, np.ndarray]]:
    """Return a compiled function from images (image, y, x, 1) to the activations of several layers, in one pass."""

    def every(images: Any) -> dict[str, Any]:
        seen = {}
        for step in model.layers:
            images = step(images)
            if step.name in layers:
                seen[step.name] = images
        return seen

    return backend.compiled(every)


def batches(images: np.ndarray, size: int = 500) -> Iterator[slice]:
    """Yield slices over the images, so that no layer of all of them is ever held at once."""
    return (slice(first, first + size) for first in range(0, len(images), size))
