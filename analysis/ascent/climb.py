"""Activation maximisation: gradient ascent on input images, all images of a batch at once.

Weights stay fixed; what a step does stands in ``rules``. Source: parts VII to IX of the series
(P-OIP).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np

from analysis import framework
from analysis.ascent.domains import Domain, Sphere
from analysis.ascent.objectives import Response
from analysis.ascent.rules import (
    Annealed,
    Corner,
    Rule,
    Series,
    Uphill,
    begin,
    body_of,
    normalise_gradient,
)
from analysis.images.channels import as_pictures, as_read

__all__ = ["Annealed", "Ascent", "Climber", "Corner", "Rule", "Series", "ascend"]
__all__ += ["normalise_gradient"]

# images climbing together: more of them leave the caches, fewer waste the start of each operation
BLOCK = 128


@dataclass(frozen=True)
class Ascent:
    """What a batch of ascents ended with."""

    images: np.ndarray  # (image, y, x) or (image, y, x, 3), the best iterate of each
    response: np.ndarray  # (image), of that iterate
    curve: np.ndarray  # (step, image), response before each step
    frames: np.ndarray  # (frame, *images), the iterates at the steps that were asked for

    def part(self, which: slice) -> Ascent:
        """Return what some of the images ended with."""
        return Ascent(
            self.images[which], self.response[which], self.curve[:, which], self.frames[:, which]
        )


# along which the blocks of an ascent are put together
AXES = {"images": 0, "response": 0, "curve": 1, "frames": 1}


Run = Callable[[framework.State, Any, int], tuple[framework.State, np.ndarray]]


@dataclass(frozen=True)
class Climber:
    """What climbs, and how; compiled when it first climbs, so those who climb often keep one.

    Attributes:
        response: from images (image, y, x, channel) and what is wanted of each to one number for
            each (image), in ``keras.ops``.
        uphill: from the gradient (image, y, x, channel) to the direction of a step, at root mean
            square 1 for each image; by default the one that suits rule and domain.
        chunk: steps between two reports of what was done.
        block: how many images climb together at most; see ``networks.layers.at_once``.
    """

    response: Response
    rule: Rule
    domain: Domain = field(default_factory=Sphere)
    uphill: Uphill | None = None
    chunk: int = 60
    block: int = BLOCK

    @cached_property
    def run(self) -> Run:
        """The compiled loop of steps; it takes any number of batches of the same size."""
        return framework.loop(body_of(self.response, self.rule, self.domain, self.uphill))


def ascend(
    climber: Climber,
    starts: np.ndarray,
    wanted: np.ndarray | None = None,
    *,
    steps: int,
    keep: Sequence[int] = (),
    advance: Callable[[int], None] = lambda steps: None,
) -> Ascent:
    """Raise the response of every image.

    Args:
        starts: (image, y, x) or (image, y, x, 3) float32, in the domain.
        wanted: (image) or (image, number), handed to the response: which map, or node, each image
            climbs for; zeros by default.
        steps: evaluations of the response; the curve has that length.
        keep: steps at which iterates are kept as frames, rising, below ``steps``.
        advance: told the number of image steps done (steps times images), for a progress bar.

    Returns:
        The best iterates, not the last: the response can fall again close to its maximum.
    """
    images = as_read(np.asarray(starts, np.float32))
    wanted = np.zeros(len(starts), np.int32) if wanted is None else np.asarray(wanted, np.int32)
    size = max(1, min(climber.block, len(images)))
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
            climber,
            images[block],
            wanted[block],
            steps,
            sorted(keep),
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
    climber: Climber,
    images: np.ndarray,
    wanted: np.ndarray,
    steps: int,
    keep: list[int],
    advance: Callable[[int], None],
) -> Ascent:
    """Climb one block of images."""
    state: Any = begin(images, climber.rule)
    curve = [np.zeros((0, len(images)), np.float32)]
    frames = []
    done = 0
    for stop in sorted({*keep, *range(climber.chunk, steps, climber.chunk), steps}):
        if stop > done:
            state, values = climber.run(state, wanted, stop - done)
            curve.append(values)
            advance(stop - done)
            done = stop
        if stop in keep:
            frames.append(as_pictures(np.asarray(state[0])))
    best = as_pictures(np.asarray(state[1]))
    kept = np.stack(frames) if frames else np.zeros((0, *best.shape), np.float32)
    return Ascent(best, np.asarray(state[2]), np.concatenate(curve), kept)
