"""Horizontal against upright structure of the maps, for every digit, and without training."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from analysis.experiments.structure.measure import DIGIT
from analysis.images.datasets import Dataset
from analysis.networks.layers import batches, views
from analysis.networks.series import CONVOLUTIONS, build_cnn
from analysis.results.direction import Horizontality
from analysis.study import Study

if TYPE_CHECKING:
    import keras

UNTRAINED = 3  # networks with fresh weights, the control
INPUT = "input"


def horizontality(maps: np.ndarray) -> np.ndarray:
    """Return the energy of differences between rows less that between columns, over their sum, of
    all maps of an image (image, y, x, map); 0 for an image whose maps do not vary.
    """
    steps = (np.diff(maps, axis=axis).reshape(len(maps), -1) for axis in (1, 2))
    rows, columns = (np.einsum("ij,ij->i", one, one).astype(float) for one in steps)
    total = rows + columns
    return np.divide(rows - columns, total, out=np.zeros_like(total), where=total > 0)


def of_stages(model: keras.Model, data: Dataset, images: np.ndarray) -> np.ndarray:
    """Return the number (stage, image) of grey images (image, y, x) and of the maps of every
    convolution.
    """
    look = views(model, CONVOLUTIONS)
    parts = []
    for part in batches(images):
        pixels = data.standardise(images[part])
        seen = look(pixels)
        parts.append([horizontality(pixels), *(horizontality(seen[one]) for one in CONVOLUTIONS)])
    return np.concatenate(parts, axis=1)


def measure_horizontality(study: Study) -> Horizontality:
    """Return the number for all test images, and for those of a 4 in untrained networks."""
    data, test = study.data, study.data.test
    fours = test.images[test.labels == DIGIT]
    untrained = []
    with study.progress("direction of maps", 1 + UNTRAINED) as advance:
        trained = of_stages(study.network("full-recipe"), data, test.images)
        advance(1)
        for k in range(UNTRAINED):
            seed = study.seed(f"horizontality {k + 1}")
            untrained.append(of_stages(build_cnn(seed), data, fours))
            advance(1)
    return Horizontality(
        stage=np.array([INPUT, *CONVOLUTIONS]),
        label=test.labels,
        trained=trained,
        untrained=np.array(untrained),
    )
