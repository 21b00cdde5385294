"""Two small networks that are trained here, as examples of other subjects than that of the series:
one with ``same`` padding and batch normalisation, one with strides and global average pooling.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis import framework
from analysis.networks.series import drawn

if TYPE_CHECKING:
    import keras

BATCH = 32
RATE = 0.002  # of Adam


def _digits(shape: tuple[int, int, int], classes: int) -> list[Any]:
    import keras
    from keras import layers

    def convolution(maps: int, name: str) -> list[Any]:
        return [
            layers.Conv2D(maps, 3, padding="same", use_bias=False, name=name),
            layers.BatchNormalization(name=f"{name}_Norm"),
            layers.ReLU(name=f"{name}_ReLU"),
        ]

    return [
        keras.Input(shape, name="Image"),
        *convolution(8, "Strokes"),
        layers.MaxPooling2D(2, name="Pool"),
        *convolution(16, "Shapes"),
        layers.Flatten(name="Flatten"),
        layers.Dense(32, activation="relu", name="Dense"),
        layers.Dense(classes, activation="softmax", name="Classes"),
    ]


def _photographs(shape: tuple[int, int, int], classes: int) -> list[Any]:
    import keras
    from keras import layers

    return [
        keras.Input(shape, name="Image"),
        layers.Conv2D(8, 5, strides=2, activation="relu", name="Colours"),
        layers.Conv2D(16, 3, strides=2, activation="relu", name="Textures"),
        layers.Conv2D(24, 3, activation="relu", name="Things"),
        layers.GlobalAveragePooling2D(name="Mean"),
        layers.Dense(classes, activation="softmax", name="Classes"),
    ]


LAYERS: dict[str, Callable[[tuple[int, int, int], int], list[Any]]] = {
    "digits": _digits,
    "photographs": _photographs,
}


def build_example(name: str, seed: int, shape: tuple[int, int, int], classes: int) -> keras.Model:
    """Return the untrained network of an example.

    Args:
        shape: of an image (y, x, channel).
    """
    import keras

    return drawn(keras.Sequential(LAYERS[name](shape, classes), name=name), seed)


def train_example(
    name: str,
    seed: int,
    images: np.ndarray,
    labels: np.ndarray,
    epochs: int,
    on_batch: Callable[[int], None] = lambda batches: None,
) -> keras.Model:
    """Return the network of an example, trained on images (image, y, x, channel) as it is shown
    them, and labels (image); the same seed gives the same weights.
    """
    import keras

    framework.prepare(seed)
    model = build_example(name, seed, images.shape[1:], int(labels.max()) + 1)
    model.compile(
        keras.optimizers.Adam(RATE),
        "sparse_categorical_crossentropy",
        jit_compile=framework.chosen().XLA_TRAINS,
    )
    watch = keras.callbacks.LambdaCallback(on_train_batch_end=lambda batch, logs: on_batch(1))
    for epoch in range(epochs):
        order = np.random.default_rng([seed, epoch]).permutation(len(images))
        model.fit(
            images[order],
            labels[order],
            batch_size=BATCH,
            shuffle=False,
            verbose=0,
            callbacks=[watch],
        )
    return model


def steps_of_example(images: int, epochs: int) -> int:
    """Return how many batches the training of an example on so many images takes."""
    return epochs * -(-images // BATCH)
