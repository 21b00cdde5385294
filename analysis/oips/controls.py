"""Controls: what the same search finds where there is nothing learned, or something else learned,
or where the answer is known.

An untrained network shows how much of an OIP is the recipe and the architecture; a second training,
whether a map's number means anything; the mean pre-activation of Conv2D_1 is linear in the image,
so its optimum on the sphere is known in closed form and the ascent can be checked against it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from analysis import framework
from analysis.ascent.answers import looking
from analysis.ascent.climb import Annealed, ascend
from analysis.ascent.domains import Sphere
from analysis.ascent.objectives import PRE_ACTIVATION, response
from analysis.ascent.starts import fluctuations
from analysis.images.similarity import best_correlations
from analysis.images.spectra import high_share
from analysis.networks.series import MAPS, build_cnn
from analysis.oips.ladder import climb, likeness
from analysis.oips.series import VISIBLE
from analysis.results.oips import Controls, OipSet
from analysis.study import Study

if TYPE_CHECKING:
    import keras

LAYER = "Conv2D_3"
STARTS = 4  # for each map of a control network, or fewer where the ladder has fewer
DATA = 5000  # training images a control's responses are compared with


def closed_form(model: keras.Model) -> np.ndarray:
    """Return the largest mean pre-activation (map) of Conv2D_1 on the sphere.

    It is a sum of a_i x_i plus a constant; by Cauchy and Schwarz it is largest for x = (a - mean a)
    / deviation of a, where the sum is 784 times the deviation of a.
    """
    from keras import ops

    count = MAPS["Conv2D_1"]
    nothing = ops.zeros((count, 28, 28, 1))
    maps = np.arange(count, dtype=np.int32)
    constant, slope = framework.value_and_gradient(
        lambda x: response(model, "Conv2D_1", PRE_ACTIVATION)(x, maps), nothing
    )
    flat = np.asarray(slope, np.float64).reshape(count, -1)
    return np.asarray(constant) + flat.shape[1] * flat.std(axis=1)


def _search(study: Study, model: keras.Model) -> tuple[np.ndarray, np.ndarray]:
    """Return OIPs (map, start, y, x) of Conv2D_3 from a few plain starts, and their responses (map,
    start).
    """
    rule = study.settings.ladder
    oip = study.settings.oip
    count = MAPS[LAYER]
    each = min(STARTS, rule.starts)
    starts = fluctuations(
        study.seed("controls") + np.arange(each), oip.grids, oip.fluctuation.weights(LAYER)
    )
    begun = np.tile(starts, (count, 1, 1))
    maps = np.repeat(np.arange(count), each)
    found = climb(model, LAYER, begun, maps, rule, Sphere())
    return found.images.reshape(count, each, 28, 28), found.response.reshape(count, each)


def measure_controls(study: Study, oips: OipSet) -> Controls:
    """Repeat the search on an untrained network and on a second training, and the check of Conv2D_1
    against its known optimum.
    """
    second, first = study.network("first-run"), study.network()
    framework.prepare(study.seed("untrained"))
    networks = {"published": first, "second training": second, "untrained": build_cnn()}
    images = study.data.standardise(study.data.training.images[:DATA])[..., 0]
    best = {}
    ratio = []
    agreement = []
    fine = []
    with study.progress(f"controls of {LAYER}", len(networks)) as advance:
        for name, model in networks.items():
            found, reached = _search(study, model)
            maximum = looking(model, LAYER)(images)[0].max(axis=0)
            best[name] = found[np.arange(len(found)), reached.argmax(axis=1)]
            ratio.append(
                np.divide(
                    reached.max(axis=1),
                    maximum,
                    out=np.full(len(maximum), np.nan),
                    where=maximum > 0,
                )
            )
            agreement.append([likeness(*pair)[1] for pair in zip(found, reached, strict=True)])
            fine.append(high_share(best[name]))
            advance(1)
    # (map, training, y, x)
    across = np.stack([oips.images, best["second training"]], axis=1)[
        :, :, :VISIBLE, :VISIBLE
    ].astype(float)
    strangers = np.stack([across[:, 0], np.roll(across[:, 1], 1, axis=0)], axis=1)
    index, wrong = (best_correlations(pairs)[:, 0, 1] for pairs in (across, strangers))
    known, steps = closed_form(first), 4 * study.settings.ladder.steps
    starts = fluctuations(
        np.arange(1, len(known) + 1),
        study.settings.oip.grids,
        study.settings.oip.fluctuation.conv2d_1,
    )
    climbed = ascend(
        response(first, "Conv2D_1", PRE_ACTIVATION),
        starts,
        np.arange(len(known)),
        steps=steps,
        rule=Annealed(steps, 0.5, 0.005),
    )
    return Controls(
        network=np.array(list(networks)),
        ratio_maximum=np.array(ratio),
        agreement=np.array(agreement),
        high_share=np.array(fine),
        same_index=index,
        other_index=wrong,
        optimum=known,
        reached=climbed.response,
    )
