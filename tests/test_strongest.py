"""An independent search with other starts and many more steps finds nothing stronger than what is
shown: projected Adam, which shares nothing with the search but the network.
"""

from __future__ import annotations

import numpy as np
import pytest

from analysis import framework
from analysis.ascent.domains import Sphere, box_of
from analysis.ascent.objectives import response
from analysis.ascent.starts import fluctuations
from analysis.networks.series import MAPS
from analysis.oips.challenge import Challenger, challenge
from analysis.oips.ladder import StartClimber, into
from analysis.oips.ways import Pictures
from analysis.settings import load_settings

RULE = load_settings("full")
MAPS_ASKED, STARTS, STEPS = 4, 16, 150
# of the challenge: enough for some rounds; each can only raise what is shown, so fewer are stricter
EVALUATIONS = (500, 700, 1600)
RATES = {"sphere": 0.1, "box": 0.3}


def adam(model, layer, where, starts, maps):
    """Return the best response (image) of a plain projected Adam with a falling rate."""
    from keras import ops

    own, rate = response(model, layer), RATES[where.name]

    def body(state, wanted):
        image, mean, square, best, step = state
        value, slope = framework.value_and_gradient(lambda x: own(x, wanted), image)
        step = step + 1
        mean, square = 0.9 * mean + 0.1 * slope, 0.999 * square + 0.001 * slope**2
        move = mean / (1 - 0.9**step) / (ops.sqrt(square / (1 - 0.999**step)) + 1e-12)
        size = rate * (1.02 - step / STEPS)
        return (
            where.nearest(image + size * move),
            mean,
            square,
            ops.maximum(best, value),
            step,
        ), value

    image = starts[..., None]
    nothing = np.full(len(starts), -1e30, np.float32)
    begun = (image, 0 * image, 0 * image, nothing, np.float32(0))
    state, _ = framework.loop(body)(begun, maps.astype(np.int32), STEPS)
    return np.asarray(state[3])


def starts_of(layer, seeds, where):
    oip = RULE.oip
    return into(fluctuations(seeds, oip.grids, oip.fluctuation.weights(layer)), where)


def shown(model, layer, where, maps):
    """Return the response (map) of what the publication's search shows of some maps, without the
    help of the others.
    """
    rule = RULE.ladder
    shape = (len(maps), rule.starts)
    starts = np.tile(starts_of(layer, range(rule.starts), where), (len(maps), 1, 1))
    climber = StartClimber(model, layer, rule, where)
    ascent = climber.climb(starts, np.repeat(maps, rule.starts))
    plain = Pictures(
        ascent.images.reshape(*shape, *starts.shape[1:]),
        ascent.response.reshape(shape),
        np.tile(np.arange(rule.starts), (len(maps), 1)),
        np.full(shape, "many starts"),
        ascent.curve.T.reshape(*shape, -1),
        np.zeros(shape, int),
    )
    few = rule.challenge.model_copy(update={"evaluations": EVALUATIONS})
    climbing = Challenger(model, layer, few, where)
    return challenge(climbing, plain, maps, seed=1).response[:, 0]


@pytest.mark.parametrize("layer", MAPS)
@pytest.mark.parametrize("name", ["sphere", "box"])
def test_no_projected_adam_beats_what_is_shown(model, data, layer, name):
    where = Sphere() if name == "sphere" else box_of(data)
    maps = np.linspace(0, MAPS[layer] - 1, MAPS_ASKED).astype(int)
    starts = np.tile(starts_of(layer, range(9000, 9000 + STARTS), where), (MAPS_ASKED, 1, 1))
    other = adam(model, layer, where, starts, np.repeat(maps, STARTS))
    reached = shown(model, layer, where, maps)
    assert (other.reshape(MAPS_ASKED, STARTS).max(axis=1) <= 1.005 * reached).all()
