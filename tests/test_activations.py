from __future__ import annotations

import math

import numpy as np
import oracles
import pytest

from analysis.catalogue.series.measurements import (
    EXAMPLE_ACTIVATIONS,
    EXAMPLE_IMAGES,
    LAYER_ABSTRACTION,
    MAP_MAXIMA,
    ON_THRESHOLDS,
)
from analysis.looking.activations import Largest, _averaging, _correlation, _interpolation
from analysis.networks.fields import Window
from analysis.networks.layers import views
from analysis.networks.series import LAYERS
from analysis.networks.windows import windows


def test_the_example_activations_equal_the_slow_reference(take, weights, data):
    activations, examples = take(EXAMPLE_ACTIVATIONS), take(EXAMPLE_IMAGES)
    for i in (0, 9):
        expected = oracles.forward(weights, data.standardise(examples.images)[i, ..., 0])
        for layer in LAYERS:
            np.testing.assert_allclose(
                getattr(activations, layer.lower())[i],
                expected[layer],
                rtol=1e-4,
                atol=1e-4,
                err_msg=layer,
            )


@pytest.fixture(scope="module")
def third_layer(model, data):
    from analysis.networks.layers import forward

    return np.asarray(forward(model, data.standardise(data.training.images), "Conv2D_3"))


def test_a_node_is_on_above_a_share_of_a_quantile_of_its_own_activations(
    take, third_layer, settings
):
    thresholds, rule = take(ON_THRESHOLDS), settings.examples
    for y, x, m in ((0, 0, 0), (1, 2, 17), (2, 1, 127)):
        ordered = sorted(third_layer[:, y, x, m].tolist())
        value = ordered[math.ceil(rule.quantile * (len(ordered) - 1))]
        assert thresholds.conv2d_3[y, x, m] == pytest.approx(
            rule.on_share * value, rel=1e-4, abs=1e-6
        )
    assert thresholds.dense_100.shape == (100,)


def test_the_maximum_of_every_map_is_given_by_the_image_that_is_named(take, model, data):
    maxima = take(MAP_MAXIMA)
    images = np.concatenate([data.training.images, data.validation.images])
    means = views(model, ("Conv2D_3",))(data.standardise(images))["Conv2D_3"].mean(axis=(1, 2))
    np.testing.assert_allclose(maxima.conv2d_3, means.max(axis=0), rtol=1e-4, atol=1e-6)
    np.testing.assert_allclose(
        means[maxima.conv2d_3_image, np.arange(128)], maxima.conv2d_3, rtol=1e-4, atol=1e-6
    )
    assert maxima.conv2d_1_image.max() < len(images)


@pytest.mark.parametrize("window", [Window(28, 28).slid(3, 2), Window(11, 11).slid(4, 1)])
def test_a_map_is_enlarged_linearly_between_its_node_centres(window):
    enlarge = _interpolation(window)
    np.testing.assert_allclose(enlarge.sum(axis=1), 1)
    values = np.random.default_rng(1).standard_normal(window.count)
    for pixel in range(window.side):
        wanted = np.interp(pixel, window.centres, values)
        assert enlarge[pixel] @ values == pytest.approx(wanted)


def test_an_average_over_a_field_leaves_out_what_lies_beyond_the_edge():
    window = Window(6, 6).slid(3, 2, same=True)
    average = _averaging(window)
    np.testing.assert_allclose(average.sum(axis=1), 1)
    assert average[-1].tolist() == [0, 0, 0, 0, 0.5, 0.5]


@pytest.mark.parametrize("count", [1, 3, 60])
def test_the_largest_values_are_those_of_a_full_sort(count):
    values = np.random.default_rng(3).integers(0, 40, (60, 2, 3)).astype(np.float32)
    few = Largest(count)
    for first in range(0, 60, 7):
        few.add(values[first : first + 7])
    assert (few.least() == -np.sort(-values, axis=0)[count - 1]).all()


def test_the_correlation_is_that_of_pearson_without_its_sign():
    rng = np.random.default_rng(2)
    image, maps = rng.standard_normal((8, 8)), rng.standard_normal((8, 8, 3))
    maps[..., 1] = -2 * image + 1
    maps[..., 2] = 4
    r = _correlation(maps, image)
    assert (
        r[0] == pytest.approx(abs(np.corrcoef(maps[..., 0].ravel(), image.ravel())[0, 1]))
        and r[1] == pytest.approx(1)
        and np.isnan(r[2])
    )


def test_the_likeness_to_the_input_equals_the_slow_reference(
    take, make_study, model, weights, data
):
    abstraction = take(LAYER_ABSTRACTION)
    assert (
        abstraction.layer.tolist() == list(LAYERS[:5])
        and (abstraction.baseline <= 1).all()
        and (abstraction.correlation <= 1).all()
    )
    first = np.random.default_rng(make_study().seed("abstraction")).choice(
        len(data.test.images), 200, replace=False
    )[0]
    grey = data.test.images[first].astype(float)
    seen = oracles.forward(
        weights, data.standardise(data.test.images[first : first + 1])[0, ..., 0]
    )
    for row, layer in ((0, "Conv2D_1"), (4, "Conv2D_3")):
        field = windows(model, layer)[0]
        centres, side, step = field.centres, field.size, field.step

        def enlarged(small, centres=centres):
            rows = np.stack(
                [np.interp(np.arange(28), centres, column) for column in small.T], axis=1
            )
            return np.stack([np.interp(np.arange(28), centres, line) for line in rows])

        lit = [m for m in range(seen[layer].shape[-1]) if np.ptp(seen[layer][..., m])]
        every = [
            abs(np.corrcoef(enlarged(seen[layer][..., m]).ravel(), grey.ravel())[0, 1]) for m in lit
        ]
        assert abstraction.correlation[row, 0] == pytest.approx(np.median(every), abs=1e-4)
        coarse = np.array(
            [
                [
                    grey[i * step : i * step + side, j * step : j * step + side].mean()
                    for j in range(len(centres))
                ]
                for i in range(len(centres))
            ]
        )
        assert abstraction.baseline[row, 0] == pytest.approx(
            abs(np.corrcoef(enlarged(coarse).ravel(), grey.ravel())[0, 1]), abs=1e-4
        )
