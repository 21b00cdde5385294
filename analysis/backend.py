"""The one module that knows the framework: seeds, devices, gradients and compiled loops.

Forward mathematics elsewhere is written with ``keras.ops``; what a framework does in its own way stands here.
TensorFlow is imported inside the functions, so that a run with nothing to do, and every figure, goes without it.
"""

from __future__ import annotations

import os
import platform
from collections.abc import Callable
from typing import Any

import numpy as np

Tensor = Any

# read by the frameworks when they are first imported, which is later: only a person's own choice comes first
os.environ.setdefault("KERAS_BACKEND", "tensorflow")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")


def prepare(seed: int) -> None:
    """Set every seed and ask for deterministic operations: the same machine then gives the same weights."""
    import keras
    import tensorflow as tf

    keras.utils.set_random_seed(seed)
    tf.config.experimental.enable_op_determinism()


def device() -> str:
    """Return the device in words: the GPU's name where there is one, else the processor's."""
    import tensorflow as tf

    if gpus := tf.config.list_physical_devices("GPU"):
        return str(tf.config.experimental.get_device_details(gpus[0]).get("device_name", gpus[0].name))
    return f"CPU {platform.machine()}, {os.cpu_count()} cores"


def value_and_gradient(function: Callable[[Tensor], Tensor], images: Tensor) -> tuple[Tensor, Tensor]:
    """Return ``function(images)`` (image) and the gradient (image, y, x, 1) of its sum.

    Every value depends on its own image only, so the gradient of the sum is each value's own gradient.
    """
    import tensorflow as tf

    with tf.GradientTape() as tape:
        tape.watch(images)  # an input is no variable: it has to be watched explicitly
        values = function(images)
    return values, tape.gradient(values, images)


def loop(body: Callable[..., tuple[tuple[Tensor, ...], Tensor]]) -> Callable[[tuple[Tensor, ...], int], tuple[tuple[Tensor, ...], np.ndarray]]:
    """Compile ``body(*state) -> (state, record)`` into one graph that repeats it.

    Returns:
        A function of (state, length) that gives the last state and the records, stacked (step, ...).
    """
    import tensorflow as tf

    @tf.function(autograph=False)
    def repeated(state: tuple[Tensor, ...], length: Tensor) -> tuple[tuple[Tensor, ...], Tensor]:
        def turn(i: Tensor, records: Any, *state: Tensor) -> tuple[Any, ...]:
            after, record = body(*state)
            return i + 1, records.write(i, record), *after

        start = (tf.constant(0), tf.TensorArray(tf.float32, size=length), *state)
        _, records, *last = tf.while_loop(lambda i, *_: i < length, turn, start, parallel_iterations=1)
        return tuple(last), records.stack()

    def run(state: tuple[Tensor, ...], length: int) -> tuple[tuple[Tensor, ...], np.ndarray]:
        last, records = repeated(tuple(tf.convert_to_tensor(s) for s in state), tf.constant(length))
        return last, records.numpy()

    return run


def compiled(function: Callable[[Tensor], Any]) -> Callable[[np.ndarray], Any]:
    """Compile a forward pass; it returns NumPy arrays (also in tuples and dictionaries)."""
    import tensorflow as tf

    graph = tf.function(function, autograph=False, reduce_retracing=True)
    return lambda images: tf.nest.map_structure(lambda tensor: tensor.numpy(), graph(tf.convert_to_tensor(images)))
