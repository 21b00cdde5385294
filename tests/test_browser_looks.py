"""How pages look and answer in a real browser: the carried faces are used and move nothing when
they come, what scrolls is reached by keyboard, links tell what they lead to.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from browser import SCHEMES, axe

PART = "series/05-patterns-and-features/"
TERM = ".md-content a.term"
FIGURE = '.md-content p:not(figcaption p) > a[href*="figures/"]:not([href*="assets/"])'
MOST_SHIFT = 0.02
SHIFT = """new Promise((told) => {
  let sum = 0;
  new PerformanceObserver((list) => {
    for (const one of list.getEntries()) sum += one.value;
  }).observe({ type: "layout-shift", buffered: true });
  setTimeout(() => told(sum), 300);
})"""
DRAWN = """Promise.all([...document.images].filter((one) => {
  const { top, bottom } = one.getBoundingClientRect();
  return bottom > 0 && top < innerHeight;
}).map((one) => one.decode().catch(() => null)))"""
LOADED = "[...document.fonts].filter((one) => one.status === 'loaded').map((one) => one.family)"

Visit = Callable[..., Any]


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("page", ["", PART])
def test_the_faces_are_used_and_move_nothing(visit: Visit, page: str, width: int) -> None:
    tab = visit(page, width=width)
    assert {"Seen Serif", "Seen Display", "Seen Sans"} <= set(tab.evaluate(LOADED))
    assert tab.evaluate(SHIFT) <= MOST_SHIFT


@pytest.mark.parametrize("scheme", SCHEMES)
def test_a_phone_reaches_what_scrolls_and_axe_finds_nothing(visit: Visit, scheme: str) -> None:
    tab = visit(PART, width=390, scheme=scheme)
    regions = tab.locator(".scrolls")
    assert 0 < tab.locator(".scrolls[tabindex]").count() <= regions.count()
    assert axe(tab, "best-practice") == ""


def test_what_does_not_scroll_is_no_stop_of_the_keyboard(visit: Visit) -> None:
    tab = visit(PART)
    still = tab.locator(".scrolls").evaluate_all(
        "(all) => all.filter((one) => one.scrollWidth <= one.clientWidth + 1)"
        ".map((one) => one.hasAttribute('tabindex'))"
    )
    assert still and not any(still)


def test_without_a_script_everything_that_may_scroll_is_reached(visit: Visit) -> None:
    tab = visit(PART, width=390, javascript=False)
    regions = tab.locator(".scrolls")
    assert regions.count() == tab.locator(".scrolls[tabindex='0'][aria-label]").count() > 0


@pytest.mark.parametrize("link", [TERM, FIGURE])
def test_a_link_tells_what_it_leads_to_until_it_is_dismissed(visit: Visit, link: str) -> None:
    tab = visit(PART)
    preview = tab.locator("#preview")
    tab.locator(link).first.scroll_into_view_if_needed()
    tab.evaluate(DRAWN)  # a picture that arrives moves the link from under the mouse
    tab.locator(link).first.hover()
    preview.wait_for()
    assert preview.inner_text().strip()
    box = preview.bounding_box()
    tab.mouse.move(box["x"] + 12, box["y"] + 12, steps=4)
    tab.wait_for_timeout(500)
    assert preview.count() == 1
    assert axe(tab) == ""
    tab.keyboard.press("Escape")
    assert preview.count() == 0


def test_the_keyboard_opens_and_leaves_a_preview(visit: Visit) -> None:
    tab = visit(PART)
    tab.keyboard.press("Tab")
    tab.locator(TERM).first.focus()
    tab.locator("#preview").wait_for()
    assert tab.locator(TERM).first.get_attribute("aria-describedby") == "preview"
    tab.keyboard.press("Tab")
    tab.wait_for_timeout(100)
    assert tab.locator(TERM).first.get_attribute("aria-describedby") is None


def test_to_a_finger_a_term_is_a_link(visit: Visit) -> None:
    tab = visit(PART, width=390)
    tab.locator(TERM).first.tap()
    tab.wait_for_url("**/about/glossary/#*")


def test_a_printed_page_tells_its_build_and_has_no_button(visit: Visit) -> None:
    tab = visit("")
    tab.emulate_media(media="print")
    foot = "getComputedStyle(document.querySelector('.md-content__inner'), '::after').content"
    assert "profile" in tab.evaluate(foot)
    assert not tab.locator(".telling .md-button").is_visible()
    assert not tab.locator(".md-sidebar").first.is_visible()


CLASH = """notes => notes.filter(note => {
  const box = note.getBoundingClientRect();
  const text = note.previousElementSibling.getBoundingClientRect();
  const hit = other => other !== note && other.right > box.left && other.left < box.right
    && other.bottom > box.top + 1 && other.top < box.bottom - 1;
  const others = [...note.parentElement.querySelectorAll("p, li, img, pre, table, .scrolls")];
  const apart = others.filter(one => !note.contains(one));
  return Math.abs(box.top - text.top) > 12 || box.left < text.right
    || apart.some(one => hit(one.getBoundingClientRect()));
}).map(note => note.textContent.trim())"""


def test_notes_stand_in_the_margin_and_cover_nothing(visit: Visit, published: Path) -> None:
    pages = [
        path.parent.relative_to(published)
        for folder in ("series", "companions")
        for path in sorted((published / folder).rglob("index.html"))
        if 'class="margin-note"' in path.read_text()
    ]
    assert len(pages) > 9
    for page in pages:
        tab = visit(f"{page}/")
        for width in (1000, 1280, 1600):
            tab.set_viewport_size({"width": width, "height": 900})
            assert tab.locator(".margin-note").evaluate_all(CLASH) == []
