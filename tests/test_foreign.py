"""Any subject can be measured: another network, other names, pictures that are not square, three
classes. Its numbers are those that plain loops over Keras and NumPy give.
"""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from analysis.ascent.starts import Mixture
from analysis.images.datasets import Dataset, Images
from analysis.looking.ablation import measure_ablation
from analysis.looking.data_responses import measure_data_responses
from analysis.results.oips import OipSet
from analysis.study import Study
from analysis.subject import Subject
from analysis.trust.measure import known_bound, measure_trust
from analysis.trust.table import tabulate

SHAPE, CLASSES = (8, 10), 3
LAYERS = {"edges": 6, "Parts_2": 8}


def _images(count: int, seed: int) -> Images:
    rng = np.random.default_rng(seed)
    grey = rng.integers(0, 17, (count, *SHAPE)).astype(np.uint8)
    return Images(grey, np.arange(count).astype(np.uint8) % CLASSES)


@pytest.fixture(scope="module")
def foreign():
    """A data set of 8 x 10 pixels with grey values 0 to 16, and a network that nobody trained."""
    import keras
    from keras import layers

    keras.utils.set_random_seed(11)
    network = keras.Sequential(
        [
            keras.Input((*SHAPE, 1)),
            layers.Conv2D(6, (3, 2), padding="same", activation="relu", name="edges"),
            layers.MaxPooling2D((2, 3), strides=2, padding="same", name="coarse"),
            layers.Conv2D(8, 3, activation="relu", name="Parts_2"),
            layers.Flatten(),
            layers.Dense(CLASSES, activation="softmax", name="classes"),
        ]
    )
    training = _images(90, 1)
    mean, deviation = float(training.images.mean()), float(training.images.std())
    data = Dataset(training, _images(12, 2), _images(60, 3), mean, deviation, (0, 16))
    return Subject("foreign", data, network, lambda layer: Mixture((2, 4), (0.5, 0.5), SHAPE))


@pytest.fixture(scope="module", params=list(LAYERS))
def layer(request):
    return request.param


@pytest.fixture(scope="module")
def study(foreign, settings):
    return Study(settings, foreign=foreign)


@pytest.fixture(scope="module")
def activations(foreign, layer):
    """A function from grey images to the activations (image, y, x, map) of the layer."""
    import keras

    network = foreign.network
    part = keras.Model(network.inputs, network.get_layer(layer).output)
    return lambda images: np.asarray(part(foreign.data.standardise(images)), float)


@pytest.fixture(scope="module")
def responses(study, layer):
    return measure_data_responses(study, layer=layer)


def test_responses_to_data_are_means_over_nodes(responses, activations, foreign):
    training = np.concatenate([foreign.data.training.images, foreign.data.validation.images])
    seen, unseen = (
        activations(images).mean(axis=(1, 2)) for images in (training, foreign.data.test.images)
    )
    np.testing.assert_allclose(responses.maximum, seen.max(axis=0), rtol=1e-4)
    assert responses.digit_mean.shape == (seen.shape[1], CLASSES)
    for label in range(CLASSES):
        expected = unseen[foreign.data.test.labels == label].mean(axis=0)
        np.testing.assert_allclose(responses.digit_mean[:, label], expected, rtol=1e-4, atol=1e-6)
    black = activations(np.zeros((1, *SHAPE), np.uint8)).mean(axis=(1, 2))[0]
    np.testing.assert_allclose(responses.black, black, rtol=1e-4, atol=1e-6)


def test_pixels_outside_the_field_of_the_strongest_node_do_not_reach_it(
    responses, activations, layer
):
    rng = np.random.default_rng(4)
    for m in (0, LAYERS[layer] - 1):
        image, (row, column) = responses.top_image[m, 0], responses.top_node[m, 0]
        rows, columns = (slice(*ends[m, 0]) for ends in (responses.top_rows, responses.top_columns))
        other = rng.integers(0, 17, SHAPE).astype(np.uint8)
        other[rows, columns] = image[rows, columns]
        before, after = activations(np.stack([image, other]))[:, row, column, m]
        assert after == pytest.approx(before, abs=1e-5)
        other[rows, columns] = 16 - other[rows, columns]
        assert activations(other[None])[0, row, column, m] != pytest.approx(before, abs=1e-5)


