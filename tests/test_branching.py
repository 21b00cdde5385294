"""Networks that branch, nest others, or have norms and functions as layers of their own: values,
gradients and fields are those that Keras has.
"""

from __future__ import annotations

import branching
import numpy as np
import pytest

from analysis import framework
from analysis.ascent.climb import Annealed, Climber, ascend
from analysis.ascent.objectives import MEAN, PRE_ACTIVATION, own_maps, response
from analysis.ascent.starts import fluctuations
from analysis.networks.graph import address
from analysis.networks.layers import chain, convolutions, forward, rest_of
from analysis.networks.opening import graph_of
from analysis.networks.windows import windows
from analysis.problem import Problem


@pytest.mark.parametrize("kind", branching.kinds())
def test_values_and_gradients_are_those_of_keras(kind):
    branching.check(kind)


def _pixels(one, row, column):
    """Return the rows and columns of the pixels from which a node gets a gradient."""
    from keras import ops

    shape = one.model.input_shape[1:]
    images = np.random.default_rng(1).standard_normal((48, *shape)).astype(np.float32)

    def node(x):
        return ops.sum(
            forward(one.model, x, one.layer, pre_activation=True)[:, row, column], axis=-1
        )

    gradient = framework.value_and_gradient(node, ops.convert_to_tensor(images))[1]
    reached = (np.asarray(gradient) != 0).any(axis=(0, 3))
    return np.flatnonzero(reached.any(axis=1)), np.flatnonzero(reached.any(axis=0))


@pytest.mark.parametrize("kind", branching.kinds())
def test_a_node_sees_exactly_the_pixels_that_give_it_a_gradient(kind):
    one = branching.case(kind)
    fields = windows(one.model, one.layer)
    counts = [window.count for window in fields]
    assert counts == list(forward(one.model, np.zeros((1, 17, 15, 2)), one.layer).shape[1:3])
    for node in ((0, 0), tuple(count // 2 for count in counts), tuple(np.array(counts) - 1)):
        for pixels, window, place in zip(_pixels(one, *node), fields, node, strict=True):
            seen = window.of_node(int(place))
            assert (pixels[0], pixels[-1] + 1) == (seen.start, seen.stop), node


def test_names_are_paths_and_no_two_have_one_address():
    nested = branching.case("a nested network in a nested one").model
    assert convolutions(nested)[-1] == "body/deep/Last"
    assert address("body/deep/Last") == "body-deep-last"
    assert convolutions(branching.case("a layer that is called twice").model) == ["Last", "Last_2"]
    for kind in branching.kinds():
        names = [address(step.name) for step in graph_of(branching.case(kind).model).steps]
        assert len(set(names)) == len(names)


def test_layers_that_differ_in_their_spelling_alone_get_addresses_of_their_own():
    import keras
    from keras import layers

    steps = [layers.Conv2D(2, 3, name=name) for name in ("Conv_1", "conv_1", "conv_1_2")]
    model = keras.Sequential([keras.Input((9, 9, 1)), *steps])
    assert convolutions(model) == ["Conv_1", "conv_1_3", "conv_1_2"]


# one gives half as many maps as it is given, the other asks for numbers of its own
OTHERS = ("glu", "threshold")


def _activation_names():
    import keras

    names = [name for name in dir(keras.activations) if not name.startswith("_")]
    return [name for name in names if name not in ("get", "serialize", "deserialize", *OTHERS)]


@pytest.mark.parametrize("apart", [False, True], ids=["of the convolution", "as a layer"])
def test_every_activation_function_of_keras_is_read_as_keras_does(apart):
    import keras
    from keras import layers, ops

    shown = np.random.default_rng(3).standard_normal((3, 6, 5, 1)).astype(np.float32)
    maps = np.array([2, 0, 1], np.int32)
    for name in _activation_names():
        convolution = layers.Conv2D(3, 3, activation=None if apart else name, name="Last")
        steps = [convolution, layers.Activation(name)] if apart else [convolution]
        model = keras.Sequential([keras.Input((6, 5, 1)), *steps])
        after = np.asarray(model(shown))[np.arange(3), :, :, maps]
        own = own_maps(model, "Last")(ops.convert_to_tensor(shown), maps)
        np.testing.assert_allclose(own.activated, after, atol=1e-5, err_msg=name)
        np.testing.assert_allclose(own.node(1, 2), after[:, 1, 2], atol=1e-5, err_msg=name)
        mean = response(model, "Last", MEAN)(ops.convert_to_tensor(shown), maps)
        np.testing.assert_allclose(mean, after.mean(axis=(1, 2)), atol=1e-5, err_msg=name)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        *[(name, 0) for name in ("relu", "gelu", "silu", "leaky_relu", "elu", "tanh", "linear")],
        ("sigmoid", 0.5),
        ("softplus", np.log(2)),
        ("softmax", 0.25),
    ],
)
def test_at_rest_a_map_gives_what_its_function_makes_of_zero(name, expected):
    import keras

    convolution = keras.layers.Conv2D(4, 3, activation=name, name="Last")
    model = keras.Sequential([keras.Input((6, 5, 1)), convolution])
    found = rest_of(model, "Last")
    np.testing.assert_allclose(found, np.full(4, expected), rtol=1e-6)
    assert expected or (found == 0).all()
    assert (rest_of(branching.case("slopes that are learnt").model, "Last") == 0).all()


