"""Slow, obvious references in plain NumPy and Python: each says what a fast function must equal."""

from __future__ import annotations

import cmath
import math

import numpy as np

# (name, kind, kernel side, stride) of the layers between the input and the dense part
CHAIN = (
    ("Conv2D_1", 3, 1),
    ("Max_Pool_1", 2, 2),
    ("Conv2D_2", 3, 1),
    ("Max_Pool_2", 2, 2),
    ("Conv2D_3", 3, 1),
)
SIDE = 28


def mulberry32(seed: int, count: int) -> list[float]:
    """The public-domain generator, with Python's integers cut to 32 bits after every operation."""
    bits = 0xFFFFFFFF
    numbers = []
    state = seed & 0xFFFFFFFF
    for _ in range(count):
        state = (state + 0x6D2B79F5) & bits
        t = state
        t = ((t ^ (t >> 15)) * (t | 1)) & bits
        t ^= (t + (((t ^ (t >> 7)) * (t | 61)) & bits)) & bits
        numbers.append((t ^ (t >> 14)) / 2**32)
    return numbers


def enlarge(grid: np.ndarray, side: int = SIDE) -> np.ndarray:
    """Bilinear enlargement, pixel by pixel; nodes sit at the centres of equal cells, and beyond the
    outer ones nothing changes.
    """
    nodes, large = len(grid), np.zeros((side, side))

    def neighbours(pixel: int) -> list[tuple[int, float]]:
        position = min(max((pixel + 0.5) * nodes / side - 0.5, 0.0), nodes - 1.0)
        below = math.floor(position)
        share = position - below
        return [(below, 1 - share)] + ([(below + 1, share)] if share else [])

    for y in range(side):
        for x in range(side):
            large[y, x] = sum(
                a * b * grid[i, j] for i, a in neighbours(y) for j, b in neighbours(x)
            )
    return large


def field(seed: int, grids: tuple[int, ...], weights: tuple[float, ...]) -> np.ndarray:
    """The sum of enlarged random grids; every grid takes its numbers from one stream, in turn."""
    stream = iter(mulberry32(seed, sum(n * n for n in grids)))
    total = np.zeros((SIDE, SIDE))
    for nodes, weight in zip(grids, weights, strict=True):
        grid = np.array([next(stream) - 0.5 for _ in range(nodes * nodes)]).reshape(nodes, nodes)
        total += weight * enlarge(grid)
    return total


def standardise(image: np.ndarray) -> np.ndarray:
    return (image - image.mean()) / image.std()


def convolve(maps: np.ndarray, kernel: np.ndarray, bias: np.ndarray) -> np.ndarray:
    """Valid convolution (y, x, map) as every framework means it: the kernel is not turned."""
    side = kernel.shape[0]
    rows, columns = maps.shape[0] - side + 1, maps.shape[1] - side + 1
    out = np.zeros((rows, columns, kernel.shape[3]))
    for y in range(rows):
        for x in range(columns):
            window = maps[y : y + side, x : x + side]
            out[y, x] = (window[..., None] * kernel).sum(axis=(0, 1, 2)) + bias
    return out


def max_pool(maps: np.ndarray) -> np.ndarray:
    """Largest of each 2 x 2 block; a last odd row or column is dropped."""
    rows, columns = maps.shape[0] // 2, maps.shape[1] // 2
    out = np.zeros((rows, columns, maps.shape[2]))
    for y in range(rows):
        for x in range(columns):
            out[y, x] = maps[2 * y : 2 * y + 2, 2 * x : 2 * x + 2].max(axis=(0, 1))
    return out


def forward(weights: list[np.ndarray], image: np.ndarray) -> dict[str, np.ndarray]:
    """Every layer of the CNN for one image (y, x) in float64, from the ten weight arrays;
    ``<layer>/pre`` is before the activation function.
    """
    kernels = [w.astype(float) for w in weights]
    seen, maps = {}, image.astype(float)[..., None]
    for number, (kernel, bias) in enumerate(
        zip(kernels[0:6:2], kernels[1:6:2], strict=True), start=1
    ):
        seen[f"Conv2D_{number}/pre"] = convolve(maps, kernel, bias)
        maps = seen[f"Conv2D_{number}"] = np.maximum(seen[f"Conv2D_{number}/pre"], 0)
        if number < 3:
            maps = seen[f"Max_Pool_{number}"] = max_pool(maps)
    seen["Dense_100/pre"] = maps.ravel() @ kernels[6] + kernels[7]
    seen["Dense_100"] = np.maximum(seen["Dense_100/pre"], 0)
    seen["Dense_10/pre"] = seen["Dense_100"] @ kernels[8] + kernels[9]
    powers = np.exp(seen["Dense_10/pre"] - seen["Dense_10/pre"].max())
    seen["Dense_10"] = powers / powers.sum()
    return seen


def pixels_of(layer: str, node: int) -> set[int]:
    """The pixels along one axis that a node can see, by following every index back to the image."""
    names = [name for name, _, _ in CHAIN]
    reached = {node}
    for _, side, stride in reversed(CHAIN[: names.index(layer) + 1]):
        reached = {index * stride + offset for index in reached for offset in range(side)}
    return reached


def nodes_of(layer: str) -> int:
    """The nodes along one axis of a layer: those whose pixels all lie in the image."""
    return next(
        count
        for count in range(SIDE, 0, -1)
        if all(max(pixels_of(layer, node)) < SIDE for node in range(count))
    )


def visits(layer: str = "Conv2D_3") -> np.ndarray:
    """How many nodes of a layer see each pixel (y, x)."""
    counts = np.zeros((SIDE, SIDE), int)
    for i in range(nodes_of(layer)):
        for j in range(nodes_of(layer)):
            for y in pixels_of(layer, i):
                for x in pixels_of(layer, j):
                    counts[y, x] += 1
    return counts


def confusion(true: list[int], predicted: list[int]) -> np.ndarray:
    matrix = np.zeros((10, 10), int)
    for t, p in zip(true, predicted, strict=True):
        matrix[t, p] += 1
    return matrix


def frame_steps(epochs: int, frames: int) -> list[int]:
    """P-FRAMES: first = floor(epochs / 2 ** frames), then doubling; with step 0 and the last
    step.
    """
    steps, step = [0], epochs // 2**frames
    for _ in range(frames):
        steps.append(step)
        step *= 2
    return [*steps, epochs - 1]


def power(image: np.ndarray) -> dict[tuple[int, int], float]:
    """Power of every pair of whole cycles (ky, kx) from -side/2 to side/2 - 1, by the definition of
    the Fourier sum.
    """
    side = len(image)
    cycles = range(-(side // 2), side - side // 2)
    powers = {}
    for ky in cycles:
        for kx in cycles:
            total = sum(
                image[y, x] * cmath.exp(-2j * math.pi * (ky * y + kx * x) / side)
                for y in range(side)
                for x in range(side)
            )
            powers[ky, kx] = abs(total) ** 2
    return powers


def slope(function, image: np.ndarray, y: int, x: int, step: float = 1e-5) -> float:
    """The derivative of ``function(image)`` along one pixel, as a central difference."""
    up, down = image.astype(float).copy(), image.astype(float).copy()
    up[y, x] += step
    down[y, x] -= step
    return (function(up) - function(down)) / (2 * step)
