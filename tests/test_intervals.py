"""Numbers in words: intervals with their unit and sign, ranges, and a nothing without a sign."""

from __future__ import annotations

import numpy as np
import pytest

from analysis.catalogue.findings.medians import told
from analysis.catalogue.intervals import between, digits_apart, in_per_cent, with_interval
from analysis.digits import beside, digits_beside, told_apart
from analysis.figures import style
from analysis.statistics import Estimate

ONE = Estimate(0.1234, -0.00001, 0.2, 12)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, "0.12 (0.00 to 0.20)"),
        ({"digits": 3}, "0.123 (0.000 to 0.200)"),
        ({"signed": True}, "+0.12 (-0.00001 to +0.20)"),
        ({"digits": 0, "unit": "%"}, "12 % (0 to 20)"),
        ({"digits": 1, "unit": "points"}, "+12.3 points (-0.001 to +20.0)"),
    ],
)
def test_unit_and_sign_of_an_interval_are_told_in_one_way(given, said):
    assert with_interval(ONE, **given) == said


@pytest.mark.parametrize(
    ("number", "digits"), [(1.252, 3), (1.2500001, 6), (1.2, 2), (0.7499, 4), (1.25, 2)]
)
def test_a_number_stays_on_its_side_of_a_bar_as_it_is_told(number, digits):
    assert digits_beside([number], 0.75, 1.25) == digits
    assert digits_beside(np.array([number]), 0.75, 1.25) == digits


@pytest.mark.parametrize(
    ("number", "bars", "said"),
    [
        (1.252, (0.75, 1.25), "1.252"),
        (1.25, (0.75, 1.25), "1.25"),  # on the bar it is told as it is
        (1.2, (0.75, 1.25), "1.20"),
        (0.6996, (0.7,), "0.6996"),
        (0.0004, (0,), "0.0004"),
        (0.1 + 0.2, (0.3,), "0.30"),  # what the machine rounds is no side
        (float("nan"), (0.3,), "nan"),
    ],
)
def test_a_number_is_told_on_its_own_side_of_a_bar(number, bars, said):
    assert beside(number, *bars) == said


def test_shares_and_both_ends_of_their_intervals_are_told_so_too():
    assert in_per_cent(0.2496, 0.25) == "24.96 %" and in_per_cent(0.2, 0.25) == "20 %"
    assert between(Estimate(0.3, 0.2496, 0.31, 9), 0, 0.25) == "24.96 to 31 %"
    assert with_interval(Estimate(1.2, 1.004, 2, 9), bars=(1,)) == "1.20 (1.004 to 2.00)"


def test_two_numbers_that_differ_are_told_apart():
    assert told_apart(0.994, 0.991) == ["0.994", "0.991"]
    assert told_apart(0.9, 0.8) == ["0.90", "0.80"] and told_apart(0.3, 0.1 + 0.2) == ["0.30"] * 2


@pytest.mark.parametrize(
    ("high", "low", "digits"),
    [(2.8, 2.9, 2), (2.8801, 2.8849, 3), (2.88011, 2.88014, 5), (2.9, 2.8, 2)],
)
def test_intervals_that_stand_apart_are_told_so(high, low, digits):
    ones = [Estimate(high, high - 1, high, 9), Estimate(low, low, low + 1, 9)]
    assert digits_apart(ones) == digits


def test_a_median_is_told_with_its_maps_and_not_at_all_of_a_handful():
    assert told(ONE) == "0.12 (0.00 to 0.20, 12 maps)"
    assert told(Estimate(0.1, 0, 1, 5)) == "too few maps for an interval (5)"


@pytest.mark.parametrize("share", [-0.0, -0.004, 0.0])
def test_nothing_has_no_sign(share):
    assert style.per_cent(share) == "0 %"


def test_a_course_and_a_range_have_two_ends_only_where_they_differ():
    assert style.course("3", "1") == "goes from 3 to 1" and style.course("3", "3") == "is 3"
    assert style.reach("1", "3") == "1 to 3" and style.reach("3", "3") == "3"
