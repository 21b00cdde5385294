from __future__ import annotations

import numpy as np
import pytest

from analysis.looking.ablation import classes_without, measure_ablation, reading
from analysis.looking.classes import by_class
from analysis.networks.opening import graph_of
from analysis.networks.series import MAPS
from analysis.networks.storage import bare_copy, load_model, pack_model
from analysis.study import Study


def _classes(model, data):
    return np.asarray(model(data.standardise(data.test.images))).argmax(axis=1)


def _without(model, layer, number):
    """Return a copy of the network in which the kernel and the bias of one map are zero."""
    copy = bare_copy(model)
    kernel, bias = copy.get_layer(layer).get_weights()
    kernel[..., number] = bias[number] = 0
    copy.get_layer(layer).set_weights([kernel, bias])
    return copy


@pytest.fixture(scope="module", params=list(MAPS))
def layer(request):
    return request.param


@pytest.fixture(scope="module")
def result(layer, make_study):
    return measure_ablation(make_study(), layer=layer)


def _some_maps(result):
    """Return the map that matters most, and a few others."""
    return sorted(
        {0, 7, len(result.flipped) - 1, int(result.flipped.argmax()), int(result.accuracy.argmin())}
    )


def test_the_series_maps_are_read_by_the_next_layer_with_weights(model):
    graph = graph_of(model)
    read = {layer: reading(graph, layer) for layer in MAPS}
    assert {
        layer: (graph.steps[one.maps].name, one.reader.name) for layer, one in read.items()
    } == {
        "Conv2D_1": ("Max_Pool_1", "Conv2D_2"),
        "Conv2D_2": ("Max_Pool_2", "Conv2D_3"),
        "Conv2D_3": ("Conv2D_3", "Dense_100"),
    }


def _networks():
    """Networks in which something else stands between the maps and what reads them."""
    from keras import layers

    pool, flat, dense = layers.MaxPooling2D, layers.Flatten, layers.Dense
    return {
        "padded pool of three, strided and dilated readers": [
            pool(3, strides=2, padding="same"),
            layers.Conv2D(6, (2, 3), strides=2, padding="same", activation="tanh"),
            flat(),
            dense(4),
        ],
        "dilated reader without bias": [
            layers.ZeroPadding2D(((1, 0), (2, 1))),
            layers.Conv2D(6, 3, dilation_rate=2, use_bias=False, activation="relu"),
            flat(),
            dense(4),
        ],
        "dense behind two pools": [
            layers.AveragePooling2D(2),
            pool(2),
            flat(),
            layers.Dropout(0.5),
            dense(4, activation="softmax"),
        ],
        "mean of each map": [layers.GlobalAveragePooling2D(), dense(4)],
        "groups": [layers.Conv2D(6, 3, groups=2, activation="relu"), flat(), dense(4)],
        "normalised": [layers.BatchNormalization(), layers.Conv2D(6, 3), flat(), dense(4)],
        "depthwise": [layers.DepthwiseConv2D(3), flat(), dense(4)],
    }


PLAIN = ("mean of each map", "groups", "normalised", "depthwise")


@pytest.mark.parametrize("kind", list(_networks()))
def test_whatever_reads_the_maps_the_classes_are_those_with_the_map_at_zero(kind):
    import keras

    keras.utils.set_random_seed(5)
    maps = keras.layers.Conv2D(4, 3, activation="relu", name="Maps")
    model = keras.Sequential([keras.Input((12, 17, 1)), maps, *_networks()[kind]])
    for number, weight in enumerate(model.trainable_variables):
        weight.assign(keras.random.normal(weight.shape, seed=number))
    rng = np.random.default_rng(6)
    images = rng.standard_normal((60, 12, 17, 1)) + 2 * rng.standard_normal((60, 1, 1, 1))
    images = images.astype(np.float32)
    assert (reading(graph_of(model), "Maps") is None) == (kind in PLAIN)
    expected = [np.asarray(model(images)).argmax(axis=1)]
    seen = np.asarray(maps(images))
    for m in range(4):
        values = seen.copy()
        values[..., m] = 0
        for step in model.layers[1:]:
            values = step(values)
        expected.append(np.asarray(values).argmax(axis=1))
    found = classes_without(model, images, "Maps")
    assert (found == expected).all() and (found[1:] != found[0]).any()


def test_of_a_class_without_images_there_is_no_mean():
    found = by_class(np.array([[1.0, 2], [3, 4], [5, 8]]), np.array([0, 2, 2]), 4)
    none = [np.nan, np.nan]
    np.testing.assert_array_equal(found, [[1, 2], none, [4, 6], none])


def test_a_map_taken_away_equals_a_network_without_its_kernel(result, layer, model, data):
    labels = data.test.labels.tolist()
    before = _classes(model, data)
    for m in _some_maps(result):
        after = _classes(_without(model, layer, m), data)
        right = [int(a == t) for a, t in zip(after.tolist(), labels, strict=True)]
        assert result.accuracy[m] == pytest.approx(sum(right) / len(right))
        assert result.flipped[m] == pytest.approx(
            sum(a != b for a, b in zip(after.tolist(), before.tolist(), strict=True)) / len(right)
        )
        for digit in range(10):
            own = [r for r, t in zip(right, labels, strict=True) if t == digit]
            assert result.intact_digit[digit] + result.change_digit[m, digit] == pytest.approx(
                sum(own) / len(own)
            )


def test_every_class_is_that_of_the_network_without_the_kernel(layer, model, data):
    images = data.standardise(data.test.images[:40])
    predicted = classes_without(model, images, layer)
    assert predicted.shape == (1 + MAPS[layer], 40)
    assert (predicted[0] == np.asarray(model(images)).argmax(axis=1)).all()
    for m in (3, MAPS[layer] - 2):
        assert (
            predicted[1 + m] == np.asarray(_without(model, layer, m)(images)).argmax(axis=1)
        ).all()


def test_the_intact_network_is_the_published_one(result, model, data):
    right = _classes(model, data) == data.test.labels
    assert result.intact == pytest.approx(right.mean())
    assert result.intact_digit.tolist() == pytest.approx(
        [right[data.test.labels == digit].mean() for digit in range(10)]
    )


def test_the_changes_fit_together(result, layer, data):
    assert result.accuracy.shape == (MAPS[layer],) and result.flipped.max() > 0
    np.testing.assert_allclose(result.change, result.accuracy - result.intact)
    share = np.bincount(data.test.labels, minlength=10) / len(data.test.labels)
    np.testing.assert_allclose(result.change_digit @ share, result.change, atol=1e-12)
    assert (abs(result.change) <= result.flipped + 1e-12).all()


def test_batches_leave_the_numbers_alone(result, layer, make_study, monkeypatch):
    monkeypatch.setattr("analysis.looking.ablation.BATCH", 180)
    again = measure_ablation(make_study(), layer=layer)
    for name, values in result.arrays().items():
        np.testing.assert_array_equal(getattr(again, name), values, err_msg=name)


def test_a_map_that_is_always_zero_changes_nothing(layer, networks, settings, tmp_path):
    shut = bare_copy(load_model(networks["full-recipe"]))
    kernel, bias = shut.get_layer(layer).get_weights()
    bias[4] = -1e6
    shut.get_layer(layer).set_weights([kernel, bias])
    (tmp_path / "full-recipe.keras").write_bytes(pack_model(shut))
    result = measure_ablation(
        Study(settings, {"full-recipe": tmp_path / "full-recipe.keras"}), layer=layer
    )
    assert result.change[4] == result.flipped[4] == 0 and not result.change_digit[4].any()
    assert result.flipped.any()
