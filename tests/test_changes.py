"""No verdict, answer or number changes without a word: what is said at the end of a build."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from analysis.artifacts import (
    SCHEMA,
    ClaimRecord,
    MadeWith,
    Manifest,
    QuestionRecord,
    ToleranceRecord,
    ValueRecord,
    Verdict,
    to_json,
    write_atomically,
)
from analysis.problem import Problem
from site_config import paths
from site_config.build import changes, named
from site_config.build.changes import Kind
from site_config.build.named import places, quoted
from site_config.paths import Place

VALUES = {"accuracy": "99.31 %", "silent-maps": "13", "unquoted": "1"}
SAME = ToleranceRecord(kind="name", within=0)
ANSWER = "Rather yes: of two test images the one that looks more like it excites a map more in 82 %"
SOURCES = {
    "docs/index.md": "# Start\n\nIt is right for [= value('silent-maps') =] maps.\n",
    "docs/series/10.md": "---\ntitle: Gaps\n---\n\n[% verdict 'C-X-3' %]\nYes.\n[% endverdict %]\n",
    "docs/.10.md.swp": "[= claim('C-X-3') =]",
    "site_config/content/feature.toml": '[[readings]]\nquestions = ["Q-V-3"]\nclaim = "C-X-3"\n',
    "site_config/content/coverage.toml": 'claims = ["C-X-3"]\n',
    "templates/closing.md.j2": "\n[= value('accuracy') =], twice: [= value('accuracy') =]\n",
}


def _claim(id: str, verdict: Verdict) -> ClaimRecord:
    words = ("part", "statement", "test", "confirmed", "refuted", "evidence", "unit", "sample")
    numbers = dict.fromkeys(("value", "low", "high", "n"))
    lists = dict.fromkeys(("requires", "refuted_premises", "changes", "of"), ())
    told = dict.fromkeys((*words, "alone", "figure"), "") | numbers | lists
    return ClaimRecord.model_validate(told | {"id": id, "verdict": verdict, "derived": False})


def _manifest(verdict: Verdict, answer: str, values: dict[str, str]) -> Manifest:
    question = {"id": "Q-V-3", "part": "V", "question": "?", "answered": True, "answer": answer}
    return Manifest(
        schema_version=SCHEMA,
        profile="quick",
        settings={},
        networks=(),
        measurements=(),
        figures=(),
        values=tuple(
            ValueRecord(id=id, of="m", number=None, text=text, unit="", digits=0, tolerance=SAME)
            for id, text in values.items()
        ),
        claims=(_claim("C-X-3", verdict),),
        findings=(),
        questions=(QuestionRecord.model_validate({**question, "figure": "", "of": ()}),),
        variations=(),
        choices=(),
        made_with=MadeWith(commit="c", runs={}),
    )


class Publications:
    """A profile of a small project, which is published again and again."""

    def __init__(self, root: Path, heard: Callable[[], str]) -> None:
        self.place, self.heard = Place("quick"), heard
        for name, text in SOURCES.items():
            write_atomically(root / name, text)

    def said(
        self, verdict: Verdict = "mixed", answer: str = ANSWER, values: dict[str, str] | None = None
    ) -> list[str]:
        """Publish; return the lines that were said."""
        manifest = _manifest(verdict, answer, VALUES | (values or {}))
        write_atomically(self.place.artifacts / "manifest.json", to_json(manifest))
        changes.announce(self.place)
        return self.heard().splitlines()

    @property
    def whole(self) -> Path:
        return self.place.build / "changes.txt"


@pytest.fixture
def publications(tmp_path, monkeypatch, capfd) -> Publications:
    monkeypatch.setenv("BUILD", str(tmp_path / "build"))
    for name, folder in (
        ("REPOSITORY", ""),
        ("DOCS", "docs"),
        ("CONTENT", "site_config/content"),
        ("TEMPLATES", "templates"),
    ):
        monkeypatch.setattr(named, name, tmp_path / folder)
    monkeypatch.setattr(paths, "DOCS", tmp_path / "docs")
    return Publications(tmp_path, lambda: capfd.readouterr().err)


def test_neither_the_first_publication_nor_an_equal_one_says_anything(publications):
    assert publications.said() == publications.said() == []
    assert not publications.whole.exists()


def test_verdicts_then_answers_then_values_are_said_with_the_sentences_that_name_them(publications):
    publications.said()
    said = publications.said("refuted", ANSWER.replace("82", "74"), {"accuracy": "99.28 %"})
    piece = "... map more in {} %"
    assert said == [
        "Changed since the last publication:",
        "  C-X-3 was mixed, is refuted: docs/series/10.md:5, site_config/content/feature.toml:3",
        f'  answer to Q-V-3 was "{piece.format(82)}", is "{piece.format(74)}":'
        " site_config/content/feature.toml:2",
        "  value 'accuracy' was 99.31 %, is 99.28 %: templates/closing.md.j2:2",
    ]
    assert publications.said("refuted", ANSWER.replace("82", "74"), {"accuracy": "99.28 %"}) == []


def test_what_no_page_names_and_what_is_new_is_counted_and_stands_in_the_whole_list(publications):
    publications.said()
    said = publications.said(values={"unquoted": "2", "maps": "128"})
    assert said[1:] == [f"  1 that no page names, 1 new; the whole list is {publications.whole}"]
    assert publications.whole.read_text().splitlines() == [
        "value 'unquoted' was 1, is 2",
        "value 'maps' is new, 128",
    ]


def test_what_is_gone_is_counted(publications):
    publications.said(values={"maps": "128"})
    assert "  1 that no page names" in publications.said()[1]
    assert publications.whole.read_text() == "value 'maps' was 128, is gone\n"


def test_a_verdict_and_an_answer_are_said_where_no_page_names_them(publications, monkeypatch):
    monkeypatch.setattr(named, "_sources", lambda: iter(()))
    publications.said()
    assert publications.said("refuted", "No.")[1:] == [
        "  C-X-3 was mixed, is refuted",
        '  answer to Q-V-3 was "Rather yes: of two test images the one that looks more like it'
        ' ...", is "No."',
    ]


def test_a_long_list_is_cut_with_a_count(publications, monkeypatch):
    monkeypatch.setattr(changes, "SHOWN", 2)
    publications.said()
    said = publications.said("refuted", "No.", {"accuracy": "1", "silent-maps": "2"})
    assert len(said) == 4
    assert said[-1] == f"  and 2 more; the whole list is {publications.whole}"
    assert len(publications.whole.read_text().splitlines()) == 4


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b'{"values": ["accuracy"]}', b'{"values": {"accuracy": 1}}', b"\xff"],
)
def test_what_was_told_is_absent_where_its_record_is_damaged(publications, content):
    publications.said()
    kept = publications.place.build / "told.json"
    kept.write_bytes(content)
    (said,) = publications.said("refuted")
    assert said.startswith(f"{kept} is damaged: what changed since the last publication is not")
    assert publications.said()[1].startswith("  C-X-3 was refuted, is mixed: ")


def test_a_kind_that_is_added_says_nothing_the_first_time(publications, monkeypatch):
    publications.said()
    holds = "yes"
    seen = Kind("seen", "what is seen of {!r}", lambda _: {"silent-maps": holds})
    monkeypatch.setattr(changes, "KINDS", (*changes.KINDS, seen))
    assert publications.said() == []
    holds = "no"
    assert publications.said()[1:] == [
        "  what is seen of 'silent-maps' was yes, is no: docs/index.md:3"
    ]


def test_a_build_that_could_not_keep_what_it_told_leaves_it_to_the_next(publications, monkeypatch):
    publications.said()

    def full(path: Path, _: str) -> None:
        raise Problem(f"cannot write {path}")

    with monkeypatch.context() as patch, pytest.raises(Problem):
        patch.setattr(changes, "write_atomically", full)
        publications.said("refuted")
    assert publications.said("refuted")[1].startswith("  C-X-3 was mixed, is refuted: ")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("\n[= value('a-b') =] and [= claim(\"C-X-3\") =]", [("a-b", 2), ("C-X-3", 2)]),
        ("[= compared('a-b', 'c-d', 1) =]", [("a-b", 1), ("c-d", 1)]),
        ("[= count(\n  'a-b') =]", [("a-b", 2)]),
        ("[% when 'a-finding' %]\nSo.\n[% otherwise %]", [("a-finding", 1)]),
        ("[= figure('dream-turns') =] [= ref('dream-turns') =] [= 'a-b' =]", [("a-b", 1)]),
        ("[% raw %][= value('a-b') =][% endraw %] 'c-d'", []),
        ("[= value('a-b') =] [= value('c-d'] =]", [("a-b", 1), ("c-d", 1)]),
    ],
)
def test_whatever_jinja_reads_in_quotation_marks_names_an_id(text, found):
    assert list(quoted(text)) == found


def test_the_code_of_a_cell_names_nothing(publications):
    page = named.DOCS / "cells.md"
    page.write_text("One.\n\n```{code-cell}\n'[= (' + '[= value(\"a-b\") =]'\n```\n\n[= 'a-b' =]\n")
    assert places({"a-b"}) == {"a-b": ["docs/cells.md:7"]}
