"""TensorFlow's way: tapes, graphs with a loop inside, oneDNN on processors."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import tensorflow as tf

from analysis.framework.contract import Body, State, Tensor

XLA_TRAINS = False  # on processors its convolutions are several times slower than oneDNN's


def be_deterministic() -> None:
    """Refuse operations whose result depends on the order of threads, and compute products in full
    float32: the shorter format of recent GPUs would change results in the fourth digit.
    """
    tf.config.experimental.enable_op_determinism()
    tf.config.experimental.enable_tensor_float_32_execution(False)


def accelerator() -> str:
    """Return the name of the GPU, empty without one."""
    gpus = tf.config.list_physical_devices("GPU")
    return (
        str(tf.config.experimental.get_device_details(gpus[0]).get("device_name", gpus[0].name))
        if gpus
        else ""
    )


def value_and_gradient(
    function: Callable[[Tensor], Tensor], images: Tensor
) -> tuple[Tensor, Tensor]:
    """See ``framework.door.value_and_gradient``."""
    with tf.GradientTape() as tape:
        tape.watch(images)  # an input is no variable: it has to be watched explicitly
        values = function(images)
    return values, tape.gradient(values, images)


def loop(body: Body) -> Callable[[State, Any, int], tuple[State, np.ndarray]]:
    """See ``framework.door.loop``. XLA stays off: on processors its convolutions are several times
    slower than oneDNN's.
    """

    @tf.function(autograph=False)
    def repeated(state: State, given: Any, length: Tensor) -> tuple[State, Tensor]:
        def turn(i: Tensor, records: Any, *state: Tensor) -> tuple[Any, ...]:
            after, record = body(state, given)
            return i + 1, records.write(i, record), *after

        start = (tf.constant(0), tf.TensorArray(tf.float32, size=length), *state)
        _, records, *last = tf.while_loop(
            lambda i, *_: i < length, turn, start, parallel_iterations=1
        )
        return tuple(last), records.stack()

    def run(state: State, given: Any, length: int) -> tuple[State, np.ndarray]:
        state, given = tf.nest.map_structure(tf.convert_to_tensor, (tuple(state), given))
        last, records = repeated(state, given, tf.constant(length))
        return last, records.numpy()

    return run


def compiled(function: Callable[..., Any]) -> Callable[..., Any]:
    """See ``framework.door.compiled``."""
    graph = tf.function(function, autograph=False, reduce_retracing=True)
    return lambda *arrays: tf.nest.map_structure(
        lambda tensor: tensor.numpy(), graph(*tf.nest.map_structure(tf.convert_to_tensor, arrays))
    )


def fused(function: Callable[..., Tensor]) -> Callable[..., Tensor]:
    """See ``framework.door.fused``. Here XLA pays: TensorFlow alone goes through memory once for
    every operation.
    """
    return tf.function(function, autograph=False, jit_compile=True)
