"""The short cuts of the forward pass change no value and no gradient, in networks of any kind, also
where pools tie.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import architectures
import branching
import numpy as np
import oracles
import pytest

from analysis import framework
from analysis.ascent.forward import WHOLE, pre_activations, visible
from analysis.networks.layers import convolutions, forward
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
    for layer, side in (("Conv2D_1", 28), ("Conv2D_2", 28), ("Conv2D_3", 26)):
        assert visible(model, layer) == (slice(0, side), slice(0, side))
        last = oracles.nodes_of(layer) - 1
        assert side == max(oracles.pixels_of(layer, last)) + 1


def test_rows_and_columns_are_cut_each_for_itself():
    wide = architectures.build("wider than tall, odd sides")
    tall = architectures.build("taller than wide")
    assert visible(wide, "Last") == (slice(0, 14), slice(0, 30))
    assert visible(tall, "Last") == (slice(0, 40), slice(0, 28))


@pytest.mark.parametrize(
    "kind", ["same padding", "padded pools", "zeros around", "a norm over the whole map"]
)
def test_an_image_whose_edge_counts_is_not_cut(kind):
    assert visible(architectures.build(kind), "Last") == WHOLE


@pytest.mark.parametrize("kind", architectures.kinds())
def test_values_and_gradients_of_any_network_are_those_of_keras(kind):
    architectures.check(kind)


# Keras would load TensorFlow too, for seconds, only to ask whether something is of its kind
ON_JAX = """
import sys
sys.modules["tensorflow"] = None
import architectures, branching
architectures.check_those_with_short_cuts()
branching.check_some()
"""


def test_they_are_those_of_keras_on_jax_too():
    pytest.importorskip("jax")
    done = subprocess.run(
        [sys.executable, "-c", ON_JAX],
        cwd=Path(__file__).parent,
        env=os.environ
        | {"KERAS_BACKEND": "jax", "PYTHONPATH": str(Path(__file__).parent.parent)}
        | {"JAX_DISABLE_MOST_OPTIMIZATIONS": "1"},  # compiling takes longer than what is compiled
        capture_output=True,
        text=True,
    )
    assert f"as Keras: {len(architectures.WITH_SHORT_CUTS)}" in done.stdout, done.stderr
    assert f"and that branch: {len(branching.SOME)}" in done.stdout, done.stderr


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


def test_a_pass_keeps_the_weights_it_was_built_with():
    kind = "layers apart"
    first = architectures.build(kind)
    images = architectures.images(first.input_shape[1:])
    old = pre_activations(first, "Last")
    before = np.asarray(old(images, None))
    for weight in first.weights:
        weight.assign(weight * 1.5)
    np.testing.assert_array_equal(np.asarray(old(images, None)), before)
    new = np.asarray(pre_activations(first, "Last")(images, None))
    plain = np.asarray(forward(first, images, "Last", pre_activation=True))
    np.testing.assert_allclose(new, plain, atol=1e-4, rtol=1e-4)
    again = np.asarray(pre_activations(architectures.build(kind), "Last")(images, None))
    np.testing.assert_allclose(again, before, atol=1e-5)


def test_a_shared_pass_holds_no_layer_that_somebody_else_may_change():
    kind = "the series"
    first, second = architectures.build(kind), architectures.build(kind)
    shown = architectures.images(first.input_shape[1:])
    before = np.asarray(pre_activations(first, "Last")(shown, None))
    for weight in first.weights:
        weight.assign(weight * 1.5)
    assert pre_activations(second, "Last") is not pre_activations(first, "Last")
    np.testing.assert_array_equal(np.asarray(pre_activations(second, "Last")(shown, None)), before)
    mixed = architectures.build("layers apart")
    assert pre_activations(mixed, "Last") is not pre_activations(mixed, "Last")
