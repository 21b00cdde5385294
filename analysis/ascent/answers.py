"""What all maps of a layer answer to many images at once: one forward sweep, before anything
climbs.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis import framework
from analysis.ascent.forward import pre_activations
from analysis.images.channels import as_read
from analysis.networks.layers import at_once, batches, views
from analysis.networks.opening import graph_of
from analysis.networks.stages import stage_of

if TYPE_CHECKING:
    import keras


def looking(
    model: keras.Model, layer: str
) -> Callable[[np.ndarray], tuple[np.ndarray, np.ndarray]]:
    """Return a compiled function from images (image, y, x) or (image, y, x, 3) to the mean
    activation and the mean pre-activation (image, map) of all maps.
    """
    own = pre_activations(model, layer)
    activation = stage_of(graph_of(model), layer).function

    def both(batch: Any) -> Any:
        from keras import ops

        values = own(batch, None)
        return ops.mean(activation(values), axis=(1, 2)), ops.mean(values, axis=(1, 2))

    seen, size = framework.compiled(both), at_once(model)

    def look(images: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        parts = [seen(as_read(images[part]).astype(np.float32)) for part in batches(images, size)]
        return np.concatenate([mean for mean, _ in parts]), np.concatenate(
            [before for _, before in parts]
        )

    return look


def start_responses(model: Any, layer: str, starts: np.ndarray) -> np.ndarray:
    """Return the mean activation (start, map) of every map for every start (start, y, x) or (start,
    y, x, 3), in one sweep.
    """
    look = views(model, (layer,))
    return np.concatenate(
        [
            look(as_read(starts[part]))[layer].mean(axis=(1, 2))
            for part in batches(starts, at_once(model))
        ]
    )
