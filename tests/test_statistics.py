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


def test_groups_that_share_members_count_for_as_many_as_share_none():
    drawn = np.random.default_rng(0).permutation(1000)
    few = statistics.as_disjoint(drawn, 5)
    assert few.tolist() == [99, 299, 499, 699, 899]
    assert statistics.as_disjoint(drawn % 2 == 0, 4).sum() == 2
    with pytest.raises(ValueError, match="one group or more"):
        statistics.as_disjoint(drawn, 0)


def test_areas_differ_with_the_standard_error_of_hanley_and_mcneil():
    # their example: an area of 0.893 over 51 and 58 images has the standard error 0.032
    found = statistics.difference_of_areas(0.893, 1.0, 51, 58)
    assert found.n == 109 and found.value == pytest.approx(-0.107)
    assert (found.high - found.low) / 2 == pytest.approx(1.96 * 0.032, abs=0.002)
    with pytest.raises(ValueError, match="both kinds"):
        statistics.difference_of_areas(0.9, 0.8, 0, 7)


def test_medians_differ_by_no_less_than_the_wider_of_their_intervals():
    values = np.random.default_rng(0).normal(size=40)
    alone, found = statistics.median(values), statistics.difference_of_medians(values, values[:9])
    few = statistics.median(values[:9])
    assert found.n == 9 and found.value == pytest.approx(alone.value - few.value)
    assert found.low < alone.value - few.high and found.high > alone.value - few.low
    exact = statistics.difference_of_medians(np.zeros(9), values)
    assert (exact.low, exact.high) == pytest.approx((-alone.high, -alone.low))
    assert np.isnan(statistics.difference_of_medians(values, values[:5]).low)


@pytest.mark.parametrize(
    ("counts", "value", "low", "high"),
    [
        # Newcombe 1998, table II: both, one alone, the other alone, neither
        ((36, 12, 2, 0), 0.20, 0.0569, 0.3404),
        ((53, 1, 0, 0), 0.0185, -0.0506, 0.0979),
    ],
)
def test_paired_shares_differ_with_the_interval_of_newcombe(counts, value, low, high):
    one, other = np.repeat([1, 1, 0, 0], counts), np.repeat([1, 0, 1, 0], counts)
    found = statistics.difference_of_paired_shares(one, other)
    assert found.value == pytest.approx(value, abs=1e-3) and found.n == sum(counts)
    assert (found.low, found.high) == pytest.approx((low, high), abs=2e-3)


def test_few_pairs_that_differ_show_no_difference():
    seven_to_one = np.repeat([1, 1, 0, 0], (2, 7, 1, 194)), np.repeat([1, 0, 1, 0], (2, 7, 1, 194))
    assert statistics.difference_of_paired_shares(*seven_to_one).low < 0  # a sign test gives 0.07
    assert statistics.difference(*seven_to_one).low > 0
    with pytest.raises(ValueError, match="as many on both sides"):
        statistics.difference_of_paired_shares(np.zeros(3), np.zeros(2))
