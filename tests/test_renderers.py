"""Whichever renderer makes a site, readers get the same: what this project adds, and nothing from
another host.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from browser import axe, loose, served
from small import go_by_search, small, stage

from analysis.problem import Problem
from site_config.build.renderers import chosen, renderer
from site_config.build.renderers.typed_addresses import from_source

__all__ = ["small"]


@pytest.fixture(scope="module")
def address(small: Path) -> Iterator[str]:
    """Where the small site is served: at a sub-path, as projects are on hosts of pages."""
    with served(small, "/some/where/") as found:
        yield found


Visit = Callable[..., Any]


def test_a_renderer_that_does_not_exist_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RENDERER", "jekyll")
    with pytest.raises(Problem, match=r"RENDERER='jekyll' .* mkdocs and zensical"):
        chosen()


def test_pages_hold_what_this_project_adds(small: Path) -> None:
    page = (small / "about/trust/index.html").read_text()
    assert '<a class="term" href="../glossary/#kernel">kernel</a>' in page
    assert 'aria-label="Table: A table"' in page and 'aria-label="Code: A table"' in page
    assert '<th scope="col"' in page
    assert 'rel="canonical"' not in page and "og:url" not in page  # no address is said
    figure = (small / "figures/one/index.html").read_text()
    assert re.search(r'item--active[^>]*>\s*<a href="\.\./" class="md-nav__link', figure)
    for html in small.rglob("*.html"):
        assert loose(html.read_text()) == "", html
    assert "slate" not in (small / "assets/dark.css").read_text()


@pytest.mark.parametrize("page", ["", "about/trust/", "figures/one/", "about/claims/"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_ask_no_other_host_and_keep_their_policy(
    visit: Visit, page: str, scheme: str
) -> None:
    tab = visit(page, scheme=scheme, motion=False)  # no colour is seen on its way
    assert tab.locator("h1").count() == 1
    assert axe(tab) == ""


def test_a_note_stands_beside_its_paragraph_or_below_it(visit: Visit) -> None:
    tab = visit("about/trust/", width=1280)
    assert tab.get_by_role("note", name="A word").locator("em").inner_text() == "defined"
    text, note = (tab.locator(one) for one in ("article > p >> nth=0", ".margin-note"))
    beside, placed = text.bounding_box(), note.bounding_box()
    assert abs(beside["y"] - placed["y"]) < 10
    assert placed["x"] >= beside["x"] + beside["width"]
    tab.set_viewport_size({"width": 390, "height": 800})
    assert note.bounding_box()["y"] >= text.bounding_box()["y"] + text.bounding_box()["height"]


def test_a_reader_finds_words_and_things(visit: Visit) -> None:
    tab = visit("")
    go_by_search(tab)
    tab.wait_for_url("**/some/where/about/glossary/**")


def test_what_answers_a_reader_comes_from_the_site(visit: Visit) -> None:
    tab = visit("figures/one/")
    tab.locator("figure.published img").first.click()
    assert tab.locator("dialog[open]").count() == 1
    tab = visit("about/trust/")
    formulas = tab.locator("mjx-container svg")
    formulas.nth(1).wait_for()
    assert formulas.count() == 2
    tab.locator("a.term").hover()
    tab.get_by_text("Its response is 0").wait_for(timeout=5000)
    assert visit("about/claims/").locator("claim-table select").count() >= 1


@pytest.mark.parametrize(
    ("typed", "page", "said"),
    [
        ('<a href="map.json">', "gallery/conv2d-3/7.md", '<a href="7/map.json">'),
        (
            '<img alt="" src="../../assets/a.svg">',
            "about/x.md",
            '<img alt="" src="../assets/a.svg">',
        ),
        ('<a href="../y/#place">', "about/x.md", '<a href="y/#place">'),
        ('<a href="#place">', "about/x.md", '<a href="#place">'),
        ('<a href="https://example.org/a">', "about/x.md", '<a href="https://example.org/a">'),
        ('<a href="map.json">', "figures/index.md", '<a href="map.json">'),
        ('&lt;a href="map.json"&gt;', "about/x.md", '&lt;a href="map.json"&gt;'),
    ],
)
def test_typed_addresses_are_said_as_seen_from_the_source(typed: str, page: str, said: str) -> None:
    assert from_source(typed, page) == said


def test_what_zensical_complains_of_is_heard(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RENDERER", "zensical")
    staged = stage(tmp_path / "staged")
    (staged / "about/trust.md").write_text("# Trust\n\n[nowhere](missing.md)\n")
    complaints = renderer().write(staged, tmp_path / "site", None)
    assert complaints == ["'about/trust.md': page does not exist: 'missing.md'"]
