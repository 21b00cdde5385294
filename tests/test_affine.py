"""Logits of any network that is affine between its gates are sums, whatever its graph; of others it
is said where they are bent.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import architectures
import numpy as np
import pytest

from analysis.looking import contributions
from analysis.looking.affine import From, Logits, at_maps, at_pixels, from_maps, from_pixels
from analysis.looking.exactness import GAP
from analysis.networks.layers import convolutions, forward

IMAGE = (14, 13, 1)


def row(*makers: Callable[[], Any]) -> Callable[[Any], Any]:
    """Return a function that puts layers one behind another."""

    def make(x: Any) -> Any:
        for one in makers:
            x = one()(x)
        return x

    return make


def _networks() -> dict[str, tuple[tuple[int, int, int], Callable[[Any], Any]]]:
    from keras import layers, ops

    def conv(name: str, activation: str | None = "relu", **rest: Any) -> Callable[[], Any]:
        return lambda: layers.Conv2D(4, 3, name=name, activation=activation, **rest)

    def dense(end: str | None = "softmax") -> Callable[[], Any]:
        return lambda: layers.Dense(5, activation=end)

    flat = layers.Flatten

    def residual(x: Any) -> Any:
        x = conv("First", padding="same")()(x)
        inner = row(
            conv("Inner", None, padding="same"),
            layers.BatchNormalization,
            layers.ReLU,
            conv("Last", None, padding="same"),
        )(x)
        return row(layers.ReLU, flat, dense())(layers.Add(name="Sum")([x, inner]))

    def concatenated(x: Any) -> Any:
        one, two = conv("One", padding="same")()(x), layers.MaxPooling2D(3, 1, "same")(x)
        return row(conv("Last"), flat, dense())(layers.Concatenate()([one, two]))

    def operations(x: Any) -> Any:
        x = conv("First", "hard_sigmoid")()(x * 0.5 + 1.0)
        return row(conv("Last", "leaky_relu"), flat, dense())(ops.maximum(x, 0.1))

    return {
        "a chain": (
            IMAGE,
            row(conv("First"), lambda: layers.MaxPooling2D(2), conv("Last"), flat, dense()),
        ),
        "batch norm": (
            IMAGE,
            row(
                conv("First", None),
                layers.BatchNormalization,
                layers.LeakyReLU,
                lambda: layers.AveragePooling2D(2),
                conv("Last", None),
                layers.BatchNormalization,
                flat,
                dense(),
            ),
        ),
        "a residual block": (IMAGE, residual),
        "side by side": (IMAGE, concatenated),
        "strides and a global pool": (
            IMAGE,
            row(conv("First", strides=2), conv("Last"), layers.GlobalAveragePooling2D, dense()),
        ),
        "logits at the end": (IMAGE, row(conv("Last"), flat, dense(None))),
        "sigmoid at the end": (IMAGE, row(conv("Last"), flat, dense("sigmoid"))),
        "softmax as a layer": (IMAGE, row(conv("Last"), flat, dense(None), layers.Softmax)),
        "maps as classes": (
            IMAGE,
            row(conv("Last", None), layers.GlobalMaxPooling2D, layers.Softmax),
        ),
        "three channels": ((14, 13, 3), row(conv("Last"), flat, dense())),
        "gates that do not pass through 0": (
            IMAGE,
            row(
                conv("First", None),
                lambda: layers.ReLU(max_value=1.0, negative_slope=0.1, threshold=0.2),
                conv("Last", "relu6"),
                flat,
                dense(),
            ),
        ),
        "operations": (IMAGE, operations),
    }


def build(kind: str) -> Any:
    import keras

    shape, make = _networks()[kind]
    inputs = keras.Input(shape)
    model = keras.Model(inputs, make(inputs))
    architectures.draw(model)
    return model


NETWORKS = (
    "a chain",
    "batch norm",
    "a residual block",
    "side by side",
    "strides and a global pool",
    "logits at the end",
    "sigmoid at the end",
    "softmax as a layer",
    "maps as classes",
    "three channels",
    "gates that do not pass through 0",
    "operations",
)


@pytest.mark.parametrize("kind", NETWORKS)
def test_logits_are_sums_at_the_pixels_and_at_every_layer(kind):
    model = build(kind)
    images, network = architectures.images(model.input_shape[1:]), Logits(model)
    outputs = np.asarray(model(images))
    logits = network.of(images)
    given = logits if not network.whole.end else network.probabilities(logits)
    np.testing.assert_allclose(given, outputs, atol=1e-5)
    ways = [from_pixels(network), *(from_maps(network, one) for one in convolutions(model))]
    for way in ways:
        assert not way.bent
        found = (at_maps if way.place >= 0 else at_pixels)(way, images)
        np.testing.assert_allclose(found.logits, logits, rtol=1e-5, atol=1e-5)
        total = found.products.sum(axis=(2, 3, 4), dtype=float) + found.around + found.behind
        np.testing.assert_allclose(total, logits, atol=GAP)
        assert found.gap < found.bar


def test_what_goes_around_a_layer_is_what_is_left_without_its_maps():
    model = build("a residual block")
    images, network = architectures.images(IMAGE), Logits(model)
    way = from_maps(network, "Last")
    found = at_maps(way, images)
    assert abs(found.around).max() > 1
    values, beside = way.given(images)
    behind_the_sum = way.run(values, beside, {})
    gates = np.asarray(behind_the_sum[network.whole.places[network.folded.place("Sum")]] > 0) * 1.0
    kernel = np.asarray(model.layers[-1].kernel).reshape(*gates.shape[1:], -1)
    (first,) = beside
    alone = np.einsum("nyxm,yxmc->nc", np.asarray(first) * gates, kernel)
    np.testing.assert_allclose(found.around, alone, atol=1e-3)
    assert not at_maps(from_maps(network, "First"), images).around.any()


def test_the_series_network_gives_what_its_own_way_gives(model, data):
    """Which is kept for the series, whose arrays are not to change by a bit."""
    images = data.standardise(data.test.images[:6])
    known, network = contributions.shares(model, images), Logits(model)
    pixels = at_pixels(from_pixels(network), images)
    np.testing.assert_allclose(pixels.products[..., 0], known.pixels, atol=1e-5)
    np.testing.assert_allclose(pixels.behind, sum(known.bias.values()), atol=1e-4)
    for layer in convolutions(model):
        way = from_maps(network, layer)
        found = at_maps(way, images)
        np.testing.assert_allclose(found.maps, known.nodes[layer], atol=1e-4)
        np.testing.assert_allclose(found.behind, known.behind(layer), atol=1e-4)
        assert not found.around.any()
        lost = contributions.silenced(model, images, layer)
        np.testing.assert_allclose(way.silenced(images), lost, atol=1e-4)


def test_silencing_a_map_leaves_what_goes_around_it():
    model = build("side by side")
    images, network = architectures.images(IMAGE), Logits(model)
    lost = from_maps(network, "One").silenced(images)
    step = model.get_layer("One")
    kernel, bias = (np.array(one) for one in step.get_weights())
    whole = network.of(images)
    kernel[..., 1], bias[1] = 0, 0
    step.set_weights([kernel, bias])
    np.testing.assert_allclose(lost[..., 1], whole - network.of(images), atol=1e-4)
    assert forward(model, images, "One").shape[-1] == lost.shape[-1]


def _bent(make: Callable[[Any], Any]) -> From:
    import keras

    inputs = keras.Input(IMAGE)
    model = keras.Model(inputs, make(inputs))
    return from_pixels(Logits(model))


def test_a_network_that_is_bent_says_where():
    from keras import layers, ops

    def conv(x: Any, name: str = "One", **rest: Any) -> Any:
        return layers.Conv2D(3, 3, name=name, **rest)(x)

    end = row(layers.Flatten, lambda: layers.Dense(4, activation="softmax"))
    said = {
        "layer One has the activation function gelu, which is bent": lambda x: conv(
            x, activation="gelu"
        ),
        "layer Two has the activation function silu, which is bent": lambda x: layers.Activation(
            "silu", name="Two"
        )(conv(x)),
        "layer Gate multiplies what it reads (Multiply)": lambda x: layers.Multiply(name="Gate")(
            [conv(x), conv(x, "Other")]
        ),
        "layer Norm is no sum of what it reads, nor a choice among it (LayerNormalization)": (
            lambda x: layers.LayerNormalization(name="Norm")(conv(x))
        ),
        "layer Inside is no sum of what it reads, nor a choice among it (Softmax)": (
            lambda x: layers.Softmax(name="Inside")(conv(x))
        ),
        "layer One has an activation function that is none of Keras' own": lambda x: conv(
            x, activation=lambda values: ops.relu(values) ** 2
        ),
    }
    for reason, make in said.items():
        assert _bent(lambda x, make=make: end(make(x))).bent == reason
    assert "TrueDivide" in _bent(lambda x: end(1.0 / (conv(x) + 5.0))).bent
    assert not _bent(lambda x: end(conv(x) / 5.0)).bent


def test_behind_a_layer_that_is_bent_all_may_be_affine():
    import keras
    from keras import layers

    inputs = keras.Input(IMAGE)
    values = layers.Conv2D(3, 3, activation="gelu", name="One")(inputs)
    values = layers.Conv2D(3, 3, activation="relu", name="Two")(values)
    model = keras.Model(inputs, layers.Dense(4)(layers.Flatten()(values)))
    architectures.draw(model)
    way, images = from_maps(Logits(model), "One"), architectures.images(IMAGE)
    assert not way.bent
    assert at_maps(way, images).gap < GAP
    assert at_pixels(from_pixels(Logits(model)), images).gap > 1e-2  # as it is no sum
