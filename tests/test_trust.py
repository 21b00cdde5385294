"""Trust numbers: each against its definition on real, small results."""

from __future__ import annotations

import dataclasses

import numpy as np
import oracles
import pytest

from analysis.ascent.answers import looking
from analysis.catalogue.series.measurements import DATA_RESPONSES, OIP_SETS, TRUST
from analysis.images.similarity import best_correlation
from analysis.images.spectra import high_share
from analysis.trust import measure
from analysis.trust.choice import HELD_OUT, hit_rate
from analysis.trust.measure import pixels_of
from analysis.trust.status import status

STATUSES = {"normal", "rare", "synthetic only", "never seen firing", "proven dead"}

every_trust = pytest.mark.parametrize(("layer", "name"), TRUST, ids=lambda v: v)


@every_trust
def test_ratios_are_those_of_responses_to_the_data(take, layer, name):
    found = take(TRUST[layer, name])
    oips = take(OIP_SETS[layer, name])
    data = take(DATA_RESPONSES[layer])
    alive = (data.maximum > 0) & (oips.response > 0)
    np.testing.assert_allclose(
        found.ratio_maximum[alive], (oips.response / data.maximum)[alive], rtol=1e-6
    )
    assert np.isnan(found.ratio_maximum[~alive]).all()
    # a quantile between a silent image and the one image in a thousand is none to refer to
    assert (
        np.isfinite(found.ratio_quantile) == (data.rate > measure.RARE) & (oips.response > 0)
    ).all()
    assert set(found.status.tolist()) <= STATUSES


@every_trust
def test_who_excites_whom_is_a_forward_pass(take, weights, layer, name):
    found, oips = take(TRUST[layer, name]), take(OIP_SETS[layer, name])
    np.testing.assert_allclose(
        found.excites[5],
        oracles.forward(weights, oips.images[5])[layer].mean(axis=(0, 1)),
        atol=1e-4,
    )
    np.testing.assert_allclose(np.diagonal(found.excites), oips.response, rtol=1e-3, atol=1e-4)


@every_trust
def test_no_oip_exceeds_the_bound_of_its_domain(take, layer, name):
    found, oips = take(TRUST[layer, name]), take(OIP_SETS[layer, name])
    assert (oips.response <= found.bound + 1e-5).all()


def test_the_bound_of_the_sphere_holds_for_pixels_far_outside_the_box(take, make_study):
    subject = make_study().subject
    far = pixels_of(subject, "sphere")
    lone = np.zeros((28, 28))
    lone[3, 4] = 1
    furthest = (lone - lone.mean()) / lone.std()
    assert furthest.max() == pytest.approx(far.high) and furthest.min() >= far.low
    assert pixels_of(subject, "box") == subject.box
    sphere, box = (take(TRUST["Conv2D_1", name]).bound for name in ("sphere", "box"))
    assert (sphere >= box).all() and (sphere > box).any()


@pytest.mark.parametrize("layer", ["Conv2D_1", "Conv2D_3"])
def test_fine_structure_is_that_of_the_pixels_which_the_layer_sees(take, layer):
    found, oips = take(TRUST[layer, "box"]), take(OIP_SETS[layer, "box"])
    side = 26 if layer == "Conv2D_3" else 28
    assert oips.visible_rows.tolist() == oips.visible_columns.tolist() == [0, side]
    np.testing.assert_array_equal(found.high_share, high_share(oips.images[:, :side, :side]))
    assert not np.allclose(
        found.high_share, high_share(oips.images[:, : 54 - side, : 54 - side]), equal_nan=True
    )


@pytest.mark.parametrize("layer", ["Conv2D_1", "Conv2D_3"])
def test_starts_agree_on_the_pixels_which_the_layer_sees(take, layer):
    oips = take(OIP_SETS[layer, "sphere"])
    every = oips.every_image.astype(float)

    def agreement(side: int, m: int) -> float:
        """By the plain measure of one pair, over the starts that are not what is shown."""
        others = (oips.every_response[m] > 0) & (oips.every_response[m] < oips.response[m])
        shown = oips.images[m, :side, :side].astype(float)
        pictures = every[m, others][:, :side, :side]
        return float(np.median([best_correlation(shown, one) for one in pictures]))

    side = 26 if layer == "Conv2D_3" else 28
    some = np.flatnonzero(~np.isnan(oips.agreement))[:6]
    own = [agreement(side, m) for m in some]
    other = [agreement(54 - side, m) for m in some]
    np.testing.assert_allclose(own, oips.agreement[some], atol=2e-3)
    assert np.abs(other - oips.agreement[some]).max() > 0.01


def test_spread_compares_the_weakest_start_with_what_is_shown(take):
    oips = take(OIP_SETS["Conv2D_3", "sphere"])
    for m in np.flatnonzero(~np.isnan(oips.spread)):
        fired = oips.every_response[m][oips.every_response[m] > 0]
        assert oips.spread[m] == pytest.approx(1 - fired.min() / oips.response[m], abs=1e-5)


@pytest.mark.parametrize("layer", ["Conv2D_1", "Conv2D_3"])
def test_hints_are_judged_on_the_pixels_which_the_layer_sees(take, make_study, data, layer):
    found, oips, study = take(TRUST[layer, "box"]), take(OIP_SETS[layer, "box"]), make_study()
    side = 26 if layer == "Conv2D_3" else 28
    images = data.standardise(data.test.images[:HELD_OUT])[..., 0]
    heard = looking(study.network(), layer)(images)[0]
    given = (heard, measure.PAIRS, study.seed(f"trust {layer}"))
    expected = hit_rate(oips.images[:, :side, :side], images[:, :side, :side], *given)
    np.testing.assert_array_equal(found.hit_rate, expected)


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


def test_a_status_asks_whether_the_response_at_rest_is_exceeded(take):
    data = take(DATA_RESPONSES["Conv2D_3"])
    data = dataclasses.replace(data, rate=np.zeros(128), fires=np.zeros(128, bool))
    reached, bound = np.full(128, 0.7), np.ones(128)
    reached[0], bound[:2] = 0.4, (0.9, 0.5)
    found = status(reached, data, bound, np.full(128, 0.5))
    assert found[:3].tolist() == ["never seen firing", "proven dead", "synthetic only"]
