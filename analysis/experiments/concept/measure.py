"""Raise the probability of a 4 from noise, and look for the nearest real 4."""

from __future__ import annotations

import numpy as np

from analysis.ascent.classes import class_probability
from analysis.ascent.climb import Ascent, Climber, Series, ascend
from analysis.ascent.starts import standardise
from analysis.networks.series import CONVOLUTIONS
from analysis.results.concept import Concept
from analysis.study import Study
from analysis.subject import MapLayer

FOUR = 4
STARTS = 64
# after these the probability is 1 to the last digit of its numbers; the gradient is 0 then
STEPS = 200


def nearest(images: np.ndarray, among: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the root mean square difference (image) of each image to the nearest of others, and
    the number of that one.

    Args:
        images: (image, y, x), at mean 0 and deviation 1 each.
        among: (other, y, x), likewise.
    """
    pixels = among[0].size
    rows, others = (each.reshape(-1, pixels).astype(np.float32) for each in (images, among))
    alike = rows @ others.T / pixels
    best = alike.argmax(axis=1)
    return np.sqrt(np.maximum(2 - 2 * alike.max(axis=1), 0)), best


def _seen(layer: MapLayer, images: np.ndarray) -> np.ndarray:
    """Return the pixels (image, y, x) that the network sees, at mean 0 and deviation 1."""
    return standardise(layer.visible(images.astype(np.float32)))


def _climb(study: Study, starts: np.ndarray) -> Ascent:
    oip = study.settings.oip
    steps = min(STEPS, oip.steps)
    with study.progress(f"ascent on the class {FOUR}", steps * len(starts)) as advance:
        return ascend(
            Climber(class_probability(study.subject.network), Series(oip.step_size)),
            starts,
            np.full(len(starts), FOUR),
            steps=steps,
            advance=advance,
        )


def measure_concept(study: Study) -> Concept:
    """Climb from plain starts of the last convolution by the series' rule, and compare what comes
    out with training images of a 4, as test images are compared with them.
    """
    subject, data = study.subject, study.data
    layer = subject.layer(CONVOLUTIONS[-1])
    seeds = study.seed("concept") + np.arange(STARTS)
    starts = subject.mixture(layer.name).starts(seeds)
    ascent = _climb(study, starts)
    places = np.flatnonzero(data.training.labels == FOUR)
    real = _seen(layer, data.training.images[places])
    distance, best = nearest(_seen(layer, ascent.images), real)
    others, own = (data.test.images[(data.test.labels == FOUR) == is_one] for is_one in (0, 1))
    return Concept(
        **layer.visible_pixels,
        label=np.array(FOUR),
        starts=starts,
        images=ascent.images,
        probability=np.exp(ascent.response),
        curve=np.exp(ascent.curve),
        distance=distance,
        start_distance=nearest(_seen(layer, starts), real)[0],
        own_distance=nearest(_seen(layer, own), real)[0],
        other_distance=nearest(_seen(layer, others), real)[0],
        nearest=places[best],
        nearest_image=data.training.images[places[best]],
    )
