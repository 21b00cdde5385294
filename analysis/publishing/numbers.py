"""Numbers, verdicts and sentences on their way into the manifest: what is no number is refused,
unless its entry says that it may happen.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple, TypeVar

from analysis.artifacts import (
    ChangeRecord,
    ClaimRecord,
    FindingRecord,
    QuestionRecord,
    ValueRecord,
)
from analysis.catalogue.claims.bars import within_chance
from analysis.catalogue.contents import Contents
from analysis.catalogue.declarations import Claim, Finding, Judgement, Question, Value
from analysis.problem import Problem
from analysis.publishing.sentences import finding_record, no_numbers, question_record
from analysis.results.base import Result
from analysis.signs import true_signs

Entry = TypeVar("Entry", Claim, Question, Finding)
UNDEFINED = "undefined"  # what prose shows of a declared value that nothing could be measured for


def value_record(item: Value, result: Result) -> ValueRecord:
    """Read a value from the result it is of.

    Raises:
        Problem: it is infinite, or NaN although its entry does not declare that.
    """
    number = float(item.read(result))
    undefined = math.isnan(number) and item.may_be_nan
    if not (undefined or math.isfinite(number)):
        remedy = (
            "Mend what it reads"
            if math.isinf(number)
            else "Mend what it reads, or declare may_be_nan=True where this can honestly happen"
        )
        raise Problem(
            f"value {item.id!r} of measurement {item.of.id!r} is {number}, not a number that prose"
            f" can quote. {remedy} (its entry in analysis/catalogue)."
        )
    known = None if undefined else number
    return ValueRecord(
        id=item.id,
        of=item.of.id,
        number=known,
        text=UNDEFINED if undefined else item.text(number),
        unit=item.unit,
        digits=item.digits,
        tolerance=item.tolerance.record(known, item.unit, item.digits),
    )


def _numbers(told: object) -> Iterator[float]:
    """Yield every number of a judgement, also those in its intervals."""
    if isinstance(told, bool) or told is None:
        return
    if isinstance(told, str):
        yield from no_numbers(told)
    elif dataclasses.is_dataclass(told):
        for field in dataclasses.fields(told):
            yield from _numbers(getattr(told, field.name))
    elif isinstance(told, Iterable):
        for part in told:
            yield from _numbers(part)
    elif isinstance(told, int | float) or hasattr(told, "__float__"):
        yield float(told)


def claim_record(item: Claim, results: list[Result]) -> ClaimRecord:
    """Judge a claim, its premises left aside.

    Raises:
        Problem: the verdict rests on something that is not a number, and is not 'not tested'.
    """
    judgement = item.judged.judge(*results)
    bad = [number for number in _numbers(judgement) if not math.isfinite(number)]
    if bad and judgement.verdict != "not tested":
        of = ", ".join(repr(measurement.id) for measurement in item.of)
        raise Problem(
            f"claim {item.id!r} of measurement {of} is {judgement.verdict!r} by {bad[0]}, which is"
            f" not a number: {judgement.evidence!r}. Mend its judge in analysis/catalogue, or let"
            " it say 'not tested' where nothing can be measured."
        )
    return _record(item, judgement)


def _record(item: Claim, judgement: Judgement) -> ClaimRecord:
    said, estimate = item.said, None if judgement.verdict == "not tested" else judgement.estimate
    confirmed, refuted = item.judged.bar
    changes = (
        ChangeRecord(on=one.on.isoformat(), what=one.what, why=one.why) for one in said.changes
    )
    return ClaimRecord(
        id=item.id,
        part=item.part,
        statement=said.statement,
        test=said.test,
        confirmed=confirmed or said.confirmed,
        refuted=refuted or said.refuted,
        derived=said.derived,
        verdict=judgement.verdict,
        near_bar=within_chance(judgement),
        evidence=true_signs(judgement.evidence),
        value=estimate.value if estimate else None,
        low=estimate.low if estimate else None,
        high=estimate.high if estimate else None,
        n=estimate.n if estimate else None,
        unit=judgement.unit,
        sample=judgement.sample,
        alone=judgement.alone,
        figure=said.figure,
        requires=said.requires,
        refuted_premises=(),
        changes=tuple(changes),
        of=tuple(measurement.id for measurement in item.of),
    )


def with_premises(records: Iterable[ClaimRecord]) -> tuple[ClaimRecord, ...]:
    """Return the claims with those of their premises, direct or not, that are refuted."""
    known = {record.id: record for record in records}
    refuted = [id for id, record in known.items() if record.verdict == "refuted"]

    def marked(record: ClaimRecord) -> ClaimRecord:
        behind = _premises(record.id, known)
        found = tuple(id for id in refuted if id in behind)
        return record.model_copy(update={"refuted_premises": found})

    return tuple(map(marked, known.values()))


def _premises(id: str, known: dict[str, ClaimRecord]) -> set[str]:
    # of some results alone not every premise is judged
    direct = known[id].requires if id in known else ()
    return set(direct).union(*(_premises(one, known) for one in direct))


def _resting(
    items: Iterable[Entry], results: Mapping[str, Result]
) -> Iterator[tuple[Entry, list[Result]]]:
    """Yield the entries that rest on nothing else than some results, each with its own."""
    for item in items:
        if all(one.id in results for one in item.of):
            yield item, [results[one.id] for one in item.of]


def judged(results: Mapping[str, Result], claims: Iterable[Claim]) -> tuple[ClaimRecord, ...]:
    """Return each of the claims that some results judge, found by the ids of their measurements.

    Raises:
        Problem: a verdict rests on what is no number.
    """
    return with_premises(claim_record(*known) for known in _resting(claims, results))


def _read(values: Iterable[Value], results: Mapping[str, Result]) -> Iterator[tuple[Value, Result]]:
    return ((item, results[item.of.id]) for item in values if item.of.id in results)


class Told(NamedTuple):
    """What a manifest tells of results, by its names there."""

    values: tuple[ValueRecord, ...]
    claims: tuple[ClaimRecord, ...]
    questions: tuple[QuestionRecord, ...]
    findings: tuple[FindingRecord, ...]


def told(results: Mapping[str, Result], every: Contents) -> Told:
    """Return every value, claim, question and finding of a publication that some results give,
    found by the ids of their measurements; those that rest on others are left out.

    Raises:
        Problem: one of them is not a number and not declared so.
    """
    return Told(
        tuple(value_record(*known) for known in _read(every.values, results)),
        judged(results, every.claims),
        tuple(question_record(*known) for known in _resting(every.questions, results)),
        tuple(finding_record(*known) for known in _resting(every.findings, results)),
    )
