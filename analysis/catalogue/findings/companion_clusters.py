"""The MLP after clustering: what centres stand for, what they add to images drawn at random, and
what they are worth beside pixels and convolutions.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from analysis.catalogue.claims.trainings import LEAST
from analysis.catalogue.companions.clusters import (
    CLUSTERS,
    LITTLE,
    chosen_place,
    epochs_saved,
    loss_of_clusters,
    own_class,
    small_enough,
    told_saved,
)
from analysis.catalogue.declarations import Found, Seen
from analysis.catalogue.series.measurements import CONFUSION
from analysis.figures.style import per_cent
from analysis.results.classification import Confusion
from analysis.results.clusters import ClusterMlps
from analysis.statistics import difference_of_shares, mean, mean_and_reach


def four_nine_mixed(found: ClusterMlps) -> Seen:
    """Centres of 4s and 9s hold a smaller share of their class than the others."""
    pair, others = own_class(found, named=True), own_class(found, named=False)
    if not (pair[1] and others[1]):
        return Seen(None, "centres of one of the two kinds are missing")
    gap = difference_of_shares(pair, others)
    told = f"{per_cent(pair[0] / pair[1])} of the images around a 4 or a 9"
    holds = True if gap.high < 0 else False if gap.low > 0 else None
    reach = f"a difference of {100 * gap.low:+.1f} to {100 * gap.high:+.1f} points"
    return Seen(holds, f"{told}, {per_cent(others[0] / others[1])} around the others, {reach}")


def drawn_worse(place_of: Callable[[ClusterMlps], int]) -> Callable[[ClusterMlps], Seen]:
    """Return the test whether drawn images fall behind what another run on centres would give."""

    def look(found: ClusterMlps) -> Seen:
        place = place_of(found)
        runs, drawn = found.distance_test[place], float(found.drawn_test[place])
        told = (
            f"read rightly by distances to {int(found.clusters[place])} drawn images"
            f" {per_cent(drawn, 2)}, to as many centres"
        )
        if len(runs) < LEAST:
            said = f"{told} {per_cent(runs.mean(), 2)} on average, too few runs ({len(runs)})"
            return Seen(None, f"{said} for their scatter")
        middle, reach = mean_and_reach(runs)
        # of one more run, not of the mean
        low = middle - reach * np.sqrt(len(runs) + 1)
        told = f"{told} {per_cent(middle, 2)} on average"
        return Seen(drawn < low, f"{told}, and in a further run at least {per_cent(float(low), 2)}")

    return look


def nearest_is_a_table(found: ClusterMlps, confusion: Confusion) -> Seen:
    """The MLP on the nearest centre differs from the vote nowhere by more than chance."""
    images = int(confusion.matrix.sum())
    hits = [
        np.rint(values * images).astype(int) for values in (found.one_hot_test, found.vote_test)
    ]
    gaps = [
        difference_of_shares((int(one), images), (int(other), images))
        for one, other in zip(*hits, strict=True)
    ]
    largest = max(abs(gap.value) for gap in gaps)
    apart = sum(not gap.low <= 0 <= gap.high for gap in gaps)
    return Seen(
        apart == 0,
        f"apart by more than chance at {apart} of {len(gaps)} numbers of clusters; largest"
        f" difference {per_cent(largest, 2)} of {images:,} test images",
    )


def clusters_faster(found: ClusterMlps) -> Seen:
    """The chosen clusters save epochs, or cost some, by more than trainings scatter."""
    saved = epochs_saved(found)
    told = f"epochs saved on the way to the same accuracy, {told_saved(found)}"
    if len(saved) < LEAST:
        return Seen(None, f"{told}; too few pairs for their scatter")
    gain = mean(saved)
    return Seen(True if gain.low > 0 else False if gain.high < 0 else None, told)


def chosen_is_the_most(found: ClusterMlps) -> Seen:
    """The best number of clusters stands at the end of those that were tried."""
    chosen, most = int(found.chosen), int(found.clusters[-1])
    return Seen(chosen == most, f"{chosen} clusters are chosen, {most} the most that was tried")


def clusters_reach_points(found: ClusterMlps) -> Seen:
    """Some number of clusters is worth the points of Conv2D_3."""
    best, points = float(found.distance_test.mean(axis=1).max()), float(found.points_test)
    return Seen(
        best >= points,
        f"{per_cent(best, 2)} at best behind clusters, behind the points {per_cent(points, 2)}",
    )


def small_mlp_suffices(found: ClusterMlps) -> Seen:
    """Few clusters cost little, and save weights."""
    place = small_enough(found)
    loss = float(loss_of_clusters(found)[place])
    weights = float(found.weights[place] / found.pixel_weights)
    told = (
        f"{int(found.clusters[place])} clusters cost {per_cent(loss, 2)} of the validation images"
    )
    return Seen(
        loss < LITTLE and weights < 1, f"{told} and leave {per_cent(weights)} of the weights"
    )


FOUND = (
    Found("cluster-four-nine-mixed", (CLUSTERS,), four_nine_mixed),
    Found("drawn-worse-few", (CLUSTERS,), drawn_worse(lambda _: 0)),
    Found("drawn-worse-chosen", (CLUSTERS,), drawn_worse(chosen_place)),
    Found("nearest-is-a-table", (CLUSTERS, CONFUSION), nearest_is_a_table),
    Found("clusters-faster", (CLUSTERS,), clusters_faster),
    Found("chosen-is-the-most", (CLUSTERS,), chosen_is_the_most),
    Found("clusters-reach-points", (CLUSTERS,), clusters_reach_points),
    Found("small-mlp-suffices", (CLUSTERS,), small_mlp_suffices),
)
