"""The figures of short runs show what they say: asked of their objects."""

from __future__ import annotations

import numpy as np
import pytest
from test_judges_series import made

from analysis.catalogue.series.experiments import (
    PENALTY_SCAN,
    RECIPE_FACTORIAL,
    RIVALS,
    SCALER_MAPS,
    largest_cut,
    narrowed_layers,
)
from analysis.figures.penalties import _narrowing, _told, mean_deviation
from analysis.figures.recipes import (
    _lines,
    _peaks,
    _rungs,
    batches_of_a_point,
    interval,
    power,
    reaches,
    signed,
)
from analysis.figures.scalers import likeness_share, ranked_maps
from analysis.figures.training import _both
from analysis.results.recipes import Factorial, PenaltyScan


def _dots(axes):
    return [line for line in axes.lines if line.get_marker() == "o"]


def test_every_run_is_a_dot(drawn, take):
    runs, _ = drawn("recipe-factorial").figure.axes
    for line, values in zip(_dots(runs), take(RECIPE_FACTORIAL).accuracy, strict=True):
        np.testing.assert_allclose(line.get_xdata(), 100 * values)
    runs, _ = drawn("mlp-and-cnn").figure.axes
    for line, values in zip(_dots(runs), take(RIVALS).accuracy[:3], strict=True):
        np.testing.assert_allclose(line.get_xdata(), 100 * values)


def test_variants_are_named_after_what_is_on(drawn, take):
    runs, _ = drawn("recipe-factorial").figure.axes
    names = [label.get_text() for label in runs.get_yticklabels()]
    assert (
        names[0] == "none of the three"
        and names[-1] == "cosine + momentum + L2"
        and len(set(names)) == 8
    )


def test_intervals_stand_where_the_effects_are(drawn, take):
    _, gains = drawn("recipe-factorial").figure.axes
    found = take(RECIPE_FACTORIAL)
    bars = gains.containers[0].lines[2][0].get_segments()
    for (start, end), size, half in zip(bars, found.size, reaches(found), strict=True):
        np.testing.assert_allclose([start[0], end[0]], [100 * (size - half), 100 * (size + half)])


def test_intervals_cover_the_truth_where_a_penalty_changes_nothing():
    rng, names = np.random.default_rng(1), ["schedule", "momentum", "L2", "schedule x L2"]
    inside = []
    for _ in range(600):
        runs = rng.normal(0, 1, (4, 3)) * [[1], [1], [0], [0]]
        found = made(Factorial, effect=names, by_seed=runs)
        inside.append(abs(runs.mean(axis=1)) <= reaches(found))
    assert np.mean(inside, axis=0)[:2] == pytest.approx(0.95, abs=0.02)


def test_what_a_penalty_narrows_is_told_of_the_same_seeds():
    widths = np.array([[[1.0, 2.0]], [[0.9, np.nan]]])
    assert mean_deviation(made(PenaltyScan, deviation=widths)).tolist() == [[1.0], [0.9]]
    none = np.full((2, 1, 2), np.nan)
    assert np.isnan(mean_deviation(made(PenaltyScan, deviation=none))).all()


def test_histograms_hold_the_counts_of_their_layer(drawn, take):
    scan = take(PENALTY_SCAN)
    for k, axes in enumerate(drawn("kernel-histograms").figure.axes):
        assert axes.get_title(loc="left").startswith(str(scan.layer[k]))
        np.testing.assert_array_equal(axes.patches[0].get_data().values, scan.begun_count[k])
        np.testing.assert_array_equal(axes.patches[1].get_data().values, scan.count[0, k])


def test_silent_maps_are_drawn_for_every_run(drawn, take):
    scan = take(PENALTY_SCAN)
    _, silent = drawn("penalty-scan").figure.axes
    shown = np.array([line.get_ydata() for line in _dots(silent)])
    np.testing.assert_array_equal(shown, scan.silent.T)


