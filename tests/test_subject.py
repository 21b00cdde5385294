"""What is asked of a subject: fields and visible pixels, against gradients and the series."""

from __future__ import annotations

import numpy as np
import pytest

from analysis import framework
from analysis.networks.fields import Window
from analysis.networks.layers import forward
from analysis.networks.windows import windows
from analysis.problem import Problem
from analysis.subject import MapLayer, address


def test_the_series_fields_and_visible_pixels():
    rows = Window(28, 28)
    first = rows.slid(3, 1)
    third = first.slid(2, 2).slid(3, 1).slid(2, 2).slid(3, 1)
    assert (first.size, first.step, first.count, first.visible) == (3, 1, 26, slice(0, 28))
    assert (third.size, third.step, third.count, third.visible) == (18, 4, 3, slice(0, 26))
    assert third.of_node(2) == slice(8, 26)
    assert third.centres.tolist() == [8.5, 12.5, 16.5]


def build(*layers, shape=(19, 23, 2)):
    import keras

    return keras.Sequential([keras.Input(shape), *layers])


def seen(model, layer: str, node: tuple[int, int]) -> tuple[np.ndarray, np.ndarray]:
    """Return the rows and columns of the pixels from which a node gets a gradient."""
    from keras import ops

    images = np.random.default_rng(1).random((64, *model.input_shape[1:]), np.float32)

    def read(x):
        return ops.sum(forward(model, x, layer)[:, node[0], node[1]], axis=-1)

    gradient = framework.value_and_gradient(read, ops.convert_to_tensor(images))[1]
    reached = (np.asarray(gradient) != 0).any(axis=(0, 3))
    return np.flatnonzero(reached.any(axis=1)), np.flatnonzero(reached.any(axis=0))


def networks():
    from keras import layers

    return {
        "valid": [layers.Conv2D(3, (3, 5), name="Last")],
        "strided": [layers.Conv2D(3, 3, strides=2), layers.Conv2D(3, 3, name="Last")],
        "same": [
            layers.Conv2D(3, 3, padding="same"),
            layers.AveragePooling2D(2),
            layers.Conv2D(3, 3, padding="same", name="Last"),
        ],
        "same and strided": [layers.Conv2D(3, 3, strides=2, padding="same", name="Last")],
        "dilated": [layers.Conv2D(3, 3, dilation_rate=2), layers.Conv2D(3, 2, name="Last")],
        "padded": [layers.ZeroPadding2D(((1, 2), (0, 2))), layers.Conv2D(3, 3, name="Last")],
    }


@pytest.mark.parametrize(
    "kind", ["valid", "strided", "same", "same and strided", "dilated", "padded"]
)
def test_a_node_sees_exactly_the_pixels_that_give_it_a_gradient(kind):
    model = build(*networks()[kind])
    rows, columns = windows(model, "Last")
    height, width = model.output_shape[1:3]
    assert (rows.count, columns.count) == (height, width)
    for node in ((0, 0), (height // 2, width // 2), (height - 1, width - 1)):
        found = seen(model, "Last", node)
        for places, window, place in zip(found, (rows, columns), node, strict=True):
            expected = window.of_node(place)
            assert (places[0], places[-1] + 1) == (expected.start, expected.stop)


def test_a_layer_without_rows_and_columns_is_named():
    from keras import layers

    model = build(layers.Flatten(name="Flat"), layers.Dense(3, name="Last"))
    with pytest.raises(Problem, match=r"layer 'Last' of .* has no rows and columns"):
        windows(model, "Last")


def test_a_norm_over_the_whole_map_lets_every_node_see_all():
    from keras import layers

    over_maps = build(layers.LayerNormalization(), layers.Conv2D(3, 3, name="Last"))
    assert windows(over_maps, "Last")[0].size == 3
    over_all = build(
        layers.LayerNormalization(axis=(1, 2, 3), name="Norm"), layers.Conv2D(3, 3, name="Last")
    )
    rows, columns = windows(over_all, "Last")
    assert [rows.of_node(node) for node in (0, 16)] == [slice(0, 19)] * 2
    assert columns.visible == slice(0, 23) and rows.step == columns.step == 0


def test_what_a_layer_sees_is_cut_from_images():
    rows, columns = Window(10, 10).slid(3, 2), Window(12, 12).slid(4, 1)
    layer = MapLayer("Conv_A", 5, rows, columns)
    image = np.arange(120).reshape(10, 12)
    assert layer.shape == (4, 9)
    assert layer.visible(image[None]).shape == (1, 9, 12)
    assert (layer.crop(image, (1, 2)) == image[2:5, 2:6]).all()
    assert layer.address == address("Conv_A") == "conv-a"
