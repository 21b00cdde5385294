"""Networks of many kinds, with images on which pools tie: the fast pass beside Keras' own forward
pass, on whichever framework Keras runs.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np

from analysis import framework
from analysis.ascent.forward import pre_activations
from analysis.networks.layers import forward

Image = tuple[int, int, int]
Compared = dict[str, tuple[np.ndarray, np.ndarray]]
WITH_SHORT_CUTS = (
    "the series",
    "kernels that are not square",
    "eight channels",
    "no activation function",
)


def _layers() -> dict[str, tuple[Image, Callable[[], list[Any]]]]:
    from keras import layers

    conv = partial(layers.Conv2D, kernel_initializer="zeros")  # weights are drawn in ``build``
    largest, mean = layers.MaxPooling2D, layers.AveragePooling2D
    last = {"activation": "relu", "name": "Last"}
    return {
        "the series": (
            (28, 28, 1),
            lambda: [
                conv(5, 3, activation="relu"),
                largest(2),
                conv(6, 3, activation="relu"),
                largest(2),
                conv(4, 3, **last),
            ],
        ),
        "taller than wide": (
            (40, 28, 1),
            lambda: [conv(5, 3, activation="relu"), largest(2), conv(4, 3, **last)],
        ),
        "wider than tall, odd sides": (
            (17, 31, 1),
            lambda: [
                conv(5, 3, activation="relu"),
                largest(2),
                conv(6, 3, activation="relu"),
                largest(2),
                conv(4, (1, 3), **last),
            ],
        ),
        "kernels that are not square": (
            (21, 18, 1),
            lambda: [conv(5, (5, 3), activation="relu"), largest(2), conv(4, (2, 3), **last)],
        ),
        "even kernels": (
            (21, 18, 1),
            lambda: [conv(5, (4, 2), activation="relu"), largest(2), conv(4, 2, **last)],
        ),
        "three channels": (
            (16, 19, 3),
            lambda: [conv(5, 3, activation="relu"), largest(2), conv(4, 3, **last)],
        ),
        "eight channels": (
            (16, 19, 8),
            lambda: [conv(5, 3, activation="relu"), largest(2), conv(4, 3, **last)],
        ),
        "strides": (
            (29, 24, 2),
            lambda: [conv(5, 3, strides=2, activation="relu"), conv(4, 3, strides=(1, 2), **last)],
        ),
        "same padding": (
            (15, 18, 1),
            lambda: [
                conv(5, 3, padding="same", activation="relu"),
                largest(2),
                conv(4, 3, padding="same", **last),
            ],
        ),
        "padded pools": (
            (15, 18, 1),
            lambda: [
                conv(5, 3, activation="relu"),
                largest(2, padding="same"),
                conv(4, 3, **last),
            ],
        ),
        "dilation": (
            (20, 18, 1),
            lambda: [
                conv(5, 3, dilation_rate=2, activation="relu"),
                largest(2),
                conv(4, 2, dilation_rate=(2, 1), **last),
            ],
        ),
        "groups": (
            (16, 16, 2),
            lambda: [
                conv(6, 3, groups=2, activation="relu"),
                largest(2),
                conv(4, 3, groups=2, **last),
            ],
        ),
        "average pools": (
            (19, 16, 1),
            lambda: [conv(5, 3, activation="relu"), mean(2), conv(4, 3, **last)],
        ),
        "pools of three": (
            (22, 23, 1),
            lambda: [conv(5, 3, activation="relu"), largest(3), conv(4, 3, **last)],
        ),
        "pools that overlap": (
            (18, 19, 1),
            lambda: [
                conv(5, 3, activation="relu"),
                largest(2, strides=1),
                largest((2, 3), strides=(2, 1)),
                conv(4, 3, **last),
            ],
        ),
        "no bias": (
            (17, 17, 1),
            lambda: [
                conv(5, 3, use_bias=False, activation="relu"),
                largest(2),
                conv(4, 3, use_bias=False, **last),
            ],
        ),
        "no activation function": (
            (17, 17, 1),
            lambda: [conv(5, 3), largest(2), conv(4, 3, name="Last")],
        ),
        **{
            kind: (
                (17, 17, 1),
                lambda kind=kind: [
                    conv(5, 3, activation=kind),
                    largest(2),
                    conv(4, 3, activation=kind, name="Last"),
                ],
            )
            # softmax stands in ``branching``: behind it equal nodes differ by rounding, and a pool
            # may take another one
            for kind in ("tanh", "gelu", "elu", "leaky_relu")
        },
        "an own function named relu": (
            (17, 17, 1),
            lambda: [conv(5, 3, activation=_own_relu()), largest(2), conv(4, 3, **last)],
        ),
        "layers apart": (
            (18, 17, 1),
            lambda: [
                conv(5, 3),
                layers.BatchNormalization(),
                layers.Activation("relu"),
                largest(2),
                layers.Dropout(0.5),
                conv(6, 3),
                layers.ReLU(max_value=1.0, negative_slope=0.1),
                conv(4, 3, **last),
            ],
        ),
        "a norm over the whole map": (
            (17, 16, 1),
            lambda: [
                conv(5, 3, activation="relu"),
                layers.LayerNormalization(axis=(1, 2, 3)),
                largest(2),
                conv(4, 3, **last),
            ],
        ),
        "zeros around": (
            (17, 16, 1),
            lambda: [
                layers.ZeroPadding2D(((1, 2), (0, 3))),
                conv(5, 3, activation="relu"),
                largest(2),
                conv(4, 3, **last),
            ],
        ),
    }


def _own_relu() -> Callable[[Any], Any]:
    from keras import ops

    def relu(values: Any) -> Any:
        return ops.minimum(ops.abs(values), 0.5)

    return relu


def build(kind: str) -> Any:
    """Return a network of a kind, every weight drawn at random, statistics of norms too."""
    import keras

    shape, make = _layers()[kind]
    model = keras.Sequential([keras.Input(shape), *make()])
    draw(model)
    return model


def draw(model: Any) -> None:
    """Draw every weight of a network at random; a variance stays above 0."""
    rng = np.random.default_rng(5)
    for weight in model.weights:
        drawn = rng.standard_normal(weight.shape) * 0.4
        weight.assign(abs(drawn) + 0.5 if "variance" in weight.path else drawn)


def kinds() -> list[str]:
    return list(_layers())


def images(shape: Image) -> np.ndarray:
    """Return images (image, y, x, channel): one of noise, the others with ties: one even, one of
    stripes, one of large even parts, one that is 0.
    """
    rng = np.random.default_rng(4)
    height, width, channels = shape
    noise = rng.standard_normal(shape)
    parts = np.zeros(shape) - 0.42
    parts[height // 3 : 2 * height // 3, width // 4 : width // 2] = 2.8
    stripes = np.broadcast_to(rng.standard_normal((1, width, channels)), shape)
    even = np.broadcast_to(rng.standard_normal((1, 1, channels)), shape)
    return np.stack([noise, even, stripes, parts, np.zeros(shape)]).astype(np.float32)


def compared(kind: str, asked: Callable[..., Any] = lambda function: function) -> Compared:
    """Return what the fast pass gives and what Keras gives: all maps, each image's own map, and the
    gradients of sums over both.

    Args:
        asked: how the function of the images is run, by default operation by operation.
    """
    from keras import ops

    model = build(kind)
    maps = np.array([0, 3, 1, 2, 3], np.int32)
    fast = pre_activations(model, "Last")
    rng = np.random.default_rng(1)
    weights = rng.standard_normal(model.output_shape[1:]).astype(np.float32)

    def plain(x: Any) -> Any:
        return forward(model, x, "Last", pre_activation=True)

    def plain_own(x: Any) -> Any:
        return ops.take_along_axis(plain(x), maps.reshape(-1, 1, 1, 1), axis=3)[..., 0]

    def slope(function: Callable[[Any], Any], factor: np.ndarray, shown: Any) -> Any:
        axes = tuple(range(1, factor.ndim + 1))
        return framework.value_and_gradient(
            lambda x: ops.sum(function(x) * factor, axis=axes), shown
        )[1]

    def both(shown: Any) -> dict[str, tuple[Any, Any]]:
        return {
            "all maps": (fast(shown, None), plain(shown)),
            "own map": (fast(shown, maps), plain_own(shown)),
            "slope of all": (
                slope(lambda x: fast(x, None), weights, shown),
                slope(plain, weights, shown),
            ),
            "slope of own": (
                slope(lambda x: fast(x, maps), weights[..., 0], shown),
                slope(plain_own, weights[..., 0], shown),
            ),
        }

    found = asked(both)(ops.convert_to_tensor(images(model.input_shape[1:])))
    return {what: (np.asarray(one), np.asarray(other)) for what, (one, other) in found.items()}


def check(kind: str, asked: Callable[..., Any] = lambda function: function) -> None:
    """Compare, and say which image of which kind of network differs."""
    found = compared(kind, asked)
    for what, (fast, plain) in found.items():
        for number, (one, other) in enumerate(zip(fast, plain, strict=True)):
            np.testing.assert_allclose(
                one, other, atol=1e-4, rtol=1e-4, err_msg=f"{kind}: {what}, image {number}"
            )
    assert abs(found["slope of own"][1][0]).max() > 0.01


def check_those_with_short_cuts() -> None:
    """Check the kinds that are computed in our own way, each compiled as a whole, since its many
    operations take longer one by one, and say how many there are.
    """
    for kind in WITH_SHORT_CUTS:
        check(kind, framework.compiled)
    print("as Keras:", len(WITH_SHORT_CUTS))
