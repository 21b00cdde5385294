"""In a browser: pages of figures, the index of all addresses, named lists, cards."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from browser import SCHEMES, axe

PAGES = ("figures/one-oip/", "figures/", "claims/c-ix-5/", "about/claims/", "about/addresses/")
TWO = "about/list/?name=Two+%26+more&items=one-oip,C-IX-5"


def status(tab: Any) -> str:
    """Return what the page says has happened; a renderer may have such a place of its own."""
    return tab.locator("article").get_by_role("status").inner_text()


def at(tab: Any) -> str:
    """Return where a page is now; the browser tells of it later."""
    return tab.evaluate("location.href")


def known(published: Path) -> dict[str, dict[str, str]]:
    told = json.loads((published / "about/addresses.json").read_text())
    return {one["id"]: one for one in told["entries"]}


@pytest.mark.parametrize("page", [*PAGES, TWO])
@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 390)])
def test_pages_with_addresses_are_accessible_and_as_wide_as_the_window(
    visit: Callable[..., Any], page: str, scheme: str, width: int
) -> None:
    tab = visit(page, scheme=scheme, width=width)
    assert axe(tab) == ""
    assert tab.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("scheme", SCHEMES)
def test_a_figure_loads_the_picture_in_the_colours_of_the_reader_alone(
    visit: Callable[..., Any], scheme: str
) -> None:
    tab = visit("figures/one-oip/", scheme=scheme)
    tab.locator(f"figure.published img[src*='{scheme}.svg']").evaluate("it => it.decode()")
    seen = tab.locator("figure.published img").evaluate_all(
        "all => all.filter(one => one.naturalWidth).map(one => one.currentSrc.split('/').pop())"
    )
    assert seen == [f"one-oip.{scheme}.svg#only-{scheme}"]


def test_the_navigation_marks_where_a_figure_and_a_claim_belong(visit: Callable[..., Any]) -> None:
    for page, entry in (("figures/one-oip/", "All figures"), ("claims/c-ix-5/", "Claims")):
        active = visit(page).locator(".md-nav--primary .md-nav__item--active > a.md-nav__link")
        assert active.last.inner_text().strip() == entry


def test_figures_lead_from_the_first_to_the_last(visit: Callable[..., Any]) -> None:
    tab = visit("figures/")
    tab.locator(".figure-grid a").first.click()
    first = at(tab)
    tab.locator(".neighbours a[rel=next]").click()
    tab.locator(".neighbours a[rel=prev]").click()
    assert at(tab) == first
    tab.locator("p", has_text="Stands in").locator("a").first.click()
    assert tab.locator(":target").get_attribute("id").startswith("fig-")


def test_the_list_of_figures_is_light(visit: Callable[..., Any], published: Path) -> None:
    tab = visit("figures/")
    pictures = tab.locator(".figure-grid img")
    sources = [tab.evaluate("(it) => it.src", one.element_handle()) for one in pictures.all()]
    weight = sum(
        (published / "assets/figures" / one.split("/")[-1]).stat().st_size for one in sources
    )
    assert len(sources) == len(set(sources)) > 10 and weight < 800_000
    assert pictures.evaluate_all("all => all.every(one => one.getBoundingClientRect().height > 20)")


def test_the_index_is_narrowed_by_words_and_kind_and_keeps_both_in_its_address(
    visit: Callable[..., Any], published: Path
) -> None:
    tab = visit("about/addresses/")
    count = tab.locator(".address-index output")
    every = len(known(published))
    assert count.inner_text() == f"{every} of {every}"
    tab.get_by_label("words").fill("C-ix 5")
    assert tab.locator(".address-index li:visible").first.inner_text().startswith("C-IX-5")
    tab.get_by_label("kind").select_option("maps")
    assert "words=C-ix+5" in at(tab) and "kind=maps" in at(tab)
    assert count.inner_text() == f"0 of {every}"
    deep = visit("about/addresses/?kind=maps&words=conv2d-3+7")
    names = [one for one in known(published) if one.startswith("conv2d-3/") and "7" in one]
    assert deep.locator(".address-index li:visible").count() >= len(names) > 5
    assert deep.get_by_label("kind").input_value() == "maps"


def test_the_index_is_complete_without_scripts(visit: Callable[..., Any], published: Path) -> None:
    tab = visit("about/addresses/", javascript=False)
    assert tab.locator(".address-index li").count() == len(known(published))
    whole = [one["line"] for one in known(published).values() if one["kind"] == "map"]
    listed = tab.locator("article").inner_text()
    assert [line for line in whole if line not in listed] == []


def test_a_list_is_what_its_address_says(visit: Callable[..., Any], published: Path) -> None:
    tab = visit(TWO)
    entries = known(published)
    links = tab.locator(".listed a")
    assert links.all_inner_texts() == [entries[id]["name"] for id in ("one-oip", "C-IX-5")]
    assert tab.title() == "Two & more"
    address, plain, bibtex = tab.locator(".copied code").all_inner_texts()
    assert address == at(tab) and address in plain and "Two & more: Figure" in plain
    assert re.search(r"title += \{\{Two \\& more\}\}", bibtex) and f"{{{address}}}" in bibtex
    from pybtex.database import parse_string

    assert len(parse_string(bibtex, "bibtex").entries) == 1
    links.first.click()
    assert at(tab).endswith("figures/one-oip/")


def test_a_list_is_changed_by_the_keyboard_and_goes_back(visit: Callable[..., Any]) -> None:
    tab = visit(TWO)
    tab.locator(".listed li").first.get_by_title("move down").focus()
    tab.keyboard.press("Enter")
    assert at(tab).endswith("items=C-IX-5,one-oip")
    assert "one-oip" not in tab.evaluate(
        "document.activeElement.closest('li').previousSibling.textContent"
    )
    tab.get_by_label("add", exact=True).fill("Q-IX-1")
    tab.keyboard.press("Enter")
    assert at(tab).endswith("items=C-IX-5,one-oip,Q-IX-1")
    tab.locator(".listed li").last.get_by_title("remove").press("Enter")
    tab.get_by_label("name").fill("Other")
    assert "?name=Other&items=C-IX-5,one-oip" in at(tab)
    tab.evaluate("history.go(-2)")
    tab.wait_for_url("**name=Two*items=C-IX-5,one-oip")
    assert tab.locator(".listed li").count() == 2


def test_a_name_that_leads_nowhere_is_said_plainly(visit: Callable[..., Any]) -> None:
    tab = visit("about/list/?items=one-oip,%3Cb%3Ebad,one-oip")
    assert tab.locator(".listed li").count() == 2
    assert "<b>bad has no address here" in tab.locator(".listed .missing").inner_text()
    assert status(tab) == "1 of 2 names can't be found here."
    tab.get_by_label("add", exact=True).fill("worse")
    tab.get_by_role("button", name="Add", exact=True).click()
    assert "Nothing here is called worse" in status(tab)


def test_a_page_adds_its_subject_to_the_list_that_was_changed_last(
    visit: Callable[..., Any],
) -> None:
    tab = visit("figures/one-oip/")
    tab.get_by_role("link", name="Add it to a list").click()
    tab.locator(".listed li").wait_for()
    assert at(tab).endswith("about/list/?items=one-oip")
    tab.goto(at(tab).replace("about/list/?items=one-oip", "claims/c-ix-5/"))
    tab.get_by_role("link", name="Add it to a list").click()
    tab.locator(".listed li").first.wait_for()
    assert at(tab).endswith("about/list/?items=one-oip,C-IX-5")
    assert "was added" in status(tab)


def test_without_scripts_a_list_says_what_it_needs(visit: Callable[..., Any]) -> None:
    tab = visit(TWO, javascript=False)
    assert "by a script, which does not run here" in tab.locator(".named-list").inner_text()


@pytest.mark.parametrize("card", ["figures/one-oip", "claims/c-ix-5", "gallery/conv2d-3/7"])
@pytest.mark.parametrize("scheme", SCHEMES)
def test_a_card_stands_alone_in_both_colours(
    visit: Callable[..., Any], published: Path, card: str, scheme: str
) -> None:
    tab = visit(f"{card}/card.html", scheme=scheme, width=360)
    assert axe(tab) == ""
    assert tab.evaluate("document.documentElement.scrollWidth") <= 360
    dark = tab.evaluate("getComputedStyle(document.body).backgroundColor") != "rgb(255, 255, 255)"
    assert dark == (scheme == "dark")
    broken = "all => all.filter(one => !one.naturalWidth).length"
    assert tab.locator("img").evaluate_all(broken) == 0
    files = [published / card / "card.html", published / card / "card.webp"]
    assert sum(file.stat().st_size for file in files if file.exists()) < 60_000


def test_every_card_is_light(published: Path) -> None:
    cards = list(published.glob("*/**/card.html"))
    assert len(cards) > 300
    for card in cards:
        picture = card.with_name("card.webp")
        assert card.stat().st_size + (picture.stat().st_size if picture.exists() else 0) < 60_000


def test_an_outcome_is_told_by_a_sign_beside_its_colour(visit: Callable[..., Any]) -> None:
    tab = visit("about/claims/")
    signs = tab.locator("td .verdict").evaluate_all(
        "all => all.map(one => [one.textContent, getComputedStyle(one, '::before').content[1]])"
    )
    assert dict(signs).keys() <= {
        "confirmed", "refuted", "mixed", "not tested",
    }  # fmt: skip
    assert len({sign for _, sign in signs}) == len({said for said, _ in signs}) > 1
    tab = visit("about/claims/#c-ix-5")
    assert "C-IX-5" in tab.locator(":target").inner_text()
