"""The one door to the framework: seeds, devices, gradients and compiled loops.

Forward mathematics elsewhere is written with ``keras.ops``; what a framework does in its own way stands in
``backend_tensorflow`` and ``backend_jax``, and Keras' own setting chooses between them: TensorFlow, unless
KERAS_BACKEND says jax. Neither is imported before it is needed, so that a run with nothing to do, and every
figure, goes without it.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import cache
from typing import Any, Protocol

import numpy as np

from analysis.problem import Problem

Tensor = Any
State = tuple[Any, ...]
Body = Callable[[State, Any], tuple[State, Any]]

# read by the frameworks when they are first imported, which is later: only a person's own choice comes first
os.environ.setdefault("KERAS_BACKEND", "tensorflow")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")


class Framework(Protocol):
    """What a framework has to offer."""

    def be_deterministic(self) -> None: ...
    def accelerator(self) -> str: ...
    def value_and_gradient(self, function: Callable[[Tensor], Tensor], images: Tensor) -> tuple[Tensor, Tensor]: ...
    def loop(self, body: Body) -> Callable[[State, Any, int], tuple[State, np.ndarray]]: ...
    def compiled(self, function: Callable[..., Any]) -> Callable[..., Any]: ...
    def fused(self, function: Callable[..., Tensor]) -> Callable[..., Tensor]: ...


@cache
def framework() -> Framework:
    """Return the framework that Keras runs on.

    Raises:
        Problem: KERAS_BACKEND names one that has no implementation here, or one that is not installed.
    """
    name = os.environ["KERAS_BACKEND"]
    try:
        if name == "tensorflow":
            from analysis import backend_tensorflow

            return backend_tensorflow
        if name == "jax":
            from analysis import backend_jax

            return backend_jax
    except ImportError as error:
        raise Problem(f"KERAS_BACKEND={name}, but {error.name} is not installed. Install it (pip install {error.name}), or unset KERAS_BACKEND.") from None
    raise Problem(f"KERAS_BACKEND={name!r} has no implementation; there are tensorflow and jax. Unset it, or name one of these.")


def prepare(seed: int) -> None:
    """Set every seed and ask for deterministic operations: the same machine then gives the same weights."""
    import keras

    keras.utils.set_random_seed(seed)
    framework().be_deterministic()


def device() -> str:
    """Return the device in words: the accelerator's name where there is one, else the processor's."""
    import platform

    return framework().accelerator() or f"CPU {platform.machine()}, {os.cpu_count()} cores"


def value_and_gradient(function: Callable[[Tensor], Tensor], images: Tensor) -> tuple[Tensor, Tensor]:
    """Return ``function(images)`` (image) and the gradient (image, y, x, 1) of its sum.

    Every value depends on its own image only, so the gradient of the sum is each value's own gradient.
    """
    return framework().value_and_gradient(function, images)


def loop(body: Body) -> Callable[[State, Any, int], tuple[State, np.ndarray]]:
    """Compile ``body(state, given) -> (state, record)`` into one graph that repeats it.

    Returns:
        A function of (state, given, length) that gives the last state and the records, stacked (step, ...).
        ``given`` stays the same over all steps; other values of the same shapes need no second compilation.
    """
    return framework().loop(body)


def compiled(function: Callable[..., Any]) -> Callable[..., Any]:
    """Return the function as a compiled graph that takes and returns NumPy arrays (in nested structures)."""
    return framework().compiled(function)


def fused(function: Callable[..., Tensor]) -> Callable[..., Tensor]:
    """Return the function, which works number by number, compiled into one pass over memory; for use inside a compiled loop."""
    return framework().fused(function)
