"""The index of everything that has an address holds each thing once, under the name that lists and
searches take.
"""

from __future__ import annotations

import json
from types import SimpleNamespace
from typing import Any

import pytest
from test_claims import claim as a_claim
from test_figure_pages import FIGURES
from test_gallery import artifacts

from analysis.artifacts import FindingRecord, QuestionRecord
from site_config.pages.addresses import JSON, KINDS, LIST, PAGE, Entry, address_files, entries
from site_config.words.context import Publication
from site_config.words.glossary import Term
from site_config.words.lengths import LINE
from site_config.words.prose import Prose
from site_config.words.slips import Slip

FINDING = FindingRecord(
    id="slow-at-first", part="I", statement="It is *slow*.", test="t", open="", holds=True,
    evidence="e", of=(),
)  # fmt: skip
QUESTION = QuestionRecord(
    id="Q-I-1", part="I", question="Why?", answered=False, answer="", figure="", of=()
)
TERMS = [Term(id="node", term="Node", definition="One place of a map, " * 20)]
SLIPS = {"S-1": Slip(id="S-1", parts=("I",), stated="It says *so*.", right="r", shown="s")}
FILES = {
    "index.md": b"---\ntitle: Home\ndescription: All of it.\n---\n\n# Home",
    "about/plain.md": b"# No header",
    "images/7.md": b"---\ntitle: Image 7, a 9\n---\n",
    "figures/one.md": b"",
    "gallery/edges/1.md": b"",
    "gallery/edges/1/oip.png": b"",
    "assets/x.css": b"",
}


@pytest.fixture
def prose() -> Prose:
    of: Any = artifacts()
    of.manifest = SimpleNamespace(
        figures=FIGURES, claims=(a_claim("C-I-1", "mixed"),), findings=(FINDING,),
        questions=(QUESTION,), profile="full", made_with=SimpleNamespace(commit="0a1b2c"),
    )  # fmt: skip
    empty: Any = SimpleNamespace(entries={})
    return Prose(Publication(of, empty, {}, SLIPS))


@pytest.fixture
def found(prose: Prose) -> dict[str, Entry]:
    every = entries(prose, FILES, TERMS)
    assert len({one.id for one in every}) == len(every)
    return {one.id: one for one in every}


def test_each_thing_is_found_under_its_name(found: dict[str, Entry]) -> None:
    assert [one.kind for one in found.values()] == sorted(
        (one.kind for one in found.values()), key=list(KINDS).index
    )
    where = {id: one.told()["address"] for id, one in found.items()}
    assert where["edges/1"] == "gallery/edges/1/"
    assert where["one"] == "figures/one/" and where["C-I-1"] == "claims/c-i-1/"
    assert where["finding/slow-at-first"] == "about/findings/#slow-at-first"
    assert where["Q-I-1"] == "about/claims/#q-i-1" and where["S-1"] == "about/slips/#s-1"
    assert where["term/node"] == "about/glossary/#node"
    assert where["images/7"] == "images/7/" and where["/"] == ""
    assert where["about/plain/"] == "about/plain/"
    assert len(found) == 4 + 6 + len(FIGURES) + 1 + 1 + 1 + 1 + 1 + 1 + 2


def test_a_map_without_a_page_stands_on_that_of_its_layer(found: dict[str, Entry]) -> None:
    assert found["edges/0"].told()["address"] == "gallery/edges/#map-0"
    assert found["edges/1"].picture == "gallery/edges/1/oip.png"
    assert found["edges/0"].picture == ""


def test_what_is_said_of_a_thing_are_words_alone(found: dict[str, Entry]) -> None:
    assert (
        found["finding/slow-at-first"].line == "It is slow." and found["S-1"].line == "It says so."
    )
    assert found["C-I-1"].name == "C-I-1: mixed" and found["Q-I-1"].name == "Q-I-1: open"
    assert found["edges/1"].line.startswith("normal; fires on")


def test_readers_and_machines_are_told_the_same(prose: Prose, found: dict[str, Entry]) -> None:
    made = address_files(prose, FILES, TERMS)
    whole = json.loads(made[JSON])
    assert [one["id"] for one in whole["entries"]] == list(found)
    page = made[PAGE].decode()
    assert page.count("\n- [") == len(found) and f"{len(found)} things" in page
    assert "- [Map 1 of edges](../gallery/edges/1.md) `edges/1` normal" in page
    assert "## Images { #images }" in page
    line = next(one for one in page.splitlines() if one.startswith("- [Node]"))
    assert len(line.partition("`term/node` ")[2]) <= LINE
    assert "LISTTITLE" in whole["bibtex"] and "LISTNOTE" in whole["bibtex"]
    assert "named-list" in made[LIST].decode()


def test_a_kind_of_which_there_is_nothing_has_no_heading(prose: Prose) -> None:
    page = address_files(prose, {}, TERMS)[PAGE].decode()
    assert "{ #images }" not in page and "(#images)" not in page