def test_all_images_climb_a_network_that_branches_in_one_batch():
    import keras
    from keras import layers

    inputs = keras.Input((14, 14, 1))
    inner = layers.Conv2D(4, 3, padding="same", activation="gelu")(inputs)
    inner = layers.Add()([inner, layers.Conv2D(4, 1)(inputs)])
    normed = layers.BatchNormalization()(layers.Conv2D(3, 3, name="Last")(inner))
    model = keras.Model(inputs, layers.ReLU()(normed))
    starts, maps = fluctuations(range(1, 7), (3, 7), (0.5, 0.5), (14, 14)), np.arange(6) % 3
    for objective in (MEAN, PRE_ACTIVATION):
        climber = Climber(response(model, "Last", objective), Annealed(12, 0.5, 0.05))
        found = ascend(climber, starts, maps, steps=12)
        assert (found.response > found.curve[0]).all()


def test_a_sequential_network_that_was_shown_an_image_needs_no_input():
    import keras
    from keras import layers

    model = keras.Sequential([layers.Conv2D(3, 3, name="Last"), layers.LeakyReLU()])
    shown = np.random.default_rng(3).standard_normal((3, 6, 5, 2)).astype(np.float32)
    after = np.asarray(model(shown))
    np.testing.assert_allclose(forward(model, shown, "Last"), after, atol=1e-6)
    assert [window.count for window in windows(model, "Last")] == [4, 3]


def _hidden():
    import keras

    class Hidden(keras.Model):
        def __init__(self, **rest):
            super().__init__(**rest)
            self.one = keras.layers.Conv2D(2, 3, name="one")

        def call(self, x):
            return self.one(x)

    return Hidden(name="hidden")


def test_a_class_of_its_own_is_one_clear_error_with_the_way_out():
    import keras

    alone = _hidden()
    alone(np.zeros((1, 9, 9, 1)))
    with pytest.raises(Problem, match=r"'hidden', a class of its own \(Hidden\).*keras\.Model\("):
        convolutions(alone)
    inside = keras.Sequential([keras.Input((9, 9, 1)), _hidden()], name="outside")
    with pytest.raises(Problem, match=r"'outside' holds a network 'hidden', a class of its own"):
        convolutions(inside)


def test_what_is_no_single_image_of_known_size_is_one_clear_error():
    import keras
    from keras import layers

    free = keras.Sequential([keras.Input((None, None, 1)), layers.Conv2D(2, 3)], name="free")
    with pytest.raises(Problem, match=r"'free' reads \(None, None, 1\).*of one known size"):
        graph_of(free)
    one, two = keras.Input((5, 5, 1)), keras.Input((5, 5, 1))
    both = keras.Model([one, two], layers.Add()([one, two]), name="both")
    with pytest.raises(Problem, match=r"'both' reads \(5, 5, 1\), \(5, 5, 1\)"):
        graph_of(both)
    turned = layers.Conv2D(2, 3, data_format="channels_first", name="turned")
    other = keras.Sequential([keras.Input((1, 9, 9)), turned])
    with pytest.raises(Problem, match=r"'turned'.*reads images as \(channel, y, x\)"):
        graph_of(other)


def test_what_needs_a_chain_says_where_the_network_branches():
    with pytest.raises(Problem, match=r"branches at layer 'add.*one after another"):
        chain(branching.case("a residual block").model)
