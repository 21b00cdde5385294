"""Images of any subject are chosen by what its network says of them, with labels and without."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from analysis.catalogue.atlas import Atlas, Outline
from analysis.images.datasets import Dataset, Images
from analysis.looking.affine import Logits
from analysis.looking.chosen import (
    CLEAR,
    MOST,
    WRONG,
    choose_images,
    measure_image_sets,
    measure_subject_confusion,
    said_of,
)
from analysis.looking.subject_decisions import measure_subject_decisions, measure_subject_shares

NAMES = ("round", "square", "thin")


@pytest.fixture(scope="module")
def study() -> Any:
    import architectures
    import keras
    from keras import layers

    rng = np.random.default_rng(2)
    grey, labels = rng.integers(0, 256, (90, 9, 8), np.uint8), rng.integers(0, 3, 90)
    some = Images(grey, labels.astype(np.uint8))
    data = Dataset(some, some, some, 120.0, 70.0)
    end = [layers.Flatten(), layers.Dense(3)]
    network = keras.Sequential(
        [keras.Input((9, 8, 1)), layers.Conv2D(4, 3, activation="relu", name="Only"), *end]
    )
    architectures.draw(network)
    box = SimpleNamespace(low=-120 / 70, high=135 / 70)
    subject = SimpleNamespace(network=network, names=NAMES, box=box)
    return SimpleNamespace(data=data, subject=subject)


def test_each_class_has_the_image_that_is_surest_and_right(study):
    found, test = choose_images(study, labelled=True), study.data.test
    logits = Logits(study.subject.network).of(study.data.standardise(test.images))
    said, sure = logits.argmax(axis=1), said_of(logits, "").sure
    clear = found.role == "clear"
    assert found.predicted[clear].tolist() == [0, 1, 2]
    assert (found.label[clear] == found.predicted[clear]).all()
    for one in found.index[clear]:
        rivals = (said == said[one]) & (said == test.labels)
        assert sure[one] == sure[rivals].max()
    wrong = found.index[found.role == "wrong"]
    assert len(wrong) == WRONG and (said[wrong] != test.labels[wrong]).all()
    assert (np.diff(sure[wrong]) <= 0).all()
    close = found.role == "close"
    assert (np.diff(found.margin[close]) >= 0).all()
    assert len(found.index) == len(set(found.index.tolist())) == MOST
    assert found.names.tolist() == list(NAMES)
    np.testing.assert_array_equal(found.images[..., 0], test.images[found.index])


def test_without_labels_hard_cases_are_those_of_least_margin(study):
    found = choose_images(study, labelled=False)
    assert set(found.role) == {"clear", "close"} and not found.labelled
    assert (found.label == -1).all()
    assert found.predicted[found.role == "clear"].tolist() == [0, 1, 2]
    assert len(found.index) == MOST


def test_of_many_classes_those_of_the_surest_images_have_one():
    from analysis.looking.chosen import clear_ones, hard_ones

    logits = np.random.default_rng(1).standard_normal((400, 60))
    said = said_of(logits, "sigmoid")
    clear = clear_ones(said, np.full(400, True))
    assert len(clear) == CLEAR and len(set(said.predicted[clear])) == CLEAR
    wrong, close = hard_ones(said, np.full(400, True), clear)
    assert not wrong and len(close) == MOST - CLEAR


def test_a_network_that_is_never_right_has_hard_cases_alone():
    from analysis.looking.chosen import clear_ones, hard_ones

    said = said_of(np.random.default_rng(1).standard_normal((5, 4)), "softmax")
    nothing = np.full(5, False)
    assert clear_ones(said, nothing) == []
    wrong, close = hard_ones(said, nothing, [])
    assert sorted(wrong) == list(range(5)) and not close


def test_sureness_tells_probabilities_apart_that_round_to_one():
    said = said_of(np.array([[40.0, 0, 0], [60, 0, 0]], np.float32), "softmax")
    assert said.sure[0] < said.sure[1]
    assert said_of(np.array([[3.0, 1, -2]]), "sigmoid").sure == [3.0]


def test_confusion_counts_every_image_and_gives_an_interval(study):
    found, test = measure_subject_confusion(study), study.data.test
    assert found.matrix.sum() == found.images == 90
    assert found.matrix.sum(axis=1).tolist() == np.bincount(test.labels).tolist()
    assert found.accuracy == pytest.approx(np.trace(found.matrix) / 90)
    assert found.low < found.accuracy < found.high
    assert found.names.tolist() == list(NAMES)


def test_images_say_whether_they_are_one_set(study):
    found = measure_image_sets(study, labelled=True)
    assert found.same and found.labelled and found.test == 90
    other = replace(study.data, test=Images(study.data.test.images[:9], study.data.test.labels[:9]))
    found = measure_image_sets(SimpleNamespace(data=other, subject=study.subject), labelled=False)
    assert not found.same and not found.labelled and found.test == 9


def test_confusion_is_declared_only_where_there_are_labels():
    given = Atlas(Outline("any", ("Only",), "any-"))
    ids = [one.id for one in given.of_images]
    assert ids == [
        *("any-image-sets", "any-confusion", "any-chosen-images", "any-decisions"),
        *("any-map-shares-only", "any-map-fields"),
    ]
    without = Atlas(Outline("any", ("Only",), "any-", labelled=False))
    assert [one.id for one in without.of_images] == [one for one in ids if one != "any-confusion"]


@pytest.mark.parametrize("labelled", [True, False])
def test_decisions_are_sums_with_labels_and_without(study, labelled):
    chosen = choose_images(study, labelled=labelled)
    found, shares = (
        measure_subject_decisions(study, chosen),
        measure_subject_shares(study, chosen, layer="Only"),
    )
    assert not str(found.bent) and not str(shares.bent)
    total = found.pixels.sum(axis=(2, 3), dtype=float) + found.bias.sum(axis=-1)
    np.testing.assert_allclose(total, found.logits, atol=1e-4)
    added = shares.contribution.sum(axis=-1, dtype=float) + shares.around + shares.behind
    np.testing.assert_allclose(added, found.logits, atol=1e-4)
    np.testing.assert_allclose(shares.lost, shares.contribution, atol=1e-4)  # no gate behind
    np.testing.assert_allclose(found.probabilities.sum(axis=1), 1)


def test_a_bent_network_publishes_a_reason_and_what_silencing_loses(study):
    import architectures
    import keras
    from keras import layers

    network = keras.Sequential(
        [
            keras.Input((9, 8, 1)),
            layers.Conv2D(4, 3, activation="relu", name="Only"),
            layers.Conv2D(4, 3, activation="gelu", name="Bent"),
            layers.Flatten(),
            layers.Dense(3, activation="softmax"),
        ]
    )
    architectures.draw(network)
    subject = SimpleNamespace(**{**vars(study.subject), "network": network})
    own = SimpleNamespace(data=study.data, subject=subject)
    chosen = choose_images(own, labelled=True)
    found = measure_subject_decisions(own, chosen)
    reason = "layer Bent has the activation function gelu, which is bent"
    assert str(found.bent) == reason and found.pixels.shape == (0, 3, 9, 8)
    below = measure_subject_shares(own, chosen, layer="Only")
    assert str(below.bent) == reason and below.contribution.shape == (0, 3, 4)
    assert below.lost.shape == (MOST, 3, 4) and below.lost.any()
    above = measure_subject_shares(own, chosen, layer="Bent")
    assert not str(above.bent) and above.gap < above.bar
