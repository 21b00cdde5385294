"""The comparison MLP behind a cluster analysis: distances to centres in place of pixels.

k-means looks for k typical images without knowing a label; an image is then described by its k
distances to them, or by the number of the nearest one (one-hot). The same MLP learns from either,
from pixels and from what Conv2D_3 makes of them. Source: a note in part VII of the series, without
numbers; everything here is our choice.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.networks.layers import batches, views
from analysis.networks.series import CONVOLUTIONS
from analysis.problem import Problem
from analysis.results.clusters import ClusterMlps
from analysis.study import Study

if TYPE_CHECKING:
    from collections.abc import Callable

LAYER = CONVOLUTIONS[-1]
BATCH = 2048  # images per step of the clustering
SPLITS = ("training", "validation", "test")
Inputs = dict[str, np.ndarray]  # by split: (image, input) float32


@dataclass(frozen=True)
class Learner:
    """The MLP of the comparison, trained on any inputs: hidden layers with ReLU, softmax, Adam at a
    constant rate.

    scikit-learn trains it here, since dozens of trainings of nets this small would spend most of
    their time on entering and leaving a compiled graph.
    """

    labels: Inputs
    classes: int
    hidden: tuple[int, ...]
    batch_size: int
    learning_rate: float
    epochs: int

    def weights(self, inputs: int) -> int:
        """Return the number of weights, without biases, behind so many inputs."""
        sizes = (inputs, *self.hidden, self.classes)
        return sum(a * b for a, b in pairwise(sizes))

    def learn(self, inputs: Inputs, seed: int) -> tuple[np.ndarray, float]:
        """Return the accuracy on the validation images after each epoch (epoch), and that on the
        test images after the last.
        """
        from sklearn.neural_network import MLPClassifier

        mlp = MLPClassifier(
            self.hidden,
            alpha=0,
            batch_size=self.batch_size,
            learning_rate_init=self.learning_rate,
            random_state=seed,
        )

        def accuracy(split: str) -> float:
            return float((mlp.predict(inputs[split]) == self.labels[split]).mean())

        classes = np.arange(self.classes)
        held_out = []
        for _ in range(self.epochs):
            mlp.partial_fit(inputs["training"], self.labels["training"], classes=classes)
            held_out.append(accuracy("validation"))
        return np.array(held_out), accuracy("test")


def find_centres(images: np.ndarray, count: int, seed: int, passes: int) -> np.ndarray:
    """Return k-means centres (centre, pixel) of images (image, pixel).

    Raises:
        Problem: there are fewer images than centres.
    """
    from sklearn.cluster import MiniBatchKMeans

    if count > len(images):
        raise Problem(
            f"{count} clusters were asked for, but there are {len(images)} training images. Lower"
            " clusters.counts in the profile."
        )
    # two steps at least: with a single one scikit-learn has no course of the inertia to end with
    size = min(BATCH, max(1, len(images) // 2))
    means = MiniBatchKMeans(
        count,
        batch_size=size,
        init="random",
        n_init=1,
        max_iter=passes,
        random_state=seed,
        compute_labels=False,
    )
    return means.fit(images).cluster_centers_


def distances(images: Inputs, centres: np.ndarray) -> Inputs:
    """Return the Euclidean distances (image, centre) by split: the root of x x - 2 x c + c c, one
    matrix product for all of them.
    """

    def apart(values: np.ndarray) -> np.ndarray:
        squares = (
            np.einsum("ip,ip->i", values, values)[:, None]
            - values @ (2 * centres.T)
            + (centres * centres).sum(axis=1)
        )
        return np.sqrt(np.maximum(squares, 0))

    return {split: apart(values) for split, values in images.items()}


def standardised(inputs: Inputs) -> Inputs:
    """Return the inputs with mean 0 and deviation 1 each over the training images; constant ones
    become 0.
    """
    mean = inputs["training"].mean(axis=0)
    deviation = inputs["training"].std(axis=0)
    scale = np.where(deviation > 0, deviation, 1)
    return {split: ((values - mean) / scale).astype(np.float32) for split, values in inputs.items()}


def one_hot(nearest: Inputs, count: int) -> Inputs:
    """Return 1 for the nearest centre and 0 for the others (image, centre)."""
    return {split: np.eye(count, dtype=np.float32)[values] for split, values in nearest.items()}


def class_counts(nearest: np.ndarray, labels: np.ndarray, count: int, classes: int) -> np.ndarray:
    """Return how many images of each class have each centre as the nearest one (centre, class)."""
    cells = np.bincount(classes * nearest + labels, minlength=classes * count)
    return cells.reshape(count, classes)


def _points(study: Study) -> Inputs:
    """Return the activations of the points of Conv2D_3 (image, point) by split."""
    look, data = views(study.network(), (LAYER,)), study.data

    def points(images: np.ndarray) -> np.ndarray:
        seen = [look(data.standardise(images[part]))[LAYER] for part in batches(images)]
        return np.concatenate(seen).reshape(len(images), -1)

    return {split: points(getattr(data, split).images) for split in SPLITS}


def _learner(study: Study) -> Learner:
    training = study.settings.training
    labels = {split: getattr(study.data, split).labels.astype(int) for split in SPLITS}
    return Learner(
        labels,
        study.data.classes,
        training.mlp_hidden,
        training.mlp.batch_size,
        training.mlp.learning_rate,
        study.settings.clusters.epochs,
    )


def _alone(
    learner: Learner, images: Inputs, apart: Inputs, count: int, seed: int
) -> dict[str, float]:
    """Return what is left of a clustering when only the nearest centre counts, and what drawn
    images do in place of centres.
    """
    nearest = {split: values.argmin(axis=1) for split, values in apart.items()}
    train = learner.labels["training"]
    votes = class_counts(nearest["training"], train, count, learner.classes).argmax(axis=1)
    drawn = np.random.default_rng(seed).choice(len(train), count, replace=False)
    from_drawn = distances(images, images["training"][drawn])
    _, drawn_test = learner.learn(standardised(from_drawn), seed)
    _, one_hot_test = learner.learn(one_hot(nearest, count), seed)
    return {
        "drawn_test": drawn_test,
        "one_hot_test": one_hot_test,
        "vote_test": float((votes[nearest["test"]] == learner.labels["test"]).mean()),
    }


@dataclass(frozen=True)
class Comparison:
    """What is the same for every number of clusters."""

    learner: Learner
    images: Inputs
    passes: int  # of a clustering
    seeds: list[int]

    def clustered(self, count: int, seed: int) -> np.ndarray:
        """Return the centres (centre, pixel) of one clustering."""
        return find_centres(self.images["training"], count, seed, self.passes)

    def behind(self, count: int, advance: Callable[[int], None]) -> dict[str, Any]:
        """Return accuracies behind so many clusters; every seed has a clustering of its own, so
        that the spread holds both.
        """
        curves = []
        tests = []
        alone: dict[str, float] = {}
        for seed in self.seeds:
            apart = distances(self.images, self.clustered(count, seed))
            curve, test = self.learner.learn(standardised(apart), seed)
            curves.append(curve)
            tests.append(test)
            alone = alone or _alone(self.learner, self.images, apart, count, seed)
            advance(1)
        return {"distance_validation": curves, "distance_test": tests, **alone}


def _shown(study: Study, comparison: Comparison, count: int) -> dict[str, np.ndarray]:
    """Return the centres of one clustering as pictures, with what lies around them, in the order of
    their classes.
    """
    learner, data = comparison.learner, study.data
    centres = comparison.clustered(count, comparison.seeds[0])
    training = {"training": comparison.images["training"]}
    nearest = distances(training, centres)["training"].argmin(axis=1)
    counts = class_counts(nearest, learner.labels["training"], count, learner.classes)
    size, most = counts.sum(axis=1), counts.max(axis=1)
    purity, label = most / np.maximum(size, 1), counts.argmax(axis=1)
    order = np.lexsort((-purity, label))
    pictures = (centres * data.deviation + data.mean).reshape(-1, *data.shape)
    return {
        "centres": pictures[order],
        "centre_label": label[order],
        "centre_purity": purity[order],
        "centre_size": size[order],
    }


def measure_clusters(study: Study) -> ClusterMlps:
    """Train the same MLP on pixels, on distances to few and many centres, and on the points of
    Conv2D_3.

    The number of clusters is chosen by the mean accuracy on the validation images after the last
    epoch.
    """
    from threadpoolctl import threadpool_limits

    # matrices this small make threads wait for one another, and one thread adds up in the same
    # order everywhere
    with threadpool_limits(1):
        return _measured(study)


def _pixels(study: Study) -> Inputs:
    """Return the standardised pixels of the images (image, pixel) by split."""
    data = study.data
    pictures = {split: getattr(data, split).images for split in SPLITS}
    return {
        split: data.standardise(images).reshape(len(images), -1)
        for split, images in pictures.items()
    }


def _measured(study: Study) -> ClusterMlps:
    clusters, learner = study.settings.clusters, _learner(study)
    seeds = [study.seed("clusters") + run for run in range(clusters.runs)]
    images = _pixels(study)
    comparison = Comparison(learner, images, clusters.passes, seeds)
    total = (len(clusters.counts) + 1) * clusters.runs + 1
    with study.progress("MLPs on clusters", total) as advance:
        found = [comparison.behind(count, advance) for count in clusters.counts]
        pixels = []
        for seed in seeds:
            pixels.append(learner.learn(images, seed))
            advance(1)
        points = _points(study)
        points_curve, points_test = learner.learn(standardised(points), seeds[0])
        advance(1)
    by_count = {name: np.array([one[name] for one in found]) for name in found[0]}
    at_the_end = by_count["distance_validation"][:, :, -1].mean(axis=1)
    width = points["training"].shape[1]
    return ClusterMlps(
        clusters=np.array(clusters.counts),
        chosen=np.array(clusters.counts[at_the_end.argmax()]),
        **by_count,
        pixel_validation=np.array([curve for curve, _ in pixels]),
        pixel_test=np.array([test for _, test in pixels]),
        points_validation=points_curve,
        points_test=np.array(points_test),
        points=np.array(width),
        weights=np.array([learner.weights(count) for count in clusters.counts]),
        pixel_weights=np.array(learner.weights(images["training"].shape[1])),
        points_weights=np.array(learner.weights(width)),
        **_shown(study, comparison, clusters.counts[1]),
    )
