"""Bounds hold for every image that can be tried, and a map shut by its bias is proven dead."""

from __future__ import annotations

import numpy as np
import pytest

from analysis.ascent.domains import box_of
from analysis.networks.layers import forward
from analysis.networks.storage import bare_copy
from analysis.problem import Problem
from analysis.trust.bounds import bounds, response_bound

LAYERS = ("Conv2D_1", "Conv2D_2", "Conv2D_3")


@pytest.fixture(scope="module")
def box(data):
    return box_of(data)


@pytest.mark.parametrize("layer", LAYERS)
def test_no_image_of_the_box_exceeds_the_bounds(model, box, layer):
    low, high = bounds(model, layer, box)
    rng, mean = np.random.default_rng(1), response_bound(model, layer, box)
    for _ in range(20):
        # half of them at the ends of the box, where extremes are found
        images = rng.uniform(box.low, box.high, (500, 28, 28, 1)).astype(np.float32)
        images[::2] = np.where(images[::2] > rng.uniform(box.low, box.high), box.high, box.low)
        seen = np.asarray(forward(model, images, layer, pre_activation=True))
        assert (seen >= low).all() and (seen <= high).all()
        assert (np.maximum(seen, 0).mean(axis=(1, 2)) <= mean).all()


def test_the_bound_of_the_first_layer_is_reached(model, box):
    low, high = bounds(model, "Conv2D_1", box)
    kernel, bias = model.get_layer("Conv2D_1").get_weights()
    best = np.where(kernel[..., 0, :] > 0, box.high, box.low)
    np.testing.assert_allclose(
        high[0, 0], (best * kernel[..., 0, :]).sum(axis=(0, 1)) + bias, rtol=1e-3
    )
    np.testing.assert_allclose(
        low[5, 7],
        (np.where(kernel[..., 0, :] > 0, box.low, box.high) * kernel[..., 0, :]).sum(axis=(0, 1))
        + bias,
        rtol=1e-3,
    )


def test_a_map_shut_by_its_bias_is_proven_dead(model, box):
    shut = bare_copy(model)
    kernel, bias = shut.get_layer("Conv2D_3").get_weights()
    bias[[3, 77]] = -1e6
    shut.get_layer("Conv2D_3").set_weights([kernel, bias])
    assert np.flatnonzero(response_bound(shut, "Conv2D_3", box) == 0).tolist() == [3, 77]


def test_a_layer_without_a_bound_is_one_clear_error(box):
    import keras

    other = keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            keras.layers.LayerNormalization(name="norm"),
            keras.layers.Conv2D(2, 3, name="last"),
        ]
    )
    with pytest.raises(Problem, match="'norm' is a LayerNormalization"):
        bounds(other, "last", box)
