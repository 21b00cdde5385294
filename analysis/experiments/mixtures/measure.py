"""Mix OIPs, class by class and at random, and look at what the network makes of the mixtures."""

from __future__ import annotations

import numpy as np

from analysis.ascent.starts import standardise
from analysis.networks.layers import views
from analysis.networks.series import CONVOLUTIONS
from analysis.results.data_responses import DataResponses
from analysis.results.mixtures import Mixtures
from analysis.results.oips import OipSet
from analysis.study import Study

LAYER = CONVOLUTIONS[-1]
PARTS = 8  # OIPs in a mixture
RANDOM = 500  # random mixtures


def most_used(means: np.ndarray, parts: int) -> np.ndarray:
    """Return the maps (class, part) that each class excites most beyond what the others do.

    Args:
        means: (map, class), mean response to images of the class.
    """
    classes = means.shape[1]
    beyond = (means - (means.sum(axis=1, keepdims=True) - means) / (classes - 1)).T
    return np.argsort(-beyond, axis=1, kind="stable")[:, :parts]


def likeness(patterns: np.ndarray, classes: np.ndarray) -> np.ndarray:
    """Return the correlations (pattern, class) of patterns across maps (pattern, map) with those of
    classes (class, map), both taken from the mean over the classes: what all classes share says
    nothing of one.
    """
    shared = classes.mean(axis=0)
    one, other = (
        each - each.mean(axis=1, keepdims=True) for each in (patterns - shared, classes - shared)
    )
    lengths = np.linalg.norm(one, axis=1)[:, None] * np.linalg.norm(other, axis=1)
    return np.divide(one @ other.T, lengths, out=np.zeros_like(lengths), where=lengths > 0)


def measure_mixtures(study: Study, oips: OipSet, data: DataResponses) -> Mixtures:
    """Mix for each class the OIPs of the maps that it uses most, and as many OIPs of maps drawn at
    random; record class probabilities and patterns of the last convolution.
    """
    subject = study.subject
    last = subject.network.layers[-1].name
    look = views(subject.network, (LAYER, last))
    found = np.flatnonzero(oips.response > 0)
    parts = min(PARTS, len(found))
    own = found[most_used(data.digit_mean[found], parts)]
    random = np.random.default_rng(study.seed("mixtures"))
    drawn = np.stack([random.choice(found, parts, replace=False) for _ in range(RANDOM)])
    classes = data.digit_mean.T
    told = []
    for chosen in (own, drawn):
        images = standardise(oips.images[chosen].mean(axis=1).astype(np.float32))
        seen = look(images[..., np.newaxis])
        alike = likeness(seen[LAYER].mean(axis=(1, 2)), classes)
        told.append((images, seen[last], alike))
    (images, probability, alike), (_, by_chance, alike_by_chance) = told
    return Mixtures(
        visible_rows=oips.visible_rows,
        visible_columns=oips.visible_columns,
        maps=own,
        images=images,
        probability=probability,
        likeness=alike,
        random_probability=by_chance,
        random_likeness=alike_by_chance,
    )
