"""Linear probes: what a linear function of activations, learned from training images, tells of the
class. It measures what is there to be read linearly, not what the network reads.
"""

from __future__ import annotations

import numpy as np

from analysis.looking.batchwise import activations
from analysis.results.layers import OnThresholds
from analysis.results.points import Probes
from analysis.study import Study

IMAGES = 5000  # training images that a probe of ten classes learns from, from the front
PENALTY = 1.0  # on standardised inputs, times the number of images and 0.01
LAYERS = ("Conv2D_2", "Conv2D_3")
WHAT = ("maps on or off", "means of maps", "points on or off", "points")


def probe(values: np.ndarray, classes: np.ndarray, judged: np.ndarray) -> np.ndarray:
    """Return the class that a ridge regression on the classes gives each image.

    Inputs are standardised by the training images; those that never vary are left out.

    Args:
        values: (image, input) of the images it learns from.
        classes: (image)
        judged: (image, input)
    """
    from sklearn.linear_model import RidgeClassifier

    mean, deviation = values.mean(axis=0), values.std(axis=0)
    varies = deviation > 1e-6

    def scaled(rows: np.ndarray) -> np.ndarray:
        return ((rows - mean)[:, varies] / deviation[varies]).astype(np.float32)

    if not varies.any() or len(np.unique(classes)) < 2:
        return np.full(len(judged), classes[0])
    learner = RidgeClassifier(alpha=0.01 * PENALTY * len(values), solver="cholesky")
    return np.asarray(learner.fit(scaled(values), classes).predict(scaled(judged)))


def _read(points: np.ndarray, limit: np.ndarray) -> tuple[np.ndarray, ...]:
    """Return the four kinds of inputs (image, input) of activations (image, y, x, map), in the
    order of ``WHAT``.
    """
    on = points > limit
    return (
        np.asarray((points > 0).any(axis=(1, 2)), np.float32),
        np.asarray(points.mean(axis=(1, 2))),
        on.reshape(len(on), -1).astype(np.float32),
        points.reshape(len(points), -1),
    )


def measure_probes(study: Study, thresholds: OnThresholds) -> Probes:
    """Return which test images linear probes classify rightly, from as many maps of both layers.

    A point counts as on above its threshold where one was measured, else above 0.
    """
    data, model = study.data, study.network("full-recipe")
    count = min(len(data.training.images), IMAGES)
    learned = activations(model, data, data.training.images[:count], LAYERS)
    judged = activations(model, data, data.test.images, LAYERS)
    maps = min(values.shape[-1] for values in learned.values())
    limits = {
        "Conv2D_2": np.zeros(learned["Conv2D_2"].shape[1:], np.float32),
        "Conv2D_3": thresholds.conv2d_3,
    }
    right = []
    for layer in LAYERS:
        rng = np.random.default_rng(study.seed(f"probes {layer}"))
        some = np.sort(rng.choice(learned[layer].shape[-1], maps, replace=False))
        limit = limits[layer][..., some]
        there, here = (part[layer][..., some] for part in (learned, judged))
        kinds = zip(_read(there, limit), _read(here, limit), strict=True)
        labels = data.training.labels[:count]
        right.append([probe(one, labels, other) == data.test.labels for one, other in kinds])
    return Probes(
        layer=np.array(LAYERS),
        what=np.array(WHAT),
        maps=np.array(maps),
        learned=np.array(count),
        right=np.array(right),
    )
