"""Networks that are no plain row of layers: branches, nested networks, functions and norms as
layers of their own. Each says which tensors of Keras are the pre-activation and the activation of
the maps of its convolution, so that what we give can be held against Keras' own forward pass.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

import architectures
import numpy as np

from analysis import framework
from analysis.ascent.forward import pre_activations
from analysis.ascent.objectives import own_maps, response
from analysis.networks.layers import convolutions, forward, views

# kinds that show what differs between frameworks: frozen norms and slopes, gates
SOME = ("norm and function behind", "slopes that are learnt")

Make = Callable[[Any], tuple[Any, Any, Any]]


@dataclass(frozen=True)
class Case:
    """A network of a kind, and where its maps are read."""

    model: Any
    layer: str
    before: Any  # a network of Keras; None where the convolution has a function of its own
    after: Any


def _kinds() -> dict[str, tuple[tuple[int, int, int], str, Make]]:
    import keras
    from keras import layers, ops

    conv = partial(layers.Conv2D, kernel_initializer="zeros")  # weights are drawn in ``case``
    same = partial(conv, padding="same")

    def behind(values: Any, *steps: Any) -> Any:
        for step in steps:
            values = step(values)
        return values

    def last(values: Any, *, maps: int = 4, name: str = "Last") -> tuple[Any, Any, Any]:
        after = conv(maps, 3, activation="relu", name=name)(values)
        return after, None, after

    def residual(x: Any) -> tuple[Any, Any, Any]:
        x = same(5, 3, activation="relu")(x)
        inner = behind(x, same(5, 3), layers.BatchNormalization(), layers.ReLU(), same(5, 3))
        return last(layers.ReLU()(layers.Add()([x, inner])))

    def projected(x: Any) -> tuple[Any, Any, Any]:
        x = conv(4, 3, activation="relu")(x)
        inner = same(6, 3, strides=2)(x)
        return last(layers.Add()([inner, same(6, 1, strides=2)(x)]))

    def inception(x: Any) -> tuple[Any, Any, Any]:
        parts = [same(3, size, activation="relu")(x) for size in (1, 3, (5, 2))]
        pooled = layers.MaxPooling2D(3, strides=1, padding="same")(x)
        return last(layers.Concatenate()([*parts, pooled]))

    def merged(x: Any) -> tuple[Any, Any, Any]:
        one, two = (conv(4, 3, activation="tanh")(x) for _ in range(2))
        kinds = (layers.Multiply, layers.Average, layers.Maximum, layers.Minimum, layers.Subtract)
        return last(layers.Concatenate(axis=3)([kind()([one, two]) for kind in kinds]))

    def backbone(x: Any) -> tuple[Any, Any, Any]:
        inner = keras.Input((17, 15, 2))
        values = behind(inner, conv(4, 3), layers.BatchNormalization(), layers.ReLU())
        values = layers.Add()([values, same(4, 3)(values)])
        return last(behind(x, keras.Model(inner, values, name="body"), layers.MaxPooling2D(2)))

    def inside(x: Any) -> tuple[Any, Any, Any]:
        deep = keras.Sequential([conv(4, 3, activation="relu", name="Last")], name="deep")
        body = keras.Sequential([conv(3, 3, activation="elu"), deep], name="body")
        after = behind(layers.ZeroPadding2D(1)(x), body)
        return after, None, after

    def twice(x: Any) -> tuple[Any, Any, Any]:
        layer = same(2, 3, activation="relu", name="Last")
        after = layer(layers.MaxPooling2D(2)(layer(x)))
        return after, None, after

    def excited(x: Any) -> tuple[Any, Any, Any]:
        x = conv(4, 3, activation="relu")(x)
        gate = layers.GlobalAveragePooling2D(keepdims=True)(x)
        return last(layers.Multiply()([x, layers.Dense(4, activation="sigmoid")(gate)]))

    def staged(*steps: Any, before: int | None = None) -> Make:
        """The pre-activation is what step ``before`` gives; by default what the last is given."""

        def make(x: Any) -> tuple[Any, Any, Any]:
            values = [conv(3, 3, activation="relu")(x)]
            for step in (conv(4, 3, name="Last"), *(one() for one in steps)):
                values.append(step(values[-1]))
            return values[-1], values[-2 if before is None else before], values[-1]

        return make

    def unnormed(x: Any) -> tuple[Any, Any, Any]:
        sums = conv(4, 3, name="Last")(x)  # it is read twice, so that nothing else belongs to it
        normed = layers.BatchNormalization()(sums)
        return layers.Add()([sums, layers.ReLU()(normed)]), sums, sums

    def convolved(kind: str, **rest: Any) -> Make:
        def make(x: Any) -> tuple[Any, Any, Any]:
            x = same(4, 3, activation="relu")(x)
            after = getattr(layers, kind)(activation="relu", name="Last", **rest)(x)
            return after, None, after

        return make

    def operations(x: Any) -> tuple[Any, Any, Any]:
        x = ops.relu(same(4, 3)(x * 2.0))
        return last(x + ops.tanh(same(4, 3)(x)) * 0.5)

    def unet(x: Any) -> tuple[Any, Any, Any]:
        x = layers.ZeroPadding2D(((1, 0), (0, 1)))(x)
        down = behind(x, layers.AveragePooling2D(2), same(3, 3, activation="relu"))
        return last(layers.Concatenate()([x, layers.UpSampling2D(2)(down)]))

    def cropped(x: Any) -> tuple[Any, Any, Any]:
        return last(layers.Cropping2D(((1, 0), (2, 3)))(x))

    def through_dense(x: Any) -> tuple[Any, Any, Any]:
        x = behind(x, conv(2, 3, strides=4, activation="relu"), layers.Flatten())
        x = layers.Reshape((6, 5, 2))(layers.Dense(60, activation="relu")(x))
        return last(x)

    def two_ways_out(x: Any) -> tuple[Any, Any, Any]:
        shown, _, after = last(conv(3, 3, activation="silu")(x))
        return [layers.Dense(2)(layers.Flatten()(shown)), shown], None, after

    norm, relu = layers.BatchNormalization, layers.ReLU
    image = (17, 15, 2)
    return {
        "a residual block": (image, "Last", residual),
        "a projected short cut": (image, "Last", projected),
        "kernels side by side": (image, "Last", inception),
        "merging in every way": (image, "Last", merged),
        "a backbone as a layer": (image, "Last", backbone),
        "a nested network in a nested one": (image, "body/deep/Last", inside),
        "a layer that is called twice": (image, "Last_2", twice),
        "gates that see everything": (image, "Last", excited),
        "norm and function behind": (image, "Last", staged(norm, relu)),
        "only a norm behind": (image, "Last", staged(norm, before=-1)),
        "only a function behind": (image, "Last", staged(layers.LeakyReLU)),
        "dropout between": (image, "Last", staged(lambda: layers.Dropout(0.4), layers.ELU)),
        "slopes that are learnt": (image, "Last", staged(norm, layers.PReLU)),
        "softmax over maps": (image, "Last", staged(lambda: layers.Activation("softmax"))),
        "a norm on a branch": (image, "Last", unnormed),
        "depthwise": (
            image,
            "Last",
            convolved("DepthwiseConv2D", kernel_size=3, depth_multiplier=2, padding="same"),
        ),
        "depthwise, strided": (
            image,
            "Last",
            convolved("DepthwiseConv2D", kernel_size=(2, 2), strides=2, use_bias=False),
        ),
        "separable": (
            image,
            "Last",
            convolved("SeparableConv2D", filters=5, kernel_size=3, strides=2, padding="same"),
        ),
        "operations without layers": (image, "Last", operations),
        "edges cut off": (image, "Last", cropped),
        "down and up again": (image, "Last", unet),
        "a convolution behind dense layers": (image, "Last", through_dense),
        "two outputs": (image, "Last", two_ways_out),
    }


def kinds() -> list[str]:
    return list(_kinds())


def case(kind: str) -> Case:
    """Return a network of a kind, every weight drawn at random, statistics of norms too."""
    import keras

    shape, layer, make = _kinds()[kind]
    inputs = keras.Input(shape)
    outputs, before, after = make(inputs)
    model = keras.Model(inputs, outputs)
    architectures.draw(model)
    parts = [None if one is None else keras.Model(inputs, one) for one in (before, after)]
    return Case(model, layer, *parts)


def _pairs(one: Case, maps: np.ndarray) -> Iterator[tuple[str, Any, Any]]:
    """Yield functions of images, ours and Keras', that have to give the same."""
    from keras import ops

    own = own_maps(one.model, one.layer)
    mean = response(one.model, one.layer)
    sums = pre_activations(one.model, one.layer)

    def of_keras(values: Any) -> Any:
        return ops.take_along_axis(values, maps.reshape(-1, 1, 1, 1), axis=3)[..., 0]

    plain = partial(forward, one.model, layer=one.layer, pre_activation=True)
    before = one.before or (lambda x: plain(images=x))
    yield "sums of all maps", lambda x: sums(x, None), before
    yield "sums of the own map", lambda x: sums(x, maps), lambda x: of_keras(before(x))
    yield "plain sums", lambda x: plain(images=x), before
    yield "plain activations", lambda x: forward(one.model, x, one.layer), one.after
    yield "activations", lambda x: own(x, maps).activated, lambda x: of_keras(one.after(x))
    yield (
        "responses",
        lambda x: mean(x, maps),
        lambda x: ops.mean(of_keras(one.after(x)), axis=(1, 2)),
    )


