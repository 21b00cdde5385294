"""The hand of MNIST: which starts climb, what is compared with what, and what happens when nothing
answers.
"""

from __future__ import annotations

import dataclasses
from itertools import combinations

import numpy as np
import oracles
import pytest

from analysis.ascent.starts import fluctuation
from analysis.catalogue.companions.hand import (
    GRIDS,
    HAND,
    VALUES,
    in_place,
    kept,
    kept_of,
)
from analysis.catalogue.series.measurements import OIP_GALLERY_3
from analysis.experiments.hand.measure import (
    EACH,
    measure_hand,
    oips_of_others,
    shuffled_gaps,
    strangers,
)
from analysis.images.similarity import best_correlation
from analysis.networks.storage import bare_copy, load_model, pack_model
from analysis.oips.evolution import choose_map
from analysis.results.hand import Hand, gap, split_pairs
from analysis.study import Study


@pytest.fixture(scope="module")
def hand(take) -> Hand:
    return take(HAND)


@pytest.fixture(scope="module")
def gallery(take):
    return take(OIP_GALLERY_3)


@pytest.fixture(scope="module")
def mute(networks, settings, gallery, tmp_path_factory) -> Hand:
    """The same experiment with a network in which no map of the layer can fire."""
    model = bare_copy(load_model(networks["full-recipe"]))
    kernel, bias = model.get_layer("Conv2D_3").get_weights()
    model.get_layer("Conv2D_3").set_weights([kernel, np.full_like(bias, -1e6)])
    path = tmp_path_factory.mktemp("mute") / "full-recipe.keras"
    path.write_bytes(pack_model(model))
    return measure_hand(Study(settings, {"full-recipe": path}, HAND.settings), gallery)


def alone(grids):
    """Return the weights of each grid by itself."""
    return [tuple(float(n == m) for m in grids) for n in grids]


def visible(images):
    return images[:, :26, :26].astype(float)


def test_the_map_is_the_stand_in_of_part_nine(hand, gallery, make_study):
    layer = make_study("oip").subject.layer("Conv2D_3")
    assert (
        hand.map == choose_map(gallery, layer)
        and hand.data_maximum == gallery.data_maximum[hand.map]
    )


def test_each_start_fluctuates_on_one_grid_and_is_answered_by_the_map(hand, weights, settings):
    for k, weight in enumerate(alone(settings.oip.grids)):
        assert sum(weight) == weight[k] == 1
        for s in np.flatnonzero(hand.of == k)[[0, -1]]:
            np.testing.assert_array_equal(
                hand.starts[s], fluctuation(int(hand.seed[s]), settings.oip.grids, weight)
            )
            assert oracles.forward(weights, hand.starts[s])["Conv2D_3"][
                ..., hand.map
            ].mean() == pytest.approx(hand.curve[s, 0], rel=1e-3)
    assert (hand.curve[:, 0] > 0).all()


def test_of_every_grid_the_first_starts_that_answer_climb_and_the_silent_ones_are_counted(
    hand, weights, settings
):
    assert (
        np.bincount(hand.of, minlength=4).tolist() == np.minimum(hand.answered, EACH).tolist()
        and (hand.answered <= hand.tried).all()
    )
    base = Study(settings).seed("hand")
    for k, weight in enumerate(alone(settings.oip.grids)):
        mine = hand.seed[hand.of == k]
        tried = range(base, int(mine[-1]) + 1)
        silent = [
            s
            for s in tried
            if oracles.forward(weights, fluctuation(s, settings.oip.grids, weight))["Conv2D_3"][
                ..., hand.map
            ].mean()
            == 0
        ]
        assert sorted([*mine.tolist(), *silent]) == list(tried)


def test_what_is_shown_is_the_best_iterate_with_its_response(hand, weights):
    np.testing.assert_allclose(hand.response, hand.curve.max(axis=1), rtol=1e-6)
    np.testing.assert_array_equal(hand.frames[:, -1], hand.images)
    np.testing.assert_array_equal(hand.frames[:, 0], hand.starts)
    assert oracles.forward(weights, hand.images[0])["Conv2D_3"][
        ..., hand.map
    ].mean() == pytest.approx(hand.response[0], rel=1e-3)


