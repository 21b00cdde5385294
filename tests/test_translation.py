"""Digits that move: the moving itself, what is compared, and the answer."""

from __future__ import annotations

import numpy as np
import pytest

from analysis.catalogue.questions.translation import answer_translation
from analysis.catalogue.series.translation import TRANSLATION
from analysis.experiments.translation.measure import alike, moved, whole
from analysis.figures.translation import peak
from analysis.results.translation import Translation

RNG = np.random.default_rng(5)


@pytest.mark.parametrize("px", [-3, 0, 2])
@pytest.mark.parametrize("axis", [1, 2])
def test_an_image_moves_whole_and_paper_comes_in(px, axis):
    images = np.zeros((2, 12, 12), np.uint8)
    images[:, 4:8, 4:8] = RNG.integers(1, 255, (2, 4, 4))
    assert (moved(images, px, axis) == np.roll(images, px, axis)).all()
    full = moved(np.ones_like(images), px, axis)
    assert full.sum() == 2 * 12 * (12 - abs(px))


def test_only_images_with_room_around_their_ink_are_moved():
    images = np.zeros((3, 12, 12), np.uint8)
    images[0, 4:8, 4:8], images[1, 3, 6], images[2, 6, 8] = 200, 1, 1
    assert whole(images, 4).tolist() == [True, False, False]


def test_likeness_is_a_correlation_and_nothing_is_like_nothing():
    one = RNG.random((3, 20))
    one[2] = 1
    np.testing.assert_allclose(alike(one, 2 * one + 1), [1, 1, 0])
    np.testing.assert_allclose(alike(one[:2], -one[:2]), -1)


def test_where_nothing_has_moved_all_is_as_it_was(take, settings):
    found = take(TRANSLATION)
    assert found.points.shape == found.means.shape == (2, 9, len(found.image))
    assert 0 < len(found.image) <= 500 and found.right.dtype == bool
    awake = found.points[:, 0] != 0
    np.testing.assert_allclose(found.points[:, 0][awake], 1, atol=1e-5)
    # in the middle each stands as it was drawn, whichever way it came
    assert (found.right[0, 4] == found.right[1, 4]).all()


def translation(*, ends: float = 1.0, period: float = 0.0, images: int = 40) -> Translation:
    shift = np.arange(9)
    means = np.repeat((1 - 0.05 * shift)[None, :, None], images, axis=2)
    means = np.concatenate([means, means]) + 0.001 * RNG.random((2, 9, images))
    means[:, 4] += period
    right = np.ones((2, 9, images), bool)
    right[:, [0, -1], : round(images * (1 - ends))] = False
    return Translation(
        image=np.arange(images),
        label=np.arange(images) % 10,
        direction=np.array(["down", "right"]),
        shift=shift,
        points=means - 0.3,
        means=means,
        right=right,
    )


def test_a_place_is_compared_with_both_places_beside_it():
    for period in (0, 0.1):
        beside = np.median(peak(translation(period=period), 4), axis=1)
        np.testing.assert_allclose(beside, [period - 0.05, period + 0.05], atol=0.002)


@pytest.mark.parametrize(
    ("case", "said"),
    [
        ({"ends": 1.0}, "the class is hardly less often right, if at all:"),
        ({"ends": 0.5}, "for 100.0 % in the middle and for 50.0 % 4 px away from it."),
        ({"ends": 0.5}, "the class is less often right:"),
        ({"ends": 0.93}, "4 px away from the middle cannot be told: over"),
        ({"period": 0.1}, "A period of 4 px is seen"),
        # above the line between its neighbours, below one of them
        ({"period": 0.03}, "A period of 4 px is not seen"),
        ({"period": -0.1}, "A period of 4 px is not seen"),
        ({"images": 10}, "Cannot be told: too few images, 10, where 20"),
    ],
)
def test_the_answer_follows_the_numbers(case, said):
    assert said in answer_translation(translation(**case))
