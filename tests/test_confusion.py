from __future__ import annotations

import numpy as np
import oracles
import pytest
from hypothesis import given
from hypothesis import strategies as some

from analysis.catalogue.series.measurements import CONFUSION
from analysis.looking.confusion import HARD_CASES, confusion_matrix
from analysis.networks.storage import load_model


@given(pairs=some.lists(some.tuples(some.integers(0, 9), some.integers(0, 9)), max_size=60))
def test_the_matrix_equals_plain_counting(pairs):
    true, predicted = [t for t, _ in pairs], [p for _, p in pairs]
    assert (
        confusion_matrix(np.array(true, np.uint8), np.array(predicted, int))
        == oracles.confusion(true, predicted)
    ).all()


@pytest.fixture(scope="module")
def probabilities(model, data):
    return np.asarray(model(data.standardise(data.test.images)))


def test_every_test_image_is_counted_once(take, data, probabilities):
    result = take(CONFUSION)
    assert (
        result.matrix
        == oracles.confusion(data.test.labels.tolist(), probabilities.argmax(axis=1).tolist())
    ).all()
    assert result.matrix.sum() == result.mlp_matrix.sum() == len(data.test.labels)
    assert result.accuracy == pytest.approx(np.trace(result.matrix) / result.matrix.sum())


def test_the_other_network_is_judged_by_its_own_answers(take, data, networks):
    mlp = np.asarray(load_model(networks["mlp"])(data.standardise(data.test.images))).argmax(axis=1)
    assert (
        take(CONFUSION).mlp_matrix == oracles.confusion(data.test.labels.tolist(), mlp.tolist())
    ).all()
    assert take(CONFUSION).mlp_accuracy == (mlp == data.test.labels).mean()


def test_the_loss_is_the_mean_cross_entropy(take, data, probabilities):
    expected = -np.mean(
        [np.log(p[t]) for p, t in zip(probabilities.astype(float), data.test.labels, strict=True)]
    )
    assert take(CONFUSION).loss == pytest.approx(expected, rel=1e-4)


def test_hard_cases_are_the_images_least_sure_of_their_true_class(take, data, probabilities):
    result = take(CONFUSION)
    sureness = result.hard_probabilities[np.arange(HARD_CASES), result.hard_label]
    assert (np.diff(sureness) >= 0).all()
    others = np.delete(probabilities[np.arange(500), data.test.labels], result.hard_index)
    assert sureness.max() <= others.min() + 1e-6
    assert (result.hard_images == data.test.images[result.hard_index]).all()
    assert (result.hard_predicted == result.hard_probabilities.argmax(axis=1)).all()
