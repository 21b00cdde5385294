from __future__ import annotations

import math

import numpy as np
import oracles
import pytest

from analysis.images.datasets import load_mnist
from analysis.looking.data_responses import (
    LEVELS,
    measure_data_responses,
    nearest_to_quantiles,
    strongest,
)
from analysis.networks.layers import forward
from analysis.networks.series import MAPS
from analysis.networks.storage import bare_copy, load_model, pack_model
from analysis.study import Study


def _quantile(values: list[float], level: float) -> float:
    ordered = sorted(values)
    position = level * (len(ordered) - 1)
    below = math.floor(position)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (position - below)


@pytest.fixture(scope="module", params=list(MAPS))
def layer(request):
    return request.param


@pytest.fixture(scope="module")
def result(layer, make_study):
    return measure_data_responses(make_study(), layer=layer)


@pytest.fixture(scope="module")
def training(settings):
    """All training images that the settings use, as the official file has them."""
    return (
        load_mnist()[0].images[: settings.data.training_images],
        load_mnist()[0].labels[: settings.data.training_images],
    )


@pytest.fixture(scope="module")
def activations(model, data, layer):
    """A function from grey images to the activations (image, y, x, map) of the layer."""
    return lambda images: np.asarray(forward(model, data.standardise(images), layer))


@pytest.fixture(scope="module")
def means(activations, training):
    return activations(training[0]).astype(float).mean(axis=(1, 2))


@pytest.mark.parametrize(
    "values",
    [
        [0, 3, 1, 3, 2, 3, 0, 0, 1, 0, 3, 2],
        [0] * 12,
        list(range(12)),
        np.random.default_rng(4).integers(0, 4, 500).tolist(),
    ],
)
def test_of_equal_responses_the_image_stored_first_leads(values):
    expected = sorted(range(len(values)), key=lambda i: (-values[i], i))[:9]
    found = strongest(np.array([values, values[::-1]], np.float32).T)
    assert found[0].tolist() == expected
    assert found[1].tolist() == sorted(range(len(values)), key=lambda i: (-values[::-1][i], i))[:9]


@pytest.mark.parametrize(
    "values",
    [
        [5, 0, 0, 1, 0, 0, 2, 0],
        [0] * 9,
        [7, 1, 3, 1, 9, 3],
        np.random.default_rng(3).integers(0, 40, 101).tolist(),
    ],
)
def test_the_image_nearest_to_a_quantile_equals_the_slow_search(values):
    expected = [
        min(range(len(values)), key=lambda i: (abs(values[i] - _quantile(values, level)), i))
        for level in LEVELS
    ]
    assert nearest_to_quantiles(np.array([values], np.float32).T)[0].tolist() == expected


def test_halfway_between_two_responses_the_image_stored_first_is_taken():
    assert LEVELS[3] == 0.5
    assert nearest_to_quantiles(
        np.array([[4, 2, 9, 1], [2, 4, 9, 1], [0.1, 0.2, 0.4, 0.3]], np.float32).T
    )[:, 3].tolist() == [0, 0, 1]


def test_the_numbers_of_a_map_equal_those_of_all_its_responses(result, means, activations, data):
    test = activations(data.test.images).astype(float).mean(axis=(1, 2))
    np.testing.assert_allclose(result.maximum, means.max(axis=0), rtol=1e-4, atol=1e-6)
    expected = [_quantile(column, 0.999) for column in means.T.tolist()]
    np.testing.assert_allclose(result.quantile_999, expected, rtol=1e-4, atol=1e-6)
    # two images of the smallest set may fall on the other side of zero by rounding
    np.testing.assert_allclose(result.rate, (means > 0).mean(axis=0), atol=2 / len(test))
    np.testing.assert_allclose(result.test_rate, (test > 0).mean(axis=0), atol=2 / len(test))
    assert (result.fires == ((result.rate > 0) | (result.test_rate > 0))).all()
    for digit in range(10):
        np.testing.assert_allclose(
            result.digit_mean[:, digit],
            test[data.test.labels == digit].mean(axis=0),
            rtol=1e-4,
            atol=1e-6,
        )


