"""Activation maximisation: gradient ascent on input images, all images of a batch at once.

Two step rules. The *series* rule divides the gradient by its root mean square, adds it times a
fixed small step, and standardises the image again. The *annealed* rule begins with steps as long as
the image itself and ends with small ones; where a step loses too much, the image goes back to its
best state and steps get shorter. It needs a tenth of the steps. Weights stay fixed in both. Source:
parts VII to IX of the series (P-OIP); the second rule is ours.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from analysis import framework
from analysis.ascent.domains import TINY, Domain, Sphere
from analysis.ascent.objectives import Response

# images climbing together: more of them leave the caches, fewer waste the start of each operation
BLOCK = 128


@dataclass(frozen=True)
class Ascent:
    """What a batch of ascents ended with."""

    images: np.ndarray  # (image, y, x), the best iterate of each
    response: np.ndarray  # (image), of that iterate
    curve: np.ndarray  # (step, image), response before each step
    frames: np.ndarray  # (frame, image, y, x), the iterates at the steps that were asked for


# along which the blocks of an ascent are put together
AXES = {"images": 0, "response": 0, "curve": 1, "frames": 1}


@dataclass(frozen=True)
class Series:
    """The series' rule: every step has the same length, in units of the gradient's root mean
    square.
    """

    size: float


@dataclass(frozen=True)
class Annealed:
    """Our rule: the length of a step falls from ``first`` to ``last`` like half a cosine over
    ``steps``.

    An image whose response falls below ``keep`` times its best goes back to the best state, and its
    steps are multiplied by ``shorter``; while things go well they recover by ``recover`` a step.
    """

    steps: int
    first: float
    last: float
    keep: float = 0.6
    shorter: float = 0.5
    recover: float = 1.1


Rule = Series | Annealed
Uphill = Callable[[Any], Any]


def normalise_gradient(gradient: Any) -> Any:
    """Return the gradient (image, y, x, 1) at root mean square 1 for each image."""
    from keras import ops

    return gradient / (ops.sqrt(ops.mean(gradient**2, axis=(1, 2, 3), keepdims=True)) + TINY)


def _of_images(values: Any) -> Any:
    """Return one number per image (image) in a shape that images can be multiplied with."""
    return values[:, None, None, None]


def _series_body(
    response: Response, rule: Series, domain: Domain, uphill: Uphill
) -> framework.Body:
    from keras import ops

    def body(state: framework.State, wanted: Any) -> Any:
        images, best, best_response = state
        values, gradient = framework.value_and_gradient(lambda x: response(x, wanted), images)
        better = values > best_response
        best = ops.where(_of_images(better), images, best)
        best_response = ops.where(better, values, best_response)
        following = domain.nearest(images + rule.size * uphill(gradient))
        return (following, best, best_response), values

    return body


def _annealed_body(
    response: Response, rule: Annealed, domain: Domain, uphill: Uphill
) -> framework.Body:
    from keras import ops

    def body(state: framework.State, wanted: Any) -> Any:
        images, best, best_response, best_gradient, scale, step = state
        values, gradient = framework.value_and_gradient(lambda x: response(x, wanted), images)
        better = values > best_response
        lost = values < best_response - (1 - rule.keep) * ops.abs(best_response)
        best, best_gradient = (
            ops.where(_of_images(better), new, old)
            for new, old in ((images, best), (gradient, best_gradient))
        )
        best_response = ops.where(better, values, best_response)
        scale = ops.where(lost, scale * rule.shorter, ops.minimum(scale * rule.recover, 1.0))
        size = (
            rule.last
            + (rule.first - rule.last) * (1 + ops.cos(np.pi * step / max(rule.steps - 1, 1))) / 2
        )
        here, slope = (
            ops.where(_of_images(lost), old, new)
            for new, old in ((images, best), (gradient, best_gradient))
        )
        following = domain.nearest(here + size * _of_images(scale) * uphill(slope))
        return (following, best, best_response, best_gradient, scale, step + 1), values

    return body


def _begin(images: np.ndarray, rule: Rule) -> framework.State:
    """Return the state before the first step: nothing has been seen yet."""
    lowest = np.full(len(images), -np.inf, np.float32)
    if isinstance(rule, Series):
        return (images, images, lowest)
    # a finite lowest, since 0.4 times infinity is no threshold
    return (
        images,
        images,
        np.full(len(images), -1e30, np.float32),
        np.zeros_like(images),
        np.ones(len(images), np.float32),
        np.float32(0),
    )


def climber(
    response: Response, rule: Rule, domain: Domain, uphill: Uphill = normalise_gradient
) -> Callable[[framework.State, Any, int], tuple[framework.State, np.ndarray]]:
    """Return the compiled loop of a rule; one can climb any number of batches of the same size."""
    body = (
        _series_body(response, rule, domain, uphill)
        if isinstance(rule, Series)
        else _annealed_body(response, rule, domain, uphill)
    )
    return framework.loop(body)


def ascend(
    response: Response,
    starts: np.ndarray,
    wanted: np.ndarray | None = None,
    *,
    steps: int,
    rule: Rule,
    domain: Domain | None = None,
    uphill: Uphill = normalise_gradient,
    keep: Sequence[int] = (),
    advance: Callable[[int], None] = lambda steps: None,
    chunk: int = 60,
) -> Ascent:
    """Raise the response of every image.

    Args:
        response: from images (image, y, x, 1) and ``wanted`` to one number for each (image), in
            ``keras.ops``.
        starts: (image, y, x) float32, in the domain.
        wanted: (image) or (image, number), handed to the response: which map, or node, each image
            climbs for; zeros by default.
        steps: evaluations of the response; the curve has that length.
        uphill: from the gradient (image, y, x, 1) to the direction of a step, at root mean square 1
            for each image.
        keep: steps at which iterates are kept as frames, rising, below ``steps``.
        advance: told the number of image steps done (steps times images), for a progress bar.

    Returns:
        The best iterates, not the last: the response can fall again close to its maximum.
    """
    run = climber(response, rule, domain or Sphere(), uphill)
    images = np.asarray(starts, np.float32)[..., np.newaxis]
    wanted = np.zeros(len(starts), np.int32) if wanted is None else np.asarray(wanted, np.int32)
    size = max(1, min(BLOCK, len(images)))
    parts = [
        Ascent(
            *(
                np.zeros(shape, np.float32)
                for shape in (
                    (0, *starts.shape[1:]),
                    (0,),
                    (steps, 0),
                    (len(keep), 0, *starts.shape[1:]),
                )
            )
        )
    ]
    for first in range(0, len(images), size):
        # the last block is filled up, so that all have one shape and the loop is compiled once
        block = np.arange(first, first + size) % len(images)
        part = _climb(
            run,
            images[block],
            wanted[block],
            rule,
            steps,
            sorted(keep),
            chunk,
            lambda done: advance(done * size),
        )
        parts.append(part)
    joined = [
        np.concatenate([getattr(part, name) for part in parts], axis=axis)
        for name, axis in AXES.items()
    ]
    return Ascent(
        joined[0][: len(images)],
        joined[1][: len(images)],
        joined[2][:, : len(images)],
        joined[3][:, : len(images)],
    )


def _climb(
    run: Any,
    images: np.ndarray,
    wanted: np.ndarray,
    rule: Rule,
    steps: int,
    keep: list[int],
    chunk: int,
    advance: Callable[[int], None],
) -> Ascent:
    """Climb one block of images."""
    state: Any = _begin(images, rule)
    curve = [np.zeros((0, len(images)), np.float32)]
    frames = []
    done = 0
    for stop in sorted({*keep, *range(chunk, steps, chunk), steps}):
        if stop > done:
            state, values = run(state, wanted, stop - done)
            curve.append(values)
            advance(stop - done)
            done = stop
        if stop in keep:
            frames.append(np.asarray(state[0])[..., 0])
    kept = np.stack(frames) if frames else np.zeros((0, *images.shape[:3]), np.float32)
    return Ascent(np.asarray(state[1])[..., 0], np.asarray(state[2]), np.concatenate(curve), kept)