def test_maps_of_the_scalers_are_shown_with_their_likeness(drawn, take):
    found = take(SCALER_MAPS)
    axes = drawn("scaler-ovals").figure.axes
    assert len(axes) == 2 * 4 * 5
    for half in range(2):
        for row in range(4):
            said = [
                one.get_xlabel() for one in axes[half * 20 + 5 * row + 1 : half * 20 + 5 * row + 5]
            ]
            expected = found.correlation[row, half, ranked_maps(found, row)]
            assert said == ["even" if np.isnan(r) else f"{r:.2f}" for r in expected]


def test_a_share_of_likeness_counts_even_maps_as_unlike(take):
    found = take(SCALER_MAPS)
    assert likeness_share(found, "black")[1:].tolist() == [0, 0, 0]


def test_words_count_the_lines_that_can_be_seen():
    rates = [[0.4, 0.4], [0.04, 0.04], [0.4, 0.1], [0.02, 0.01]]
    courses = made(Factorial, momentum=[0, 0.9, 0, 0.9], rate=rates)
    assert _peaks(courses).tolist() == [0.4, 0.4, 0.4, 0.2]
    assert _lines(_peaks(courses)[:2], "dashed", "rate", "rates") == "one dashed line of a rate"
    assert _lines(_peaks(courses)[2:], "solid", "rate", "rates") == "two solid lines of rates"
    assert [_both(two) for two in ((1, 1), (1, 8), (4, 8))] == [
        "two points",
        "a curve and a point",
        "two curves",
    ]


def test_deviations_have_as_many_digits_as_tell_them_apart():
    assert _narrowing(0.083, 0.061) == "0.083 → 0.061"
    assert _narrowing(0.08274, 0.08269) == "0.08274 → 0.08269"
    assert _narrowing(0.034059, 0.034041) == "0.03406 → 0.03404", "0.0341 → 0.0340 is five times it"
    assert _narrowing(0.04, 0.04) == "0.040 for both"


def test_a_penalty_that_is_chosen_and_the_strongest_is_drawn_once():
    scan, mean = made(PenaltyScan, l2=[0, 1e-5, 1e-3]), np.array([[2.0], [1.9], [1.0]])
    two, once = _told(scan, mean, 1, 2), _told(scan, mean, 2, 2)
    assert "(solid)" in two["drawn"] and "in all with" in two["narrowed"]
    assert "which is the strongest (dotted)" in once["drawn"] and "solid" not in once["narrowed"]


def test_a_training_that_diverged_has_no_part_in_a_mean_deviation():
    scan = made(PenaltyScan, deviation=np.array([[[1.0, 1.0]], [[0.5, np.nan]], [[np.nan] * 2]]))
    assert mean_deviation(scan)[:, 0].tolist()[:2] == [1.0, 0.5]
    assert [largest_cut(scan, row) for row in (1, 2)] == [0.5, 0.0]
    assert np.isnan(narrowed_layers(scan))
    assert _narrowing(1.0, float(mean_deviation(scan)[2, 0])) == "diverged"


def test_an_axis_of_losses_has_two_ticks_or_more_however_little_it_spans():
    assert _rungs(0.03, 2.3) == [0.05, 0.1, 0.2, 0.5, 1, 2]
    for low, high in ((1.91, 2.4), (0.4, 0.7), (2.1, 2.3)):
        ticks = _rungs(low, high)
        assert len(ticks) > 1 and low <= min(ticks) and max(ticks) <= high


def test_the_band_that_does_not_count_is_spoken_of_where_it_can_be_seen(drawn, take):
    drawing = drawn("recipe-factorial")
    _, gains = drawing.figure.axes
    assert bool(gains.patches) == ("grey" in str(drawing.words["negligible"]))


def test_numbers_are_written_for_people():
    assert signed(-0.4) == "−0.40" and interval(0.01, 0.002) == "+1.00 (+0.80 to +1.20)"
    assert [power(value) for value in (0.0, 1e-3, 1e-5)] == ["0", "10⁻³", "10⁻⁵"]
    assert power(2.5e-4) == "2.5 × 10⁻⁴"


def test_a_curve_of_losses_has_points_to_join_however_short_the_runs_are():
    assert [4 - batches_of_a_point(4) + 1, batches_of_a_point(250)] == [3, 15]
