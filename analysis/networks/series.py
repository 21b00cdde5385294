"""The series' CNN and the MLP it is compared with, untrained.

Source: parts I and II of the series; layer names, shapes and parameter counts as stated there.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.problem import Problem
from analysis.seeds import derived

if TYPE_CHECKING:
    import keras

CONVOLUTIONS = ("Conv2D_1", "Conv2D_2", "Conv2D_3")
LAYERS = ("Conv2D_1", "Max_Pool_1", "Conv2D_2", "Max_Pool_2", "Conv2D_3", "Dense_100", "Dense_10")
MAP_LAYERS = LAYERS[:5]
KERNEL_LAYERS = (*CONVOLUTIONS, "Dense_100", "Dense_10")  # those that have weights
MAPS = {"Conv2D_1": 32, "Conv2D_2": 64, "Conv2D_3": 128}
NODES = {"Conv2D_1": 26, "Conv2D_2": 11, "Conv2D_3": 3}  # of a map, a side


def refuse_other(model: keras.Model, name: str, path: Path) -> None:
    """Check that a stored network is of the kind that its name promises.

    Raises:
        Problem: it is another one: other layers, or as many maps as the series' has not.
    """
    if name == "mlp":
        there = [layer.name for layer in model.layers if layer.name in LAYERS]
        alike = there == ["Dense_10"]
    else:
        there = [layer.name for layer in model.layers]
        alike = [one for one in there if one != "Flatten"] == list(LAYERS)
        alike = alike and all(model.get_layer(one).filters == MAPS[one] for one in MAPS)
    if not alike or model.input_shape[1:] != (28, 28, 1):
        raise Problem(
            f"{path} is not the series' {'MLP' if name == 'mlp' else 'CNN'} but another network,"
            f" with the layers {', '.join(layer.name for layer in model.layers)}. Remove it, then"
            " run: make site"
        )


def drawn(model: keras.Model, seed: int) -> keras.Model:
    """Give a network its initial weights: each kernel uniform between -limit and limit, with
    limit^2 = 6 / (numbers that enter a node + numbers that leave it), each bias 0.

    This is Keras' default, but drawn by NumPy: Keras draws with the random numbers of the
    framework it runs on, and a seed would begin elsewhere under another one. Source: Glorot and
    Bengio (2010), equation 16.
    """
    random = np.random.default_rng(derived(seed, "initial weights"))
    for layer in model.layers:
        if hasattr(layer, "kernel"):
            *window, below, above = layer.kernel.shape
            limit = np.sqrt(6 / (np.prod(window) * (below + above)))
            layer.kernel.assign(random.uniform(-limit, limit, layer.kernel.shape))
    return model


def build_cnn(seed: int, l2: float = 0.0) -> keras.Model:
    """Return the untrained CNN: valid 3x3 convolutions, ReLU, 2x2 max pooling, softmax."""
    import keras
    from keras import layers

    penalty = keras.regularizers.L2(l2) if l2 else None

    def convolution(maps: int, name: str) -> Any:
        return layers.Conv2D(maps, 3, activation="relu", kernel_regularizer=penalty, name=name)

    network = keras.Sequential(
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
    return drawn(network, seed)


def build_mlp(seed: int, hidden: tuple[int, ...]) -> keras.Model:
    """Return the untrained MLP of the author's earlier series: 784 pixels, hidden layers with ReLU,
    ten classes.
    """
    import keras
    from keras import layers

    inner = [layers.Dense(nodes, activation="relu", name=f"Dense_{nodes}") for nodes in hidden]
    network = keras.Sequential(
        [
            keras.Input((28, 28, 1), name="Image"),
            layers.Flatten(name="Flatten"),
            *inner,
            layers.Dense(10, activation="softmax", name="Dense_10"),
        ],
        name="mlp",
    )
    return drawn(network, seed)
