"""The series' ascent with its images and gradients treated otherwise, all treatments side by side
in one batch, so that one compiled loop serves them all.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from analysis.ascent.climb import BLOCK, Climber, Series, ascend, normalise_gradient
from analysis.ascent.domains import Sphere
from analysis.ascent.objectives import Response
from analysis.experiments.convergence.damping import Filter


@dataclass(frozen=True)
class Treatment:
    """How an ascent treats its images; as it stands, as the series does."""

    name: str
    begins: bool = True  # from a standardised start
    stays: bool = True  # standardised after each step
    gradient: Filter | None = None
    image: Filter | None = None  # after each step, before it is standardised
    length: float = 1.0  # of a step, in units of the series'

    def uphill(self, gradient: Any) -> Any:
        """Return the step that a gradient (image, y, x, 1) asks for."""
        filtered = self.gradient(gradient) if self.gradient else gradient
        return self.length * normalise_gradient(filtered)

    def nearest(self, images: Any) -> Any:
        """Return images (image, y, x, 1) as they are after a step."""
        filtered = self.image(images) if self.image else images
        return Sphere().nearest(filtered) if self.stays else filtered


@dataclass(frozen=True)
class SideBySide(Sphere):
    """A batch whose equal parts are treated each in its own way."""

    treatments: tuple[Treatment, ...] = ()

    def nearest(self, images: Any) -> Any:
        from keras import ops

        parts = ops.split(images, len(self.treatments))
        return ops.concatenate(
            [one.nearest(part) for one, part in zip(self.treatments, parts, strict=True)]
        )

    def uphill(self, gradient: Any) -> Any:
        """Return the steps of a batch of gradients (image, y, x, 1)."""
        from keras import ops

        parts = ops.split(gradient, len(self.treatments))
        return ops.concatenate(
            [one.uphill(part) for one, part in zip(self.treatments, parts, strict=True)]
        )


@dataclass(frozen=True)
class Runs:
    """Starts that climb: the map of each (run), and its images (run, y, x) before and after they
    were standardised.
    """

    maps: np.ndarray
    raw: np.ndarray
    starts: np.ndarray


@dataclass(frozen=True)
class Treated:
    """What runs end with under every treatment: images (treatment, run, y, x), responses
    (treatment, run) and curves (treatment, run, step).
    """

    images: np.ndarray
    response: np.ndarray
    curve: np.ndarray


def climbed(
    response: Response, size: float, treatments: tuple[Treatment, ...], runs: Runs, steps: int
) -> Treated:
    """Climb from all starts under all treatments, with steps of ``size``."""
    together = SideBySide(treatments=treatments)
    climber = Climber(response, Series(size), together, together.uphill)
    count = len(runs.maps)
    nothing = np.zeros((len(treatments), 0), np.float32)
    parts = [
        Treated(
            nothing.reshape(*nothing.shape, *runs.starts.shape[1:]),
            nothing,
            nothing.reshape(*nothing.shape, steps),
        )
    ]
    # in blocks that are as even as they can be
    at_once = math.ceil(count / max(1, math.ceil(count * len(treatments) / BLOCK)))
    for first in range(0, count, max(1, at_once)):
        # the last ones are filled up, so that the loop is compiled once
        which = np.arange(first, first + at_once) % count
        images = [(runs.starts if one.begins else runs.raw)[which] for one in treatments]
        maps = np.tile(runs.maps[which], len(treatments))
        ended = ascend(climber, np.concatenate(images), maps, steps=steps)
        shape = (len(treatments), at_once)
        parts.append(
            Treated(
                ended.images.reshape(*shape, *ended.images.shape[1:]),
                ended.response.reshape(shape),
                ended.curve.T.reshape(*shape, steps),
            )
        )
    joined = [
        np.concatenate([getattr(part, name) for part in parts], axis=1)[:, :count]
        for name in ("images", "response", "curve")
    ]
    return Treated(*joined)
