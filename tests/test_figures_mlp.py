"""The figures of both MLP companions show what they say: asked of their objects."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from analysis.catalogue.companions.clusters import CLUSTERS
from analysis.catalogue.companions.mlp import MLP_RUNS
from analysis.catalogue.series.measurements import CONFUSION
from analysis.figures.clusters import draw_centres
from analysis.figures.mlp import NAMED, named_at, ranked_pairs, ranks


def test_pairs_are_ranked_by_their_mean_and_ties_share_a_rank():
    matrices = np.zeros((2, 10, 10), int)
    matrices[:, 4, 9], matrices[:, 9, 4] = (3, 1), (2, 2)
    matrices[:, 0, 1] = (5, 4)
    pairs, errors = ranked_pairs(matrices)
    assert pairs[:2] == [(0, 1), (4, 9)] and errors[:, :2].tolist() == [[5, 5], [4, 3]]
    assert ranks(matrices, (4, 9)).tolist() == [1, 2]
    assert ranks(matrices, (7, 8)).tolist() == [3, 3]


def test_pairs_hold_both_directions_of_every_error():
    matrices = np.random.default_rng(1).integers(0, 9, (3, 10, 10))
    pairs, errors = ranked_pairs(matrices)
    assert len(set(pairs)) == 45 and (np.diff(errors.mean(axis=0)) <= 0).all()
    for (one, other), column in zip(pairs, errors.T, strict=True):
        assert one < other
        assert column.tolist() == [int(m[one][other]) + int(m[other][one]) for m in matrices]


def test_pairs_that_share_a_count_are_all_named():
    matrices = np.zeros((1, 10, 10), int)
    matrices[0, 4, 9] = matrices[0, 3, 5] = matrices[0, 2, 7] = 2
    pairs, errors = ranked_pairs(matrices)
    assert named_at(pairs, errors[0], errors[0, 0]) == "2/7, 3/5 and 4/9"
    assert named_at(pairs, errors[0], 1) == ""


def test_the_bars_are_the_means_and_the_named_pairs_stand_out(drawn, take):
    runs = take(MLP_RUNS)
    (axes,) = drawn("mlp-pairs").figure.axes
    pairs, errors = ranked_pairs(runs.matrices)
    heights = {
        round(bar.get_x() + bar.get_width() / 2): bar.get_height()
        for bars in axes.containers
        for bar in bars
    }
    np.testing.assert_allclose([heights[k] for k in range(45)], errors.mean(axis=0))
    labels = axes.get_xticklabels()
    assert [label.get_text() for label in labels] == [f"{a}/{b}" for a, b in pairs]
    assert {label.get_text() for label in labels if label.get_fontweight() == "bold"} == {
        f"{a}/{b}" for a, b in NAMED
    }


def test_the_tables_hold_the_mean_of_the_trainings_and_the_published_cnn(drawn, take):
    runs, (mlp, cnn, _) = take(MLP_RUNS), drawn("mlp-mean-confusion").figure.axes
    for axes, matrix in ((mlp, runs.matrices.mean(axis=0)), (cnn, runs.cnn_matrices[0])):
        np.testing.assert_allclose(axes.images[0].get_array(), np.where(np.eye(10), 0, matrix))


def test_worst_cases_stand_with_mlp_above_and_cnn_below(drawn, take):
    runs, axes = take(MLP_RUNS), drawn("mlp-worst").figure.axes
    count = runs.worst_index.shape[1]
    for row, digit in enumerate(runs.digit):
        own = axes[2 * count * row : 2 * count * (row + 1)]
        assert [one.get_title(loc="center") for one in own[:count]] == [
            f"{digit}, no. {index}" for index in runs.worst_index[row]
        ]
        for k, below in enumerate(own[count:]):
            up, down = ([bar.get_height() for bar in bars] for bars in below.containers)
            np.testing.assert_allclose(up, runs.mlp_probabilities[row, k])
            np.testing.assert_allclose(down, -runs.cnn_probabilities[row, k])


def test_the_accuracy_axis_tells_what_is_right_and_draws_what_is_wrong(drawn, take):
    found, (axes,) = take(CLUSTERS), drawn("cluster-accuracy").figure.axes
    for place, label in zip(axes.get_yticks(), axes.get_yticklabels(), strict=True):
        assert float(label.get_text()) == pytest.approx(100 * (1 - place))
    bottom, top = axes.get_ylim()
    assert bottom > top, "many errors belong below"
    lines = {line.get_label(): line.get_ydata() for line in axes.get_lines()}
    np.testing.assert_allclose(
        lines[f"distances to centres, mean of {found.pixel_test.size}"],
        1 - found.distance_test.mean(axis=1),
    )
    np.testing.assert_allclose(
        lines["nearest centre, a vote in place of the MLP"], 1 - found.vote_test
    )
    level = [line.get_ydata()[0] for line in axes.get_lines() if len(set(line.get_ydata())) == 1]
    assert any(y == pytest.approx(1 - take(CONFUSION).accuracy) for y in level)


def test_learning_curves_are_means_over_runs(drawn, take):
    found, (curves, cost) = take(CLUSTERS), drawn("cluster-speed").figure.axes
    lines = {line.get_label(): line.get_ydata() for line in curves.get_lines()}
    np.testing.assert_allclose(lines["784 pixels"], 1 - found.pixel_validation.mean(axis=0))
    np.testing.assert_allclose(
        lines[f"{found.clusters[0]} clusters"], 1 - found.distance_validation[0].mean(axis=0)
    )
    assert {int(x) for line in cost.get_lines() for x in line.get_xdata()} >= {
        int(found.pixel_weights),
        *found.weights.tolist(),
    }


def test_centres_stand_in_the_order_of_their_classes(drawn, take):
    found = take(CLUSTERS)
    titles = [axes.get_title(loc="center") for axes in drawn("cluster-centres").figure.axes]
    labels = found.centre_label[found.centre_size > 0]
    assert [int(title.split(":")[0]) for title in titles if ":" in title] == labels.tolist()


def test_a_centre_that_no_image_is_nearest_to_stands_for_no_class(take):
    found = take(CLUSTERS)
    size, purity = found.centre_size.copy(), found.centre_purity.copy()
    size[-1], purity[-1] = 0, 0
    label = np.r_[np.zeros(len(size) - 1, int), 1]
    empty = {"centre_size": size, "centre_purity": purity, "centre_label": label}
    drawing = draw_centres(dataclasses.replace(found, **empty))
    assert drawing.words["alone"] == "; to 1 centre no image is nearest"
    assert str(drawing.words["missing"]).startswith("1, 2") and drawing.words["mixed"] == "0"
    assert drawing.figure.axes[len(size) - 1].get_title(loc="center") == "no image"
