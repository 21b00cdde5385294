"""What is asked of one OIP, and what is told of it: without a build, on a small network."""

from __future__ import annotations

import json
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import oracles
import pytest

from analysis.ascent.starts import Mixture, fluctuation
from analysis.oips.one import Request, find_oip, start_images
from analysis.problem import Problem


@pytest.fixture(scope="module")
def unpublished(networks, settings):
    """A network that nobody published, where the published one is looked for."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("analysis.oips.one.load_settings", lambda profile: settings)
        artifacts = SimpleNamespace(network=networks.__getitem__)
        patch.setattr("analysis.oips.one._published", lambda profile: artifacts)
        yield networks


@pytest.fixture(scope="module")
def found(unpublished):
    """The OIP of one map."""
    return find_oip(Request("Conv2D_2", 11, seed=5, steps=12))


def test_one_start_of_own_weights_climbs_by_the_rule_of_the_series(unpublished, settings):
    weights = (0.1, 0.5, 0.2, 0.0)[: len(settings.oip.grids)]
    asked = Request(
        "Conv2D_1", 3, seed=8, starts=1, weights=weights, objective="pre-activation", rule="series"
    )
    found = find_oip(asked)
    assert found.numbers.seeds == [8] and len(found.curve) == settings.oip.steps
    begun = fluctuation(8, settings.oip.grids, weights)
    np.testing.assert_array_equal(found.start, begun)
    # a step of the series is short, and the sphere takes a part of it back; one of ours begins long
    moved = {
        rule: np.sqrt(np.mean((find_oip(replace(asked, steps=2, rule=rule)).image - begun) ** 2))
        for rule in ("series", "annealed")
    }
    assert 0 < moved["series"] <= settings.oip.step_size < 10 * moved["series"] < moved["annealed"]


@pytest.mark.parametrize("start", ["fluctuation", "noise"])
def test_a_start_that_is_drawn_is_the_same_alone(unpublished, settings, start):
    asked = Request("Conv2D_1", 3, seed=8, domain="box", start=start, steps=1)
    few, one = find_oip(replace(asked, starts=3)), find_oip(replace(asked, starts=1))
    assert len(few.numbers.seeds) == 3 and one.numbers.seeds == [8]
    assert one.response == pytest.approx(few.numbers.responses_of_all_starts[0], rel=1e-6)


def test_what_was_asked_stands_beside_what_was_found(found, settings, tmp_path):
    _, _, file = found.save(tmp_path)
    told = json.loads(file.read_text())
    assert (told["layer"], told["map"], told["domain"], told["steps"]) == (
        "Conv2D_2",
        11,
        "sphere",
        12,
    )
    assert told["seeds"] == [5 + k for k in range(settings.ladder.starts)]
    best = int(np.argmax(told["responses_of_all_starts"]))
    assert told["seed"] == told["seeds"][best] == found.numbers.seed
    assert told["response"] == told["responses_of_all_starts"][best] == found.response


def test_the_stored_response_is_that_of_the_8_bit_picture(found, weights):
    low, high = found.numbers.ends
    back = low + np.rint(255 * (found.image - low) / (high - low)) / 255 * (high - low)
    slow = oracles.forward(weights, back)["Conv2D_2"][..., 11].mean()
    assert found.numbers.response_as_stored == pytest.approx(slow, rel=1e-3)


def test_starts_are_asked_of_the_mixture_and_of_the_images(data):
    mixture = Mixture((3, 7, 28), (0.2, 0.5, 0.3), data.shape)
    seeds = np.array([4, 9])
    every = start_images("fluctuation", seeds, mixture, data)
    np.testing.assert_array_equal(every[1], fluctuation(9, (3, 7, 28), (0.2, 0.5, 0.3)))
    noise = start_images("noise", seeds, mixture, data)
    np.testing.assert_array_equal(noise[0], fluctuation(4, (3, 7, 28), (0, 0, 1)))
    black = start_images("black", seeds, mixture, data)
    assert black.shape == (1, *data.shape) and np.ptp(black) == 0
    digit = start_images("image:3", seeds, mixture, data)
    np.testing.assert_array_equal(digit[0], data.standardise(data.training.images[3:4])[0, ..., 0])


@pytest.mark.parametrize("kind", ["noise:2", "image", "image:x", "image:99999", "white"])
def test_a_start_that_does_not_exist_is_one_clear_error(data, kind):
    mixture = Mixture((3,), (1.0,), data.shape)
    with pytest.raises(Problem, match=f"start '{kind}' does not exist. There are fluctuation"):
        start_images(kind, np.array([1]), mixture, data)
