"""What the ascent is compared with: the series' way, and tf-keras-vis.

The first is written as a reader of part VIII would write it, one map and one eager step after the
other; the second with a score for all maps at once, set to take the series' steps.
"""

from __future__ import annotations

import time
from typing import Any

import numpy as np

from analysis.images.channels import as_pictures, as_read
from analysis.networks.opening import graph_of
from analysis.networks.stages import stage_of


def _up_to(model: Any, layer: str) -> Any:
    """Return the part of a network that ends where the maps of a layer are read."""
    import keras

    graph = graph_of(model)
    last = graph.steps[stage_of(graph, layer).after].operation
    return keras.Model(model.inputs, last.output)


def eager_ascent(
    model: Any, layer: str, chosen: int, start: np.ndarray, *, steps: int, step_size: float
) -> tuple[np.ndarray, list[float]]:
    """Climb one map from one start (y, x) or (y, x, 3), step by step, and return the last image and
    the seconds of each step.
    """
    import tensorflow as tf

    part = _up_to(model, layer)
    image, seconds = tf.constant(as_read(start[np.newaxis])), []
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
    return as_pictures(image.numpy())[0], seconds


def peer_ascent(
    model: Any, layer: str, starts: np.ndarray, *, steps: int, step_size: float
) -> np.ndarray:
    """Climb all maps of a layer with tf-keras-vis by the series' steps, from starts (map, y, x) or
    (map, y, x, 3); return the last images. ``Raises ImportError`` without it.
    """
    import keras
    import tensorflow as tf
    from tf_keras_vis.activation_maximization import ActivationMaximization

    part = _up_to(model, layer)
    maps = tf.range(len(starts))[:, None]

    def score(output: Any) -> Any:
        return tf.gather(tf.reduce_mean(output, axis=(1, 2)), maps, batch_dims=1)[:, 0]

    def standardised(images: Any) -> Any:
        centred = images - tf.reduce_mean(images, axis=(1, 2, 3), keepdims=True)
        return centred / tf.math.reduce_std(centred, axis=(1, 2, 3), keepdims=True)

    def at_rms_1(gradient: Any) -> Any:
        return gradient / (
            tf.sqrt(tf.reduce_mean(gradient**2, axis=(1, 2, 3), keepdims=True)) + 1e-12
        )

    done = ActivationMaximization(part, clone=False)(
        score,
        seed_input=tf.constant(as_read(starts)),
        input_range=None,
        input_modifiers=[standardised],
        regularizers=[],
        steps=steps,
        optimizer=keras.optimizers.SGD(step_size),
        gradient_modifier=at_rms_1,
        activation_modifiers=standardised,
    )
    return np.asarray(as_pictures(np.asarray(done)))
