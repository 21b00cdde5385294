"""What a person writes as TOML is read as a type: whatever is wrong with it is one sentence that
names the file and the place.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from project import REPOSITORY

from analysis.catalogue.captions import FOLDER, captions
from analysis.problem import Problem
from site_config.paths import CONTENT
from site_config.words import checked
from site_config.words.checked import refuse_damaged_content
from site_config.words.glossary import load_terms
from site_config.words.own_networks import load_rows
from site_config.words.parts import series
from site_config.words.slips import coverage, load_slips

READERS: dict[str, Callable[[Path], object]] = {
    "glossary.toml": load_terms,
    "slips.toml": load_slips,
    "own_networks.toml": load_rows,
    "series.toml": series,
    "coverage.toml": coverage,
}
every_file = pytest.mark.parametrize("name", READERS)

TERM = '[[term]]\nid = "node"\nterm = "node"\ndefinition = "A place."\n'
SLIP = '[[slip]]\nid = "S-1"\nparts = ["II"]\nstated = "a"\nright = "b"\nshown = "c"\n'
PART = '[[part]]\nnumber = "I"\npage = "series/one.md"\ntitle = "One"\noriginal = "Eins"\n'
HELD = '[I]\nfigures = ["F-I-1"]\nclaims = ["C-I-1"]\nquestions = []\n'


@every_file
def test_the_file_that_lies_there_is_read(name):
    assert READERS[name](CONTENT / name)


@every_file
@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "{name} is missing from "),
        (b"[[broken\n", "{name} is not valid TOML: "),
        (b'a = "caf\xe9"\n', "{name} is not UTF-8: line 1 holds the byte 0xe9"),
        (b"a = 1\na = 2\n", "{name} is not valid TOML: Cannot overwrite a value"),
        (b"term = 3\nslip = 3\npart = 3\nI = 3\n", "{name}: key "),
    ],
)
def test_a_file_that_cannot_be_read_is_named(tmp_path, name, content, said):
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(Problem) as problem:
        READERS[name](path)
    assert str(problem.value).startswith(said.format(name=name))
    assert "\n" not in str(problem.value)


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("glossary.toml", "term = 3\n", "key 'term' should be a list; received 3"),
        ("glossary.toml", 'term = ["node"]\n', "key 'term.0' should be a table; received 'node'"),
        ("glossary.toml", "", "key 'term' is missing"),
        (
            "glossary.toml",
            TERM.replace('"node"\nd', "3\nd"),
            "term 1 ('node'), key 'term' should be a text between quotes; received 3",
        ),
        (
            "glossary.toml",
            TERM + "definiton = 'x'\n",
            "term 1 ('node'), key 'definiton' is unknown; nearest 'definition'",
        ),
        (
            "glossary.toml",
            TERM + TERM.replace("A place.", ""),
            "term 2 ('node'), key 'definition' should not be empty; received ''",
        ),
        (
            "glossary.toml",
            TERM.replace("A place.", " "),
            "term 1 ('node'), key 'definition' should not be empty",
        ),
        ("glossary.toml", TERM + TERM, "the id 'node' stands there twice"),
        (
            "glossary.toml",
            TERM + TERM.replace('id = "node"', 'id = "other"'),
            "the spelling 'node' stands there twice",
        ),
        ("glossary.toml", TERM + 'also = "nodes"\n', "key 'also' should be a list"),
        ("glossary.toml", TERM.replace('"node"\nt', '"a b"\nt'), "key 'id' should match pattern"),
        ("glossary.toml", TERM + "[more]\n", "key 'more' is unknown; known: term"),
        ("slips.toml", SLIP + SLIP, "the id 'S-1' stands there twice"),
        ("slips.toml", SLIP + 'why = "d"\n', "slip 1 ('S-1'), key 'why' is unknown; known: id, p"),
        ("slips.toml", SLIP.replace('shown = "c"\n', ""), "slip 1 ('S-1'), key 'shown' is missing"),
        ("slips.toml", SLIP.replace('["II"]', "[]"), "key 'parts' should have at least 1 item"),
        ("slips.toml", SLIP.replace('["II"]', "[2]"), "key 'parts.0' should be a text between quo"),
        (
            "series.toml",
            PART.replace('page = "series/one.md"\n', ""),
            "part 1 ('I'), key 'page' is missing",
        ),
        ("series.toml", PART.replace('"I"', "1"), "part 1 (1), key 'number' should be a text"),
        ("series.toml", PART.replace("one.md", "../../x.md"), "key 'page' should match pattern"),
        ("series.toml", PART + PART, "the number 'I' stands there twice"),
        (
            "series.toml",
            PART + PART.replace('"I"', '"II"'),
            "the page 'series/one.md' stands",
        ),
        ("series.toml", PART + "date = 2020-05-31\n[x]\n", "key 'x' is unknown; known: part"),
        ("coverage.toml", HELD.replace("questions = []\n", ""), "key 'I.questions' is missing"),
        ("coverage.toml", HELD + "figs = []\n", "key 'I.figs' is unknown; nearest 'figures'"),
        ("coverage.toml", HELD + HELD.replace("[I]", "[II]"), "the id 'F-I-1' stands there twice"),
        ("coverage.toml", "I = []\n", "key 'I' should be a table"),
        ("coverage.toml", HELD.replace('["C-I-1"]', '"C-I-1"'), "key 'I.claims' should be a list"),
    ],
)
def test_a_wrong_entry_is_named_with_its_file_and_place(tmp_path, name, text, said):
    path = tmp_path / name
    path.write_text(text)
    with pytest.raises(Problem) as problem:
        READERS[name](path)
    assert str(problem.value).startswith(f"{name}: ") and said in str(problem.value)


CAPTION = '[a-figure]\ntitle = "T"\ncaption = "C"\nalt = "A"\n'


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (CAPTION + "captoin = 'x'\n", "key 'a-figure.captoin' is unknown; nearest 'caption'"),
        (CAPTION.replace('"T"', "3"), "key 'a-figure.title' should be a text between quotes"),
        (CAPTION.replace('alt = "A"\n', ""), "'a-figure' need title, caption and alt; alt is mis"),
        (CAPTION.replace('"C"', '" "'), "'a-figure' need title, caption and alt; caption is miss"),
        (CAPTION + '[b]\nas = "a-figur"\n', "'b' are as those of 'a-figur'; nearest 'a-figure'"),
        ("a-figure = 3\n", "key 'a-figure' should be a table"),
        ("[a-figure\n", "captions/part.toml is not valid TOML"),
        ("[other]\n" + CAPTION, "'other' need title, caption and alt; title is missing"),
    ],
)
def test_a_wrong_caption_is_named(tmp_path, text, said):
    (tmp_path / "part.toml").write_text(text)
    with pytest.raises(Problem) as problem:
        captions(tmp_path)
    assert said in str(problem.value) and "\n" not in str(problem.value)


def test_captions_that_stand_in_two_files_are_named_with_the_second(tmp_path):
    for name in ("one.toml", "two.toml"):
        (tmp_path / name).write_text(CAPTION)
    with pytest.raises(Problem, match=r"captions/two.toml: figure 'a-figure' has captions already"):
        captions(tmp_path)


def test_words_of_another_figure_can_be_taken_and_changed(tmp_path):
    (tmp_path / "part.toml").write_text(CAPTION + '[b]\nas = "a-figure"\ntitle = "B"\n')
    words = captions(tmp_path)
    assert (words["b"].title, words["b"].caption) == ("B", "C")
    assert len(captions(FOLDER)) > 90


def test_all_of_it_is_looked_at_before_a_build_begins():
    source = (REPOSITORY / "site_config" / "build" / "tasks" / "task_site.py").read_text()
    assert source.index("\nrefuse_damaged_content()") < source.index("\nPLACE = ")
    refuse_damaged_content()


@pytest.mark.parametrize("name", ["coverage", "load_slips"])
def test_a_part_that_is_not_listed_is_named_before_a_build_begins(monkeypatch, name):
    slip = SimpleNamespace(id="S-1", parts=("II", "XIII"))
    other = {"coverage": {"XIII": {}}, "load_slips": {"S-1": slip}}[name]
    monkeypatch.setattr(checked, name, lambda: other)
    with pytest.raises(
        Problem, match=r"^(slips|coverage)\.toml.*: part 'XIII' is not listed in ser"
    ):
        refuse_damaged_content()


@pytest.mark.parametrize("left_out", ["I", "DD", "all"])
def test_a_part_without_coverage_is_named_before_a_build_begins(monkeypatch, left_out):
    held = {part: ids for part, ids in checked.coverage().items() if left_out not in (part, "all")}
    monkeypatch.setattr(checked, "coverage", lambda: held)
    first = "I" if left_out == "all" else left_out
    with pytest.raises(Problem, match=rf"^coverage\.toml: part '{first}' is missing\. Add what it"):
        refuse_damaged_content()
