"""Nothing of the series is left out: parts, figures and slips stand where they belong."""

from __future__ import annotations

import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from analysis import catalogue
from site_config.paths import DOCS, REPOSITORY
from site_config.words.galleries import galleries
from site_config.words.parts import series
from site_config.words.slips import coverage, load_slips

COVERAGE = coverage()
PAGES = {part["number"]: DOCS / part["page"] for part in series()}
ID = {"figures": "F", "claims": "C", "questions": "Q", "points": "K"}
TOTALS = {"figures": 70, "claims": 66, "questions": 23, "points": 24}

FIGURES = [(part, name) for part, entry in COVERAGE.items() for name in entry["figures"]]
SLIPS = [(part, slip.id) for slip in load_slips().values() for part in slip.parts]


def source(part: str) -> str:
    """Return what a person wrote for a part, without code."""
    assert PAGES[part].is_file(), (
        f"{PAGES[part].relative_to(REPOSITORY)} is missing: part {part} has no page"
    )
    return re.sub(r"^```.*?^```", "", PAGES[part].read_text(), flags=re.S | re.M)


def says(part: str, word: str, name: str) -> bool:
    """Return whether the page of a part has ``[= word('name') =]``."""
    return (
        re.search(rf"\[=\s*{word}\(\s*['\"]{re.escape(name)}['\"]\s*\)\s*=\]", source(part))
        is not None
    )


@pytest.mark.parametrize("kind", ID)
def test_the_list_is_complete_and_its_ids_name_kind_and_part(kind: str) -> None:
    listed = [(part, name) for part, entry in COVERAGE.items() for name in entry[kind]]
    wrong = [name for part, name in listed if not re.fullmatch(rf"{ID[kind]}-{part}-\d+", name)]
    assert wrong == [] and len({name for _, name in listed}) == TOTALS[kind]


def test_entries_stand_in_the_reading_order_and_only_a_page_of_our_own_goes_without() -> None:
    parts = [part["number"] for part in series()]
    assert list(COVERAGE) == [number for number in parts if number in COVERAGE]


@pytest.mark.parametrize("part", COVERAGE)
def test_every_part_has_a_page_that_stands_in_the_navigation(part: str) -> None:
    assert PAGES[part].is_file(), f"{PAGES[part].relative_to(REPOSITORY)} is missing"
    navigation = (REPOSITORY / "mkdocs.yml").read_text().partition("\nnav:\n")[2]
    assert navigation.count(f": {PAGES[part].relative_to(DOCS).as_posix()}\n") == 1


def test_the_navigation_names_every_gallery_by_its_layer_and_someone_wrote_of_it() -> None:
    artifacts: Any = SimpleNamespace(
        measurements={item.id: item for item in catalogue.MEASUREMENTS}
    )
    layers = galleries(artifacts)
    navigation = (REPOSITORY / "mkdocs.yml").read_text().partition("\nnav:\n")[2]
    found = re.findall(r"- (\S+): (gallery/\S+)\.md\n", navigation)
    assert found == [(layer, shelf.folder) for layer, shelf in layers.items()]
    written = [path.stem for path in sorted((DOCS / "gallery").glob("*.md"))]
    assert written == [*(shelf.address for shelf in layers.values()), "index"]


def test_no_page_stands_outside_the_list() -> None:
    written = {path for folder in ("series", "companions") for path in (DOCS / folder).glob("*.md")}
    assert written - set(PAGES.values()) == set()


@pytest.mark.parametrize(("part", "name"), FIGURES, ids=[name for _, name in FIGURES])
def test_every_figure_of_the_series_is_reproduced_on_the_page_of_its_part(
    part: str, name: str
) -> None:
    """One figure may stand for figures of two parts; then it is placed on one of their pages and
    the other refers to it.
    """
    made = [figure for figure in catalogue.FIGURES if name in figure.series]
    assert made, f"{name} is reproduced by no figure of analysis/catalogue"
    own = [figure for figure in made if figure.part == part and says(part, "figure", figure.id)]
    lent = [
        figure
        for figure in made
        if figure.part != part
        and says(figure.part, "figure", figure.id)
        and says(part, "ref", figure.id)
    ]
    names = [figure.id for figure in made]
    assert own or lent, (
        f"{name}: none of {names} is placed on {PAGES[part].name}, nor placed elsewhere and"
        " referred to there"
    )


@pytest.mark.parametrize("part", COVERAGE)
def test_the_figures_of_a_part_are_numbered_in_the_order_of_their_page(part: str) -> None:
    placed = re.findall(r"\[=\s*figure\('([\w-]+)'\)\s*=\]", source(part))
    declared = [figure.id for figure in catalogue.FIGURES if figure.part == part]
    assert [name for name in placed if name in declared] == [
        name for name in declared if name in placed
    ]


def test_every_figure_that_names_a_figure_of_the_series_names_one_that_exists() -> None:
    known = {name for _, name in FIGURES}
    assert [
        (figure.id, name)
        for figure in catalogue.FIGURES
        for name in figure.series
        if name not in known
    ] == []


def test_every_figure_belongs_to_a_part_and_shares_it_with_what_it_reproduces() -> None:
    part_of = {name: part for part, name in FIGURES}
    strangers = [
        figure.id
        for figure in catalogue.FIGURES
        if figure.series and figure.part not in {part_of.get(name) for name in figure.series}
    ]
    assert strangers == [] and {figure.part for figure in catalogue.FIGURES} <= set(COVERAGE)


def test_every_judged_claim_is_one_of_the_series() -> None:
    part_of = {name: part for part, entry in COVERAGE.items() for name in entry["claims"]}
    assert [claim.id for claim in catalogue.CLAIMS if part_of.get(claim.id) != claim.part] == []


@pytest.mark.parametrize(("part", "name"), SLIPS, ids=[f"{name}-in-{part}" for part, name in SLIPS])
def test_every_slip_stands_on_the_page_of_its_part(part: str, name: str) -> None:
    assert says(part, "slip", name), (
        f"{PAGES[part].relative_to(REPOSITORY)} lacks [= slip('{name}') =]"
    )


@pytest.mark.parametrize("part", [part for part, held in COVERAGE.items() if held["points"]])
def test_every_point_of_the_series_is_told_on_the_page_of_its_part(part: str) -> None:
    told = re.findall(r"\[=\s*point\('([\w-]+)'\)\s*=\]", source(part))
    assert sorted(told) == sorted(COVERAGE[part]["points"])


def test_a_slip_stands_on_no_other_page() -> None:
    for part in COVERAGE:
        said = re.findall(r"\[=\s*slip\(\s*['\"]([^'\"]+)", source(part))
        assert {(part, name) for name in said} <= set(SLIPS)


def test_the_search_for_words_reads_text_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = tmp_path / "page.md"
    page.write_text("Here is [= figure('one') =].\n\n```text\n[= figure('two') =]\n```\n")
    monkeypatch.setitem(PAGES, "I", page)
    assert (
        says("I", "figure", "one")
        and not says("I", "figure", "two")
        and not says("I", "ref", "one")
    )
