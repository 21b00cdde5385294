"""Conclusions of two builds. A verdict carries its own tolerance: the 95 % interval of the number
it rests on; where no single number decides, and for a finding, the same outcome is all there is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeVar

from analysis.artifacts import (
    ClaimRecord,
    FindingRecord,
    Manifest,
    QuestionRecord,
    VerdictRecord,
)
from analysis.publishing.replay.classes import Compared, Kind, Outcome, Seen, pairs

Named = TypeVar("Named", ClaimRecord, FindingRecord, QuestionRecord)
Judged = ClaimRecord | VerdictRecord
KINDS: tuple[Kind, ...] = ("verdicts", "varied", "findings", "answers")
HOLDS = {True: "holds", False: "does not hold", None: "cannot be told"}


def _told(one: Judged) -> str:
    return f"{one.verdict}: {one.evidence}"


def _numbers(one: Judged) -> tuple[object, ...]:
    return one.verdict, one.evidence, one.value, one.low, one.high, one.n


def _outcome(here: Judged, there: Judged) -> Outcome:
    if here.verdict != there.verdict:
        return "flipped"
    if _numbers(here) == _numbers(there):
        return "same"
    if here.value is None or there.low is None or there.high is None:
        return "within"
    return "within" if there.low <= here.value <= there.high else "changed"


def _verdict(here: Judged, there: Judged) -> Seen:
    """Return how two verdicts compare; what is allowed reaches to the nearer end of the interval
    where the number lies on that side.
    """
    far = allowed = None
    if None not in (here.value, there.value, there.low, there.high):
        far = abs(here.value - there.value)  # type: ignore[operator]
        end = there.high if here.value > there.value else there.low  # type: ignore[operator]
        allowed = abs(end - there.value)  # type: ignore[operator]
    return Seen(_outcome(here, there), _told(here), _told(there), far, allowed)


def _finding(here: FindingRecord, there: FindingRecord) -> Seen:
    ours, others = (f"{HOLDS[one.holds]}: {one.evidence}" for one in (here, there))
    alike: Outcome = "same" if ours == others else "within"
    return Seen(alike if here.holds == there.holds else "flipped", ours, others)


def _answer(here: QuestionRecord, there: QuestionRecord) -> Seen:
    same = (here.answered, here.answer) == (there.answered, there.answer)
    return Seen("same" if same else "changed", here.answer, there.answer)


def _by_id(records: Iterable[Named]) -> dict[str, Named]:
    return {record.id: record for record in records}


def _varied(manifest: Manifest) -> dict[str, Judged]:
    return {
        f"{variation.id}/{one.claim}": one
        for variation in manifest.variations
        for one in variation.verdicts
    }


def compared(here: Manifest, there: Manifest) -> Iterator[Compared]:
    """Yield how verdicts, those under other trainings and choices, findings and answers compare."""
    yield from pairs("verdicts", (_by_id(here.claims), _by_id(there.claims)), _verdict)
    yield from pairs("varied", (_varied(here), _varied(there)), _verdict)
    yield from pairs("findings", (_by_id(here.findings), _by_id(there.findings)), _finding)
    yield from pairs("answers", (_by_id(here.questions), _by_id(there.questions)), _answer)
