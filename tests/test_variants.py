"""The other recipes do what they say: waves are scaled, pictures are changed and put back, and the
numbers are those of the pictures.
"""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import oracles
import pytest
from scipy import ndimage

from analysis import framework
from analysis.ascent.climb import Annealed, Climber, ascend
from analysis.ascent.objectives import response
from analysis.catalogue.series.measurements import RECIPE_VARIANTS
from analysis.experiments.variants.measure import (
    CHANGES,
    RECIPES,
    change_matrix,
    smoothing,
    steadied,
)
from analysis.experiments.variants.start import measure_recipe_start


def test_a_wave_comes_out_smaller_by_the_square_of_its_frequency():
    matrix, place = smoothing(16), np.arange(16)
    for count in (0, 1, 3, 8):
        wave = np.cos(2 * np.pi * count * place / 16)[:, None] * np.ones(16)
        np.testing.assert_allclose(
            wave.ravel() @ matrix, wave.ravel() / max(count, 1) ** 2, atol=1e-5
        )
    # which makes it the filter of the gradient as well
    np.testing.assert_allclose(matrix, matrix.T, atol=1e-6)


def test_nothing_changed_is_the_picture_itself():
    np.testing.assert_allclose(change_matrix(0, 0, 0, 1.0, side=9), np.eye(81), atol=1e-6)


def test_a_shift_by_whole_pixels_moves_down_and_right_and_loses_what_leaves():
    picture = np.random.default_rng(1).random((9, 9)).astype(np.float32)
    moved = (picture.ravel() @ change_matrix(2, -1, 0, 1.0, side=9)).reshape(9, 9)
    np.testing.assert_allclose(moved[2:, :-1], picture[:-2, 1:], atol=1e-6)
    assert (moved[:2] == 0).all() and (moved[:, -1] == 0).all()


@pytest.mark.parametrize(("degrees", "factor"), [(10, 1.0), (-10, 0.9), (0, 1.1)])
def test_turns_and_scales_are_those_of_an_image_library(degrees, factor):
    picture = ndimage.gaussian_filter(np.random.default_rng(2).random((28, 28)), 2)
    angle = np.deg2rad(degrees)
    back = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]]) / factor
    expected = ndimage.affine_transform(
        picture, back, offset=13.5 - back @ [13.5, 13.5], order=1, mode="grid-constant"
    )
    changed = (picture.ravel() @ change_matrix(0, 0, degrees, factor)).reshape(28, 28)
    np.testing.assert_allclose(changed[3:-3, 3:-3], expected[3:-3, 3:-3], atol=1e-5)


def test_the_robust_response_is_the_mean_over_the_versions_with_background(model, weights):
    images = np.random.default_rng(3).standard_normal((2, 28, 28, 1)).astype(np.float32)
    matrices = np.stack([change_matrix(*change) for change in CHANGES[:2]])
    maps = np.array([4, 9], np.int32)
    found = np.asarray(steadied(response(model, "Conv2D_2"), matrices, -0.4)(images, maps))
    for image, number, value in zip(images[..., 0], maps, found, strict=True):
        versions = [image, ((image + 0.4).ravel() @ matrices[1]).reshape(28, 28) - 0.4]
        expected = np.mean(
            [
                oracles.forward(weights, version.astype(np.float32))["Conv2D_2"][..., number].mean()
                for version in versions
            ]
        )
        assert value == pytest.approx(expected, abs=1e-4)


def test_a_robust_value_depends_on_its_own_image_alone(model):
    from keras import ops

    images = ops.convert_to_tensor(
        np.random.default_rng(4).standard_normal((3, 28, 28, 1)).astype(np.float32)
    )
    robust = steadied(
        response(model, "Conv2D_2"), np.stack([change_matrix(*change) for change in CHANGES]), 0.0
    )
    maps = np.array([1, 2, 3], np.int32)
    _, together = framework.value_and_gradient(lambda x: robust(x, maps), images)
    _, alone = framework.value_and_gradient(lambda x: robust(x, maps[1:2]), images[1:2])
    np.testing.assert_allclose(np.asarray(together)[1:2], np.asarray(alone), atol=1e-5)


def test_a_direction_decides_where_a_step_goes(model):
    starts = np.zeros((1, 28, 28), np.float32)
    rule, seen = Annealed(4, 0.5, 0.1), []

    def down(gradient):
        seen.append(gradient.shape)
        return 0 * gradient

    still = ascend(
        Climber(response(model, "Conv2D_1"), rule, uphill=down), starts, np.array([3]), steps=4
    )
    assert seen and (still.curve == still.curve[0]).all()


def test_the_numbers_are_those_of_the_pictures(take, model):
    found = take(RECIPE_VARIANTS)
    assert found.recipe.tolist() == list(RECIPES)
    for k, m in ((0, 5), (3, 60)):
        value = np.asarray(
            response(model, "Conv2D_3")(
                found.images[k, m][None, ..., None], np.array([m], np.int32)
            )
        )[0]
        assert found.response[k, m] == pytest.approx(float(value), rel=1e-4, abs=1e-6)
    np.testing.assert_allclose(found.likeness[0], 1, atol=1e-6)
    assert (found.likeness[1:] < 0.999).any()
    # which is what 1/f is for
    assert np.nanmedian(found.high_share[1]) < np.nanmedian(found.high_share[0])


def test_whether_a_map_answers_the_start_is_a_forward_pass(model, weights):
    start = np.random.default_rng(5).standard_normal((28, 28))
    study: Any = SimpleNamespace(subject=SimpleNamespace(network=model))
    variants: Any = SimpleNamespace(start=start)
    found = measure_recipe_start(study, variants)
    expected = oracles.forward(weights, start)["Conv2D_3"].mean(axis=(0, 1))
    np.testing.assert_allclose(found.response, expected, atol=1e-4)
