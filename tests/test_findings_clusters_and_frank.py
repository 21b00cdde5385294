"""Findings of the companions on clusters and on common patterns: made-up results on both sides of
each bar, and with nothing to tell.
"""

from __future__ import annotations

import numpy as np
import pytest
from test_judges_series import made

from analysis.catalogue import FINDINGS
from analysis.publishing.sentences import finding_record
from analysis.results.classification import Confusion
from analysis.results.clusters import ClusterMlps

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


@pytest.mark.parametrize(
    ("id", "given", "expected"),
    [
        ("cluster-four-nine-mixed", {}, True),
        ("cluster-four-nine-mixed", {"centre_purity": [0.9, 0.9, 0.9]}, False),
        ("cluster-four-nine-mixed", {"centre_purity": [0.85, 0.85, 0.86]}, False),
        ("cluster-four-nine-mixed", {"centre_label": [4, 9, 9]}, None),
        ("cluster-four-nine-mixed", {"centre_label": [1, 2, 3]}, None),
        ("drawn-worse-few", {}, True),
        ("drawn-worse-few", {"drawn_test": [0.88, 0.95]}, False),
        ("drawn-worse-few", FEW, None),
        ("drawn-worse-chosen", {}, False),
        ("drawn-worse-chosen", {"drawn_test": [0.9, 0.8]}, True),
        ("drawn-worse-chosen", FEW, None),
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
