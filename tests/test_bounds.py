"""Bounds hold for every image that can be tried, and a map shut by its bias is proven dead."""

from __future__ import annotations

import numpy as np
import pytest

from analysis import framework
from analysis.ascent.domains import Box, box_of
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


def _stacks():
    from keras import layers

    conv = layers.Conv2D
    return {
        "padding": [conv(4, 3, padding="same", activation="relu"), conv(3, 3, padding="same")],
        "zeros around": [layers.ZeroPadding2D((2, 1)), conv(3, 3, strides=2)],
        "norm": [conv(4, 3), layers.BatchNormalization(), layers.Activation("relu"), conv(3, 3)],
        "norm of the image": [layers.BatchNormalization(), conv(3, 3)],
        "scaled": [layers.Rescaling(-2.0, offset=1.0), conv(3, 3)],
        "functions apart": [
            conv(4, 3),
            layers.ReLU(max_value=1.0, negative_slope=0.2),
            layers.MaxPooling2D(2, padding="same"),
            conv(4, 2, use_bias=False, dilation_rate=2),
            layers.LeakyReLU(),
            conv(3, 2, groups=1),
        ],
        "rising": [
            conv(4, 3, activation="elu"),
            layers.AveragePooling2D(2),
            layers.Dropout(0.5),
            conv(4, 3, activation="tanh", groups=2),
            conv(3, 2),
        ],
    }


def _drawn(kind):
    """A network of a kind with random weights, whose last layer is named ``last``."""
    import keras

    model = keras.Sequential([keras.Input((11, 13, 2)), *_stacks()[kind]])
    model.layers[-1].name = "last"
    rng = np.random.default_rng(2)
    for weight in model.weights:
        drawn = rng.standard_normal(weight.shape)
        weight.assign(abs(drawn) + 0.5 if "variance" in weight.path else drawn)
    return model


@pytest.mark.parametrize("kind", list(_stacks()))
def test_bounds_of_other_networks_hold_for_images_at_both_ends(kind):
    model, rng, box = _drawn(kind), np.random.default_rng(2), Box(-0.5, 2.5)
    low, high = bounds(model, "last", box)
    for share in (0.1, 0.5, 0.9):
        images = np.where(rng.random((500, 11, 13, 2)) < share, box.high, box.low)
        seen = np.asarray(forward(model, images.astype(np.float32), "last", pre_activation=True))
        assert (seen >= low).all() and (seen <= high).all()


@pytest.mark.parametrize("kind", ["zeros around", "norm of the image", "scaled"])
def test_bounds_are_reached_where_all_is_linear(kind):
    from keras import ops

    model, box = _drawn(kind), Box(-0.5, 2.5)
    low, high = bounds(model, "last", box)
    for node in ((0, 0, 0), (2, 1, 2)):

        def read(x, node=node):
            return forward(model, x, "last", pre_activation=True)[(slice(None), *node)]

        images = ops.zeros((1, 11, 13, 2))
        slope = np.asarray(framework.value_and_gradient(read, images)[1])
        for end, image in (
            (high, np.where(slope > 0, box.high, box.low)),
            (low, np.where(slope > 0, box.low, box.high)),
        ):
            reached = np.asarray(read(image.astype(np.float32)))[0]
            np.testing.assert_allclose(reached, end[node], rtol=1e-3, atol=1e-4)


def _one(*layers):
    import keras

    return keras.Sequential([keras.Input((9, 9, 1)), *layers])


@pytest.mark.parametrize("function", ["gelu", "silu", "mish", "hard_silu", "softmax"])
def test_a_function_that_falls_somewhere_has_no_bound_on_the_last_layer_either(function, box):
    from keras import layers

    last = _one(layers.Conv2D(2, 3, activation=function, name="last"))
    assert bounds(last, "last", box)[0].shape == (7, 7, 2)  # before it, there is one
    with pytest.raises(Problem, match=f"'last' has the activation '{function}'.*no bound"):
        response_bound(last, "last", box)
    between = _one(
        layers.Conv2D(2, 3, name="first"),
        layers.Activation(function, name="between"),
        layers.Conv2D(2, 3, activation="relu", name="last"),
    )
    with pytest.raises(Problem, match=f"'between' has the activation '{function}'"):
        response_bound(between, "last", box)


def test_an_own_function_named_relu_has_no_bound(box):
    from keras import layers, ops

    def relu(values):
        return ops.abs(values)

    with pytest.raises(Problem, match="'last' has the activation 'relu', which is not known"):
        response_bound(_one(layers.Conv2D(2, 3, activation=relu, name="last")), "last", box)


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
