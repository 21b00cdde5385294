"""How the values of pixels become those that a network was trained on, and what a valid pixel
becomes by it.

The same picture is 0 to 255 for one network, 0 to 1 for a second, in units of a deviation for a
third. All of these are one shift and one factor for each channel, so that images with valid pixels
stay a box.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from analysis.images.reading.pictures import Pictures, portions
from analysis.problem import Problem

BY_CHANNEL = "standardise-by-channel"
NAMED = ("standardise", BY_CHANNEL, "0..1", "-1..1", "none")
GIVEN = re.compile(r"[^/]+/[^/]+")
EXAMPLE = "0.485,0.456,0.406/0.229,0.224,0.225"
# what networks are shown: squares of such numbers, summed over an image, stay finite as float32
FARTHEST, SHORTEST = 1e9, 1e-9
LEVELS = 256  # of grey, that are to stay apart as float32

Numbers = tuple[float, ...]


@dataclass(frozen=True)
class Bounds:
    """What the darkest and the brightest pixel become, by channel: float32 values, the lower
    first.
    """

    low: Numbers
    high: Numbers


@dataclass(frozen=True)
class Scale:
    """``(value - mean) / deviation``, with a mean and a deviation for each channel.

    Attributes:
        name: as a person asks for it.
        remarks: what a person should know of how it was understood, a sentence each.
    """

    name: str
    mean: Numbers
    deviation: Numbers
    remarks: tuple[str, ...] = ()

    def apply(self, images: np.ndarray) -> np.ndarray:
        """Return images (image, y, x, channel) float32 as the network is shown them."""
        mean, deviation = (np.array(one, np.float32) for one in (self.mean, self.deviation))
        return (images.astype(np.float32) - mean) / deviation

    def undo(self, images: np.ndarray) -> np.ndarray:
        """Return values of pixels, float32, from images (..., channel) as a network is shown
        them.
        """
        mean, deviation = (np.array(one, np.float32) for one in (self.mean, self.deviation))
        return images.astype(np.float32) * deviation + mean

    def bounds(self, pictures: Pictures) -> Bounds:
        """Return what the darkest and the brightest pixel there can be become."""
        ends = np.array([pictures.low, pictures.high])[:, np.newaxis, np.newaxis]
        low, high = self.apply(ends)[:, 0, 0].tolist()
        return Bounds(tuple(low), tuple(high))


def scale(text: str, pictures: Pictures) -> Scale:
    """Return the scale of a name, or of a mean and a deviation for each channel.

    Args:
        text: one of ``NAMED``, or numbers such as ``0.5/0.25``, separated by commas where channels
            differ. ``standardise`` takes mean and deviation over all pixels of these pictures.

    Raises:
        Problem: there is no such scale, or these pictures cannot be brought to it.
    """
    if text in NAMED:
        found = Scale(text, *_OF[text](pictures))
    elif GIVEN.fullmatch(text):
        found = _given(text, pictures)
    else:
        raise Problem(
            f"--scale {text!r} is unknown. There are {', '.join(NAMED)}, and a mean and a deviation"
            f" by channel, as in {EXAMPLE}."
        )
    _refuse_lost(found, pictures)
    return found


def _refuse_lost(found: Scale, pictures: Pictures) -> None:
    """``Raises Problem`` for a scale on which pixels overflow or can no longer be told apart."""
    with np.errstate(all="ignore"):
        bounds = found.bounds(pictures)
    low, high = (np.array(one, np.float32) for one in (bounds.low, bounds.high))
    farthest = np.maximum(np.abs(low), np.abs(high))
    if np.isfinite(farthest).all() and farthest.max() <= FARTHEST:
        least = np.maximum(SHORTEST, LEVELS * np.spacing(farthest))
        if (high - low >= least).all():
            return
    raise Problem(
        f"--scale {found.name!r} turns pixels from {min(pictures.low):g} to {max(pictures.high):g}"
        f" into numbers from {low.min():g} to {high.max():g}, which no network can be shown: they"
        " overflow, or are one and the same number. Give the mean and the deviation of its"
        " training, and images whose pixels go from 0 to 1 or to 255."
    )


def every_scale(pictures: Pictures) -> dict[str, Scale]:
    """Return all scales that have a name and are something of their own for these pictures, by
    name.
    """
    found: dict[str, Scale] = {}
    for name in NAMED:
        try:
            one = scale(name, pictures)
        except Problem:  # a channel that never varies
            continue
        known = {(other.mean, other.deviation) for other in found.values()}
        if (one.mean, one.deviation) not in known:
            found[name] = one
    return found


def _standardise(pictures: Pictures) -> tuple[Numbers, Numbers]:
    """Return one mean and one deviation over all pixels, for each channel the same."""
    mean, square = _moments(pictures.images)
    whole = float(mean.mean())
    spread = float(np.sqrt((square + (mean - whole) ** 2).mean()))
    return (whole,) * len(mean), (spread,) * len(mean)


def _standardise_channels(pictures: Pictures) -> tuple[Numbers, Numbers]:
    """Return mean and deviation of each channel; ``Raises Problem`` for one that never varies."""
    mean, square = _moments(pictures.images)
    if not square.all():
        raise Problem(
            f"--scale {BY_CHANNEL}: channel {int(square.argmin())} (counted from 0) is the same"
            " everywhere, so nothing can be measured in units of its deviation. Use standardise."
        )
    return tuple(mean.tolist()), tuple(np.sqrt(square).tolist())


def _moments(images: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the mean (channel) and the mean squared deviation (channel) of all pixels."""
    count = images.size / images.shape[3]
    axes = (0, 1, 2)
    mean = sum(some.sum(axis=axes, dtype=np.float64) for some in portions(images)) / count
    square = sum(((some - mean) ** 2).sum(axis=axes) for some in portions(images)) / count
    return np.asarray(mean), np.asarray(square)


