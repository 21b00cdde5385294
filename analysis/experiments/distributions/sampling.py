"""Values inside the network over images, sampled by one rule for all layers.

So many nodes of each image, drawn from those whose receptive field holds ink. What a node sees on
blank paper is one constant and not a distribution.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis import framework
from analysis.networks.fields import Window
from analysis.networks.layers import batches
from analysis.networks.series import LAYERS
from analysis.networks.windows import windows
from analysis.study import Study

if TYPE_CHECKING:
    import keras

SUMS = tuple(layer for layer in LAYERS if not layer.startswith("Max"))  # with a pre-activation
REACTING = LAYERS[:-1]  # with positive activations; behind the last there is no ReLU


def is_dense(layer: str) -> bool:
    """Return whether a layer of the series has nodes and no maps."""
    return layer.startswith("Dense")


def sees_ink(images: np.ndarray, fields: tuple[Window, Window]) -> np.ndarray:
    """Return (image, node row, node column) whether a node's receptive field holds ink, for grey
    images (image, y, x) and the fields along rows and columns.
    """
    rows, columns = fields
    # of rows first, then of what they leave: the largest of a rectangle
    inked = images > 0
    down = np.stack([inked[:, rows.of_node(n)].any(axis=1) for n in range(rows.count)], axis=1)
    across = [down[:, :, columns.of_node(n)].any(axis=2) for n in range(columns.count)]
    return np.stack(across, axis=2)


def draw_nodes(inked: np.ndarray, count: int, rng: np.random.Generator) -> np.ndarray:
    """Return (image, draw) positions of nodes in the flattened map: each image's nodes with ink in
    random order, repeated where there are too few.
    """
    flat = inked.reshape(len(inked), -1)
    order = np.argsort(rng.random(flat.shape) + ~flat, axis=1)
    known = np.maximum(flat.sum(axis=1), 1)
    return np.take_along_axis(order, np.arange(count) % known[:, None], axis=1)


def everything(model: keras.Model) -> Callable[[np.ndarray], dict[str, np.ndarray]]:
    """Return a compiled function from images (image, y, x, 1) to pre-activations, and outputs of
    pooling layers, by layer.
    """

    def every(values: Any) -> dict[str, Any]:
        seen = {}
        for step in model.layers:
            if not hasattr(step, "kernel"):
                values = seen[step.name] = step(values)
                continue
            if hasattr(step, "convolution_op"):
                sums = step.convolution_op(values, step.kernel)
            else:
                sums = values @ step.kernel
            seen[step.name] = sums + step.bias
            values = step.activation(seen[step.name])
        return seen

    return framework.compiled(every)


def sample(
    study: Study, model: keras.Model, layers: tuple[str, ...], images: np.ndarray
) -> dict[str, np.ndarray]:
    """Return, by layer, values (image, draw, map) at nodes that see ink; a dense layer has one
    draw. The choice is the same for every network.
    """
    rng, look = np.random.default_rng(study.seed("nodes")), everything(model)
    seen: dict[str, list[np.ndarray]] = {layer: [] for layer in layers}
    count = study.settings.distributions.nodes
    drawn = {
        layer: draw_nodes(sees_ink(images, windows(model, layer)), count, rng)
        for layer in layers
        if not is_dense(layer)
    }
    for part in batches(images):
        values = look(study.data.standardise(images[part]))
        for layer in layers:
            found = values[layer].reshape(len(values[layer]), -1, values[layer].shape[-1])
            if layer in drawn:
                found = np.take_along_axis(found, drawn[layer][part][..., None], axis=1)
            seen[layer].append(found)
    return {layer: np.concatenate(parts) for layer, parts in seen.items()}


def chosen_images(study: Study) -> np.ndarray:
    """Return test images (image, y, x), drawn without repetition: none of them was trained on."""
    images = study.data.test.images
    count = min(study.settings.distributions.images, len(images))
    rng = np.random.default_rng(study.seed("distributions"))
    return images[rng.choice(len(images), count, replace=False)]
