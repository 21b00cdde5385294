"""Answers and findings on their way into the manifest: what tells a number that is none is refused
there, unless it says that nothing can be measured.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from analysis.artifacts import FindingRecord, QuestionRecord
from analysis.catalogue.declarations import UNTOLD, Finding, Question
from analysis.problem import Problem
from analysis.results.base import Result
from analysis.signs import true_signs

NO_NUMBER = re.compile(r"(?<![\w.-])[-+]?(nan|inf|infinity)(?![\w-])", re.IGNORECASE)


def no_numbers(text: str) -> Iterator[float]:
    """Yield every number of a sentence that is none: NaN and the infinities."""
    yield from (float(word.group(1)) for word in NO_NUMBER.finditer(text))


def question_record(item: Question, results: list[Result]) -> QuestionRecord:
    """Answer a question from results, or tell what an answer would need.

    Raises:
        Problem: an answer tells something that is not a number.
    """
    said = item.answered.answer(*results) if item.answered else item.asked.needs
    told = bool(item.answered) and not said.startswith(UNTOLD)
    bad = list(no_numbers(said))
    if bad and told:
        of = ", ".join(repr(measurement.id) for measurement in item.of)
        raise Problem(
            f"question {item.id!r} of measurement {of} is answered by {bad[0]}, which is not a"
            f" number: {said!r}. Mend its answer in analysis/catalogue/questions, or let it begin"
            f" with {UNTOLD!r} where nothing can be measured."
        )
    return QuestionRecord(
        id=item.id,
        part=item.part,
        question=item.asked.question,
        answered=told,
        answer=true_signs(said),
        figure=item.asked.figure,
        of=tuple(measurement.id for measurement in item.of),
    )


def finding_record(item: Finding, results: list[Result]) -> FindingRecord:
    """Test a finding.

    Raises:
        Problem: it cannot be told although its words do not say when, or rests on no number.
    """
    seen = item.found.look(*results)
    bad = list(no_numbers(seen.evidence))
    if seen.holds is None and not item.said.open:
        raise Problem(
            f"finding {item.id!r} cannot be told: {seen.evidence!r}. Say in its table of"
            " analysis/catalogue/findings when that is so, by the key 'open'."
        )
    if bad and seen.holds is not None:
        raise Problem(
            f"finding {item.id!r} rests on {bad[0]}, which is not a number: {seen.evidence!r}. Mend"
            " its test in analysis/catalogue/findings, or let it return None there."
        )
    return FindingRecord(
        id=item.id,
        part=item.said.part,
        statement=item.said.says,
        test=item.said.test,
        open=item.said.open,
        holds=None if seen.holds is None else bool(seen.holds),
        evidence=true_signs(seen.evidence),
        of=tuple(measurement.id for measurement in item.of),
    )
