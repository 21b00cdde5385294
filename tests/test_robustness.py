from __future__ import annotations

import numpy as np
import pytest

from analysis.trust.robustness import (
    DRAWS,
    LEVELS,
    blurred,
    changed,
    noisy,
    own_response,
    robustness,
    rotated,
    shifted,
)

MAPS, SIDE = 3, 12


def _images(seed: int = 1) -> np.ndarray:
    return np.random.default_rng(seed).standard_normal((MAPS, SIDE, SIDE))


def _match(templates: np.ndarray):
    """A layer whose map k answers with the positive part of the mean product of image and template
    k.
    """
    return lambda images: np.maximum(0, np.einsum("iyx,kyx->ik", images, templates) / SIDE**2)


def _total(images: np.ndarray) -> np.ndarray:
    """A layer whose maps all answer with the mean of the image."""
    return np.repeat(images.mean(axis=(1, 2))[:, None], MAPS, axis=1)


def test_a_shift_moves_every_pixel_and_uncovers_the_images_own_background():
    images, background = _images(), np.array([-1.0, 0.0, 5.0])
    right, left, down, up = shifted(images, 2, background)
    for number, image in enumerate(images):
        for y, x in np.ndindex(SIDE, SIDE):
            behind = background[number]
            assert right[number, y, x] == (image[y, x - 2] if x >= 2 else behind)
            assert left[number, y, x] == (image[y, x + 2] if x + 2 < SIDE else behind)
            assert down[number, y, x] == (image[y - 2, x] if y >= 2 else behind)
            assert up[number, y, x] == (image[y + 2, x] if y + 2 < SIDE else behind)


def test_a_background_in_whole_numbers_does_not_round_the_image():
    assert np.array_equal(shifted(_images(), 1, 0), shifted(_images(), 1, 0.0))
    assert np.array_equal(rotated(_images(), 5, 0), rotated(_images(), 5, 0.0))


def test_a_quarter_turn_is_exact_and_both_signs_are_taken():
    images = _images()
    assert rotated(images, 90, 0.0) == pytest.approx(
        np.stack([np.rot90(images, turns, axes=(1, 2)) for turns in (1, 3)])
    )


def test_a_turned_constant_image_on_its_own_value_stays_and_on_another_shows_it_in_the_corners():
    images = np.full((MAPS, SIDE, SIDE), 2.0)
    assert rotated(images, 15, 2.0) == pytest.approx(2)
    turned = rotated(images, 45, np.array([-1.0, 0.0, 1.0]))
    assert turned[:, :, 0, 0] == pytest.approx(np.array([[-1, 0, 1]] * 2)) and turned[
        :, :, 6, 6
    ] == pytest.approx(2)


def test_noise_is_measured_in_each_images_own_deviation_and_grows_with_the_level():
    images = (
        np.random.default_rng(2).standard_normal((2, 60, 60)) * np.array([1, 10])[:, None, None]
    )
    weak = noisy(images, 0.1, 3) - images
    strong = noisy(images, 0.5, 3) - images
    assert weak.shape == (DRAWS, 2, 60, 60)
    assert strong == pytest.approx(5 * weak)
    assert strong.std(axis=(0, 2, 3)) / images.std(axis=(1, 2)) == pytest.approx(
        np.full(2, 0.5), rel=0.03
    )
    assert abs(np.corrcoef(strong.reshape(DRAWS * 2, -1)) - np.eye(DRAWS * 2)).max() < 0.1


def test_noise_of_a_map_does_not_depend_on_the_maps_that_follow():
    images = _images()
    assert np.array_equal(noisy(images, 0.25, 4)[:, :2], noisy(images[:2], 0.25, 4))
    assert not np.array_equal(noisy(images, 0.25, 4), noisy(images, 0.25, 5))


def test_blurring_spreads_a_point_without_touching_other_maps_and_keeps_a_border():
    images = np.zeros((MAPS, 21, 21))
    images[1, 10, 10] = 1
    images[2] = 3
    found = blurred(images, 1.5)[0]
    y, x = np.mgrid[-10:11, -10:11]
    assert not found[0].any() and found[2] == pytest.approx(3)
    assert (found[1].sum(), (found[1] * y**2).sum(), (found[1] * x**2).sum()) == pytest.approx(
        (1, 1.5**2, 1.5**2), rel=0.01
    )


def test_an_unknown_change_is_refused():
    with pytest.raises(ValueError, match="kind must be one of shift, rotation, noise, blur"):
        changed("crop", 1, _images(), 0.0, 1)


@pytest.mark.parametrize("kind", list(LEVELS))
def test_the_ratio_is_the_mean_over_versions_map_by_map(kind):
    images, layer = _images(), _match(_images())
    found = robustness(layer, images, 0.0, 6)[kind]
    assert found.shape == (MAPS, len(LEVELS[kind]))
    for column, level in enumerate(LEVELS[kind]):
        versions = changed(kind, level, images, 0.0, 6)
        for number in range(MAPS):
            plain = [
                layer(version[number : number + 1].astype(np.float32))[0, number]
                for version in versions
            ]
            assert found[number, column] == pytest.approx(
                np.mean(plain) / layer(images[number : number + 1])[0, number], rel=1e-4
            )


def test_a_layer_that_ignores_the_change_keeps_all_and_a_pixel_exact_one_loses():
    kept = robustness(lambda images: np.ones((len(images), MAPS)), _images(), 0.0, 7)
    assert all(np.array_equal(ratio, np.ones((MAPS, 3))) for ratio in kept.values())
    lost = robustness(_match(_images()), _images(), 0.0, 7)
    assert lost["shift"].max() < 0.3 and lost["blur"][:, -1].max() < 0.3
    assert (np.diff(lost["blur"], axis=1) < 0).all()
    assert lost["noise"] == pytest.approx(1, abs=0.1)


def test_the_background_is_what_the_layer_sees_behind():
    images = np.full((MAPS, SIDE, SIDE), 2.0)
    assert robustness(_total, images, 2.0, 8)["shift"] == pytest.approx(1)
    assert robustness(_total, images, 0.0, 8)["shift"] == pytest.approx(
        np.array([[1 - pixels / SIDE for pixels in LEVELS["shift"]]] * MAPS)
    )


def test_only_a_map_that_is_silent_to_its_unchanged_image_has_no_ratio():
    images = _images()
    templates = images.copy()
    templates[1] *= -1
    found = robustness(_match(templates), images, 0.0, 9)
    for ratios in found.values():
        assert np.isnan(ratios).all(axis=1).tolist() == [False, True, False]
        assert not np.isnan(ratios[[0, 2]]).any()


def test_every_map_needs_its_image():
    with pytest.raises(ValueError, match="one image for each map"):
        own_response(_match(_images()), _images()[:2])
