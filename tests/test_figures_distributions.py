"""The figures about distributions show what they say: asked of their objects."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from analysis.catalogue.companions.frank import (
    ACTIVATION_FAMILIES,
    BEST_OF_MANY,
    INK_SUMS,
    PRE_ACTIVATION_SHAPES,
)
from analysis.figures import style
from analysis.figures.distributions import distance_of_best, draw_winners, leader, wins
from analysis.figures.extremes import draw_best_of_many, errors
from analysis.figures.sums import bars


def test_bars_hold_all_of_a_distribution():
    edges, density = bars(np.array([0.7, 0.2, 0.1]))
    assert (density * np.diff(edges)).sum() == pytest.approx(1) and density[0] * (
        edges[1] - edges[0]
    ) == pytest.approx(0.7)


def test_every_sum_of_ink_has_its_histogram_and_its_waves(drawn, take):
    ink, axes = take(INK_SUMS), drawn("ink-sums").figure.axes
    assert [a.get_title(loc="left").split(",")[0] for a in axes[:6]] == [
        "one pixel",
        *(f"sum of {n}" for n in ink.count[1:]),
    ]
    assert style.per_cent(ink.sums[0, 0]) in axes[0].get_title(loc="left")
    for lines, waves in ((axes[6].get_lines(), ink.raw), (axes[7].get_lines(), ink.scaled)):
        for line, wave in zip(lines[: len(waves)], waves, strict=True):
            assert (line.get_ydata() == wave).all()


def test_distances_of_sums_stand_at_their_counts(drawn, take):
    ink, (left, right) = take(INK_SUMS), drawn("sums-near-normal").figure.axes
    for k in range(3):
        assert (left.get_lines()[k].get_ydata() == ink.distance[k]).all() and (
            right.get_lines()[k].get_xdata() == ink.count
        ).all()
        drawn_values = right.get_lines()[k].get_ydata()
        assert (np.isnan(drawn_values) == (ink.excess[k] <= 0)).all(), "no place below 0"


def test_each_layer_of_pre_activations_has_trained_untrained_and_normal(drawn, take):
    shapes = take(PRE_ACTIVATION_SHAPES)
    axes = drawn("pre-activation-shapes").figure.axes
    assert [a.get_title(loc="left") for a in axes[:5]] == shapes.layer.tolist()
    for j in range(5):
        lines = axes[j].get_lines()
        assert (
            len(lines) == len(shapes.network) + 1
            and (lines[-2].get_ydata() == shapes.density[0, j]).all()
        )
    medians = [line.get_ydata()[0] for line in axes[5].get_lines() if line.get_marker() == "_"]
    expected = [
        np.nanmedian(shapes.distance[part, shapes.layer_of == j])
        for j in range(5)
        for part in (slice(0, 1), slice(1, None))
    ]
    np.testing.assert_allclose(medians, expected)


def test_each_layer_shows_what_the_best_families_of_its_example_miss(drawn, take):
    fits = take(ACTIVATION_FAMILIES)
    axes = drawn("positive-activations").figure.axes
    for j, panel in enumerate(axes[:6]):
        place = int(fits.example[j])
        assert str(fits.layer[j]) in panel.get_title(loc="left")
        if place < 0:
            continue
        assert panel.get_title(loc="left").endswith(str(fits.number[place]))
        *curves, one = panel.get_lines()
        best = np.argsort(-fits.log_likelihood[place])[: len(curves)]
        assert [line.get_label() for line in curves] == [str(fits.family[k]) for k in best]
        some = (fits.density[j] > 0) & (fits.curve[j, best[0]] > 0)
        expected = fits.density[j][some] / fits.curve[j, best[0]][some]
        np.testing.assert_allclose(curves[0].get_ydata(), expected)
        assert set(one.get_ydata()) == {1} and panel.get_yscale() == "log"


def test_the_winners_are_the_families_of_largest_held_out_likelihood(drawn, take):
    fits = take(ACTIVATION_FAMILIES)
    counted = np.zeros((len(fits.layer), len(fits.family)), int)
    for layer, row in zip(fits.layer_of, fits.log_likelihood, strict=True):
        if not np.isnan(row).any():
            counted[layer, row.argmax()] += 1
    assert (
        (wins(fits) == counted).all()
        and wins(fits, 5).shape[1] == 5
        and wins(fits, 5).sum() == counted.sum()
    )
    shown = [int(text.get_text()) for text in drawn("maximum-entropy-winners").figure.axes[0].texts]
    assert shown == counted.ravel().tolist()
    assert (np.isnan(distance_of_best(fits)) == np.isnan(fits.halves)).all()


@pytest.mark.parametrize(
    ("counted", "said"),
    [
        ([3, 1, 0], "a describes more maps best than any other family does, 3 of 4"),
        ([1, 0, 1], "a and c describe more maps best than any other family does, 1 of 2 each"),
        ([0, 0, 0], "no family describes a map"),
    ],
)
def test_families_that_tie_lead_together(counted, said):
    assert leader(np.array(["a", "b", "c"]), np.array(counted)) == said


def test_a_layer_without_any_fit_is_drawn_empty(take):
    fits = take(ACTIVATION_FAMILIES)
    nothing = {
        name: np.full_like(getattr(fits, name), np.nan)
        for name in ("log_likelihood", "distance", "halves", "shape")
    }
    assert draw_winners(dataclasses.replace(fits, **nothing)).words["maps"] == 0


def test_errors_are_relative_to_the_best_of_four_times_as_many(take):
    found = take(BEST_OF_MANY)
    m = int(np.flatnonzero(~np.isnan(found.shape[-1]))[0])
    actual = found.best[list(found.count).index(4 * found.size[-1]), m]
    assert errors(found, "best so far")[-1, m] == pytest.approx(found.so_far[-1, m] / actual - 1)
    assert errors(found, "Gumbel")[-1, m] == pytest.approx(found.gumbel[-1, m] / actual - 1)
    assert errors(found, "law")[-1, m] == pytest.approx(found.line[-1, -1, m] / actual - 1)
    assert np.isnan(errors(found, "best so far")[np.isnan(found.shape)]).all()


def test_no_fit_at_all_is_drawn_too(take):
    found = take(BEST_OF_MANY)
    nothing = {
        name: np.full_like(getattr(found, name), np.nan) for name in ("line", "gumbel", "shape")
    }
    words = draw_best_of_many(dataclasses.replace(found, **nothing)).words
    assert str(words["maps"]).startswith("none of the ")
