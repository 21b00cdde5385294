"""Activation maximisation: gradient ascent on input images, all images of a batch at once.

Each step divides the gradient by its root mean square, adds it times the step size, and standardises the
image again; weights stay fixed. Source: parts VII to IX of the series (P-OIP).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from analysis import backend

TINY = 1e-12  # keeps a gradient that is exactly 0 at 0


@dataclass(frozen=True)
class Ascent:
    """What a batch of ascents ended with."""

    images: np.ndarray  # (image, y, x), the best iterate of each
    response: np.ndarray  # (image), of that iterate
    curve: np.ndarray  # (step, image), response before each step
    frames: np.ndarray  # (frame, image, y, x), the iterates at the steps that were asked for


def normalise_gradient(gradient: Any) -> Any:
    """Return the gradient (image, y, x, 1) at root mean square 1 for each image."""
    from keras import ops

    return gradient / (ops.sqrt(ops.mean(gradient**2, axis=(1, 2, 3), keepdims=True)) + TINY)


def standardise(images: Any) -> Any:
    """Return the images (image, y, x, 1) with mean 0 and deviation 1 each."""
    from keras import ops

    centred = images - ops.mean(images, axis=(1, 2, 3), keepdims=True)
    return centred / (ops.std(centred, axis=(1, 2, 3), keepdims=True) + TINY)


def _body(response: Callable[[Any], Any], step_size: float) -> Callable[..., Any]:
    from keras import ops

    def body(images: Any, best: Any, best_response: Any) -> Any:
        values, gradient = backend.value_and_gradient(response, images)
        better = values > best_response
        best = ops.where(better[:, None, None, None], images, best)
        best_response = ops.where(better, values, best_response)
        following = standardise(images + step_size * normalise_gradient(gradient))
        return (following, best, best_response), values

    return body


def ascend(
    response: Callable[[Any], Any],
    starts: np.ndarray,
    *,
    steps: int,
    step_size: float,
    keep: Sequence[int] = (),
    advance: Callable[[int], None] = lambda steps: None,
    chunk: int = 50,
) -> Ascent:
    """Raise the response of every image of a batch.

    Args:
        response: from images (image, y, x, 1) to one number for each (image), in ``keras.ops``.
        starts: (image, y, x) float32, mean 0 and deviation 1.
        steps: evaluations of the response; the curve has that length.
        step_size: in units of the gradient's root mean square.
        keep: steps at which iterates are kept as frames, rising, below ``steps``.
        advance: told the number of steps done, for a progress bar.

    Returns:
        The best iterates, not the last: the response can fall again close to its maximum.
    """
    run = backend.loop(_body(response, step_size))
    images = np.asarray(starts, np.float32)[..., np.newaxis]
    state: Any = (images, images, np.full(len(images), -np.inf, np.float32))
    curve, frames, done = [], [], 0
    stops = sorted({*keep, *range(chunk, steps, chunk), steps})
    for stop in stops:
        if stop > done:
            state, values = run(state, stop - done)
            curve.append(values)
            advance(stop - done)
            done = stop
        if stop in keep:
            frames.append(np.asarray(state[0])[..., 0])
    kept = np.stack(frames) if frames else np.zeros((0, *starts.shape), np.float32)
    return Ascent(np.asarray(state[1])[..., 0], np.asarray(state[2]), np.concatenate(curve), kept)
