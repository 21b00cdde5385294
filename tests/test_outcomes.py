"""Blocks of pages that say what was found: the sentence of the outcome that occurs, and one for
each that can.
"""

from __future__ import annotations

import re
from functools import partial
from itertools import product
from pathlib import Path
from types import SimpleNamespace
from typing import Any, get_args

import pytest

from analysis.artifacts import Verdict
from analysis.catalogue import CLAIMS, FINDINGS, VALUES
from analysis.catalogue.declarations import Finding, Found, Seen, Value
from analysis.catalogue.findings import paired
from analysis.catalogue.noted import Noted
from analysis.problem import Problem
from analysis.publishing.sentences import finding_record
from site_config.build.stage import MADE
from site_config.pages.page import read_page
from site_config.paths import CONTENT, DOCS, written
from site_config.words.context import Publication, environment
from site_config.words.feature import FILE as FEATURE
from site_config.words.outcomes import FALLS
from site_config.words.prose import WORDS, Prose
from site_config.words.published import falls_so
from site_config.words.references import References
from site_config.words.slips import FILE as SLIPS

VERDICTS = get_args(Verdict)
MEASURED = {one.id for one in VALUES if type(one) is Value and not (one.unit or one.digits)}
ONE_OF = {"as", "does", "has", "is", "its", "less", "was"}  # words that only look like plurals
PAGES = sorted(path for path in DOCS.rglob("*.md") if written(path))
BLOCK = re.compile(r"\[%[ \t]*(verdict|when)[ \t]+'([^']+)'")


def prose(verdict: str = "confirmed", holds: bool | None = True, open: str = "") -> Prose:
    """A publication in which every claim and every finding has one outcome."""
    claims = [
        SimpleNamespace(id=id, verdict=verdict, evidence="too few maps: 2.")
        for id in ("C-X-3", *(c.id for c in CLAIMS))
    ]
    told = [("told", open), *((one.id, one.said.open) for one in FINDINGS)]
    findings = [
        SimpleNamespace(
            id=id,
            open=open,
            holds=holds if open or holds is not None else False,
            evidence="half of it",
        )
        for id, open in told
    ]
    values = {"one": number("1", 1), "two": number("2", 2), "pair": number("2", 2.1)}
    values |= {"nothing": number("0", 0), "three": number("3", 3), "unknown": number("–", None)}
    manifest = SimpleNamespace(claims=claims, findings=findings, questions=(), variations=())
    artifacts: Any = SimpleNamespace(values=values, figures={}, manifest=manifest)
    nothing: Any = SimpleNamespace(entries={})
    publication = Publication(artifacts, nothing, {}, {}, References())
    return Prose(publication)


def number(text: str, number: float) -> SimpleNamespace:
    return SimpleNamespace(text=text, number=number)


def said(text: str, *outcome: Any) -> str:
    return prose(*outcome).render(text, "x.md", Path("docs/x.md"))


VERDICT = """Before.
[% verdict 'C-X-3' %]
[% confirmed %] It is so.
[% refuted or mixed %]
It is not.
[% untested %]
[% endverdict %]
After."""


@pytest.mark.parametrize(
    ("verdict", "between"),
    [
        ("confirmed", "It is so.\n"),
        ("refuted", "It is not.\n"),
        ("mixed", "It is not.\n"),
        ("not tested", ""),
    ],
)
def test_the_sentence_of_the_verdict_is_said(verdict, between):
    assert said(VERDICT, verdict) == f"Before.\n{between}After."


@pytest.mark.parametrize(("holds", "word"), [(True, "slow"), (False, "quick"), (None, "unknown")])
def test_the_sentence_of_the_finding_is_said_and_lines_stay_apart(holds, word):
    text = "# [% when 'told' %]slow[% otherwise %]quick[% open %]unknown[% endwhen %]\nNext."
    assert said(text, "mixed", holds, "few maps") == f"# {word}\nNext."


def test_what_follows_a_block_on_its_line_keeps_its_distance():
    block = "[% when 'told' %]a[% otherwise %]b[% endwhen %]"
    assert said(f"{block} and\n{block}\n\nNext.") == "a and\na\n\nNext."


