"""The short cuts of the forward pass change no value and no gradient, and other architectures are
not cut at all.
"""

from __future__ import annotations

import numpy as np
import oracles
import pytest

from analysis import framework
from analysis.ascent.forward import pre_activations, visible_side
from analysis.networks.layers import convolutions, forward, layers_up_to
from analysis.problem import Problem


@pytest.fixture(scope="module")
def images():
    return np.random.default_rng(4).standard_normal((3, 28, 28, 1)).astype(np.float32)


@pytest.mark.parametrize("layer", ["Conv2D_1", "Conv2D_2", "Conv2D_3"])
def test_all_maps_are_those_of_the_plain_forward_pass(model, images, layer):
    plain = np.asarray(forward(model, images, layer, pre_activation=True))
    np.testing.assert_allclose(
        np.asarray(pre_activations(model, layer)(images, None)), plain, atol=1e-5
    )


@pytest.mark.parametrize("layer", ["Conv2D_1", "Conv2D_2", "Conv2D_3"])
def test_the_gradient_is_that_of_the_plain_forward_pass(model, images, layer):
    from keras import ops

    maps = np.array([1, 8, 30], np.int32)
    weights = (
        np.random.default_rng(1)
        .standard_normal((3, *model.get_layer(layer).output.shape[1:3]))
        .astype(np.float32)
    )

    def fast(x):
        return ops.sum(pre_activations(model, layer)(x, maps) * weights, axis=(1, 2))

    def plain(x):
        every = forward(model, x, layer, pre_activation=True)
        return ops.sum(
            ops.take_along_axis(every, maps.reshape(-1, 1, 1, 1), axis=3)[..., 0] * weights,
            axis=(1, 2),
        )

    slopes = [
        np.asarray(framework.value_and_gradient(f, ops.convert_to_tensor(images))[1])
        for f in (fast, plain)
    ]
    np.testing.assert_allclose(slopes[0], slopes[1], atol=1e-4)
    assert abs(slopes[1]).max() > 0.1


def test_only_visible_pixels_are_looked_at(model):
    steps = {layer: layers_up_to(model, layer) for layer in ("Conv2D_1", "Conv2D_2", "Conv2D_3")}
    assert {layer: visible_side(found, 28) for layer, found in steps.items()} == {
        "Conv2D_1": 28,
        "Conv2D_2": 28,
        "Conv2D_3": 26,
    }
    for layer, found in steps.items():
        last = oracles.nodes_of(layer) - 1
        assert visible_side(found, 28) == max(oracles.pixels_of(layer, last)) + 1


def test_other_kinds_of_layers_are_called_as_they_are(images):
    import keras

    keras.utils.set_random_seed(3)
    other = keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            keras.layers.Conv2D(4, 5, padding="same", activation="tanh", name="one"),
            keras.layers.MaxPooling2D(2),
            keras.layers.BatchNormalization(),
            keras.layers.Conv2D(6, 3, strides=2, use_bias=False, activation="relu", name="two"),
            keras.layers.AveragePooling2D(2),
            keras.layers.Conv2D(1, 2, activation="relu", name="three"),
        ]
    )
    for layer, maps in (("one", 4), ("two", 6), ("three", 1)):
        outputs = keras.Model(other.inputs, other.get_layer(layer).output)(images)
        found = other.get_layer(layer).activation(pre_activations(other, layer)(images, None))
        np.testing.assert_allclose(np.asarray(found), np.asarray(outputs), atol=1e-5)
        own = np.asarray(
            pre_activations(other, layer)(images, np.array([0, maps - 1, maps // 2], np.int32))
        )
        every = np.asarray(pre_activations(other, layer)(images, None))
        np.testing.assert_allclose(own[1], every[1, ..., maps - 1], atol=1e-5)


def test_an_unknown_layer_is_one_clear_error(model):
    with pytest.raises(Problem, match="'Conv2D_4' does not exist in 'cnn'; nearest 'Conv2D_"):
        pre_activations(model, "Conv2D_4")


def test_a_layer_without_maps_is_one_clear_error(model):
    with pytest.raises(
        Problem, match=r"'Dense_100'.*no convolution\. There are Conv2D_1, Conv2D_2, Conv2D_3"
    ):
        pre_activations(model, "Dense_100")
    assert convolutions(model) == ["Conv2D_1", "Conv2D_2", "Conv2D_3"]


def test_equal_weights_share_a_pass_and_changed_ones_do_not(model, images):
    import keras

    copy = keras.models.clone_model(model)
    copy.set_weights(model.get_weights())
    assert pre_activations(copy, "Conv2D_2") is pre_activations(model, "Conv2D_2")
    copy.set_weights([2 * weight for weight in model.get_weights()])
    found = np.asarray(pre_activations(copy, "Conv2D_1")(images, None))
    np.testing.assert_allclose(
        found,
        2 * np.asarray(pre_activations(model, "Conv2D_1")(images, None)),
        rtol=1e-4,
        atol=1e-4,
    )
