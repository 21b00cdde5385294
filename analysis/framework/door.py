"""The one door to the framework: seeds, devices, gradients and compiled loops.

Forward mathematics elsewhere is written with ``keras.ops``; what a framework does in its own way
stands in a file of its own, ``on_tensorflow`` or ``on_jax``, and Keras' own setting chooses between
them: TensorFlow, unless KERAS_BACKEND names another one. None is imported before it is needed, so
that a run with nothing to do, and every figure, goes without it. How many threads they have, and
that they see no setting of a person, is decided in ``analysis.surroundings``.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, wraps
from importlib import import_module
from typing import Any, cast

import numpy as np

from analysis import surroundings
from analysis.framework.contract import Body, Framework, State, Tensor


def name() -> str:
    """Return the name of the framework that Keras runs on."""
    return surroundings.framework()


@cache
def chosen() -> Framework:
    """Return the framework that Keras runs on.

    Raises:
        Problem: KERAS_BACKEND names one that has no implementation here, or one that is not
            installed.
    """
    surroundings.check_framework()
    return cast(Framework, import_module(f"analysis.framework.on_{name()}"))


_calls = 0


def calls() -> int:
    """Return how often the framework has computed something in this process, so that whoever made a
    result can tell whether it had a part in it.
    """
    return _calls


def _asked(function: Callable[..., Any]) -> Callable[..., Any]:
    """Return the function, counted whenever it is called."""

    @wraps(function)
    def asked(*arguments: Any) -> Any:
        global _calls
        _calls += 1
        return function(*arguments)

    return asked


def prepare(seed: int) -> None:
    """Set every seed and ask for deterministic operations: the same machine then gives the same
    weights.
    """
    import keras

    keras.utils.set_random_seed(seed)
    _asked(chosen().be_deterministic)()


def device() -> str:
    """Return the device in words: the accelerator's name where there is one, else the processor's
    kind and how many the machine has.
    """
    return chosen().accelerator() or surroundings.processor()


def value_and_gradient(
    function: Callable[[Tensor], Tensor], images: Tensor
) -> tuple[Tensor, Tensor]:
    """Return ``function(images)`` (image) and the gradient (image, y, x, 1) of its sum.

    Every value depends on its own image only, so the gradient of the sum is each value's own
    gradient.
    """
    return chosen().value_and_gradient(function, images)


def loop(body: Body) -> Callable[[State, Any, int], tuple[State, np.ndarray]]:
    """Compile ``body(state, given) -> (state, record)`` into one graph that repeats it.

    Returns:
        A function of (state, given, length) that gives the last state and the records, stacked
        (step, ...). ``given`` stays the same over all steps; other values of the same shapes need
        no second compilation.
    """
    return _asked(chosen().loop(body))


def compiled(function: Callable[..., Any]) -> Callable[..., Any]:
    """Return the function as a compiled graph that takes and returns NumPy arrays (in nested
    structures).
    """
    return _asked(chosen().compiled(function))


def fused(function: Callable[..., Tensor]) -> Callable[..., Tensor]:
    """Return the function, which works number by number, compiled into one pass over memory; for
    use inside a compiled loop.
    """
    return chosen().fused(function)
