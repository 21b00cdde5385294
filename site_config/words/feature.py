"""The readings of the word 'feature', read from ``content/feature.toml``: what each demands of a
network, and what is said of it, whichever way the verdicts fall.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import Field

from analysis.artifacts import ClaimRecord, Verdict, VerdictRecord
from analysis.problem import Problem, nearest
from analysis.toml_files import Entry
from site_config.paths import CONTENT
from site_config.words.written import Id, Text, read, refuse_twice

FILE = CONTENT / "feature.toml"
State = Literal["stands", "falls", "divided", "open"]
CASES: dict[State, str] = {"stands": "stands", "falls": "falls", "divided": "is divided"}
CANNOT = "So many demands cannot lead to it."
OPPOSITE: dict[Verdict, Verdict] = {"confirmed": "refuted", "refuted": "confirmed"}


class Demand(Entry):
    """A claim, and the verdict that a reading demands of it."""

    claim: Id
    verdict: Literal["confirmed", "refuted"]


class Reading(Entry):
    """One meaning of the word; what is said where it stands, falls, is divided or open. A case that
    cannot occur has no sentence.
    """

    id: Id
    heading: Text
    meaning: Text
    demands: tuple[Demand, ...]
    questions: tuple[Id, ...] = ()
    stands: str = ""
    falls: str = ""
    divided: str = ""
    open: Text

    @property
    def cases(self) -> tuple[State, ...]:
        """Return the states it can be in beside open: one demand alone divides nothing."""
        every: tuple[State, ...] = ("stands", "falls", "divided")
        return every[: 0 if not self.demands else 2 if len(self.demands) == 1 else 3]

    def state(self, claims: Mapping[str, ClaimRecord | VerdictRecord]) -> State:
        """Return what the verdicts make of it."""
        said = [(claims[one.claim].verdict, one.verdict) for one in self.demands]
        met = sum(verdict == wanted for verdict, wanted in said)
        contrary = sum(verdict == OPPOSITE[wanted] for verdict, wanted in said)
        if said and met == len(said):
            return "stands"
        if contrary:
            return "divided" if met else "falls"
        return "open"


class Ending(Entry):
    """What is said at the end where the readings that are named came out so, and whether the rest
    is said behind it.
    """

    when: dict[Id, State]
    says: Text
    rest: bool = False


class Feature(Entry):
    readings: tuple[Reading, ...] = Field(min_length=1)
    endings: tuple[Ending, ...] = Field(min_length=1)
    rest: Text  # behind endings that leave the same things undecided

    def ending(self, states: dict[str, State]) -> str:
        """Return what is said at the end: the first that fits."""
        found = next(
            one
            for one in self.endings
            if all(states[id] == state for id, state in one.when.items())
        )
        return f"{found.says} {self.rest}" if found.rest else found.says


def _check(told: Feature, file: Path) -> None:
    names = [one.id for one in told.readings]
    refuse_twice(file, "reading", names)
    for one in told.readings:
        for state, so in CASES.items():
            if bool(getattr(one, state)) != (state in one.cases):
                told_of, remedy = (
                    ("says nothing for the", "Add that sentence.")
                    if state in one.cases
                    else ("has a sentence for a", f"{CANNOT} Take it out.")
                )
                raise Problem(f"{file.name}: reading {one.id!r} {told_of} case: it {so}. {remedy}")
    for id in (id for ending in told.endings for id in ending.when):
        if id not in names:
            raise Problem(f"{file.name}: an ending names reading {id!r}; {nearest(id, names)}.")
    if told.endings[-1].when:
        raise Problem(
            f"{file.name}: the last ending should have when = {{}}, for all that no other fits."
        )


@cache
def load_feature(file: Path = FILE) -> Feature:
    """Return the readings.

    Raises:
        Problem: a table is incomplete or contradicts another.
    """
    told = read(Feature, file)
    _check(told, file)
    return told


def refuse_unknown(told: Feature, claims: Iterable[str], questions: Iterable[str]) -> None:
    """``Raises Problem`` where a reading rests on a claim or question that there is none of."""
    for kind, known, named in (
        ("claim", list(claims), [one.claim for each in told.readings for one in each.demands]),
        ("question", list(questions), [id for each in told.readings for id in each.questions]),
    ):
        for id in named:
            if id not in known:
                raise Problem(f"{FILE.name}: {kind} {id!r} is none; {nearest(id, known)}.")
