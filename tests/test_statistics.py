"""Intervals: they are those of the textbooks, cover what they should, and say when they cannot."""

from __future__ import annotations

import numpy as np
import pytest

from analysis import statistics


@pytest.mark.parametrize(
    ("hits", "of", "low", "high"),
    [
        (0, 10, 0, 0.30850),  # 1 - 0.025 ** (1 / 10)
        (10, 10, 0.69150, 1),
        (5, 10, 0.18709, 0.81291),  # Clopper and Pearson's table
        (1, 1, 0.025, 1),
    ],
)
def test_a_share_has_its_exact_interval(hits, of, low, high):
    found = statistics.share(hits, of)
    assert (found.value, found.n) == (hits / of, of)
    assert (found.low, found.high) == pytest.approx((low, high), abs=1e-4)


@pytest.mark.parametrize(("hits", "of"), [(0, 0), (3, 2), (-1, 4)])
def test_a_share_of_nothing_is_refused(hits, of):
    with pytest.raises(ValueError, match=f"Received: {hits} of {of}"):
        statistics.share(hits, of)


def test_the_interval_of_a_mean_is_that_of_students_t():
    found = statistics.mean(np.array([1.0, 2.0, 3.0]))
    assert (found.value, found.n) == (2, 3)
    assert found.high - 2 == 2 - found.low == pytest.approx(4.302653 / np.sqrt(3), rel=1e-6)
    assert statistics.student(10**9) == pytest.approx(1.959964, rel=1e-5)
    with pytest.raises(ValueError, match="two values or more"):
        statistics.mean(np.array([1.0]))


def test_pairs_are_compared_with_one_another():
    found = statistics.difference(np.array([3.0, 5.0, 7.0]), np.array([1.0, 2.0, 3.0]))
    assert found == statistics.mean(np.array([2.0, 3.0, 4.0]))
    with pytest.raises(ValueError, match="Received: 3, 2"):
        statistics.difference(np.zeros(3), np.zeros(2))


def test_a_median_lies_between_two_of_the_values():
    found = statistics.median(np.arange(10, 0, -1))
    assert found == statistics.Estimate(5.5, 2, 9, 10)  # the second and the ninth: 97.9 %
    few = statistics.median(np.arange(5))
    assert few.value == 2 and np.isnan([few.low, few.high]).all()


def test_an_interval_of_a_median_covers_it_as_often_as_it_says():
    rng = np.random.default_rng(5)
    found = [statistics.median(rng.exponential(size=25)) for _ in range(400)]
    assert np.mean([one.low <= np.log(2) <= one.high for one in found]) > 0.93


def test_a_resampled_statistic_keeps_rows_together_and_comes_out_again():
    rng = np.random.default_rng(2)
    one = rng.standard_normal(60)
    other = one + 0.1 * rng.standard_normal(60)
    found = statistics.rank_correlation(one, other)
    assert 0.9 < found.low < found.value < found.high <= 1 and found.n == 60
    assert found == statistics.rank_correlation(one, other)


def test_a_statistic_that_no_drawing_changes_has_no_width():
    """A network that is right about the same images with few points and with all keeps just 1."""
    right = np.array([1.0, 0.0, 1.0, 1.0, 0.0] * 8)
    kept = statistics.resampled(lambda some, every: some.mean() / every.mean(), right, right)
    assert (kept.value, kept.low, kept.high) == (1.0, 1.0, 1.0)


def test_what_does_not_vary_has_no_width():
    constant = statistics.resampled(lambda values: float(values.mean()), np.full(9, 0.25))
    assert constant == statistics.Estimate(0.25, 0.25, 0.25, 9)


def test_random_numbers_are_as_alike_as_chance_has_it_in_19_of_20_cases():
    rng, outside = np.random.default_rng(3), 0
    for _ in range(200):
        # partners differ in how alike they are to all, which no number changes
        alike = rng.standard_normal((20, 20)) + 3 * rng.standard_normal(20)
        found = statistics.renumbered(alike)
        outside += not found.low <= 0 <= found.high
    assert 2 <= outside <= 20


def test_the_same_number_is_held_against_all_numbers():
    alike = np.full((30, 30), 0.2) + 0.3 * np.eye(30)
    found = statistics.renumbered(alike)
    assert found.value == pytest.approx(0.3 * 29 / 30) and found.low > 0.2 and found.n == 30