def test_ablation_is_the_network_with_the_map_at_zero(study, layer, foreign):
    result, test = measure_ablation(study, layer=layer), foreign.data.test
    given = foreign.data.standardise(test.images)
    names = [step.name for step in foreign.network.layers]
    for m in range(LAYERS[layer]):
        values = given
        for name, step in zip(names, foreign.network.layers, strict=True):
            values = step(values)
            if name == layer:
                values = np.array(values)
                values[..., m] = 0
        right = np.asarray(values).argmax(axis=1) == test.labels
        assert result.accuracy[m] == pytest.approx(right.mean())
        for label in range(CLASSES):
            own = right[test.labels == label].mean()
            assert result.intact_digit[label] + result.change_digit[m, label] == pytest.approx(own)
    assert result.flipped.any()


@pytest.fixture(scope="module")
def oips(foreign, layer):
    """Random pictures in place of OIPs, with their true responses."""
    import keras

    count, rng = LAYERS[layer], np.random.default_rng(5)
    images = rng.uniform(foreign.box.low, foreign.box.high, (count, *SHAPE)).astype(np.float32)
    network = foreign.network
    part = keras.Model(network.inputs, network.get_layer(layer).output)
    own = np.asarray(part(images[..., None])).mean(axis=(1, 2))[np.arange(count), np.arange(count)]
    nothing, every = np.zeros(count), np.zeros((count, 2))
    given = dict.fromkeys(("agreement", "spread", "clusters", "outside"), nothing)
    texts = {"rung": np.full(count, "plain"), "origin": np.full(count, "many starts")}
    rest = {
        name: nothing if axes == ("map",) else every
        for name, (axes, _) in OipSet.describe().items()
        if name not in {*given, *texts} and axes in {("map",), ("map", "start")}
    }
    more = {"images": images, "response": own, "stored_response": own}
    ends = foreign.layer(layer).visible_pixels
    pictures = {"every_image": np.zeros((count, 2, *SHAPE)), "curve": np.zeros((3, count))}
    return OipSet(**{**rest, **given, **texts, **more, **ends, **pictures})


@pytest.mark.parametrize("domain", ["sphere", "box"])
def test_trust_is_measured_on_what_the_layer_sees(study, layer, domain, oips, responses):
    foreign = study.subject
    found = measure_trust(study, oips, responses, layer=layer, domain_name=domain)
    seen = foreign.layer(layer).visible(oips.images).astype(float)
    centred = seen - seen.mean(axis=(1, 2), keepdims=True)
    power = np.abs(np.fft.fft2(centred)) ** 2
    down, right = (np.fft.fftfreq(side) for side in seen.shape[1:])
    high = np.hypot(down[:, None], right) > 0.25
    expected = power[:, high].sum(axis=1) / power.sum(axis=(1, 2))
    np.testing.assert_allclose(found.high_share, expected, rtol=1e-6)
    np.testing.assert_allclose(np.diagonal(found.excites), oips.response, rtol=1e-4, atol=1e-6)
    assert (oips.response <= found.bound + 1e-5).all()
    assert found.shift.shape == (LAYERS[layer], 3)
    moved = np.full_like(oips.images[0], foreign.box.low if domain == "box" else 0)
    moved[:, 1:] = oips.images[0, :, :-1]
    assert np.isfinite(found.shift[oips.response > 0]).all() and moved.shape == SHAPE


def test_every_number_of_the_table_can_be_read(study, layer, oips, responses):
    trust = measure_trust(study, oips, responses, layer=layer, domain_name="box")
    table = tabulate(study, oips, responses, trust)
    assert table.value.shape == (len(table.number), LAYERS[layer])
    assert np.isfinite(table.middle).any()


def test_what_the_layers_see_is_not_the_same(foreign):
    pixels = np.zeros(SHAPE)
    assert foreign.layer("edges").visible(pixels).shape == SHAPE
    rows, columns = foreign.layer("Parts_2").rows, foreign.layer("Parts_2").columns
    assert (rows.count, columns.count) == (2, 3) and foreign.classes == CLASSES


def test_where_no_bound_is_known_none_is_given(foreign):
    import keras
    from keras import layers

    network = keras.Sequential(
        [
            keras.Input((*SHAPE, 1)),
            layers.Conv2D(3, 3, activation="gelu", name="wavy"),
            layers.Conv2D(4, 3, activation="relu", name="last"),
        ]
    )
    other = dataclasses.replace(foreign, network=network)
    assert np.isnan(known_bound(other, "last", "box")).all()
    assert known_bound(foreign, "edges", "box").shape == (LAYERS["edges"],)
    assert (known_bound(foreign, "edges", "sphere") > known_bound(foreign, "edges", "box")).all()
