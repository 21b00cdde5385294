"""Seconds of a step, the operations it needs, and the rate of large matrix products, against which
both are told.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from typing import Any

import numpy as np

from analysis import framework
from analysis.ascent.climb import BLOCK, Climber, ascend
from analysis.ascent.forward import visible
from analysis.networks.layers import layers_up_to

MATRIX = 2048  # side of the products that measure this machine's rate
PRODUCTS = (2, 12)  # in a short and in a long row
RUNS = 5  # of a compiled loop; others on the machine can only make a run longer
SHORT = 3  # steps of the run that is taken off, since it is all beginning


def timed(function: Callable[[], Any]) -> float:
    """Return how long one call of a function takes, in s."""
    began = time.perf_counter()
    function()
    return time.perf_counter() - began


def work_of_a_step(model: Any, layer: str, images: int) -> float:
    """Return the multiplications and additions that one forward and backward pass needs for one map
    of a layer, for so many images.

    What the search leaves out is not counted: the other maps of that layer, and nodes that its maps
    do not see.
    """
    steps = layers_up_to(model, layer)
    _, *sides, channels = model.input_shape
    seen = [len(range(side)[part]) for side, part in zip(sides, visible(model, layer), strict=True)]
    shape = (1, *seen, channels)
    total = 0.0
    for step in steps:
        shape = step.compute_output_shape(shape)
        if hasattr(step, "convolution_op"):
            maps = step.filters if step is steps[-1] else 1
            total += 2.0 * shape[1] * shape[2] * np.prod(step.kernel.shape) / maps
    return 2 * total * images  # the gradient towards the image costs as much as the way up


def matrix_rate() -> float:
    """Return the floating point operations per second of a large float32 matrix product on this
    machine.

    The products follow each other on the device, and the difference of a long and a short row of
    them is told, so that the way there and back does not count: on a graphics processor it takes
    longer than a product.
    """
    from keras import ops

    repeated = framework.loop(lambda state, by: ((ops.matmul(state[0], by),), state[0][0, 0]))
    values = np.random.default_rng(1).standard_normal((MATRIX, MATRIX)).astype(np.float32)
    by = values / np.float32(np.sqrt(MATRIX))  # products keep their size

    def seconds(products: int) -> float:
        repeated((values,), by, products)
        return statistics.median(timed(lambda: repeated((values,), by, products)) for _ in range(5))

    few, many = PRODUCTS
    return 2 * MATRIX**3 * (many - few) / (seconds(many) - seconds(few))


def seconds_of_a_step(climber: Climber, starts: np.ndarray, wanted: np.ndarray) -> float:
    """Return the seconds of one step of all these images: of the quickest of some runs of a chunk
    of steps, told when the first, which also compiles, is over.
    """
    ends: list[float] = []
    ascend(
        climber,
        starts,
        wanted,
        steps=RUNS * climber.chunk,
        advance=lambda done: ends.append(time.perf_counter()),
    )
    blocks = -(-len(starts) // BLOCK)
    return min(np.diff(ends).tolist()) / climber.chunk * blocks


def per_step(function: Callable[[int], Any], steps: int) -> float:
    """Return the seconds of one step: the difference of a long and a short run, so that starting up
    does not count; each is the quickest of as many as count for a compiled loop.
    """
    function(SHORT)

    def quickest(count: int) -> float:
        return min(timed(lambda: function(count)) for _ in range(RUNS - 1))

    return (quickest(steps) - quickest(SHORT)) / (steps - SHORT)
