"""Trust numbers: each against its definition on real, small results."""

from __future__ import annotations

import dataclasses

import numpy as np
import oracles
import pytest

from analysis.catalogue.series.measurements import DATA_RESPONSES, OIP_SETS, TRUST
from analysis.trust.measure import STATUSES, status

every_trust = pytest.mark.parametrize(("layer", "name"), TRUST, ids=lambda v: v)


@every_trust
def test_ratios_are_those_of_responses_to_the_data(take, layer, name):
    found = take(TRUST[layer, name])
    oips = take(OIP_SETS[layer, name])
    data = take(DATA_RESPONSES[layer])
    alive = data.maximum > 0
    np.testing.assert_allclose(
        found.ratio_maximum[alive], (oips.response / data.maximum)[alive], rtol=1e-6
    )
    assert np.isnan(found.ratio_maximum[~alive]).all()
    assert set(found.status.tolist()) <= set(STATUSES)


@every_trust
def test_who_excites_whom_is_a_forward_pass(take, weights, layer, name):
    found, oips = take(TRUST[layer, name]), take(OIP_SETS[layer, name])
    np.testing.assert_allclose(
        found.excites[5],
        oracles.forward(weights, oips.images[5])[layer].mean(axis=(0, 1)),
        atol=1e-4,
    )
    np.testing.assert_allclose(np.diagonal(found.excites), oips.response, rtol=1e-3, atol=1e-4)


@pytest.mark.parametrize("layer", ["Conv2D_1", "Conv2D_2", "Conv2D_3"])
def test_no_oip_of_the_box_exceeds_the_bound(take, layer):
    found, oips = take(TRUST[layer, "box"]), take(OIP_SETS[layer, "box"])
    assert (oips.response <= found.bound + 1e-5).all()


@every_trust
def test_shares_and_rates_lie_between_0_and_1(take, layer, name):
    found = take(TRUST[layer, name])
    for numbers in (
        found.high_share,
        found.selectivity,
        found.hit_rate,
        found.hit_rate_other,
        found.hit_rate_images,
    ):
        known = numbers[~np.isnan(numbers)]
        assert known.size and (known >= 0).all() and (known <= 1).all()
    assert 0 < found.high_reference < 1
    assert found.rank.min() >= 1 and found.rank.max() <= len(found.rank)


def test_a_status_is_the_strongest_that_is_known(take):
    data = take(DATA_RESPONSES["Conv2D_3"])
    rate, fires = np.ones(128), np.ones(128, bool)
    rate[:4], fires[:3] = (0, 0, 0, 0.005), False
    data = dataclasses.replace(data, rate=rate, fires=fires)
    reached, bound = np.ones(128), np.ones(128)
    reached[:2], bound[0] = 0, 0
    assert status(reached, data, bound)[:5].tolist() == [
        "proven dead",
        "never seen firing",
        "synthetic only",
        "rare",
        "normal",
    ]
