"""Findings of the companions on clusters and on common patterns: made-up results on both sides of
each bar, and with nothing to tell.
"""

from __future__ import annotations

import numpy as np
import pytest
from test_judges_series import made

from analysis.catalogue import FINDINGS
from analysis.catalogue.companions.clusters import (
    equal_to_points,
    pairs_won,
    runs_above_drawn,
    runs_above_nearest,
)
from analysis.catalogue.companions.frank import gap_to_so_far, layers_nearer_by_median
from analysis.figures.clusters import _classes_with
from analysis.publishing.sentences import finding_record
from analysis.results.classification import Confusion
from analysis.results.clusters import ClusterMlps
from analysis.results.distributions import (
    ActivationFamilies,
    BestOfMany,
    InkSums,
    PreActivationShapes,
)

KNOWN = {one.id: one for one in FINDINGS}


def holds(id, *results):
    """Look as a publication does, which refuses what is no number."""
    return finding_record(KNOWN[id], list(results)).holds


def clusters(**given):
    """A cluster analysis with two numbers of clusters, of which validation images chose 10."""
    usual = {
        "clusters": [5, 10],
        "chosen": 10,
        "distance_test": [[0.90, 0.91, 0.92], [0.95, 0.95, 0.96]],
        "distance_validation": [[[0.9]] * 3, [[0.95]] * 3],
        "pixel_validation": [[0.96]] * 3,
        "drawn_test": [0.8, 0.95],
        "one_hot_test": [0.5, 0.7],
        "vote_test": [0.5, 0.7],
        "points_test": 0.99,
        "weights": [500, 1000],
        "pixel_weights": 5000,
        "centre_label": [4, 9, 1],
        "centre_purity": [0.5, 0.5, 0.9],
        "centre_size": [100, 100, 200],
    }
    return made(ClusterMlps, **(usual | given))


FEW = {  # two runs
    "distance_test": [[0.9, 0.91], [0.95, 0.96]],
    "distance_validation": [[[0.9]] * 2, [[0.95]] * 2],
    "pixel_validation": [[0.96]] * 2,
}
# what pixels reach after two epochs, clusters do after one, or the other way round
EARLY, LATE = [[0.96, 0.96]] * 3, [[0.9, 0.96]] * 3
SOONER = {"distance_validation": [EARLY, EARLY], "pixel_validation": LATE}
LATER = {"distance_validation": [LATE, LATE], "pixel_validation": EARLY}


def test_runs_that_point_one_way_are_counted():
    found = clusters(pixel_test=[0.94, 0.955, 0.95])
    assert pairs_won(found) == 2
    assert [runs_above_drawn(lambda _, k=k: k)(found) for k in (0, 1)] == [3, 1]
    level = clusters(one_hot_test=[0.5, 0.95], vote_test=[0.905, 0.9])
    assert runs_above_nearest(0)(level) == 2 and runs_above_nearest()(level) == 1


def test_the_fewest_clusters_that_equal_the_points_are_named():
    assert equal_to_points(clusters()) == 0
    assert equal_to_points(clusters(points_test=0.9)) == 5


def test_centres_that_show_one_share_are_all_named():
    found = clusters(centre_label=[4, 9, 1], centre_purity=[0.501, 0.499, 0.9])
    assert _classes_with(found, 0.499) == "4 and 9"
    assert _classes_with(found, 0.9) == "1"


@pytest.mark.parametrize(
    ("id", "given", "expected"),
    [
        ("cluster-four-nine-mixed", {}, True),
        ("cluster-four-nine-mixed", {"centre_purity": [0.9, 0.9, 0.9]}, None),
        ("cluster-four-nine-mixed", {"centre_purity": [0.85, 0.85, 0.86]}, None),
        ("cluster-four-nine-mixed", {"centre_label": [4, 9, 9]}, None),
        ("cluster-four-nine-mixed", {"centre_label": [1, 2, 3]}, None),
        ("drawn-worse-few", {}, True),
        ("drawn-worse-few", {"drawn_test": [0.88, 0.95]}, False),
        ("drawn-worse-few", FEW, None),
        ("drawn-worse-chosen", {}, False),
        ("drawn-worse-chosen", {"drawn_test": [0.9, 0.8]}, True),
        ("drawn-worse-chosen", FEW, None),
        ("clusters-faster", SOONER, True),
        (
            "clusters-faster",
            {"distance_validation": [EARLY, EARLY], "pixel_validation": EARLY},
            None,
        ),
        (
            "clusters-faster",
            {**SOONER, "pixel_validation": [[0.96, 0.96], [0.96, 0.96], [0.9, 0.96]]},
            None,
        ),
        ("clusters-faster", LATER, False),
        ("clusters-faster", FEW, None),
        ("chosen-is-the-most", {}, True),
        ("chosen-is-the-most", {"chosen": 5}, False),
        ("clusters-reach-points", {}, False),
        ("clusters-reach-points", {"points_test": 0.95}, True),
        ("small-mlp-suffices", {}, False),
        ("small-mlp-suffices", {"pixel_validation": [[0.955]] * 3}, True),
        ("small-mlp-suffices", {"pixel_validation": [[0.955]] * 3, "pixel_weights": 900}, False),
    ],
)
def test_what_clusters_are_worth_follows_the_numbers(id, given, expected):
    assert holds(id, clusters(**given)) is expected