def test_the_strongest_images_are_those_a_full_sort_finds(result, means, training):
    ordered = -np.sort(-means, axis=0)[:9].T
    np.testing.assert_allclose(result.top_response, ordered, rtol=1e-4, atol=1e-6)
    np.testing.assert_allclose(
        np.take_along_axis(means, result.top_index.T, axis=0).T, ordered, rtol=1e-4, atol=1e-6
    )
    assert (np.diff(result.top_response, axis=1) <= 0).all() and (
        result.top_response[:, 0] == result.maximum
    ).all()
    assert all(len(set(row)) == 9 for row in result.top_index.tolist())
    assert (
        result.top_image == training[0][result.top_index]
    ).all() and result.top_image.dtype == np.uint8
    assert (result.top_label == training[1][result.top_index]).all()


def test_images_kept_for_validation_are_searched_too(result, data):
    assert result.top_index.max() >= len(data.training.images)


def test_the_strongest_node_is_the_largest_of_its_map(result, activations):
    for m in (0, len(result.maximum) // 2, len(result.maximum) - 1):
        for values, (row, column) in zip(
            activations(result.top_image[m])[..., m], result.top_node[m], strict=True
        ):
            assert values[row, column] == pytest.approx(values.max(), rel=1e-4, abs=1e-6)


def test_an_image_stands_for_each_quantile(result, means, training):
    assert result.level.tolist() == list(LEVELS)
    for m, column in enumerate(means.T.tolist()):
        for k, level in enumerate(LEVELS):
            wanted = _quantile(column, level)
            nearest = min(abs(value - wanted) for value in column)
            assert abs(column[result.quantile_index[m, k]] - wanted) == pytest.approx(
                nearest, abs=1e-5
            )
            assert result.quantile_response[m, k] == pytest.approx(
                column[result.quantile_index[m, k]], rel=1e-4, abs=1e-6
            )
    assert (result.quantile_image == training[0][result.quantile_index]).all()
    assert (result.quantile_index[:, 0] == result.top_index[:, 0]).all()


def test_the_black_image_has_grey_value_zero_everywhere(result, layer, weights, data):
    black = np.full((28, 28), (0 - data.mean) / data.deviation)
    np.testing.assert_allclose(
        result.black, oracles.forward(weights, black)[layer].mean(axis=(0, 1)), rtol=1e-4, atol=1e-5
    )


def test_a_map_that_no_image_excites_is_told_apart(networks, settings, tmp_path):
    shut = bare_copy(load_model(networks["full-recipe"]))
    kernel, bias = shut.get_layer("Conv2D_3").get_weights()
    bias[5] = -1e6
    shut.get_layer("Conv2D_3").set_weights([kernel, bias])
    (tmp_path / "full-recipe.keras").write_bytes(pack_model(shut))
    result = measure_data_responses(
        Study(settings, {"full-recipe": tmp_path / "full-recipe.keras"}), layer="Conv2D_3"
    )
    assert not result.fires[5] and result.fires.any()
    assert (
        result.maximum[5] == result.rate[5] == result.test_rate[5] == result.black[5] == 0
        and not result.digit_mean[5].any()
    )
    assert result.top_index[5].tolist() == list(range(9)) and not result.top_response[5].any()
    assert (
        not result.quantile_index[5].any()
        and not result.quantile_response[5].any()
        and not result.top_node[5].any()
    )


def test_what_the_strongest_node_sees_are_the_pixels_it_can_reach(result, layer):
    nodes = result.top_node.reshape(-1, 2)
    for side, ends in enumerate((result.top_rows, result.top_columns)):
        for node, (first, last) in zip(nodes[:, side], ends.reshape(-1, 2), strict=True):
            assert set(range(first, last)) == oracles.pixels_of(layer, int(node))