def check(kind: str) -> None:
    """Hold values and gradients of a kind of network against those of Keras."""
    from keras import ops

    one = case(kind)
    shown = ops.convert_to_tensor(architectures.images(one.model.input_shape[1:]))
    maps = np.array([0, 1, 0, 1, 1], np.int32)
    assert one.layer in convolutions(one.model)
    for what, ours, theirs in _pairs(one, maps):
        factor = np.random.default_rng(1).standard_normal(theirs(shown).shape[1:])
        factor = factor.astype(np.float32)
        found = []
        for function in (ours, theirs):

            def of_images(x: Any, function: Any = function, factor: Any = factor) -> Any:
                values = function(x) * factor
                return ops.sum(ops.reshape(values, (len(shown), -1)), axis=1)

            slope = framework.value_and_gradient(of_images, shown)[1]
            found.append((np.asarray(function(shown)), np.asarray(slope)))
        for own, other in zip(*found, strict=True):
            size = max(1.0, float(abs(other).max()))
            assert abs(other).max() > 1e-3, (kind, what)
            np.testing.assert_allclose(
                own / size, other / size, atol=1e-5, err_msg=f"{kind}: {what}"
            )
    seen = views(one.model, (one.layer,))(np.asarray(shown))[one.layer]
    np.testing.assert_allclose(seen, np.asarray(one.after(shown)), rtol=1e-4, atol=1e-5)


def check_some() -> None:
    """Check a few kinds, for a framework on which all of them would take too long, and say how
    many there are.
    """
    for kind in SOME:
        check(kind)
    print("and that branch:", len(SOME))
