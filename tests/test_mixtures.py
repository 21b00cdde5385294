"""Mixtures of OIPs: which maps a class uses, how alike patterns are, and the answer."""

from __future__ import annotations

import numpy as np
import pytest

from analysis.catalogue.questions.mixtures import answer_mixtures
from analysis.catalogue.series.measurements import OIP_SETS
from analysis.catalogue.series.mixtures import MIXTURES
from analysis.experiments.mixtures.measure import likeness, most_used
from analysis.results.mixtures import Mixtures

RNG = np.random.default_rng(3)


def test_a_class_uses_the_maps_that_it_excites_beyond_the_others():
    means = np.array([[5.0, 5.0, 5.0], [0.0, 2.0, 0.0], [3.0, 0.0, 0.0], [0.0, 0.0, 0.1]])
    assert most_used(means, 1).ravel().tolist() == [2, 1, 3]


def test_what_all_classes_share_does_not_make_patterns_alike():
    shared = 100 * RNG.random(30)
    own = RNG.standard_normal((4, 30))
    classes = shared + own - own.mean(axis=0)
    alike = likeness(classes, classes)
    np.testing.assert_allclose(alike.diagonal(), 1)
    assert (alike - np.eye(4)).max() < 0.6
    assert (likeness(classes.mean(axis=0)[None], classes) == 0).all()


def test_mixtures_are_of_maps_with_an_oip_and_standardised(take):
    found, oips = take(MIXTURES), take(OIP_SETS["Conv2D_3", "sphere"])
    assert (oips.response[found.maps] > 0).all() and found.maps.shape[0] == 10
    np.testing.assert_allclose(found.images.mean(axis=(1, 2)), 0, atol=1e-5)
    np.testing.assert_allclose(found.images.std(axis=(1, 2)), 1, atol=1e-4)
    for told in (found.probability, found.random_probability):
        np.testing.assert_allclose(told.sum(axis=1), 1, rtol=1e-4)
    assert np.abs(found.random_likeness).max() <= 1 + 1e-6


def mixtures(taken: int, alike: int, parts: int = 8) -> Mixtures:
    """Mixtures of which some are taken for their class, and some give its pattern."""
    right, wrong = np.eye(10), np.roll(np.eye(10), 1, axis=1)
    return Mixtures(
        visible_rows=np.array([0, 26]),
        visible_columns=np.array([0, 26]),
        maps=np.zeros((10, parts), int),
        images=np.zeros((10, 28, 28)),
        probability=np.where(np.arange(10)[:, None] < taken, right, wrong),
        likeness=np.where(np.arange(10)[:, None] < alike, right, wrong),
        random_probability=np.eye(10)[[3, 3, 3, 1]],
        random_likeness=np.zeros((4, 10)),
    )


@pytest.mark.parametrize(
    ("taken", "alike", "says"),
    [
        (9, 9, "bring back pattern and class"),
        (1, 9, "bring back the pattern"),
        (9, 1, "bring back the class"),
        (1, 2, "Cannot be told by"),
    ],
)
def test_the_answer_follows_from_what_is_hit_more_often_than_by_chance(taken, alike, says):
    answer = answer_mixtures(mixtures(taken, alike))
    assert says in answer and f"{taken} of 10" in answer and f"{alike} of 10" in answer
    assert "75 % are taken for the digit 3" in answer
    assert (" gives a pattern" in answer) is (alike == 1)


def test_too_few_maps_with_an_oip_give_no_answer():
    assert answer_mixtures(mixtures(9, 9, parts=3)).startswith("Cannot be told")
