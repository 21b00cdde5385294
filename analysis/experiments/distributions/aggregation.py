"""What aggregation leaves of a distribution: sums of many pixels.

The sum of independent numbers is distributed as the convolution of their distributions; its
characteristic function is the product of theirs. Source: S. A. Frank 2009 for the idea; that it is
applied to ink is our extension.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from analysis.results.distributions import InkSums
from analysis.study import Study

COUNTS = (1, 2, 4, 8, 16, 32)
SHAPES = ((1, 1), (1, 2), (2, 2), (2, 4), (4, 4), (4, 8))  # of the blocks of as many neighbours
FREQUENCIES = np.linspace(0, 6, 121)


class Shape(NamedTuple):
    """How far a distribution is from the normal of equal mean and deviation, and in what way."""

    distance: float
    skewness: float
    excess: float


def convolution_power(weights: np.ndarray, times: int) -> np.ndarray:
    """Return the distribution of the sum of ``times`` independent draws, each ``k`` with
    probability ``weights[k]``.

    The Fourier transform turns the repeated convolution into a power.
    """
    size = times * (len(weights) - 1) + 1
    power = np.fft.irfft(np.fft.rfft(weights, 2 * size) ** times, 2 * size)[:size]
    return np.clip(power, 0, None) / np.clip(power, 0, None).sum()


def step_distance(places: np.ndarray, weights: np.ndarray) -> float:
    """Return the Kolmogorov-Smirnov distance of probabilities at ascending places to the normal of
    equal mean and deviation.

    It is the largest difference of the distribution functions; beside a step both of its ends
    count.
    """
    from scipy.special import ndtr

    # sums and no inner products: those of BLAS wait for threads, which costs more here than adding
    # up
    centred = places - (places * weights).sum()
    normal = ndtr(centred / np.sqrt((centred * centred * weights).sum()))
    steps = np.cumsum(weights)
    return float(max(abs(steps - normal).max(), abs(steps - weights - normal).max()))


def moments(places: np.ndarray, weights: np.ndarray) -> tuple[float, float]:
    """Return skewness and excess kurtosis: the normal has 0 of both."""
    centred = places - (places * weights).sum()
    square = centred * centred
    variance = (square * weights).sum()
    skewness = (square * centred * weights).sum() / variance**1.5
    excess = (square * square * weights).sum() / variance**2 - 3
    return float(skewness), float(excess)


def shape_of_weights(places: np.ndarray, weights: np.ndarray) -> Shape:
    """Return the shape of probabilities at ascending places."""
    return Shape(step_distance(places, weights), *moments(places, weights))


def characteristic(weights: np.ndarray, frequencies: np.ndarray) -> np.ndarray:
    """Return the modulus of the characteristic function E exp(i t (k - mean) / deviation) of
    probabilities of 0, 1, 2, ...
    """
    places = np.arange(len(weights))
    deviation = np.sqrt(places**2 @ weights - (places @ weights) ** 2)
    return abs(np.exp(1j * np.outer(frequencies / deviation, places)) @ weights)


def _judge(sums: np.ndarray) -> Shape:
    """Return the shape of the distribution of measured whole numbers."""
    places, counts = np.unique(sums, return_counts=True)
    return shape_of_weights(places.astype(float), counts / counts.sum())


def _anywhere(sides: list[int], count: int, number: int, rng: np.random.Generator) -> np.ndarray:
    """Return rows and columns (2, count, image) of random pixels of so many images."""
    if sides[0] == sides[1]:
        return rng.integers(sides[0], size=(2, count, number))
    return np.stack([rng.integers(side, size=(count, number)) for side in sides])


def dependent_sums(images: np.ndarray, rng: np.random.Generator) -> dict[str, list[np.ndarray]]:
    """Return, by kind, for every count one sum (image) of pixels of the same image: at random
    places, and side by side.
    """
    number, *sides = images.shape
    every = np.arange(number)
    scattered = []
    joined = []
    for count, block in zip(COUNTS, SHAPES, strict=True):
        row, column = _anywhere(sides, count, number, rng)
        scattered.append(images[every, row, column].astype(int).sum(axis=0))
        top, left = (
            rng.integers(side + 1 - own, size=number)
            for side, own in zip(sides, block, strict=True)
        )
        rows, columns = np.indices(block).reshape(2, -1, 1)
        joined.append(images[every, top + rows, left + columns].astype(int).sum(axis=0))
    return {"one image": scattered, "neighbours": joined}


def _each(shapes: dict[str, list[Shape]], name: str) -> np.ndarray:
    """Return one number (kind, count) of every shape."""
    return np.array([[getattr(shape, name) for shape in kind] for kind in shapes.values()])


def measure_ink_sums(study: Study) -> InkSums:
    """Convolve the histogram of ink with itself, and compare with sums of pixels that belong
    together.
    """
    images = study.data.training.images
    grey = np.arange(study.data.grey[1] + 1)
    ink = np.bincount(images.ravel(), minlength=len(grey)) / images.size
    powers = [convolution_power(ink, count) for count in COUNTS]
    shapes = {"independent": [shape_of_weights(np.arange(len(p)), p) for p in powers]}
    together = dependent_sums(images, np.random.default_rng(study.seed("ink sums")))
    shapes |= {kind: [_judge(sums) for sums in of_kind] for kind, of_kind in together.items()}
    one = characteristic(ink, FREQUENCIES)
    rescaled = [
        characteristic(ink, FREQUENCIES / root) ** count
        for count, root in zip(COUNTS, np.sqrt(COUNTS), strict=True)
    ]
    widest = len(powers[-1])
    return InkSums(
        count=np.array(COUNTS),
        mean=grey @ ink,
        deviation=np.sqrt(grey**2 @ ink - (grey @ ink) ** 2),
        sums=np.stack([np.pad(power, (0, widest - len(power))) for power in powers]),
        kinds=np.array(list(shapes)),
        distance=_each(shapes, "distance"),
        skewness=_each(shapes, "skewness"),
        excess=_each(shapes, "excess"),
        images=np.array(len(images)),
        frequency=FREQUENCIES,
        raw=np.stack([one**count for count in COUNTS]),
        scaled=np.stack(rescaled),
    )