def _onto(least: float, most: float) -> Callable[[Pictures], tuple[Numbers, Numbers]]:
    """Return the scale that brings the darkest pixel to one value and the brightest to another."""

    def found(pictures: Pictures) -> tuple[Numbers, Numbers]:
        ends = list(zip(pictures.low, pictures.high, strict=True))
        width = tuple((high - low) / (most - least) for low, high in ends)
        zero = [low - least * one for (low, _), one in zip(ends, width, strict=True)]
        return tuple(zero), width

    return found


def _as_they_are(pictures: Pictures) -> tuple[Numbers, Numbers]:
    channels = pictures.shape[2]
    return (0.0,) * channels, (1.0,) * channels


_OF: dict[str, Callable[[Pictures], tuple[Numbers, Numbers]]] = {
    "standardise": _standardise,
    BY_CHANNEL: _standardise_channels,
    "0..1": _onto(0, 1),
    "-1..1": _onto(-1, 1),
    "none": _as_they_are,
}


def _given(text: str, pictures: Pictures) -> Scale:
    """Return the scale of a mean and a deviation that a person gives.

    Where no number exceeds 1 but pixels do, the numbers are meant for pixels from 0 to 1, as is the
    habit with photographs.
    """
    channels = pictures.shape[2]
    mean, deviation = (_numbers(part, text, channels) for part in text.split("/"))
    if min(deviation) <= 0:
        raise Problem(f"--scale {text!r}: a deviation is greater than 0. Give it as in {EXAMPLE}.")
    if max(*map(abs, mean), *deviation) > 1 or max(pictures.high) <= 1:
        return Scale(text, mean, deviation)
    unit, low = max(pictures.high) - min(pictures.low), min(pictures.low)
    remark = f"Mean and deviation are taken as for pixels from 0 to 1; those here go to {unit:g}."
    return Scale(
        text,
        tuple(low + unit * one for one in mean),
        tuple(unit * one for one in deviation),
        (remark,),
    )


def _numbers(part: str, text: str, channels: int) -> Numbers:
    """Return a number for each channel; ``Raises Problem`` for others, or another count."""
    try:
        found = tuple(float(number) for number in part.split(","))
    except ValueError:
        found = ()
    if not found or not np.isfinite(found).all():
        raise Problem(f"--scale {text!r} is no mean and deviation. Give numbers, as in {EXAMPLE}.")
    if len(found) not in (1, channels):
        raise Problem(
            f"--scale {text!r} gives {len(found)} numbers, but images have {channels}"
            f" channel{'s' * (channels > 1)}. Give one number, or one for each channel."
        )
    return found if len(found) == channels else found * channels
