"""Pages in a real browser: light, dark, phone width, keyboard, deep links, accessibility, no stray
request.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from browser import SCHEMES, axe, served

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
FIRST = ".md-search-result__item:first-child"
# what has the focus, where nobody sees it
HIDDEN = """
(() => {
  const box = document.activeElement.getBoundingClientRect();
  return box.right > 0 && box.left < innerWidth ? "" : document.activeElement.outerHTML;
})()
"""
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


@pytest.mark.parametrize("scheme", SCHEMES)
def test_search_loads_its_index_when_words_are_typed_and_its_list_is_read_by_all(
    visit: Visit, published: Path, scheme: str
) -> None:
    if not (published / "search" / "entries.json").is_file():
        pytest.skip("Zensical searches by an index and a list of its own")
    tab = visit("", scheme=scheme)
    asked: list[str] = []
    tab.on("request", lambda request: asked.append(request.url.rpartition("/")[2]))
    loaded = "performance.getEntriesByType('resource').map((one) => one.name).join()"
    assert "entries.json" not in tab.evaluate(loaded)
    tab.keyboard.press("s")
    tab.keyboard.type("map-passports", delay=10)
    tab.wait_for_selector(f"{FIRST} a[href*='figures/map-passports/']")
    assert "entries.json" in asked
    assert axe(tab, "best-practice") == ""
    tab.keyboard.press("Escape")
    tab.wait_for_selector("#__search:not(:checked)", state="attached")


def test_a_figure_opens_larger_in_a_named_dialog_and_the_focus_comes_back(visit: Visit) -> None:
    tab = visit("series/09-evolution-of-an-oip/")
    figure = tab.locator("figure.published").nth(2)
    opener = figure.get_by_role("button", name="Enlarge Figure")
    opener.focus()
    tab.keyboard.press("Enter")
    dialog = tab.get_by_role("dialog", name="enlarged")
    large = dialog.locator("img")
    seen = figure.locator("img:visible")
    assert large.bounding_box()["width"] >= 1.2 * seen.bounding_box()["width"]
    assert large.get_attribute("alt") == seen.get_attribute("alt")
    words = figure.locator("figcaption").inner_text()
    assert dialog.locator("figcaption").inner_text().strip() == words.strip()
    before = large.bounding_box()["width"]
    tab.keyboard.press("+")
    assert large.bounding_box()["width"] == pytest.approx(1.3 * before, rel=0.01)
    assert axe(tab, "best-practice") == ""
    assert dialog.evaluate("it => it.getAnimations({ subtree: true }).length") == 0
    tab.keyboard.press("s")  # no search behind the dialog
    assert not tab.locator("#__search").is_checked()
    tab.keyboard.press("Escape")
    assert not dialog.is_visible()
    assert tab.evaluate("document.activeElement.className").split()[0] == "enlarge"


def test_a_picture_is_enlarged_by_a_click_zoomed_by_another_two_and_panned(visit: Visit) -> None:
    tab = visit("series/09-evolution-of-an-oip/", motion=False)
    tab.locator("figure.published img:visible").first.click()
    large, stage = tab.locator(".lightbox img"), tab.locator(".lightbox-stage")
    before = large.bounding_box()["width"]
    stage.dblclick(position={"x": 900, "y": 300})
    assert large.bounding_box()["width"] > 2 * before
    left = stage.evaluate("it => it.scrollLeft")
    tab.mouse.move(700, 400)
    tab.mouse.down()
    tab.mouse.move(600, 400)
    tab.mouse.up()
    assert stage.evaluate("it => it.scrollLeft") == pytest.approx(left + 100, abs=2)
    tab.get_by_role("button", name="Close").click()
    assert not stage.is_visible()


def test_no_page_has_an_inline_script_and_nothing_ships_that_nobody_reads(published: Path) -> None:
    for page in published.rglob("*.html"):
        text = page.read_text()
        assert "<script>" not in text and " onclick=" not in text, page
    assert not [*published.glob("assets/**/*.map"), *published.glob("assets/**/lunr.*")]


@pytest.fixture
def below(published: Path) -> Iterator[str]:
    """The address of the site where it lies below a path."""
    with served(published, below="/some/where/") as at:
        yield at


def test_a_missing_page_below_a_sub_path_has_its_style_and_ways_on(
    below: str, visit: Visit
) -> None:
    assert visit("", at=below).locator("h1").is_visible()
    for scheme in SCHEMES:
        missing = "logs Failed to load resource: the server responded with a status of 404"
        tab = visit("gallery/no-such-page", at=below, may=(missing,), scheme=scheme)
        assert tab.evaluate("getComputedStyle(document.body).margin") == "0px"
        assert axe(tab, "best-practice") == ""
    tab.get_by_role("link", name="one step up").click()
    tab.wait_for_url(below)


def test_the_menu_of_a_narrow_window_is_reached_opened_and_left_by_keyboard(visit: Visit) -> None:
    tab = visit("series/04-activation-maps/", width=800)
    tab.keyboard.press("Tab")
    stops = []
    for _ in range(12):
        tab.keyboard.press("Tab")
        stops.append(tab.evaluate("document.activeElement.getAttribute('aria-label')"))
        assert tab.evaluate(HIDDEN) == ""
    assert "Menu" in stops
    menu = tab.get_by_role("button", name="Menu")
    menu.focus()
    tab.keyboard.press(" ")
    assert tab.locator(".md-sidebar--primary").is_visible()
    assert menu.get_attribute("aria-expanded") == "true"
    tab.wait_for_timeout(400)
    assert axe(tab, "best-practice") == ""
    tab.keyboard.press("Escape")
    tab.wait_for_selector("[aria-label=Menu]:focus")
    assert menu.get_attribute("aria-expanded") == "false"


@pytest.mark.parametrize("key", ["Enter", " "])
def test_the_switch_of_colours_obeys_both_keys(visit: Visit, key: str) -> None:
    tab = visit("about/trust/")
    tab.locator("[data-md-component=palette] input").first.focus()
    dark = tab.locator("body[data-md-color-scheme=slate]")
    tab.keyboard.press(key)
    dark.wait_for()
    tab.reload()
    dark.wait_for()


def test_forced_colours_mark_the_current_entry(visit: Visit) -> None:
    tab = visit("about/trust/", forced=True)
    width = "it => getComputedStyle(it).borderInlineStartWidth"
    assert tab.locator(".md-sidebar--primary a.md-nav__link--active").evaluate(width) == "3px"


def test_without_scripts_a_dark_system_gets_dark_pages(visit: Visit) -> None:
    tab = visit("series/09-evolution-of-an-oip/", javascript=False, scheme="dark")
    shown = [
        image.get_attribute("src")
        for image in tab.locator("figure.published").first.locator("img").all()
        if image.is_visible()
    ]
    assert [".dark.svg" in source for source in shown] == [True]
    ground = tab.locator("body").evaluate("it => getComputedStyle(it).backgroundColor")
    assert ground == "rgb(30, 33, 41)"


@pytest.mark.parametrize("page", ["series/02-building-the-cnn/", "about/claims/"])
def test_whatever_scrolls_on_a_phone_can_be_reached(visit: Visit, page: str) -> None:
    tab = visit(page, width=360, height=800)
    assert axe(tab, "best-practice") == ""


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
