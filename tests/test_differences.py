"""Intervals of differences: those of the papers, also where few observations differ."""

from __future__ import annotations

import numpy as np
import pytest

from analysis import statistics
from analysis.catalogue import differences


def test_groups_that_share_members_count_for_as_many_as_share_none():
    drawn = np.random.default_rng(0).permutation(1000)
    few = differences.as_disjoint(drawn, 5)
    assert few.tolist() == [99, 299, 499, 699, 899]
    assert differences.as_disjoint(drawn % 2 == 0, 4).sum() == 2
    with pytest.raises(ValueError, match="one group or more"):
        differences.as_disjoint(drawn, 0)


def test_areas_differ_with_the_standard_error_of_hanley_and_mcneil():
    # their example: an area of 0.893 over 51 and 58 images has the standard error 0.032
    found = differences.difference_of_areas(0.893, 1.0, 51, 58)
    assert found.n == 109 and found.value == pytest.approx(-0.107)
    assert (found.high - found.low) / 2 == pytest.approx(1.96 * 0.032, abs=0.002)
    with pytest.raises(ValueError, match="both kinds"):
        differences.difference_of_areas(0.9, 0.8, 0, 7)


def test_the_interval_of_an_area_ends_where_areas_end():
    assert differences.area(0.99, 5, 5).high == 1 and differences.area(0.01, 5, 5).low == 0
    assert differences.area(0.99, 5, 5).low < 0.97


def test_medians_differ_by_no_less_than_the_wider_of_their_intervals():
    values = np.random.default_rng(0).normal(size=40)
    alone, found = statistics.median(values), differences.difference_of_medians(values, values[:9])
    few = statistics.median(values[:9])
    assert found.n == 9 and found.value == pytest.approx(alone.value - few.value)
    assert found.low < alone.value - few.high and found.high > alone.value - few.low
    exact = differences.difference_of_medians(np.zeros(9), values)
    assert (exact.low, exact.high) == pytest.approx((-alone.high, -alone.low))
    assert np.isnan(differences.difference_of_medians(values, values[:5]).low)


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
    found = differences.difference_of_paired_shares(one, other)
    assert found.value == pytest.approx(value, abs=1e-3) and found.n == sum(counts)
    assert (found.low, found.high) == pytest.approx((low, high), abs=2e-3)


def test_few_pairs_that_differ_show_no_difference():
    seven_to_one = np.repeat([1, 1, 0, 0], (2, 7, 1, 194)), np.repeat([1, 0, 1, 0], (2, 7, 1, 194))
    assert differences.difference_of_paired_shares(*seven_to_one).low < 0  # a sign test gives 0.07
    assert statistics.difference(*seven_to_one).low > 0
    with pytest.raises(ValueError, match="as many on both sides"):
        differences.difference_of_paired_shares(np.zeros(3), np.zeros(2))
