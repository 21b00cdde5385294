"""Repetitions of the MLP: the same training as the published one, and confusions counted the slow
way.
"""

from __future__ import annotations

import numpy as np
import oracles
import pytest

from analysis.catalogue.companions.mlp import MLP_RUNS, VALUES
from analysis.experiments.mlp.repetitions import CNNS, repeat_training, worst_of
from analysis.networks.storage import load_model
from analysis.networks.training import begin, recipe_of, train


@pytest.fixture(scope="module")
def runs(take):
    return take(MLP_RUNS)


def test_handing_over_whole_epochs_leaves_weights_and_history_alone(make_study, settings, data):
    study = make_study(*MLP_RUNS.settings)
    fast, fast_history = repeat_training(study, 5)
    slow, slow_history = train(
        begin(settings, "mlp", data, 5), recipe_of(settings, "mlp"), data, seed=5
    )
    for one, other in zip(fast.get_weights(), slow.get_weights(), strict=True):
        np.testing.assert_array_equal(one, other)
    np.testing.assert_allclose(fast_history.validation_accuracy, slow_history.validation_accuracy)


def test_repetitions_have_seeds_of_their_own(runs, settings):
    assert (
        len(runs.matrices) == 1 + settings.mlp_runs.repetitions == 1 + len(set(runs.seed.tolist()))
    )
    assert runs.validation_accuracy.shape == (
        settings.mlp_runs.repetitions,
        settings.training.mlp.epochs,
    )
    assert (runs.matrices[0] != runs.matrices[1]).any()


@pytest.mark.parametrize(("row", "name"), [(0, "mlp"), (1, CNNS[0]), (2, CNNS[1])])
def test_matrices_equal_plain_counting(runs, networks, data, row, name):
    said = np.asarray(load_model(networks[name])(data.standardise(data.test.images))).argmax(axis=1)
    found = runs.matrices[0] if row == 0 else runs.cnn_matrices[row - 1]
    assert (found == oracles.confusion(data.test.labels.tolist(), said.tolist())).all()


def test_the_worst_images_are_those_of_the_digit_with_the_least_probability():
    labels = np.array([4, 9, 4, 4, 9])
    said = np.zeros((5, 10))
    said[:, 4] = [0.9, 0.0, 0.1, 0.5, 0.2]
    assert worst_of(4, labels, said, 2).tolist() == [2, 3]
    assert worst_of(9, labels, said, 5).tolist() == [1, 4]


def test_worst_cases_are_chosen_by_the_published_mlp(runs, networks, data):
    said = np.asarray(load_model(networks["mlp"])(data.standardise(data.test.images)))
    cnn = np.asarray(load_model(networks["full-recipe"])(data.standardise(data.test.images)))
    for row, digit in enumerate(runs.digit):
        shown = runs.worst_index[row]
        assert (data.test.labels[shown] == digit).all()
        others = np.setdiff1d(np.flatnonzero(data.test.labels == digit), shown)
        assert said[shown, digit].max() <= said[others, digit].min() + 1e-6
        np.testing.assert_allclose(runs.cnn_probabilities[row], cnn[shown], atol=1e-5)
        assert (runs.worst_images[row] == data.test.images[shown]).all()
        assert (runs.misread[row] >= (said[shown].argmax(axis=1) != digit)).all()


def test_every_value_can_be_told(runs):
    told = {value.id: value.text(value.read(runs)) for value in VALUES}
    assert told["mlp-trainings"] == "2" and all(told.values())
