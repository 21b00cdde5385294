"""What is no number does not get into a manifest, unless its entry says that it may happen."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from analysis.catalogue.declarations import Claim, Judged, Judgement, MedianCount, Value
from analysis.catalogue.series.measurements import OIP_SCALES
from analysis.catalogue.statements import Statement
from analysis.problem import Problem
from analysis.publishing.numbers import claim_record, value_record

RESULT: Any = object()


def value(number: float, *, may_be_nan: bool = False) -> Value:
    return Value("scale", OIP_SCALES, lambda result: number, "px", 1, may_be_nan)


def claim(verdict: Any, evidence: str) -> Claim:
    def judge(result: object) -> Judgement:
        return Judgement(verdict, evidence)

    said = Statement(statement="It grows.", test="Is it larger?")
    return Claim("C-XII-1", said, Judged("C-XII-1", (OIP_SCALES,), judge))


def test_a_finite_number_is_recorded_as_it_is() -> None:
    record = value_record(value(9.333), RESULT)
    assert (record.number, record.text) == (9.333, "9.3 px")
    assert value_record(value(9.333, may_be_nan=True), RESULT) == record


@pytest.mark.parametrize(
    ("number", "unit", "bars", "told"),
    [
        (0.696, "", (0.7,), "0.696"),
        (0.696, "", (), "0.7"),
        (0.7, "", (0.7,), "0.7"),
        (0.7000000001, "", (0.7,), "0.7"),  # no digits tell it from the bar
        (0.0004, "%", (), "0.04 %"),
        (0.9996, "%", (), "99.96 %"),
        (1.0, "%", (), "100.0 %"),
    ],
)
def test_a_number_is_told_on_its_side_of_a_bar(number, unit, bars, told) -> None:
    one = Value("scale", OIP_SCALES, lambda result: number, unit, 1, bars=bars)
    assert value_record(one, RESULT).text == told


@pytest.mark.parametrize("number", [math.nan, np.float32("nan"), math.inf, -math.inf])
def test_a_value_that_is_no_number_stops_the_publication(number: float) -> None:
    with pytest.raises(Problem) as problem:
        value_record(value(number), RESULT)
    assert str(problem.value).startswith(
        f"value 'scale' of measurement 'oip-scales' is {float(number)}, not a number that prose can"
        " quote. Mend what it reads"
    )
    assert ("may_be_nan=True" in str(problem.value)) == math.isnan(number)


def test_a_nan_that_is_declared_is_undefined_in_prose_and_nothing_in_the_manifest() -> None:
    record = value_record(value(math.nan, may_be_nan=True), RESULT)
    assert (record.number, record.text) == (None, "undefined")


@pytest.mark.parametrize(("number", "told"), [(1, "1"), (0.5, "0.5"), (1234.0, "1,234")])
def test_a_median_of_counts_is_whole_or_halfway_between_two(number: float, told: str) -> None:
    record = value_record(MedianCount("repeats", OIP_SCALES, lambda result: number), RESULT)
    assert record.text == told


def test_what_may_be_nan_may_not_be_infinite() -> None:
    with pytest.raises(Problem, match="is inf, not a number"):
        value_record(value(math.inf, may_be_nan=True), RESULT)


@pytest.mark.parametrize("evidence", ["ratio nan", "between -inf and 3", "NaN of 3", "a (nan, 2)"])
def test_a_verdict_that_rests_on_no_number_stops_the_publication(evidence: str) -> None:
    with pytest.raises(Problem) as problem:
        claim_record(claim("refuted", evidence), [RESULT])
    assert str(problem.value).startswith(
        "claim 'C-XII-1' of measurement 'oip-scales' is 'refuted' by "
    )
    assert evidence in str(problem.value) and "'not tested'" in str(problem.value)


def test_what_was_not_tested_needs_no_number() -> None:
    assert claim_record(claim("not tested", "nan"), [RESULT]).verdict == "not tested"


@pytest.mark.parametrize("evidence", ["information", "banana", "inference", "9.3 against 4"])
def test_words_that_hold_these_letters_are_no_numbers(evidence: str) -> None:
    assert claim_record(claim("confirmed", evidence), [RESULT]).evidence == evidence


@pytest.mark.parametrize(
    ("verdict", "evidence", "near"),
    [
        ("confirmed", "60 % (40 to 80, 9 maps); the interval reaches over the bar", True),
        ("refuted", "on both layers; that of the lower one reaches over the bar; so", True),
        ("mixed", "60 % (55 to 65, 9 maps)", False),
        ("not tested", "too few; the interval reaches over the bar", False),
    ],
)
def test_a_verdict_that_chance_could_have_turned_is_marked(verdict, evidence, near):
    assert claim_record(claim(verdict, evidence), [RESULT]).near_bar is near
