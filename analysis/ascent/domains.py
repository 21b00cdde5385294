"""The sets of images among which an ascent looks for a maximum.

On the *sphere* of the series every image has mean 0 and deviation 1; nothing keeps a pixel from
being far brighter or darker than ink or paper. In the *box* every pixel has a value that a real
image can have, so the maximum is that of an image one could draw.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from analysis.images.datasets import Dataset

TINY = 1e-12  # keeps what is exactly 0 at 0
ROUNDING = 1e-6  # of a mean: a float32 image deviates by so little from it by rounding alone

DomainName = Literal["sphere", "box"]
DOMAINS: tuple[DomainName, ...] = ("sphere", "box")


@dataclass(frozen=True)
class Sphere:
    """Images of mean 0 and deviation 1, in standardised units."""

    name: DomainName = "sphere"

    def nearest(self, images: Any) -> Any:
        """Return the images (image, y, x, 1) standardised, each for itself.

        A constant one has no deviation to be measured in: it becomes 0 everywhere.
        """
        from keras import ops

        mean = ops.mean(images, axis=(1, 2, 3), keepdims=True)
        centred = images - mean
        deviation = ops.std(centred, axis=(1, 2, 3), keepdims=True)
        constant = deviation <= ROUNDING * ops.abs(mean)
        return ops.where(constant, 0.0, centred / (deviation + TINY))


@dataclass(frozen=True)
class Box:
    """Images whose pixels lie between the standardised values of paper (``low``) and full ink
    (``high``).
    """

    low: float
    high: float
    name: DomainName = "box"

    def nearest(self, images: Any) -> Any:
        """Return the images (image, y, x, 1) with every pixel clipped to the range."""
        from keras import ops

        return ops.clip(images, self.low, self.high)


Domain = Sphere | Box


def box_of(data: Dataset) -> Box:
    """Return the box of 8-bit images under the standardisation of these data."""
    low, high = (data.standardise(np.array([grey])).item() for grey in data.grey)
    return Box(low, high)


def domain(name: DomainName, data: Dataset) -> Domain:
    """Return a domain by its name."""
    return Sphere() if name == "sphere" else box_of(data)


def outside(images: np.ndarray, box: Box) -> np.ndarray:
    """Return the share of pixels (image) of images (image, y, x) whose value no real image can
    have.
    """
    return ((images < box.low - 1e-6) | (images > box.high + 1e-6)).mean(axis=(1, 2))
