"""What layers make of many images, a batch at a time, so that no other layer is ever held for all
of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from analysis.images.datasets import Dataset
from analysis.networks.layers import at_once, batches, views

if TYPE_CHECKING:
    import keras


def activations(
    model: keras.Model, data: Dataset, images: np.ndarray, layers: tuple[str, ...]
) -> dict[str, np.ndarray]:
    """Return the activation (image, ...) of each of some layers for images of the data."""
    look = views(model, layers)
    parts = [look(data.standardise(images[part])) for part in batches(images, at_once(model))]
    return {layer: np.concatenate([part[layer] for part in parts]) for layer in layers}
