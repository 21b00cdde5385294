"""What, then, is a feature? What is said follows from verdicts, whichever way they fall."""

from __future__ import annotations

from collections import Counter
from itertools import product
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from analysis.catalogue import CLAIMS, QUESTIONS
from analysis.problem import Problem
from site_config.pages.feature import conclusion, on_trainings
from site_config.words.feature import (
    FILE,
    Demand,
    Reading,
    load_feature,
    refuse_unknown,
)

TOLD = load_feature()
VERDICTS = ("confirmed", "refuted", "mixed", "not tested")


def claims(**verdicts: str) -> Any:
    return {name: SimpleNamespace(verdict=verdict) for name, verdict in verdicts.items()}


@pytest.mark.parametrize(
    ("one", "other", "state"),
    [
        ("confirmed", "refuted", "stands"),
        ("refuted", "confirmed", "falls"),
        ("refuted", "mixed", "falls"),
        ("confirmed", "confirmed", "divided"),
        ("confirmed", "mixed", "open"),
        ("not tested", "mixed", "open"),
    ],
)
def test_a_reading_stands_by_what_it_demands(one, other, state):
    reading = Reading(
        id="r",
        heading="h",
        meaning="m",
        demands=(Demand(claim="A", verdict="confirmed"), Demand(claim="B", verdict="refuted")),
        stands="s",
        falls="f",
        divided="d",
        open="o",
    )
    assert reading.state(claims(A=one, B=other)) == state
    assert reading.model_copy(update={"demands": ()}).state({}) == "open"


def test_every_reading_rests_on_claims_and_questions_of_the_series():
    refuse_unknown(TOLD, (one.id for one in CLAIMS), (one.id for one in QUESTIONS))
    named = {one.claim for reading in TOLD.readings for one in reading.demands}
    # part XII names what a synthesis is to be made from
    assert {"C-V-9", "C-VI-6", "C-VII-5"} <= named
    assert {"Q-V-3", "Q-IX-1"} <= {id for reading in TOLD.readings for id in reading.questions}
    with pytest.raises(Problem, match=r"feature.toml: claim 'C-VII-1' is none"):
        refuse_unknown(TOLD, ["C-V-8"], ["Q-V-3", "Q-IX-1"])


def test_whatever_the_verdicts_are_something_is_said_and_in_the_end_too():
    for verdicts in product(VERDICTS, repeat=2):
        for reading in TOLD.readings:
            known = {
                one.claim: SimpleNamespace(verdict=verdict)
                for one, verdict in zip(reading.demands, verdicts * 2, strict=False)
            }
            assert getattr(reading, reading.state(known)).strip()  # type: ignore[arg-type]
    names = [one.id for one in TOLD.readings]
    for state in ("stands", "falls", "divided", "open"):
        assert TOLD.ending(dict.fromkeys(names, state))  # type: ignore[arg-type]
    fallen = dict.fromkeys(names, "open") | {"picture": "falls"}
    for more, said in (("place", "no handful of points"), ("element", "no element that")):
        assert said in TOLD.ending(fallen | {more: "falls"})  # type: ignore[arg-type]
    both = TOLD.ending(fallen | {"place": "falls", "element": "falls"})  # type: ignore[arg-type]
    assert "no handful of points" in both and "no element that" in both
    assert "no knowledge" not in TOLD.ending(dict.fromkeys(names, "open"))
    two = dict.fromkeys(names, "open") | {"pattern": "stands", "place": "stands"}
    for more in ({}, {"concept": "falls"}):  # both of what stands is said
        assert "a handful of points decides" in TOLD.ending(two | more)  # type: ignore[arg-type]
    open_all: Any = dict.fromkeys(names, "open")
    settled = "do not settle the meaning"
    assert settled in TOLD.ending(open_all)
    for name in ("picture", "element", "place", "pattern", "concept"):
        assert settled not in TOLD.ending(open_all | {name: "stands"})


def test_what_is_left_undecided_is_said_once():
    """Behind each ending that names neither the whole nor the example as what a feature is."""
    for one in TOLD.endings:
        names_one = one.when.get("pattern") == "stands" or one.when.get("concept")
        assert one.rest is not bool(names_one)
    assert TOLD.endings[-1].rest and TOLD.rest in TOLD.ending(
        dict.fromkeys([one.id for one in TOLD.readings], "open")
    )


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('id = "concept"', 'id = "element"', "the reading 'element' stands there twice"),
        ("pattern = ", "patern = ", "an ending names reading 'patern'"),
        ("when = {}", 'when = { concept = "open" }', "the last ending should have when = {}"),
        ('stands = "Here it is so', 'stands = ""\nx = "', "'x' is unknown"),
        ('verdict = "refuted" }]', 'verdict = "mixed" }]', "should be 'confirmed' or 'refuted'"),
    ],
)
def test_readings_that_are_wrong_are_one_clear_error(tmp_path: Path, old, new, said):
    text = FILE.read_text()
    assert old in text
    (tmp_path / "feature.toml").write_text(text.replace(old, new, 1))
    with pytest.raises(Problem, match=said):
        load_feature(tmp_path / "feature.toml")


@pytest.mark.parametrize(
    ("start", "line", "said"),
    [
        ('falls = "Here it is not', "", "'element' says nothing for the case: it falls"),
        ('divided = "To be enough', "", "'place' says nothing for the case: it is divided"),
        ('falls = "Here it is not', 'falls = "f"\ndivided = "d"', "'element' has a sentence for a"),
        ("open = \"[% when 'same", 'open = "o"\nfalls = "f"', "'shared' has a"),
    ],
)
def test_each_case_that_can_occur_has_its_sentence_and_no_other(tmp_path: Path, start, line, said):
    text = FILE.read_text()
    place = text.index(start)
    cut = text[:place] + line + text[text.index("\n", place) :]
    (tmp_path / "feature.toml").write_text(cut)
    with pytest.raises(Problem, match=f"reading {said}"):
        load_feature(tmp_path / "feature.toml")


def test_a_reading_is_compared_with_that_of_other_trainings():
    """Two others: in one the element fails, in the other it stands as in the published one."""
    reading = next(one for one in TOLD.readings if one.id == "element")
    [claim] = [one.claim for one in reading.demands]
    others = [
        SimpleNamespace(
            kind="training",
            id=f"training-{number}",
            changes={"seed": number},
            verdicts=[SimpleNamespace(claim=claim, verdict=verdict)],
        )
        for number, verdict in enumerate(("mixed", "confirmed"), start=2)
    ]
    manifest: Any = SimpleNamespace(settings={"seed": 1}, variations=others, choices=())
    known: Any = {claim: SimpleNamespace(id=claim, of=("elements",), verdict="confirmed")}
    assert on_trainings(manifest, reading, known) == {"stands": 2, "open": 1}
    none = next(one for one in TOLD.readings if not one.demands)
    assert not on_trainings(manifest, none, known)


@pytest.mark.parametrize(
    ("trainings", "said"),
    [
        (["falls"], "it falls"),
        (["falls"] * 2, "it falls, in both trainings"),
        (["falls"] * 3, "it falls, in all 3 trainings"),
        (
            ["falls", "open", "stands"],
            "it falls here; of 3 trainings it falls in 1, stands in 1 and stays open in 1",
        ),
    ],
)
def test_a_conclusion_that_other_trainings_do_not_share_says_theirs(trainings, said):
    assert conclusion("falls", Counter(trainings)) == said
