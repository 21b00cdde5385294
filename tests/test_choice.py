from __future__ import annotations

import numpy as np
import pytest

from analysis.trust import others
from analysis.trust.choice import draw_pairs, hit_rate, hit_rate_of_several, matches
from analysis.trust.others import hit_rate_of_others

SIDE = 28


def _smooth(count: int, seed: int) -> np.ndarray:
    """Images (image, y, x) that vary over about 7 px."""
    generator = np.random.default_rng(seed)
    return np.kron(generator.standard_normal((count, 4, 4)), np.ones((7, 7)))


def _template_match(images: np.ndarray, templates: np.ndarray) -> np.ndarray:
    """The response (image, map) of maps that answer with the positive part of the product with
    their template.
    """
    return np.maximum(0, np.einsum("iyx,kyx->ik", images, templates))


def _padded_score(hint: np.ndarray, image: np.ndarray, down: int, right: int) -> float:
    """The sum of products, pixel by pixel, of an image and a hint moved over 0."""
    one, other = ((a - a.mean()) / np.sqrt(((a - a.mean()) ** 2).sum()) for a in (hint, image))
    height, width = one.shape
    return sum(
        one[y - down, x - right] * other[y, x]
        for y in range(height)
        for x in range(width)
        if 0 <= y - down < height and 0 <= x - right < width
    )


def test_similarity_equals_plain_sums_over_all_shifts():
    generator = np.random.default_rng(1)
    hints = generator.standard_normal((2, 7, 6))
    images = generator.standard_normal((3, 7, 6)) + 4
    found = matches(hints, images, reach=2)
    for (hint, image), value in np.ndenumerate(found):
        plain = max(
            _padded_score(hints[hint], images[image], down, right)
            for down in range(-2, 3)
            for right in range(-2, 3)
        )
        assert value == pytest.approx(plain, abs=1e-5)


def test_similarity_is_one_with_itself_in_any_unit_and_below_one_with_its_opposite():
    images = np.random.default_rng(2).standard_normal((4, 26, 26))
    found = matches(images, 7 + 3 * images)
    assert np.diagonal(found) == pytest.approx(1) and found.max() <= 1 + 1e-6
    assert np.diagonal(matches(images, -images)).max() < 0.3


@pytest.mark.parametrize(("down", "right", "found"), [(4, -4, True), (0, 3, True), (5, 0, False)])
def test_a_moved_pattern_is_recognised_within_reach(down, right, found):
    image = np.zeros((26, 26))
    image[9:15, 9:15] = np.random.default_rng(3).standard_normal((6, 6))
    value = matches(image[None], np.roll(image, (down, right), (0, 1))[None])[0, 0]
    assert (value > 0.99) == found


def test_a_constant_picture_is_like_nothing():
    images = np.random.default_rng(4).random((2, 26, 26), np.float32)
    assert not matches(np.full((1, 26, 26), 0.1, np.float32), images).any()
    assert not matches(images, np.full((1, 26, 26), 0.1, np.float32)).any()


def test_pairs_come_from_the_strongest_twentieth_and_the_weaker_half():
    response = np.random.default_rng(5).permutation(200) + 1.0
    drawn = draw_pairs(response, 4000, 1)
    assert drawn.shape == (4000, 2)
    assert set(response[drawn[:, 0]]) == set(range(191, 201)) and set(response[drawn[:, 1]]) == set(
        range(1, 101)
    )


def test_a_rare_map_takes_what_fires_and_its_zeros_come_in_random_order():
    response = np.zeros(200)
    response[[150, 160, 170]] = 1, 2, 3
    drawn = draw_pairs(response, 2000, 2)
    assert set(drawn[:, 0]) == {150, 160, 170} and not set(drawn[:, 0]) & set(drawn[:, 1])
    assert len(set(drawn[:, 1])) == 100 and 60 < np.mean(list(set(drawn[:, 1]))) < 140
    assert set(draw_pairs(response * (response > 2), 50, 3)[:, 0]) == {170}


def test_a_map_that_never_fires_has_no_pairs():
    assert draw_pairs(np.zeros(50), 10, 1).shape == (0, 2)


@pytest.mark.parametrize("count", [2, 3, 5])
def test_few_images_still_give_a_strong_and_a_weak_one(count):
    drawn = draw_pairs(np.arange(count) + 1.0, 20, 1)
    assert set(drawn[:, 0]) == {count - 1} and drawn[:, 1].max() < count // 2


def test_one_image_is_no_choice():
    with pytest.raises(ValueError, match="at least two images"):
        draw_pairs(np.ones(1), 10, 1)


