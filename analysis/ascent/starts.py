"""Random images that fluctuate on chosen length scales: the starts of every ascent.

Random values on grids of a few nodes per side are enlarged to the image, weighted and summed. A
grid of n nodes fluctuates on a scale of side / n pixels. In colour each channel fluctuates for
itself, or each of the numbers that channels are mixed from. Source: parts VIII and IX of the series
(P-FLUC); uniform values, bilinear enlargement and the generator are our choice.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from analysis.images.resizing import enlargement

SERIES = (28, 28)  # px; rows and columns of the series' images
_MASK = np.uint64(0xFFFFFFFF)


def mulberry32(seed: int, count: int) -> np.ndarray:
    """Return ``count`` uniform numbers in [0, 1) as float64.

    Mulberry32 needs nothing but 32-bit integer arithmetic, so any language can reproduce a start to
    the last bit.

    Source: T. Ettinger, mulberry32, public domain.
    """
    step = np.arange(1, count + 1, dtype=np.uint64) * np.uint64(0x6D2B79F5)
    state = (np.uint64(seed) + step) & _MASK
    mixed = ((state ^ (state >> np.uint64(15))) * (state | np.uint64(1))) & _MASK
    mixed ^= (
        mixed + (((mixed ^ (mixed >> np.uint64(7))) * (mixed | np.uint64(61))) & _MASK)
    ) & _MASK
    return (mixed ^ (mixed >> np.uint64(14))) / 2.0**32


def standardise(images: np.ndarray) -> np.ndarray:
    """Return images (..., y, x) with mean 0 and deviation 1 each, the sphere on which the ascent
    moves; 0 everywhere where an image is constant.
    """
    centred = images - images.mean(axis=(-2, -1), keepdims=True)
    deviation = centred.std(axis=(-2, -1), keepdims=True)
    constant = np.ptp(images, axis=(-2, -1), keepdims=True) == 0
    return np.where(constant, 0, centred / np.where(constant, 1, deviation))


def field(
    seed: int,
    grids: Sequence[int],
    weights: Sequence[float],
    shape: tuple[int, int] = SERIES,
    channels: int = 1,
) -> np.ndarray:
    """Return the weighted sum, float64, before it is standardised: (y, x), or (y, x, channel) where
    there are several channels.

    Args:
        seed: below 2 ** 32; all channels go on with the numbers of one generator, so that the first
            is what it is alone.
        grids: nodes per side; random values are drawn for every grid in turn, also where its weight
            is 0.
        weights: one factor for each grid.
        shape: rows and columns of the image, in px.
    """
    each = sum(n * n for n in grids)
    values = mulberry32(seed, channels * each) - 0.5
    fields = [_summed(part, grids, weights, shape) for part in values.reshape(channels, each)]
    return fields[0] if channels == 1 else np.stack(fields, axis=-1)


def _summed(
    values: np.ndarray, grids: Sequence[int], weights: Sequence[float], shape: tuple[int, int]
) -> np.ndarray:
    """Return the weighted sum (y, x) of the grids that hold these values, enlarged."""
    total = np.zeros(shape)
    used = 0
    for nodes, weight in zip(grids, weights, strict=True):
        grid = values[used : used + nodes * nodes].reshape(nodes, nodes)
        down, right = (enlargement(nodes, side) for side in shape)
        total += weight * (down @ grid @ right.T)
        used += nodes * nodes
    return total


def fluctuation(
    seed: int,
    grids: Sequence[int],
    weights: Sequence[float],
    shape: tuple[int, int] = SERIES,
) -> np.ndarray:
    """Return a start image (y, x) float32 with mean 0 and deviation 1: a pure function of its
    arguments, see ``field``.
    """
    return standardise(field(seed, grids, weights, shape)).astype(np.float32)


def fluctuations(
    seeds: Sequence[int] | np.ndarray,
    grids: Sequence[int],
    weights: Sequence[float],
    shape: tuple[int, int] = SERIES,
) -> np.ndarray:
    """Return start images (start, y, x) float32, one for each seed, see ``field``."""
    return np.stack([fluctuation(seed, grids, weights, shape) for seed in seeds])


@dataclass(frozen=True)
class Mixture:
    """The scales of a set of starts: grids, one weight for each, and the shape of an image.

    ``colours`` (channel, channel) makes channels of the fluctuations, where these are not those of
    the channels themselves; see ``domains.decorrelated``.
    """

    grids: tuple[int, ...]
    weights: tuple[float, ...]
    shape: tuple[int, int]
    channels: int = 1
    colours: tuple[tuple[float, ...], ...] | None = None

    def starts(self, seeds: Sequence[int] | np.ndarray) -> np.ndarray:
        """Return start images (start, y, x) or (start, y, x, channel) float32, one for each seed,
        with mean 0 and deviation 1 each.
        """
        if self.channels == 1:
            return fluctuations(seeds, self.grids, self.weights, self.shape)
        return np.stack([self._coloured(seed) for seed in seeds])

    def _coloured(self, seed: int) -> np.ndarray:
        """Return one start image (y, x, channel) float32."""
        start = field(seed, self.grids, self.weights, self.shape, self.channels)
        if self.colours is not None:
            start = start @ np.array(self.colours)
        flat = standardise(start.reshape(len(start), -1))  # over all channels
        return flat.reshape(start.shape).astype(np.float32)

    def weighing(self, weights: Sequence[float]) -> Mixture:
        """Return the mixture of the same grids with other weights."""
        return replace(self, weights=tuple(weights))

    @property
    def alone(self) -> dict[str, Mixture]:
        """Each grid alone, by name."""
        weights = {n: [float(n == m) for m in self.grids] for n in self.grids}
        return {f"grid {n}": self.weighing(own) for n, own in weights.items()}

    @property
    def with_each_alone(self) -> dict[str, Mixture]:
        """The mixture itself and each grid alone, by name."""
        return {"mixture": self, **self.alone}


def _frequencies(images: np.ndarray) -> np.ndarray:
    """Return the radial frequency (y, x), in cycles/px, of each number of an image's spectrum."""
    down, right = (np.fft.fftfreq(side) for side in images.shape[-2:])
    return np.hypot(down[:, None], right[None, :])


def radial_power(images: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return frequencies (cycles/px) and the mean power density (..., frequency) of images (..., y,
    x) on rings, up to half a cycle for each px; a ring is one cycle for each shorter side wide.
    """
    height, width = images.shape[-2:]
    side = min(height, width)
    power = np.abs(np.fft.fft2(images)) ** 2 / (height * width)
    ring = np.rint(_frequencies(images) * side).astype(int)
    count = side // 2
    mean = np.stack([power[..., ring == k].mean(axis=-1) for k in range(1, count + 1)], axis=-1)
    return np.arange(1, count + 1) / side, mean


def wavelength(images: np.ndarray) -> np.ndarray:
    """Return the spectral-centroid wavelength (...) in px of images (..., y, x): one over the
    power-weighted mean frequency; NaN where an image is constant.
    """
    power = np.abs(np.fft.fft2(images - images.mean(axis=(-2, -1), keepdims=True))) ** 2
    constant = np.ptp(images, axis=(-2, -1)) == 0
    weighted = (power * _frequencies(images)).sum(axis=(-2, -1))
    return np.where(constant, np.nan, power.sum(axis=(-2, -1)) / np.where(constant, 1, weighted))
