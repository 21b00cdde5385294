"""Pages in a real browser: light, dark, phone width, keyboard, deep links, accessibility, no stray
request.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from browser import SCHEMES, axe

PAGES = (
    "",
    "series/04-activation-maps/",
    "series/09-evolution-of-an-oip/",
    "gallery/conv2d-1/",
    "figures/oip-evolution/",
    "about/claims/",
)
MEGABYTES = 6  # a page with everything it loads

Visit = Callable[..., Any]
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("page", PAGES)
def test_axe_finds_nothing_and_the_guards_stay_silent(visit: Visit, page: str, scheme: str) -> None:
    assert axe(visit(page, scheme=scheme)) == ""


@pytest.mark.parametrize("scheme", SCHEMES)
def test_one_variant_of_each_figure_is_seen(visit: Visit, scheme: str) -> None:
    tab = visit("series/09-evolution-of-an-oip/", scheme=scheme)
    figures = tab.locator("figure.published")
    assert figures.count() >= 6
    for figure in figures.all():
        visible = [
            image.get_attribute("src")
            for image in figure.locator("img").all()
            if image.is_visible()
        ]
        assert len(visible) == 1
        assert f".{scheme}.svg" in visible[0]


@pytest.mark.parametrize("width", [390, 360])
@pytest.mark.parametrize("page", PAGES)
def test_a_phone_shows_the_page_without_scrolling_sideways(
    visit: Visit, page: str, width: int
) -> None:
    assert visit(page, width=width, height=800).evaluate(OVERFLOW) <= 0


def test_formulas_are_drawn(visit: Visit) -> None:
    visit("series/07-towards-oips/").wait_for_selector("mjx-container svg")


def test_the_first_tab_stop_skips_to_the_content(visit: Visit) -> None:
    tab = visit("series/04-activation-maps/")
    tab.keyboard.press("Tab")
    assert "md-skip" in tab.evaluate("document.activeElement.className").split()


def test_search_finds_a_page(visit: Visit) -> None:
    tab = visit("")
    tab.keyboard.press("s")
    tab.keyboard.type("precursor", delay=30)
    tab.wait_for_selector(".md-search-result__item")


@pytest.mark.parametrize("kind", ["claim", "finding"])
def test_a_list_can_be_narrowed_and_sorted_and_the_address_keeps_it(
    visit: Visit, kind: str
) -> None:
    tab = visit(f"about/{kind}s/?part=part%C2%A0IX")
    shown = tab.locator(".claim-table tbody tr:visible")
    every = tab.locator(".claim-table tbody tr").count()
    assert tab.locator("output").inner_text() == f"{shown.count()} of {every} {kind}s"
    assert {shown.nth(row).locator("td").nth(1).inner_text() for row in range(shown.count())} == {
        "part\u00a0IX"
    }
    tab.get_by_role("button", name=kind, exact=True).press("Enter")
    tab.get_by_role("button", name=kind, exact=True).press("Enter")
    assert "sort=-0" in tab.url
    tab.reload()
    names = [shown.nth(row).locator("td").first.inner_text() for row in range(shown.count())]
    assert names == sorted(names, reverse=True) and len(names) > 3


@pytest.mark.parametrize("page", ["about/claims/", "about/findings/"])
def test_on_a_phone_a_row_of_a_list_is_a_card_that_names_its_cells(visit: Visit, page: str) -> None:
    tab = visit(page, width=360, height=800)
    cell = tab.locator(".stacked tbody tr").first.locator("td").nth(1)
    assert cell.bounding_box()["width"] > 250
    assert cell.evaluate("it => getComputedStyle(it, '::before').content") == '"part: "'


def test_reading_needs_no_javascript(visit: Visit) -> None:
    tab = visit("series/09-evolution-of-an-oip/", javascript=False)
    assert tab.locator("h1").first.is_visible()
    assert tab.locator("figure.published img").first.is_visible()
