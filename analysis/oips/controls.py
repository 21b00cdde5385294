"""Controls: what the same search finds where there is nothing learned, or something else learned,
or where the answer is known.

An untrained network shows how much of an OIP is the recipe and the architecture; a second training,
whether a map's number means anything; the mean pre-activation of Conv2D_1 is linear in the image,
so its optimum on the sphere is known in closed form and the ascent can be checked against it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from analysis import framework
from analysis.ascent.answers import looking
from analysis.ascent.climb import Annealed, Climber, ascend
from analysis.ascent.domains import Sphere
from analysis.ascent.objectives import PRE_ACTIVATION, response
from analysis.images.similarity import best_correlations
from analysis.images.spectra import high_share
from analysis.networks.series import build_cnn
from analysis.oips.described import likeness
from analysis.oips.ladder import StartClimber
from analysis.results.oips import Controls, OipSet
from analysis.study import Study
from analysis.subject import MapLayer

if TYPE_CHECKING:
    import keras

LAYER, FIRST = "Conv2D_3", "Conv2D_1"
STARTS = 4  # for each map of a control network, or fewer where the ladder has fewer
DATA = 5000  # training images a control's responses are compared with


def closed_form(model: keras.Model, layer: str = FIRST) -> np.ndarray:
    """Return the largest mean pre-activation (map) of the first layer on the sphere.

    It is a sum of a_i x_i plus a constant; by Cauchy and Schwarz it is largest for x = (a - mean a)
    / deviation of a, where the sum is the number of pixels times the deviation of a.
    """
    from keras import ops

    count = int(model.get_layer(layer).output.shape[-1])
    nothing = ops.zeros((count, *model.input_shape[1:]))
    maps = np.arange(count, dtype=np.int32)
    constant, slope = framework.value_and_gradient(
        lambda x: response(model, layer, PRE_ACTIVATION)(x, maps), nothing
    )
    flat = np.asarray(slope, np.float64).reshape(count, -1)
    return np.asarray(constant) + flat.shape[1] * flat.std(axis=1)


def _search(study: Study, model: keras.Model) -> tuple[np.ndarray, np.ndarray]:
    """Return OIPs (map, start, y, x) of a network's maps from a few plain starts, and their
    responses (map, start).
    """
    rule, subject = study.settings.ladder, study.subject
    count = subject.layer(LAYER).maps
    each = min(STARTS, rule.starts)
    starts = subject.mixture(LAYER).starts(study.seed("controls") + np.arange(each))
    maps = np.repeat(np.arange(count), each)
    climber = StartClimber(model, LAYER, rule, Sphere())
    found = climber.climb(np.tile(starts, (count, 1, 1)), maps)
    return found.images.reshape(count, each, *subject.shape), found.response.reshape(count, each)


@dataclass(frozen=True)
class _Found:
    """What the search found in one network: numbers (map), and the best OIP of each (map, y, x)
    with its response.
    """

    ratio_maximum: np.ndarray
    agreement: np.ndarray
    high_share: np.ndarray
    best: np.ndarray
    reached: np.ndarray


def _look_for(study: Study, model: keras.Model, layer: MapLayer, images: np.ndarray) -> _Found:
    """Search one network for OIPs, and hold them against its responses to images (image, y, x)."""
    found, reached = _search(study, model)
    maximum = looking(model, layer.name)(images)[0].max(axis=0)
    nothing = np.full(len(maximum), np.nan)
    best = found[np.arange(len(found)), reached.argmax(axis=1)]
    pairs = zip(layer.visible(found), reached, strict=True)
    return _Found(
        ratio_maximum=np.divide(reached.max(axis=1), maximum, out=nothing, where=maximum > 0),
        agreement=np.array([likeness(*pair)[1] for pair in pairs]),
        high_share=high_share(layer.visible(best)),
        best=best,
        reached=reached.max(axis=1),
    )


def _patterns(layer: MapLayer, images: np.ndarray, reached: np.ndarray) -> np.ndarray:
    """Return what of images (map, y, x) some node sees, even where the map does not answer."""
    return layer.visible(np.where(reached[:, None, None] > 0, images, 0))


def across_trainings(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Return how well the OIPs (map, y, x) of two trainings correlate at best (map, partner), each
    of one with each of the other; NaN where an OIP is missing: an even picture is none.
    """
    count = len(one)
    alike = best_correlations(np.concatenate([one, other]).astype(float))[:count, count:]
    for axis, images in enumerate((one, other)):
        missing = np.ptp(images, axis=(1, 2)) == 0
        alike[(slice(None),) * axis + (missing,)] = np.nan
    return alike


def _climbed_to_the_optimum(study: Study, model: keras.Model, count: int) -> np.ndarray:
    """Return the mean pre-activation (map) of the first layer that the ascent reaches."""
    steps = 4 * study.settings.ladder.steps
    return ascend(
        Climber(response(model, FIRST, PRE_ACTIVATION), Annealed(steps, 0.5, 0.005)),
        study.subject.mixture(FIRST).starts(np.arange(1, count + 1)),
        np.arange(count),
        steps=steps,
    ).response


def measure_controls(study: Study, oips: OipSet) -> Controls:
    """Repeat the search on an untrained network and on a second training, and the check of the
    first layer against its known optimum.
    """
    second, first, layer = study.network("first-run"), study.network(), study.subject.layer(LAYER)
    networks = {
        "published": first,
        "second training": second,
        "untrained": build_cnn(study.seed("untrained")),
    }
    images = study.data.standardise(study.data.training.images[:DATA])[..., 0]
    found: dict[str, _Found] = {}
    with study.progress(f"controls of {LAYER}", len(networks)) as advance:
        for name, model in networks.items():
            found[name] = _look_for(study, model, layer, images)
            advance(1)
    partner = found["second training"]
    alike = across_trainings(
        _patterns(layer, oips.images, oips.response),
        _patterns(layer, partner.best, partner.reached),
    )
    known = closed_form(first)
    return Controls(
        network=np.array(list(networks)),
        ratio_maximum=np.array([one.ratio_maximum for one in found.values()]),
        agreement=np.array([one.agreement for one in found.values()]),
        high_share=np.array([one.high_share for one in found.values()]),
        alike=alike,
        optimum=known,
        reached=_climbed_to_the_optimum(study, first, len(known)),
    )
