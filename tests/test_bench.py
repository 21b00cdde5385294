"""The bench compares like with like: the peers take the same steps, and the work of a step is
counted right.
"""

from __future__ import annotations

import numpy as np
import pytest

from analysis.ascent.climb import Climber, Series, ascend
from analysis.ascent.objectives import response
from analysis.ascent.starts import fluctuations
from analysis.networks.layers import chain
from analysis.problem import Problem
from analysis.publishing.bench import Pairs, Row, compare_network, plot, told, told_of
from analysis.publishing.foreign_networks import NETWORKS, foreign_subjects
from analysis.publishing.peers import eager_ascent, peer_ascent
from analysis.publishing.timing import work_of_a_step
from analysis.study import Study

STEPS = 6


@pytest.fixture(scope="module")
def starts():
    return fluctuations(range(1, 33), (3, 7, 14, 28), (0.0, 0.0, 0.2, 0.4))


@pytest.fixture(scope="module")
def ours(model, starts):
    return ascend(
        Climber(response(model, "Conv2D_1"), Series(0.01)),
        starts,
        np.arange(32),
        steps=STEPS + 1,
        keep=(STEPS,),
    ).frames[-1]


def test_the_eager_loop_takes_the_same_steps(model, starts, ours):
    alone, seconds = eager_ascent(model, "Conv2D_1", 5, starts[5], steps=STEPS, step_size=0.01)
    np.testing.assert_allclose(alone, ours[5], atol=1e-4)
    assert len(seconds) == STEPS


def test_the_peer_takes_the_same_steps(model, starts, ours):
    pytest.importorskip("tf_keras_vis")
    np.testing.assert_allclose(
        peer_ascent(model, "Conv2D_1", starts, steps=STEPS, step_size=0.01), ours, atol=1e-3
    )


@pytest.fixture(scope="module")
def study(settings):
    return Study(settings, declared=("oip",))


@pytest.fixture(scope="module")
def others(study):
    """Networks of other images by name; see ``foreign_networks``."""
    return {one.name: one for one in foreign_subjects(study)}


def _share_as_near(one, other):
    """Return the share of pixels that are the same but for rounding, which can switch a node of a
    random network on or off, and with it a few pixels further away.
    """
    np.testing.assert_allclose(one, other, atol=0.05)
    return (abs(one - other) < 1e-3).mean()


@pytest.mark.parametrize("name", NETWORKS)
def test_both_take_the_same_steps_on_networks_of_other_images(others, name):
    pytest.importorskip("tf_keras_vis")
    subject = others[name]
    for layer in subject.layers.values():
        starts = subject.mixture(layer.name).starts(range(1, layer.maps + 1))
        climber = Climber(response(subject.network, layer.name), Series(0.01))
        ours = ascend(
            climber, starts, np.arange(layer.maps), steps=STEPS + 1, keep=(STEPS,)
        ).frames[-1]
        peer = peer_ascent(subject.network, layer.name, starts, steps=STEPS, step_size=0.01)
        alone = eager_ascent(
            subject.network, layer.name, 3, starts[3], steps=STEPS, step_size=0.01
        )[0]
        assert ours.shape == starts.shape and abs(ours - starts).max() > 0.01
        assert _share_as_near(peer, ours) > 0.999 and _share_as_near(alone, ours[3]) > 0.999


def test_one_of_them_branches_has_norms_and_reads_colour(others):
    subject = others["residual"]
    assert subject.picture[-1] == 3
    assert {"Block_2_A", "Block_2_Short"} <= set(subject.layers)
    with pytest.raises(Problem, match="branches"):
        chain(subject.network)


def test_networks_are_compared_turn_by_turn(others, study, monkeypatch):
    layers = others["digits"].layers.values()
    calls = []
    for name, seconds in (("seconds_of_a_step", 0.01), ("_step_of_peer", 0.03)):

        def told(*given, name=name, seconds=seconds):
            calls.append(name)
            return seconds * (1 + len(calls))

        monkeypatch.setattr(f"analysis.publishing.bench.{name}", told)
    found = compare_network(study, others["digits"], steps=100, turns=2)
    assert (found.maps, found.layers, found.steps) == (24, len(layers), 100)
    assert calls == ["seconds_of_a_step", "_step_of_peer"] * 2 * len(layers)
    # calls 1, 3 of the first layer and 5, 7 of the second; those of the peer one later
    assert found.ours == pytest.approx((2 + 6, 4 + 8)) and found.peer == pytest.approx((30, 42))


def test_ratios_are_told_with_their_spread():
    pairs = Pairs("small", 24, 2, 600, (2.0, 1.0, 2.0), (6.0, 4.0, 5.0))
    assert pairs.ratios == [3.0, 4.0, 2.5]
    assert "tf-keras-vis 5.0 s: ratio 3.0, 2.5 to 4.0 in 3 turns" in told_of(pairs)


def test_the_work_of_a_step_is_two_operations_for_each_weight_and_node_needed_on_both_ways(
    model,
):
    assert work_of_a_step(model, "Conv2D_1", 10) == 2 * 10 * (2 * 26 * 26 * 9)
    assert work_of_a_step(model, "Conv2D_2", 1) == 2 * (2 * 26 * 26 * 9 * 32 + 2 * 11 * 11 * 9 * 32)
    assert work_of_a_step(model, "Conv2D_3", 1) == 2 * (
        2 * 24 * 24 * 9 * 32 + 2 * 10 * 10 * 9 * 32 * 64 + 2 * 3 * 3 * 9 * 64
    )


def test_ratios_are_told_and_a_missing_peer_is_left_out():
    row = Row("Conv2D_1", 32, 600, 2.0, 400.0, 10.0, 0.5, 60, 29.0, 0.9, 1e9, 1e-6)
    assert row.to_the_same_response == pytest.approx(0.25)
    assert (
        "ratio 200" in told(row, 1e12)[1]
        and "ratio 5.0" in told(row, 1e12)[3]
        and "ratio 40" in told(row, 1e12)[4]
    )
    assert len(told(Row(**{**vars(row), "peer": None}), 1e12)) == 3


def test_the_cost_is_drawn():
    assert plot({128: 1.0, 256: 2.1}).startswith(b"<?xml")