def test_blocks_stand_within_one_another():
    text = (
        "[% when 'told' %][% verdict 'C-X-3' %][% confirmed %]a[% otherwise %]b[% endverdict %]"
        "[% otherwise %]c[% endwhen %]"
    )
    assert [said(text, *one) for one in (("mixed", True), ("confirmed",), ("mixed", False))] == [
        "b",
        "a",
        "c",
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "a\n[% verdict 'C-X-3' %]\n[% confirmed %] a\n[% mixed %] b\n[% endverdict %]",
            "docs/x.md:2: verdict 'C-X-3' has no sentence for the outcome 'refuted'. Add",
        ),
        ("[% when 'told' %] a [% endwhen %]", "has no sentence for the outcome 'otherwise'"),
        ("a\n\n[% when 'tld' %]a[% otherwise %]b[% endwhen %]", "x.md:3: finding 'tld' .* 'told'"),
        (
            "[% verdict 'C-X-99' %][% confirmed %]a[% otherwise %]b[% endverdict %]",
            "claim 'C-X-99' is none of the series",
        ),
        ("[% verdict 'C-X-3' %]a[% otherwise %]b[% endverdict %]", "before its first outcome"),
        ("[% verdict 'C-X-3' %][% otherwise %]b[% endverdict %]", "the same of every outcome"),
        ("[% when 'told' %]a[% otherwise %]b[% otherwise %]c[% endwhen %]", "two sentences for"),
        ("[% verdict 'C-X-3' %][% true %]b[% endverdict %]", "unknown tag 'true'"),
        ("[% verdict 'C-X-3' %][% mixed or so %]b[% endverdict %]", "'so' is no outcome"),
        ("[% when 'told' %]a[% otherwise %]b", "Unexpected end"),
        ("[% when told %]a[% otherwise %]b[% endwhen %]", "expected token 'string'"),
    ],
)
def test_a_block_that_is_wrong_is_one_clear_error(text, message):
    with pytest.raises(Problem, match=message):
        said(text)


def test_a_finding_that_can_be_undecidable_needs_a_sentence_for_that():
    with pytest.raises(Problem, match=r"no sentence for 'open'.*cannot be told: few maps"):
        said("[% when 'told' %]a[% otherwise %]b[% endwhen %]", "mixed", True, "few maps")


def test_what_follows_a_count_has_its_form():
    text = "[= count('one', 'map is', 'maps are') =], [= count('two', 'map is', 'maps are') =]"
    assert said(text) == "1\u00a0map is, 2\u00a0maps are"
    text = "[= count('nothing', 'is', 'are', 'None is') =], [= count('two', 'is', 'are', 'no') =]"
    assert said(text) == "None is, 2\u00a0are"


@pytest.mark.parametrize(
    ("part", "whole", "told"),
    [
        ("nothing", "three", "none of the 3 maps"),
        ("two", "three", "2 of 3 maps"),
        ("three", "three", "all 3 maps"),
        ("two", "two", "both maps"),
        ("one", "one", "the one map"),
        ("nothing", "one", "no map"),
        ("nothing", "two", "neither map"),
        ("nothing", "nothing", "no maps"),
        ("unknown", "three", "– of 3 maps"),
        ("two", 4, "2 of 4 maps"),
    ],
)
def test_a_count_out_of_another_is_told_as_people_do(part, whole, told):
    text = f"[= among('{part}', {whole!r}, 'map', 'maps') =]"
    assert said(text).replace("\u00a0", " ") == told
    assert said(text.replace("among", "Among")).replace("\u00a0", " ") == told[0].upper() + told[1:]


def test_what_a_claim_was_judged_by_ends_a_sentence_of_the_page():
    assert said("It cannot be told: [= evidence('C-X-3') =].").endswith(": too few maps: 2.")
    assert said("[= evidence('told') =]") == "half of it"
    with pytest.raises(Problem, match="claim or finding 'C-X-99' is not in the manifest"):
        said("[= evidence('C-X-99') =]")


@pytest.mark.parametrize(
    ("pair", "word"),
    [("'two', 'one'", "above"), ("'one', 'two'", "below"), ("'two', 'pair'", "as")],
)
def test_two_numbers_choose_a_word_as_they_are_shown(pair, word):
    assert said(f"[= compared({pair}, 'above', 'below', 'as') =]") == word


def spoken(text: str) -> list[str]:
    """Return how a page speaks under forced outcomes: all words but blocks say nothing."""
    quiet = {name: lambda *given, **named: "" for name in (*WORDS, *MADE)}
    page = environment().from_string(text)
    forced = [prose(*outcome).on("x.md") for outcome in product(VERDICTS, (True, False, None))]
    return [page.render(quiet | {FALLS: partial(falls_so, here)}) for here in forced]


