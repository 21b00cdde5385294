"""JAX's way: pure functions, transformed and compiled by XLA; the way to a GPU where TensorFlow's
CUDA build cannot be had.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import jax
import numpy as np

from analysis.framework.contract import Body, State, Tensor

XLA_TRAINS = True  # without it, every operation of a step would be sent alone


def be_deterministic() -> None:
    """Compute products in full float32: faster formats of some GPUs would change results in the
    fourth digit.
    """
    jax.config.update("jax_default_matmul_precision", "highest")


def accelerator() -> str:
    """Return the name of the GPU, empty without one."""
    device = jax.devices()[0]
    return "" if device.platform == "cpu" else str(device.device_kind)


def value_and_gradient(
    function: Callable[[Tensor], Tensor], images: Tensor
) -> tuple[Tensor, Tensor]:
    """See ``framework.door.value_and_gradient``."""

    def summed(images: Tensor) -> tuple[Tensor, Tensor]:
        values = function(images)
        return values.sum(), values

    (_, values), gradient = jax.value_and_grad(summed, has_aux=True)(images)
    return values, gradient


def loop(body: Body) -> Callable[[State, Any, int], tuple[State, np.ndarray]]:
    """See ``framework.door.loop``."""

    @partial(jax.jit, static_argnums=2)
    def repeated(state: State, given: Any, length: int) -> tuple[State, Tensor]:
        return jax.lax.scan(lambda state, _: body(state, given), state, None, length=length)

    def run(state: State, given: Any, length: int) -> tuple[State, np.ndarray]:
        state, given = jax.tree.map(jax.numpy.asarray, (tuple(state), given))
        last, records = repeated(state, given, length)
        return last, np.asarray(records)

    return run


def compiled(function: Callable[..., Any]) -> Callable[..., Any]:
    """See ``framework.door.compiled``."""
    graph = jax.jit(function)
    return lambda *arrays: jax.tree.map(np.asarray, graph(*jax.tree.map(jax.numpy.asarray, arrays)))


def fused(function: Callable[..., Tensor]) -> Callable[..., Tensor]:
    """See ``framework.door.fused``. XLA compiles the whole loop and needs no hint."""
    return function
