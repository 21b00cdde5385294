"""Companion CLU: the MLP after clustering."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from analysis.catalogue.declarations import Figure, Measurement, Value
from analysis.catalogue.series.measurements import CONFUSION
from analysis.experiments.clusters.measure import measure_clusters
from analysis.figures import clusters
from analysis.results.clusters import ClusterMlps

CLUSTERS = Measurement(
    "clusters", measure_clusters, ("training", "clusters"), ("full-recipe",), apart=True
)


def at(name: str, place: int | None = None) -> Callable[[ClusterMlps], float]:
    """Return the reader of a number at one of the counts of clusters, else at the chosen one; the
    mean where there are several runs.
    """

    def read(found: ClusterMlps) -> float:
        chosen = list(found.clusters).index(int(found.chosen)) if place is None else place
        return float(np.mean(getattr(found, name)[chosen]))

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
    best = list(found.clusters).index(int(found.chosen))
    return first_epoch(
        found.pixel_validation.mean(axis=0), float(found.distance_validation[best].mean(axis=0)[-1])
    )


def small_enough(found: ClusterMlps) -> int:
    """Return the place of the fewest clusters that cost less than one error in a hundred validation
    images against the pixels; else the last.
    """
    loss = found.pixel_validation[:, -1].mean() - found.distance_validation[:, :, -1].mean(axis=1)
    return int((loss < 0.01).argmax()) if (loss < 0.01).any() else len(loss) - 1


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
    Value("cluster-fewest", CLUSTERS, lambda found: float(found.clusters[0])),
    Value("cluster-most", CLUSTERS, lambda found: float(found.clusters[-1])),
    Value("cluster-chosen", CLUSTERS, lambda found: float(found.chosen)),
    Value("cluster-runs", CLUSTERS, lambda found: float(found.pixel_test.size)),
    Value("cluster-epochs", CLUSTERS, lambda found: float(found.pixel_validation.shape[1])),
    Value("cluster-shown", CLUSTERS, lambda found: float(len(found.centres))),
    Value(
        "cluster-mean-purity",
        CLUSTERS,
        lambda found: float(found.centre_purity @ found.centre_size / found.centre_size.sum()),
        "%",
    ),
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
    Value("cluster-one-hot-fewest", CLUSTERS, at("one_hot_test", 0), "%", 1),
    Value("cluster-vote-fewest", CLUSTERS, at("vote_test", 0), "%", 1),
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
    Value("cluster-weights", CLUSTERS, at("weights")),
    Value("cluster-pixel-weights", CLUSTERS, lambda found: float(found.pixel_weights)),
    Value("cluster-small", CLUSTERS, lambda found: float(found.clusters[small_enough(found)])),
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
    Value("cluster-points", CLUSTERS, lambda found: float(found.points)),
)
