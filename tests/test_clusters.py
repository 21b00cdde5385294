"""Clusters as inputs: distances and votes against slow loops, and a trainer that learns, repeats
itself and chooses on validation images.
"""

from __future__ import annotations

import numpy as np
import pytest

from analysis.catalogue.companions.clusters import CLUSTERS, VALUES, first_epoch
from analysis.experiments.clusters.measure import (
    SPLITS,
    Learner,
    class_counts,
    distances,
    find_centres,
    one_hot,
    standardised,
)
from analysis.networks.series import build_mlp
from analysis.problem import Problem


@pytest.fixture(scope="module")
def found(take):
    return take(CLUSTERS)


@pytest.fixture
def blobs():
    """Inputs (image, 2) around ten places on a circle, by split, and their places."""
    rng = np.random.default_rng(3)
    labels = {split: rng.integers(0, 10, 200) for split in SPLITS}
    angle = 2 * np.pi * np.arange(10) / 10
    places = 20 * np.stack([np.cos(angle), np.sin(angle)], axis=1)
    return (
        {
            split: (places[own] + rng.normal(size=(200, 2))).astype(np.float32)
            for split, own in labels.items()
        },
        labels,
        places,
    )


def test_distances_equal_a_slow_loop():
    rng = np.random.default_rng(1)
    images = rng.normal(size=(7, 30)).astype(np.float32)
    centres = rng.normal(size=(4, 30)).astype(np.float32)
    slow = [
        [sum((a - b) ** 2 for a, b in zip(x, c, strict=True)) ** 0.5 for c in centres.tolist()]
        for x in images.tolist()
    ]
    np.testing.assert_allclose(distances({"test": images}, centres)["test"], slow, rtol=1e-5)
    assert (np.diag(distances({"test": centres}, centres)["test"]) < 1e-2).all()


def test_k_means_finds_places_that_lie_apart(blobs):
    images, _, places = blobs
    centres = find_centres(images["training"], 40, 1, 2)
    apart = distances({"places": places.astype(np.float32)}, centres)["places"]
    assert (apart.min(axis=1) < 3).all()
    assert centres.shape == (40, 2)


def test_more_clusters_than_images_are_refused(blobs):
    with pytest.raises(Problem, match="201 clusters were asked for, but there are 200"):
        find_centres(blobs[0]["training"], 201, 1, 1)


def test_inputs_are_standardised_by_the_training_images_alone():
    inputs = {"training": np.array([[1.0, 5.0], [3.0, 5.0]]), "test": np.array([[4.0, 6.0]])}
    done = standardised(inputs)
    np.testing.assert_allclose(done["training"], [[-1, 0], [1, 0]])
    np.testing.assert_allclose(done["test"], [[2, 1]])
    assert done["test"].dtype == np.float32


def test_one_hot_marks_the_nearest_centre():
    np.testing.assert_array_equal(
        one_hot({"test": np.array([2, 0])}, 3)["test"], [[0, 0, 1], [1, 0, 0]]
    )


def test_classes_around_centres_equal_plain_counting():
    rng = np.random.default_rng(2)
    nearest, labels = rng.integers(0, 6, 80), rng.integers(0, 10, 80)
    slow = [
        [
            sum(1 for n, c in zip(nearest, labels, strict=True) if (n, c) == (k, digit))
            for digit in range(10)
        ]
        for k in range(6)
    ]
    assert class_counts(nearest, labels, 6, 10).tolist() == slow


def test_the_learner_learns_repeats_itself_and_never_sees_the_test_labels(blobs):
    images, labels, _ = blobs
    learner = Learner(labels, 10, (20, 10), 16, 0.01, 15)
    curve, test = learner.learn(standardised(images), 1)
    assert curve.shape == (15,) and curve[-1] > 0.9 and test > 0.9
    again, _ = learner.learn(standardised(images), 1)
    np.testing.assert_array_equal(curve, again)
    shuffled = Learner(labels | {"test": (labels["test"] + 1) % 10}, 10, (20, 10), 16, 0.01, 15)
    other, wrong = shuffled.learn(standardised(images), 1)
    np.testing.assert_array_equal(curve, other)
    assert wrong < 0.1


def test_weights_are_those_of_the_mlp_in_keras(settings):
    hidden = settings.training.mlp_hidden
    learner = Learner({}, 10, hidden, 1, 1.0, 1)
    assert learner.weights(784) == sum(
        w.size for w in build_mlp(1, hidden).get_weights() if w.ndim == 2
    )


def test_the_measurement_has_every_count_and_run(found, settings):
    rule = settings.clusters
    assert found.clusters.tolist() == list(rule.counts)
    assert found.distance_test.shape == (len(rule.counts), rule.runs)
    assert found.pixel_validation.shape == (rule.runs, rule.epochs)
    assert int(found.points) == 1152 and len(found.centres) == rule.counts[1]
    assert (
        found.centre_size.sum() == settings.data.training_images - settings.data.validation_images
    )


def test_the_number_of_clusters_is_chosen_on_validation_images(found):
    held_out = found.distance_validation[:, :, -1].mean(axis=1)
    assert int(found.chosen) == found.clusters[held_out.argmax()]


def test_purity_is_the_share_of_the_class_around_a_centre(found):
    assert (found.centre_purity * found.centre_size).round(6).tolist() == (
        found.centre_purity * found.centre_size
    ).round().tolist()
    assert (np.diff(found.centre_label) >= 0).all() and (found.centre_purity <= 1).all()


def test_the_first_epoch_above_a_bar_counts_from_one_and_is_0_for_never():
    curve = np.array([0.5, 0.7, 0.9])
    assert [first_epoch(curve, bar) for bar in (0.4, 0.7, 0.8, 0.95)] == [1, 2, 3, 0]


def test_every_value_can_be_told(found):
    assert all(value.text(value.read(found)) for value in VALUES)