def test_a_template_leads_to_the_right_choice_and_random_hints_to_chance():
    images, templates = _smooth(400, 6), _smooth(30, 7)
    responses = _template_match(images, templates)
    found = hit_rate(templates, images, responses, 100, 8)
    assert found.mean() > 0.97 and found.min() > 0.8
    assert hit_rate(_smooth(30, 9), images, responses, 100, 8).mean() == pytest.approx(
        0.5, abs=0.08
    )


def test_the_opposite_of_a_template_leads_astray():
    images, templates = _smooth(400, 6), _smooth(5, 7)
    assert hit_rate(-templates, images, _template_match(images, templates), 100, 8).max() < 0.2


def test_every_pixel_given_counts_and_pictures_need_not_be_square():
    images, templates = _smooth(100, 10)[:, :20], _smooth(3, 11)[:, :20]
    responses, other = _template_match(images, templates), templates.copy()
    other[:, -2:], other[:, :, -2:] = 50, -50
    plain, changed = (hit_rate(of, images, responses, 40, 12) for of in (templates, other))
    assert plain.min() > 0.8 and not np.array_equal(changed, plain)


def test_a_map_that_never_fires_has_no_rate_and_an_empty_hint_half():
    images, templates = _smooth(100, 10), _smooth(3, 11)
    responses = _template_match(images, templates)
    responses[:, 1], templates[2] = 0, 0
    found = hit_rate(templates, images, responses, 40, 12)
    assert np.isnan(found[1]) and found[2] == 0.5 and found[0] > 0.9


def test_the_seed_decides_and_a_map_does_not_depend_on_those_that_follow():
    images, hints = _smooth(100, 13), _smooth(4, 14)
    responses = _template_match(images, hints + _smooth(4, 15))
    found = hit_rate(hints, images, responses, 30, 16)
    assert np.array_equal(found, hit_rate(hints, images, responses, 30, 16))
    assert np.array_equal(found[:2], hit_rate(hints[:2], images, responses[:, :2], 30, 16))
    assert not np.array_equal(found, hit_rate(hints, images, responses, 30, 17))


def test_several_hints_decide_by_their_mean_matches():
    images, templates = _smooth(300, 17), _smooth(3, 18)
    responses = _template_match(images, templates)
    strongest = images[np.argsort(-responses, axis=0)[:9].T]  # (map, hint, y, x)
    assert hit_rate_of_several(strongest, images, responses, 60, 19).min() > 0.8
    same = np.repeat(templates[:, None], 3, axis=1)
    assert np.array_equal(
        hit_rate_of_several(same, images, responses, 60, 19),
        hit_rate(templates, images, responses, 60, 19),
    )
    # an empty hint adds the same to both sides
    balanced = np.stack([templates, np.zeros_like(templates)], axis=1)
    assert np.array_equal(
        hit_rate_of_several(balanced, images, responses, 60, 19),
        hit_rate(templates, images, responses, 60, 19),
    )


def test_hints_and_responses_must_be_of_the_same_maps():
    with pytest.raises(ValueError):
        hit_rate(_smooth(3, 1), _smooth(20, 2), np.ones((20, 4)), 5, 1)


def test_the_control_is_the_mean_over_all_other_hints_on_the_same_pairs(monkeypatch):
    images, hints = _smooth(80, 1), _smooth(6, 2)
    heard = _template_match(images, hints)
    heard[:, 4] = 0
    found = np.array([True, True, False, True, True, False])
    monkeypatch.setattr(others, "PIXELS", 2 * hints[0].size)  # in three parts
    control = hit_rate_of_others(hints, found, images, heard, 30, 7)
    # each hint before each map, one after the other
    every = np.array(
        [hit_rate(np.repeat(one[None], 6, axis=0), images, heard, 30, 7) for one in hints]
    )
    for m in (0, 1, 2, 3, 5):
        rest = [n for n in range(6) if found[n] and n != m]
        assert control[m] == pytest.approx(every[rest, m].mean(), abs=1e-9)
    assert np.isnan(control[4])  # it fires on no image


def test_without_another_hint_there_is_no_control():
    images, hints = _smooth(20, 1), _smooth(3, 2)
    heard = _template_match(images, hints)
    one = np.array([False, True, False])
    control = hit_rate_of_others(hints, one, images, heard, 10, 7)
    assert np.isnan(control).tolist() == [False, True, False]
    assert np.isnan(hit_rate_of_others(hints[:1], np.array([True]), images, heard[:, :1], 10, 7))
