"""A subject whose network branches, and whose functions give less than 0, is measured like any
other: its numbers are those of Keras, and silence is told from answers.
"""

from __future__ import annotations

import numpy as np
import pytest

from analysis.ascent.starts import Mixture
from analysis.images.datasets import Dataset, Images
from analysis.looking.ablation import classes_without, measure_ablation
from analysis.looking.contributions import behind
from analysis.looking.data_responses import measure_data_responses
from analysis.looking.votes import measure_votes
from analysis.oips.series import measure_gallery
from analysis.oips.sets import measure_oip_set
from analysis.study import Study
from analysis.subject import Subject
from analysis.trust.measure import measure_trust
from analysis.trust.table import tabulate

SHAPE, CLASSES, MAPS, LAYER = (12, 10), 3, 6, "body/parts"
MUTE = 2  # a map that no image raises above 0


def _images(count: int, seed: int) -> Images:
    rng = np.random.default_rng(seed)
    grey = rng.integers(0, 256, (count, *SHAPE)).astype(np.uint8)
    return Images(grey, np.arange(count).astype(np.uint8) % CLASSES)


def _network():
    import keras
    from keras import layers

    keras.utils.set_random_seed(3)
    inner = keras.Input((*SHAPE, 4))
    normed = layers.BatchNormalization()(layers.Conv2D(MAPS, 3, name="parts")(inner))
    body = keras.Model(inner, layers.Activation("gelu", name="bent")(normed), name="body")
    inputs = keras.Input((*SHAPE, 1))
    edges = layers.Conv2D(4, 3, padding="same", activation="silu", name="edges")(inputs)
    values = body(layers.Add(name="add")([edges, layers.Conv2D(4, 1, name="short")(inputs)]))
    pooled = layers.GlobalAveragePooling2D()(values)
    beside = layers.GlobalAveragePooling2D()(edges)
    said = layers.Dense(CLASSES, name="sums")(layers.Concatenate()([pooled, beside]))
    model = keras.Model(inputs, layers.Softmax()(said), name="graph")
    parts = body.get_layer("parts")
    kernel, bias = parts.get_weights()
    bias[MUTE] = -1e4
    parts.set_weights([kernel, bias])
    return model, body


@pytest.fixture(scope="module")
def networks():
    return _network()


@pytest.fixture(scope="module")
def study(networks, settings):
    training = _images(90, 1)
    mean, deviation = float(training.images.mean()), float(training.images.std())
    data = Dataset(training, _images(12, 2), _images(60, 3), mean, deviation, (0, 255))
    mixture = Mixture((2, 3, 5, 10), (0.4, 0.3, 0.3, 0.0), SHAPE)
    subject = Subject("graph", data, networks[0], lambda layer: mixture)
    return Study(settings, foreign=subject, declared=("oip", "ladder"))


@pytest.fixture(scope="module")
def after(study, networks):
    """A function from grey images to the activations (image, y, x, map), by Keras alone."""
    import keras

    model, body = networks
    below = keras.Model(model.inputs, model.get_layer("add").output)
    return lambda images: np.asarray(body(below(study.data.standardise(images))))


@pytest.fixture(scope="module")
def responses(study):
    return measure_data_responses(study, layer=LAYER)


@pytest.fixture(scope="module")
def found(study, responses):
    gallery = measure_gallery(study, responses, layer=LAYER)
    return measure_oip_set(study, gallery, responses, layer=LAYER, domain_name="sphere")


def test_the_layers_with_maps_are_found_wherever_they_are(study):
    assert list(study.subject.layers) == ["edges", "short", LAYER]
    assert study.subject.layer("body-parts").shape == (10, 8)
    assert study.subject.layer(LAYER).rows.of_node(0) == slice(0, 4)


def test_responses_to_data_are_means_of_what_the_function_gives(study, responses, after):
    seen = after(np.concatenate([study.data.training.images, study.data.validation.images]))
    means = seen.mean(axis=(1, 2))
    np.testing.assert_allclose(responses.maximum, means.max(axis=0), rtol=1e-4, atol=1e-6)
    np.testing.assert_allclose(responses.rate, (means > 0).mean(axis=0))
    assert responses.black.min() < 0 and not responses.fires[MUTE] and responses.fires.any()


def test_a_map_that_nothing_raises_above_0_is_silent_and_others_are_found(study, found, responses):
    assert found.rung[MUTE] == "silent" and found.response[MUTE] <= 0
    assert set(found.rung[[0, 1, 3, 5]]) <= {"plain", "precursor", "pre-activation"}
    assert ((found.response > 0) == (found.rung != "silent")).all()
    trust = measure_trust(study, found, responses, layer=LAYER, domain_name="sphere")
    assert trust.status[MUTE] == "never seen firing"
    assert set(np.delete(trust.status, MUTE)) <= {"normal", "rare", "synthetic only"}
    known = trust.selectivity[~np.isnan(trust.selectivity)]
    assert known.size and (known >= 0).all() and (known <= 1).all()
    table = tabulate(study, found, responses, trust)
    assert np.isnan(table.value[:, MUTE]).all() and np.isfinite(table.value[:, 0]).any()


def _without(networks, images, number):
    """Return what goes into the softmax without one map, by Keras alone."""
    import keras

    model, body = networks
    below = keras.Model(model.inputs, model.get_layer("add").output)
    edges = keras.Model(model.inputs, model.get_layer("edges").output)(images)
    maps = np.array(body(below(images)))
    if number is not None:
        maps[..., number] = 0
    pooled = [np.asarray(one).mean(axis=(1, 2)) for one in (maps, edges)]
    return np.asarray(model.get_layer("sums")(np.concatenate(pooled, axis=1)))


def test_ablation_is_the_network_with_the_map_at_zero(study, networks):
    images = study.data.standardise(study.data.test.images)
    classes = classes_without(networks[0], images, LAYER)
    for row, number in enumerate((None, *range(MAPS))):
        expected = _without(networks, images, number).argmax(axis=1)
        assert (classes[row] == expected).mean() > 0.98  # two sums may be equal but for rounding
    assert measure_ablation(study, layer=LAYER).accuracy.shape == (MAPS,)


def test_votes_of_a_map_are_what_it_adds_to_a_sum_that_is_linear_in_it(study, networks):
    images = study.data.standardise(study.data.test.images)
    way = behind(networks[0], LAYER)
    lost = [_without(networks, images, None) - _without(networks, images, m) for m in range(MAPS)]
    labels = study.data.test.labels
    own = np.stack([one[np.arange(len(labels)), labels] for one in lost], axis=1)
    expected = np.stack([own[labels == one].mean(axis=0) for one in range(CLASSES)])
    np.testing.assert_allclose(
        measure_votes(study, layer=LAYER).added, expected, rtol=1e-3, atol=1e-4 * abs(own).max()
    )
    assert way.beside(images)  # the short cut past the maps is read too
