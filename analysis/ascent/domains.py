"""The sets of images among which an ascent looks for a maximum.

On the *sphere* of the series every image has mean 0 and deviation 1; nothing keeps a pixel from
being far brighter or darker than ink or paper. In the *box* every pixel has a value that a real
image can have, channel by channel, so the maximum is that of an image one could draw.

A domain also says in which basis of colours steps are measured, see ``colours``. By default each
channel is measured for itself.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np

from analysis.images.channels import RGB, pixels_of
from analysis.images.datasets import Dataset, Level, by_channel
from analysis.problem import Problem

TINY = 1e-12  # keeps what is exactly 0 at 0
AT_ONCE = 500  # images whose colours are looked at together
LEAST = 1e-6  # of the largest variance of a colour: what the smallest counts as at least
ROUNDING = 1e-6  # of a mean: a float32 image deviates by so little from it by rounding alone

DomainName = Literal["sphere", "box"]
DOMAINS: tuple[DomainName, ...] = ("sphere", "box")


# (channel, channel): makes channels of numbers that have nothing to do with one another
Mixing = tuple[tuple[float, ...], ...]


@dataclass(frozen=True)
class Sphere:
    """Images of mean 0 and deviation 1, over all pixels and channels, in standardised units."""

    name: DomainName = "sphere"
    colours: Mixing | None = None

    def nearest(self, images: Any) -> Any:
        """Return the images (image, y, x, channel) standardised, each for itself.

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
    (``high``): a number each, or one for each channel where these differ.
    """

    low: Level
    high: Level
    name: DomainName = "box"
    colours: Mixing | None = None

    @property
    def ends(self) -> tuple[Any, Any]:
        """Both ends as images can be computed with: numbers, or arrays (channel) float32."""
        return by_channel(self.low), by_channel(self.high)

    def nearest(self, images: Any) -> Any:
        """Return the images (image, y, x, channel) with every pixel clipped to the range."""
        from keras import ops

        return ops.clip(images, *self.ends)


Domain = Sphere | Box


def box_of(data: Dataset) -> Box:
    """Return the box of valid pixels, such as those of 8-bit images, under the standardisation of
    these data; channel by channel where they are in colour.
    """
    if data.channels == 1:
        low, high = (data.standardise(np.array([grey])).item() for grey in data.grey)
        return Box(low, high)
    colours = [np.broadcast_to(np.array(grey), RGB) for grey in data.grey]
    dark, bright = (tuple(data.standardise(colour).tolist()) for colour in colours)
    return Box(dark, bright)


def domain(name: DomainName, data: Dataset, colours: Mixing | None = None) -> Domain:
    """Return a domain by its name, and the basis of colours in which its steps are measured."""
    if name == "sphere":
        return Sphere(colours=colours)
    return replace(box_of(data), colours=colours)


def decorrelated(data: Dataset) -> Mixing:
    """Return what makes the channels of these data of numbers that are uncorrelated and of
    deviation 1: a root of the covariance (channel, channel) of the pixels of the training images,
    standardised.

    Source: Olah, Mordvintsev, Schubert 2017, *Feature Visualization* (decorrelated colour).

    Raises:
        Problem: the images have one channel, so that there is nothing to decorrelate.
    """
    if data.channels == 1:
        raise Problem(
            "colours of images with one channel cannot be decorrelated. Leave the option out, or"
            " give images in colour."
        )
    total, square, count = np.zeros(RGB), np.zeros((RGB, RGB)), 0
    for first in range(0, len(data.training.images), AT_ONCE):
        pixels = data.standardise(data.training.images[first : first + AT_ONCE])
        flat = pixels.reshape(-1, RGB).astype(np.float64)
        total, square, count = total + flat.sum(axis=0), square + flat.T @ flat, count + len(flat)
    mean = total / count
    values, vectors = np.linalg.eigh(square / count - np.outer(mean, mean))
    # a colour that never occurs is to be rare, not impossible
    root = vectors * np.sqrt(np.maximum(values, LEAST * values.max()))
    return tuple(tuple(row) for row in (root @ vectors.T).tolist())


def outside(images: np.ndarray, box: Box) -> np.ndarray:
    """Return the share (image) of the numbers of images (image, y, x) or (image, y, x, 3) that no
    real image can have there: of pixels, or of all pixels of all channels.
    """
    low, high = box.ends
    return ((images < low - 1e-6) | (images > high + 1e-6)).mean(axis=pixels_of(images))
