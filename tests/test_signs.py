"""Numbers below zero have a minus sign wherever readers meet them, and zero has none."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace

import pytest

from analysis.catalogue.asked import Asked
from analysis.catalogue.declarations import (
    Answered,
    Claim,
    Finding,
    Found,
    Judged,
    Judgement,
    Question,
    Seen,
)
from analysis.catalogue.noted import Noted
from analysis.catalogue.statements import Statement
from analysis.figures.style import Drawing
from analysis.publishing.numbers import claim_record
from analysis.publishing.sentences import finding_record, question_record
from analysis.signs import plain, signed, true_signs

TYPED, PRINTED = "0.3 (-0.00 to +0.07), -2", "0.3 (0.00 to +0.07), −2"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (TYPED, PRINTED),
        ("-22, -0 and +0.0 points, -0.", "−22, 0 and 0.0 points, 0."),
        ("-0.05 and +0.001, −0.0", "−0.05 and +0.001, 0.0"),
        ("on 2026-11-26 the 1-0 of C-V-4, 3-0, e-05", "on 2026-11-26 the 1-0 of C-V-4, 3-0, e-05"),
    ],
)
def test_signs_are_those_of_numbers_alone(text: str, told: str) -> None:
    assert true_signs(text) == told == true_signs(told)


@pytest.mark.parametrize(
    ("number", "told", "difference"),
    [
        (-0.001, "0.00", "0.00"),
        (0.004, "0.00", "0.00"),
        (-0.25, "−0.25", "−0.25"),
        (3, "3.00", "+3.00"),
    ],
)
def test_a_number_that_rounds_to_zero_has_no_sign(
    number: float, told: str, difference: str
) -> None:
    assert (plain(number), signed(number)) == (told, difference)


def of_finding(text: str) -> str:
    said = Noted(part="X", says="It is slow.", test="the gain")
    found = Found("slow", (), lambda: Seen(True, text))
    return finding_record(Finding("slow", said, found), []).evidence


def of_claim(text: str) -> str:
    judged = Judged("C-X-1", (), lambda: Judgement("mixed", text))
    said = Statement(statement="It is slow.", test="the gain")
    return claim_record(Claim("C-X-1", said, judged), []).evidence


def of_question(text: str) -> str:
    answered = Answered("Q-X-1", (), lambda: text)
    return question_record(Question("Q-X-1", Asked(question="How slow?"), answered), []).answer


def of_figure(text: str) -> str:
    drawing = Drawing(SimpleNamespace(), (), {"change": text})  # type: ignore[arg-type]
    return str(drawing.words["change"])


@pytest.mark.parametrize("told", [of_finding, of_claim, of_question, of_figure])
def test_whatever_is_told_of_results_has_them(told: Callable[[str], str]) -> None:
    assert told(TYPED) == PRINTED