@pytest.mark.parametrize(
    "file", [*PAGES, FEATURE, SLIPS], ids=lambda path: path.stem if path else ""
)
def test_no_outcome_is_without_a_sentence(file):
    """Every section of every block is rendered, whatever this network gives."""
    text = file.read_text() if file.suffix == ".toml" else read_page(file.relative_to(DOCS)).text
    assert len(spoken(text)) == len(VERDICTS) * 3


GRADES = re.compile(
    r"\b(almost|barely|hardly|largely|mostly|nearly|rarely|(?:even|far) (?:fewer|less|more))\b"
)
TOLD = re.compile(r"\[=\s*(?:among|Among|count|value)\(")
# a block, or one of its ends
EDGE = re.compile(r"\[%-?[ \t]*(end)?(?:verdict|when|if)\b.*?%\]")


def always_said(text: str) -> str:
    """Return what of a page is said whatever was found: its text without blocks and cells."""
    text = re.sub(r"(?s)```.*?```", "", text)
    said, depth, end = [], 0, 0
    for edge in EDGE.finditer(text):
        if depth == 0:
            said.append(text[end : edge.start()])
        depth += -1 if edge[1] else 1
        end = edge.end()
    return " ... ".join([*said, text[end:]])


def graded(text: str) -> list[str]:
    """Return the sentences said whatever was found that quote a number and grade it."""
    sentences = re.split(r"(?<=[.:;?!])\s", always_said(text))
    return [one.strip() for one in sentences if TOLD.search(one) and GRADES.search(one)]


@pytest.mark.parametrize("file", PAGES, ids=lambda path: path.stem)
def test_a_word_that_grades_a_number_stands_in_a_block(file):
    assert graded(file.read_text()) == []


def test_a_word_that_grades_a_number_is_found_outside_of_blocks_alone():
    block = "[% when 'told' %]It is hardly [= value('one') =].[% otherwise %]No.[% endwhen %]"
    bare = "It is nearly [= value('one') =]."
    assert graded(f"One. {block} {bare}") == [bare]


def test_every_finding_is_said_on_some_page():
    texts = [path.read_text() for path in (*PAGES, *CONTENT.glob("*.toml")) if path.stem != "write"]
    named = {id for text in texts for kind, id in BLOCK.findall(text) if kind == "when"}
    assert [one.id for one in FINDINGS if one.id not in named] == []


SAID = Noted(part="I", says="It is slow.", test="look")
SOME = Noted(part="I", says="It is slow.", test="look", open="too few maps")


def record(seen: Seen, words: Noted = SAID) -> Any:
    return finding_record(Finding("slow", words, Found("slow", (), lambda: seen)), [])


def test_a_finding_is_recorded_with_what_was_measured():
    told = record(Seen(True, "5 % of the largest gain"))
    assert (told.holds, told.statement, told.evidence) == (
        True,
        "It is slow.",
        "5 % of the largest gain",
    )
    assert record(Seen(None, "no map, nan"), SOME).holds is None


@pytest.mark.parametrize(
    ("seen", "message"),
    [
        (Seen(None, "no map"), r"'slow' cannot be told: 'no map'. Say in its table"),
        (Seen(True, "nan %"), r"'slow' rests on nan, which is not a number"),
    ],
)
def test_a_finding_that_rests_on_nothing_is_refused(seen, message):
    with pytest.raises(Problem, match=message):
        record(seen)


def test_words_without_a_test_and_a_test_without_words_are_refused():
    test = Found("slow", (), lambda: Seen(True, ""))
    assert [one.id for one in paired({"slow": SAID}, {"slow": test})] == ["slow"]
    with pytest.raises(Problem, match="finding 'slow' has no test"):
        paired({"slow": SAID}, {})
    with pytest.raises(Problem, match="finding 'slow' has no table"):
        paired({}, {"slow": test})


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_count_that_was_measured_brings_the_form_of_the_word_behind_it(page):
    said = re.findall(r"\[= value\('([^']+)'\) =\] (\w+s)\b", page.read_text())
    plural = [one for one in said if one[0] in MEASURED and one[1] not in ONE_OF]
    assert not plural, "say count('...', 'map', 'maps') where there may be one"