@pytest.mark.parametrize(("alone", "expected"), [([0.5, 0.701], True), ([0.5, 0.6], False)])
def test_the_nearest_centre_is_a_table_where_the_mlp_is_level_with_the_vote(alone, expected):
    images = made(Confusion, matrix=np.eye(10) * 100)
    assert holds("nearest-is-a-table", clusters(one_hot_test=alone), images) is expected


LAYERS = ("Conv2D_1", "Conv2D_2", "Conv2D_3", "Dense_100", "Dense_10")
OF = np.repeat(np.arange(5), 8)  # eight maps of each layer


def by_layer(*values):
    """Eight numbers around each of some values, one value for each layer."""
    return (np.array(values)[:, None] + np.linspace(0, 0.007, 8)).ravel()


def shapes(trained, untrained=(0.1, 0.1, 0.03, 0.03, 0.03), across=((2,), (1,), (1,))):
    distance = [by_layer(*trained), by_layer(*untrained), by_layer(*untrained)]
    spread = np.broadcast_to(across, (len(across), 5))
    return made(
        PreActivationShapes,
        network=["trained", "one", "other"][: len(across)],
        layer=LAYERS,
        layer_of=OF,
        distance=distance[: len(across)],
        across=spread,
    )


@pytest.mark.parametrize(
    ("id", "result", "expected"),
    [
        ("dense-leaves-normal", shapes((0.1, 0.1, 0.03, 0.06, 0.2)), True),
        ("dense-leaves-normal", shapes((0.1, 0.1, 0.03, 0.01, 0.2)), False),
        ("dense-leaves-normal", shapes((0.1, 0.1, 0.03, 0.031, 0.2)), None),
        ("dense-leaves-normal", shapes((0.1, 0.1, 0.03, np.nan, 0.2)), None),
        ("depth-nearer-normal", shapes((0.1, 0.1, 0.03, 0.03, 0.2)), True),
        ("depth-nearer-normal", shapes((0.01, 0.1, 0.03, 0.03, 0.2)), False),
        ("depth-nearer-normal", shapes((0.03, 0.1, 0.03, 0.03, 0.2)), None),
        ("depth-nearer-normal", shapes((np.nan, 0.1, 0.03, 0.03, 0.2)), None),
        ("last-layer-farthest", shapes((0.1, 0.1, 0.03, 0.03, 0.2)), True),
        ("last-layer-farthest", shapes((0.3, 0.1, 0.03, 0.03, 0.2)), False),
        ("last-layer-farthest", shapes((0.01, 0.01, 0.02, 0.02, 0.033)), None),
        ("last-layer-farthest", shapes((0.1, 0.1, 0.03, 0.03, np.nan)), None),
        ("training-shows-across", shapes([0.1] * 5), True),
        ("training-shows-across", shapes([0.1] * 5, across=((2,), (1,), (3,))), False),
        ("training-shows-across", shapes([0.1] * 5, across=((2,), (1,))), None),
    ],
)
def test_how_near_layers_come_to_the_normal_is_told_by_intervals(id, result, expected):
    assert holds(id, result) is expected


def test_layers_are_counted_by_medians_whatever_their_intervals():
    assert layers_nearer_by_median(shapes((0.11, 0.1, 0.02, 0.031, 0.03))) == 2


def test_the_last_layer_is_told_beside_the_farthest_of_the_others():
    found = finding_record(
        KNOWN["last-layer-farthest"], [shapes((0.3, 0.1, 0.03, 0.03, 0.2))]
    ).evidence
    assert f"of the other layers {LAYERS[0]} reaches highest, 0.30" in found


def ink(neighbours, one_image, images=10_000):
    return made(InkSums, distance=[[0.4, 0.03], [0.4, one_image], [0.4, neighbours]], images=images)


