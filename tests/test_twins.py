"""Maps matched between trainings: matching and chance against what is known, and the answer."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from test_judges_series import made

from analysis.catalogue.declarations import UNTOLD
from analysis.catalogue.questions.twins import (
    answer_minima,
    answer_twins,
    barrier,
    unsettled,
)
from analysis.catalogue.series.twins import ORDER, TWINS, unmatched
from analysis.experiments.twins.lines import ORDERED, along, reordered
from analysis.experiments.twins.measure import KINDS, correlations, exchanged, matched
from analysis.networks.series import build_cnn
from analysis.results.twins import Twins

RNG = np.random.default_rng(4)


def test_the_same_maps_in_another_order_are_found_whatever_their_scale():
    responses, order = RNG.random((200, 12)), RNG.permutation(12)
    likeness = correlations(3 * responses + 1, 0.5 * responses[:, order])
    partner = matched(likeness)
    assert (order[partner] == np.arange(12)).all()
    np.testing.assert_allclose(likeness[np.arange(12), partner], 1)


def test_a_map_that_answers_all_alike_is_like_no_other():
    responses = RNG.random((50, 3))
    responses[:, 1] = 2.0
    assert correlations(responses, responses)[1].tolist() == [0, 0, 0]


def test_the_matching_is_one_to_one_and_best_for_all_together():
    # each alone would take the first partner
    assert matched(np.array([[0.9, 0.8], [0.9, 0.1]])).tolist() == [1, 0]


def test_an_exchange_keeps_every_class_and_moves_nearly_every_image():
    labels = np.repeat(np.arange(4), 50)
    order = exchanged(labels, np.random.default_rng(1))
    assert sorted(order.tolist()) == list(range(200))
    assert (labels[order] == labels).all() and (order != np.arange(200)).mean() > 0.9


def test_every_map_of_every_pair_is_matched(take, settings):
    found = take(TWINS)
    assert len(found.likeness) == (32 + 64 + 128) * 2 * len(KINDS)
    assert found.accuracy.shape == (4,) and int(found.images) == settings.twins.images
    for layer, count in (("Conv2D_1", 32), ("Conv2D_2", 64), ("Conv2D_3", 128)):
        for kind in KINDS:
            rows = (found.layer == layer) & (found.differs == kind) & (found.pair == 1)
            assert sorted(found.partner[rows].tolist()) == list(range(count))
    assert found.likeness.mean() > found.by_class.mean()


def line(middle: float) -> np.ndarray:
    return np.tile([0.98, 0.98, middle, 0.98, 0.97], (len(KINDS), 1))


def twins(
    alike: dict[str, float], here: float = 1.0, bare: float = 0.4, same: float = 0.9
) -> Twins:
    lines = {
        "right": line(bare),
        "right_matched": line(same),
        "loss": 3 - line(bare),
        "loss_matched": 3 - line(same),
    }
    rows = [(kind, number) for kind in KINDS for number in range(100)]
    likeness = np.array([0.9 if number < 100 * alike[kind] else 0.3 for kind, number in rows])
    own = np.array([number for _, number in rows])
    moved = np.where(own < 100 * here, own, (own + 1) % 100)
    return Twins(
        images=np.array(9),
        epochs=np.array(2),
        accuracy=np.full(4, 0.9),
        layer=np.full(len(rows), "Conv2D_1"),
        differs=np.array([kind for kind, _ in rows]),
        pair=np.zeros(len(rows), int),
        number=own,
        partner=moved,
        likeness=likeness,
        by_class=np.full(len(rows), 0.2),
        kind=np.array(list(KINDS)),
        place=np.linspace(0, 1, 5),
        **lines,
    )


@pytest.mark.parametrize(
    ("alike", "said"),
    [
        (0.9, "most maps have a partner that answers alike, 90 %"),
        (0.1, "fewer than half of the maps"),
        (0, "fewer than half of the maps"),
    ],
)
def test_the_answer_says_how_many_maps_come_again(alike, said):
    told = answer_twins(twins(dict.fromkeys(KINDS, alike)))
    assert told.count(said) == 3 and ("at the same place" in told) == (alike > 0)


def test_the_answer_tells_the_order_from_the_weights():
    told = answer_twins(
        twins({"order of the images": 0.8, "initial weights": 0.2, "both": 0.2}, here=0.4)
    )
    order, weights, *_ = told.split(". ")
    assert order.startswith("With the images in another order") and "most maps" in order
    assert "50 % at the same place" in order and "fewer than half of the maps" in weights


def test_a_network_with_its_maps_in_another_order_computes_the_same(data):
    model = build_cnn(1)
    weights = [weight + 0.01 * RNG.standard_normal(weight.shape) for weight in model.get_weights()]
    sizes = dict(zip(ORDERED, (32, 64, 128, 100), strict=True))
    order = {layer: RNG.permutation(size) for layer, size in sizes.items()}
    other = reordered(weights, order)
    images = data.standardise(data.test.images[:20])
    model.set_weights(weights)
    before = np.asarray(model(images))
    model.set_weights(other)
    np.testing.assert_allclose(np.asarray(model(images)), before, atol=1e-5)
    assert not np.allclose(other[2], weights[2])
    # between the two it computes something else, at the ends the same
    loss, right = along(model, (weights, other), data)
    assert loss[0] == pytest.approx(loss[-1], abs=1e-4) and right[0] == right[-1]


def test_a_rise_is_told_above_the_line_between_the_ends():
    assert barrier(np.array([1.0, 2.0, 3.0])) == 0
    assert barrier(np.array([1.0, 3.0, 3.0])) == 1


@pytest.mark.parametrize(
    ("bare", "same", "said"),
    [
        (0.3, 0.5, "Not the only one"),
        (0.3, 0.97, "One, but for the order of maps"),
        (0.97, 0.97, "One, as far as these trainings tell"),
        (0.97, 0.5, "One, as far as these trainings tell"),  # a match worse than the order as it is
    ],
)
def test_the_answer_says_whether_a_rise_lies_between(bare, same, said):
    told = answer_minima(twins(dict.fromkeys(KINDS, 0.5), bare=bare, same=same))
    assert told.startswith(said) and "97.0 % or more" in told
    assert "above the straight line between its ends" in told and told.count(" nat and ") == 6


def test_nothing_is_said_of_minima_where_the_loss_falls_from_an_end():
    found = twins(dict.fromkeys(KINDS, 0.5), bare=0.3, same=0.5)
    assert not unsettled(found)
    falling = replace(found, loss=found.loss[:, ::-1] * 0 + [2.0, 1.5, 3.0, 2.0, 1.0])
    assert unsettled(falling) and answer_minima(falling).startswith(UNTOLD)


def test_nothing_is_said_of_minima_where_a_network_has_learned_little():
    found = twins(dict.fromkeys(KINDS, 0.5), bare=0.3, same=0.5)
    poor = replace(found, right=found.right - [0.3, 0, 0, 0, 0])
    assert unsettled(poor) and answer_minima(poor).startswith(UNTOLD)


def test_maps_that_answer_all_images_alike_are_told_apart_from_those_without_a_partner():
    found = made(Twins, differs=[ORDER, ORDER, ORDER, "both"], likeness=[0.9, 0.0, 0.3, 0.0])
    assert unmatched(found, ORDER).tolist() == [False, True, False]