def test_likeness_is_the_best_correlation_of_the_visible_pixels_at_every_frame(hand):
    for frame in (0, len(hand.step) - 1):
        seen = hand.frames[:, frame, :26, :26].astype(float)
        for one, other in ((0, 1), (0, len(seen) - 1)):
            assert hand.likeness[frame, one, other] == pytest.approx(
                best_correlation(seen[one], seen[other]), abs=1e-9
            )


def test_pairs_are_parted_by_their_grids():
    of = np.array([0, 0, 1, 1, 1])
    alike = np.arange(25.0).reshape(5, 5)
    alike = np.triu(alike) + np.triu(alike, 1).T
    within, across = split_pairs(alike, of)
    assert sorted(within) == sorted(
        alike[a, b] for a, b in combinations(range(5), 2) if of[a] == of[b]
    )
    assert sorted(across) == sorted(
        alike[a, b] for a, b in combinations(range(5), 2) if of[a] != of[b]
    )
    assert gap(alike, of) == pytest.approx(np.median(within) - np.median(across))
    assert (
        gap(alike, np.zeros(5, int))
        == gap(alike, np.arange(5))
        == gap(np.zeros((0, 0)), np.zeros(0, int))
        == 0
    )


def test_shuffling_finds_a_gap_that_is_there_and_none_that_is_not():
    of = np.repeat(np.arange(4), 6)
    noise = np.random.default_rng(3).normal(0, 0.05, (24, 24))
    noise = noise + noise.T
    blocks = noise + 0.5 * (of[:, None] == of)
    assert (shuffled_gaps(blocks, of, 1) >= gap(blocks, of)).mean() < 0.01
    assert 0.01 < (shuffled_gaps(noise, of, 1) >= gap(noise, of)).mean() < 0.99
    np.testing.assert_array_equal(shuffled_gaps(noise, of, 1), shuffled_gaps(noise, of, 1))


def test_strangers_are_the_oips_of_all_other_maps(hand, gallery):
    others = [m for m in np.flatnonzero(~gallery.silent) if m != hand.map][:5]
    silent = np.ones_like(gallery.silent)
    silent[[*others, int(hand.map)]] = False
    few = oips_of_others(dataclasses.replace(gallery, silent=silent), int(hand.map))
    expected = [
        np.median(
            [best_correlation(image, gallery.images[m, :26, :26].astype(float)) for m in others]
        )
        for image in hand.images[:2, :26, :26].astype(float)
    ]
    seen = visible(hand.images[:2])
    np.testing.assert_allclose(strangers(seen, visible(few)), expected, atol=1e-9)
    every = visible(oips_of_others(gallery, int(hand.map)))
    np.testing.assert_allclose(strangers(seen, every), hand.stranger[:2], atol=1e-9)


def test_a_map_that_is_the_only_one_has_no_strangers(hand, gallery):
    alone_in_it = dataclasses.replace(gallery, silent=np.ones_like(gallery.silent))
    nobody = oips_of_others(alone_in_it, int(hand.map))
    assert len(nobody) == 0 and not strangers(visible(hand.images), visible(nobody)).any()


def test_numbers_of_the_prose_are_read_as_they_are_named(hand):
    seen = hand.images[:, :26, :26].astype(float).reshape(len(hand.of), -1)
    assert in_place(hand) == pytest.approx(
        np.median([np.corrcoef(a, b)[0, 1] for a, b in combinations(seen, 2)])
    )
    own, others = kept(hand)
    begun = hand.starts[:, :26, :26].astype(float).reshape(len(hand.of), -1)
    assert own[2] == pytest.approx(np.corrcoef(begun[2], seen[2])[0, 1])
    rest = [
        abs(np.corrcoef(begun[s], seen[2])[0, 1])
        for s in np.flatnonzero(hand.of == hand.of[2])
        if s != 2
    ]
    assert others[2] == pytest.approx(np.median(rest))
    assert kept_of(1)(hand) == pytest.approx(np.median(own[hand.of == 1]))


def test_the_values_name_the_grids_of_the_profile(settings):
    assert settings.oip.grids == GRIDS


def test_a_map_that_is_silent_to_everything_is_a_result_too(mute):
    assert (
        mute.answered.tolist() == [0, 0, 0, 0]
        and mute.images.shape == (0, 28, 28)
        and not mute.chance.any()
    )
    assert all(np.isfinite(value.read(mute)) or value.may_be_nan for value in VALUES)
    assert np.isnan(kept_of(1)(mute))