@pytest.mark.parametrize(
    ("id", "result", "expected"),
    [
        ("neighbours-slower", ink(0.2, 0.03), True),
        ("neighbours-slower", ink(0.01, 0.2), False),
        ("neighbours-slower", ink(0.04, 0.2), None),
        ("one-image-slower", ink(0.2, 0.05), True),
        ("one-image-slower", ink(0.2, 0.01), False),
        ("one-image-slower", ink(0.2, 0.05, images=1000), None),
    ],
)
def test_sums_are_slower_by_more_than_sampling_does(id, result, expected):
    assert holds(id, result) is expected


FAMILIES = ("half-normal", "exponential", "gamma", "log-normal", "power law", "cut normal")


def pooled(order, maps=8):
    """Eight maps behind the first pooling, of which those with more of one number fit so."""
    rank = np.arange(maps) / 10
    return made(
        ActivationFamilies,
        family=["gamma"],
        layer=["Conv2D_1", "Max_Pool_1"],
        layer_of=np.ones(maps),
        log_likelihood=np.zeros((maps, 1)),
        distance=0.5 + order * rank[:, None],
        commonest=rank,
    )


@pytest.mark.parametrize(
    ("result", "expected"),
    [(pooled(0.1), True), (pooled(-0.1), False), (pooled(0.0), False), (pooled(0.1, maps=3), None)],
)
def test_one_number_over_and_over_spoils_a_fit_where_it_goes_with_the_distance(result, expected):
    assert holds("constants-spoil-pooled-fits", result) is expected


def fits(best, deep=0.02, shallow=0.06):
    """Eight maps of each of three layers; in so many of each one the cut normal is the best."""
    likelihood = np.zeros((24, 6))
    likelihood[:, FAMILIES.index("gamma")] = 1
    likelihood[np.arange(24) % 8 < best, FAMILIES.index("cut normal")] = 2
    return made(
        ActivationFamilies,
        family=FAMILIES,
        layer=LAYERS[:3],
        layer_of=OF[:24],
        log_likelihood=likelihood,
        distance=np.repeat(by_layer(shallow, 0.04, deep)[:, None], 6, axis=1),
        halves=np.full(24, 0.02) if best < 9 else np.full(24, np.nan),
    )


@pytest.mark.parametrize(
    ("id", "result", "expected"),
    [
        ("normal-survives-relu", fits(8), True),
        ("normal-survives-relu", fits(1), False),
        ("normal-survives-relu", fits(5), None),
        ("normal-survives-relu", fits(9), None),
        ("deep-maps-fit-better", fits(8), True),
        ("deep-maps-fit-better", fits(8, shallow=0.01), False),
        ("deep-maps-fit-better", fits(8, shallow=0.021), None),
        ("deep-maps-fit-better", fits(9), None),
    ],
)
def test_what_families_are_worth_follows_the_likelihoods(id, result, expected):
    assert holds(id, result) is expected


def best_of(law, gumbel=1.0, so_far=1.0, maps=8):
    """The best of 40 starts is 2 for every map; three forecasts of it from 10."""
    spread = np.linspace(-0.01, 0.01, maps)
    return made(
        BestOfMany,
        count=[10, 40],
        size=[10],
        best=np.full((2, maps), 2.0),
        so_far=[so_far + spread],
        gumbel=[gumbel + spread],
        line=np.stack([np.ones(maps), np.full(maps, law)])[None],
        shape=np.zeros((1, maps)),
    )


@pytest.mark.parametrize(
    ("id", "result", "expected"),
    [
        ("law-beats-no-forecast", best_of(1.8), True),
        ("law-beats-no-forecast", best_of(0.8), False),
        ("law-beats-no-forecast", best_of(1.0), None),
        ("law-beats-no-forecast", best_of(2.0, maps=5), None),
        ("shape-helps", best_of(1.8), True),
        ("shape-helps", best_of(1.8, gumbel=1.9), False),
        ("shape-helps", best_of(2.0, maps=5), None),
    ],
)
def test_a_law_is_worth_what_it_forecasts_better(id, result, expected):
    assert holds(id, result) is expected


def test_forecasts_are_compared_map_by_map_in_points():
    assert gap_to_so_far(best_of(1.8)) == pytest.approx(-40, abs=1)  # 10 % off beside 50 %
    assert gap_to_so_far(best_of(1.0)) == pytest.approx(0, abs=1)
    assert np.isnan(gap_to_so_far(best_of(1.8, maps=0)))
