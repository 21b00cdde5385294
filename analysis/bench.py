"""Speed of the batched ascent beside the series' way, as ratios of medians measured in one run.

The per-map loop is the series' method as a reader of part VIII would write it: one map, one image, one
eager step after the other. Both climb the same maps of the same network from the same starts.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from analysis import backend
from analysis.ascent import Series, ascend
from analysis.fluctuations import fluctuations
from analysis.network import MAPS, load_model
from analysis.objectives import response

EAGER_STEPS = 30  # timed; the cost of a step does not depend on its number


@dataclass(frozen=True)
class Comparison:
    layer: str
    steps: int
    batched_seconds: float  # all maps, all steps
    eager_seconds: float  # the same work, from the median step of the per-map loop
    difference: float  # largest deviation of the pixels after EAGER_STEPS steps

    @property
    def ratio(self) -> float:
        return self.eager_seconds / self.batched_seconds


def eager_ascent(model: Any, layer: str, chosen: int, start: np.ndarray, *, steps: int, step_size: float) -> tuple[np.ndarray, list[float]]:
    """Climb one map from one start, step by step, and return the last image (y, x) and the seconds of each step."""
    import keras
    import tensorflow as tf

    part = keras.Model(model.inputs, model.get_layer(layer).output)
    image, seconds = tf.constant(start[None, ..., None]), []
    for _ in range(steps):
        began = time.perf_counter()
        with tf.GradientTape() as tape:
            tape.watch(image)
            response = tf.reduce_mean(part(image)[..., chosen])
        gradient = tape.gradient(response, image)
        gradient /= tf.sqrt(tf.reduce_mean(gradient**2)) + 1e-12
        image = image + step_size * gradient
        image = (image - tf.reduce_mean(image)) / tf.math.reduce_std(image)
        seconds.append(time.perf_counter() - began)
    return image.numpy()[0, ..., 0], seconds


def compare(path: Path, layer: str, *, steps: int, step_size: float, grids: Any, weights: Any, rounds: int = 3) -> Comparison:
    """Time all maps of a layer in one batch against the per-map loop, in turns so that both see the same machine."""
    backend.prepare(0)
    model, maps = load_model(path), np.arange(MAPS[layer])
    starts = fluctuations(range(1, len(maps) + 1), grids, weights)

    def batched(count: int) -> np.ndarray:
        ascent = ascend(response(model, layer), starts, maps, steps=count, rule=Series(step_size), keep=(count - 1,))
        return ascent.frames[-1]

    def timed(function: Callable[[], Any]) -> float:
        began = time.perf_counter()
        function()
        return time.perf_counter() - began

    whole, single = [], []
    for turn in range(rounds):
        whole.append(timed(lambda: batched(steps)))
        single += eager_ascent(model, layer, turn, starts[turn], steps=EAGER_STEPS, step_size=step_size)[1][3:]  # the first steps warm up
    alone = eager_ascent(model, layer, 0, starts[0], steps=EAGER_STEPS - 1, step_size=step_size)[0]
    return Comparison(layer, steps, statistics.median(whole), statistics.median(single) * steps * len(maps), float(abs(batched(EAGER_STEPS)[0] - alone).max()))
