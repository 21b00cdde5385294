"""Companion CLU: the MLP after clustering."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from analysis.catalogue.declarations import DesignValue, Figure, Measurement, Value
from analysis.catalogue.series.measurements import CONFUSION
from analysis.experiments.clusters.measure import measure_clusters
from analysis.figures import clusters
from analysis.results.clusters import ClusterMlps
from analysis.signs import plain

CLUSTERS = Measurement(
    "clusters", measure_clusters, ("training", "clusters"), ("full-recipe",), apart=True
)
LITTLE = 0.01  # less than one validation image in a hundred
FOUR_AND_NINE = (4, 9)  # the pair that the series finds confused most


def chosen_place(found: ClusterMlps) -> int:
    """Return the place of the number of clusters that validation images chose."""
    return list(found.clusters).index(int(found.chosen))


def at(name: str, place: int | None = None) -> Callable[[ClusterMlps], float]:
    """Return the reader of a number at one of the counts of clusters, else at the chosen one; the
    mean where there are several runs.
    """

    def read(found: ClusterMlps) -> float:
        row = chosen_place(found) if place is None else place
        return float(np.mean(getattr(found, name)[row]))

    return read


def pairs_won(found: ClusterMlps) -> float:
    """Return in how many pairs of runs the chosen clusters read more test images than pixels."""
    return float((found.distance_test[chosen_place(found)] > found.pixel_test).sum())


def runs_above_drawn(place_of: Callable[[ClusterMlps], int]) -> Callable[[ClusterMlps], float]:
    """Return the reader of how many runs on centres read more test images than the one on as many
    drawn images.
    """

    def read(found: ClusterMlps) -> float:
        place = place_of(found)
        return float((found.distance_test[place] > found.drawn_test[place]).sum())

    return read


def runs_above_nearest(place: int | None = None) -> Callable[[ClusterMlps], float]:
    """Return the reader of how many runs on distances read more test images than both the MLP told
    the nearest centre alone and the vote, at one of the counts of clusters, else at the chosen one.
    """

    def read(found: ClusterMlps) -> float:
        row = chosen_place(found) if place is None else place
        nearest = max(float(found.one_hot_test[row]), float(found.vote_test[row]))
        return float((found.distance_test[row] > nearest).sum())

    return read


def first_epoch(curve: np.ndarray, bar: float) -> float:
    """Return the first epoch, from 1, after which a curve has reached a bar; 0 where it never
    does.
    """
    return float((curve >= bar).argmax() + 1) if (curve >= bar).any() else 0.0


def epochs_of_pixels(found: ClusterMlps) -> float:
    """Return the epochs that the mean run on pixels needs for what the mean run on the chosen
    clusters reaches at its end.
    """
    clusters = found.distance_validation[chosen_place(found)].mean(axis=0)
    return first_epoch(found.pixel_validation.mean(axis=0), float(clusters[-1]))


def epochs_to_both(found: ClusterMlps) -> np.ndarray:
    """Return the epochs that the chosen clusters and the pixels need (row, run) for what both runs
    of a pair reach on validation images.
    """
    pairs = zip(found.distance_validation[chosen_place(found)], found.pixel_validation, strict=True)
    needed = []
    for pair in pairs:
        both = float(min(curve[-1] for curve in pair))
        needed.append([first_epoch(curve, both) for curve in pair])
    return np.array(needed).T


def mean_epochs(row: int) -> Callable[[ClusterMlps], float]:
    """Return the reader of the epochs needed by the clusters, or the pixels, in the mean of the
    pairs.
    """
    return lambda found: float(epochs_to_both(found)[row].mean())


def epochs_saved(found: ClusterMlps) -> np.ndarray:
    """Return how many epochs fewer the chosen clusters need than the pixels (run)."""
    on_clusters, on_pixels = epochs_to_both(found)
    return np.asarray(on_pixels - on_clusters)


def told_saved(found: ClusterMlps) -> str:
    """Return how many epochs the chosen clusters save, pair by pair, in words."""
    return f"pair by pair: {', '.join(plain(one, 0) for one in epochs_saved(found))}"


def own_class(found: ClusterMlps, named: bool) -> tuple[int, int]:
    """Return how many images share the class that their centre stands for, and of how many: around
    centres of a 4 or a 9, else around all others.
    """
    mine = np.isin(found.centre_label, FOUR_AND_NINE) == named
    own = found.centre_purity[mine] @ found.centre_size[mine]
    return round(float(own)), int(found.centre_size[mine].sum())


def share_of_own(named: bool) -> Callable[[ClusterMlps], float]:
    """Return the reader of the share of images that share their centre's class; NaN without such
    centres.
    """

    def read(found: ClusterMlps) -> float:
        own, images = own_class(found, named)
        return own / images if images else np.nan

    return read


def several_centres(found: ClusterMlps) -> float:
    """Return how many classes more than one centre stands for, of those with images around them."""
    labels = found.centre_label[found.centre_size > 0]
    return float((np.unique(labels, return_counts=True)[1] > 1).sum())


def loss_of_clusters(found: ClusterMlps) -> np.ndarray:
    """Return the share of validation images (count) that distances lose against the pixels."""
    pixels = found.pixel_validation[:, -1].mean()
    return np.asarray(pixels - found.distance_validation[:, :, -1].mean(axis=1))


def small_enough(found: ClusterMlps) -> int:
    """Return the place of the fewest clusters that cost little against the pixels; else the
    last.
    """
    little = loss_of_clusters(found) < LITTLE
    return int(little.argmax()) if little.any() else len(little) - 1


def equal_to_points(found: ClusterMlps) -> float:
    """Return the fewest clusters behind which the MLP reads as many test images as behind the
    points; 0 where no number of them does.
    """
    enough = found.clusters[found.distance_test.mean(axis=1) >= found.points_test]
    return float(enough.min()) if enough.size else 0.0


MEASUREMENTS: tuple[Measurement, ...] = (CLUSTERS,)
FIGURES: tuple[Figure, ...] = (
    Figure(
        id="cluster-centres",
        part="CLU",
        shows=(CLUSTERS,),
        draw=clusters.draw_centres,
    ),
    Figure(
        id="cluster-accuracy",
        part="CLU",
        shows=(CLUSTERS, CONFUSION),
        draw=clusters.draw_accuracy,
        series=("F-CLU-1",),
    ),
    Figure(
        id="cluster-speed",
        part="CLU",
        shows=(CLUSTERS,),
        draw=clusters.draw_speed,
    ),
)
VALUES: tuple[Value, ...] = (
    DesignValue("cluster-fewest", CLUSTERS, lambda found: float(found.clusters[0])),
    DesignValue("cluster-most", CLUSTERS, lambda found: float(found.clusters[-1])),
    Value("cluster-chosen", CLUSTERS, lambda found: float(found.chosen)),
    DesignValue("cluster-runs", CLUSTERS, lambda found: float(found.pixel_test.size)),
    Value("cluster-pairs-won", CLUSTERS, pairs_won),
    Value("cluster-runs-above-drawn", CLUSTERS, runs_above_drawn(chosen_place)),
    Value("cluster-few-runs-above-drawn", CLUSTERS, runs_above_drawn(lambda _: 0)),
    Value("cluster-runs-above-nearest", CLUSTERS, runs_above_nearest()),
    Value("cluster-few-runs-above-nearest", CLUSTERS, runs_above_nearest(0)),
    DesignValue("cluster-epochs", CLUSTERS, lambda found: float(found.pixel_validation.shape[1])),
    DesignValue("cluster-shown", CLUSTERS, lambda found: float(len(found.centres))),
    Value(
        "cluster-mean-purity",
        CLUSTERS,
        lambda found: float(found.centre_purity @ found.centre_size / found.centre_size.sum()),
        "%",
    ),
    Value("cluster-classes-several", CLUSTERS, several_centres),
    Value("cluster-own-of-four-nine", CLUSTERS, share_of_own(True), "%", may_be_nan=True),
    Value("cluster-own-of-others", CLUSTERS, share_of_own(False), "%", may_be_nan=True),
    Value("cluster-fewest-accuracy", CLUSTERS, at("distance_test", 0), "%", 2),
    Value("cluster-accuracy", CLUSTERS, at("distance_test"), "%", 2),
    Value(
        "cluster-validation-accuracy",
        CLUSTERS,
        lambda found: float(found.distance_validation[:, :, -1].mean(axis=1).max()),
        "%",
        2,
    ),
    Value("cluster-pixel-accuracy", CLUSTERS, lambda found: float(found.pixel_test.mean()), "%", 2),
    Value("cluster-pixel-least", CLUSTERS, lambda found: float(found.pixel_test.min()), "%", 2),
    Value("cluster-pixel-best", CLUSTERS, lambda found: float(found.pixel_test.max()), "%", 2),
    Value("cluster-points-accuracy", CLUSTERS, lambda found: float(found.points_test), "%", 2),
    Value("cluster-drawn-accuracy", CLUSTERS, at("drawn_test"), "%", 2),
    Value("cluster-drawn-fewest", CLUSTERS, at("drawn_test", 0), "%", 2),
    Value("cluster-one-hot-accuracy", CLUSTERS, at("one_hot_test"), "%", 2),
    Value("cluster-one-hot-fewest", CLUSTERS, at("one_hot_test", 0), "%", 2),
    Value("cluster-vote-fewest", CLUSTERS, at("vote_test", 0), "%", 2),
    Value("cluster-vote-accuracy", CLUSTERS, at("vote_test"), "%", 2),
    Value("cluster-error", CLUSTERS, lambda found: 1 - at("distance_test")(found), "%", 2),
    Value(
        "cluster-first-epoch",
        CLUSTERS,
        lambda found: float(found.distance_validation[:, :, 0].mean(axis=1).max()),
        "%",
        2,
    ),
    Value(
        "cluster-pixel-first-epoch",
        CLUSTERS,
        lambda found: float(found.pixel_validation[:, 0].mean()),
        "%",
        2,
    ),
    Value(
        "cluster-points-first-epoch",
        CLUSTERS,
        lambda found: float(found.points_validation[0]),
        "%",
        2,
    ),
    Value("cluster-epochs-of-pixels", CLUSTERS, epochs_of_pixels),
    Value("cluster-epochs-to-both", CLUSTERS, mean_epochs(0), "", 1),
    Value("cluster-pixel-epochs-to-both", CLUSTERS, mean_epochs(1), "", 1),
    Value("cluster-weights", CLUSTERS, at("weights")),
    DesignValue("cluster-most-weights", CLUSTERS, at("weights", -1)),
    DesignValue("cluster-pixel-weights", CLUSTERS, lambda found: float(found.pixel_weights)),
    Value("cluster-small", CLUSTERS, lambda found: float(found.clusters[small_enough(found)])),
    Value(
        "cluster-small-accuracy",
        CLUSTERS,
        lambda found: at("distance_test", small_enough(found))(found),
        "%",
        2,
    ),
    Value(
        "cluster-small-weights",
        CLUSTERS,
        lambda found: float(found.weights[small_enough(found)] / found.pixel_weights),
        "%",
    ),
    Value(
        "cluster-small-loss",
        CLUSTERS,
        lambda found: (
            float(found.pixel_test.mean()) - at("distance_test", small_enough(found))(found)
        ),
        "%",
        2,
    ),
    Value("cluster-equal-points", CLUSTERS, equal_to_points),
    DesignValue("cluster-points", CLUSTERS, lambda found: float(found.points)),
)
