"""Pages in a real browser: light, dark, phone width, keyboard, deep links, accessibility, no stray
request.
"""

from __future__ import annotations

from typing import Any

import pytest

PAGES = (
    "",
    "series/04-activation-maps/",
    "series/09-evolution-of-an-oip/",
    "gallery/conv2d-1/",
    "figures/oip-evolution/",
    "about/claims/",
)
MEGABYTES = 6  # a page with everything it loads


def visit(
    browser: Any, address: str, page: str, **options: Any
) -> tuple[Any, list[str], list[str], list[int]]:
    """Open a page; return it with the foreign requests, console errors and sizes seen while it
    loaded.
    """
    context = browser.new_context(**{"viewport": {"width": 1280, "height": 900}, **options})
    tab = context.new_page()
    foreign: list[str] = []
    errors: list[str] = []
    sizes: list[int] = []
    tab.on(
        "request",
        lambda request: (
            foreign.append(request.url)
            if not request.url.startswith((address, "data:", "blob:"))
            else None
        ),
    )
    tab.on(
        "console", lambda message: errors.append(message.text) if message.type == "error" else None
    )
    tab.on("pageerror", lambda error: errors.append(str(error)))
    tab.on(
        "response", lambda response: sizes.append(int(response.headers.get("content-length", 0)))
    )
    tab.goto(f"{address}/{page}", wait_until="networkidle")
    return tab, foreign, errors, sizes


@pytest.mark.parametrize("page", PAGES)
def test_a_page_asks_no_other_host_logs_no_error_and_stays_light(
    browser: Any, address: str, page: str
) -> None:
    tab, foreign, errors, sizes = visit(browser, address, page)
    assert foreign == []
    assert errors == []
    assert sum(sizes) < MEGABYTES * 1e6
    tab.context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_one_variant_of_each_figure_is_seen(browser: Any, address: str, scheme: str) -> None:
    tab, *_ = visit(browser, address, "series/09-evolution-of-an-oip/", color_scheme=scheme)
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
    tab.context.close()


@pytest.mark.parametrize("page", PAGES)
def test_a_phone_shows_the_page_without_scrolling_sideways(
    browser: Any, address: str, page: str
) -> None:
    tab, *_ = visit(browser, address, page, viewport={"width": 390, "height": 800}, is_mobile=True)
    assert tab.evaluate("document.documentElement.scrollWidth") <= 391
    tab.context.close()


def test_formulas_are_drawn(browser: Any, address: str) -> None:
    tab, *_ = visit(browser, address, "series/07-towards-oips/")
    tab.wait_for_selector("mjx-container svg")
    tab.context.close()


def test_a_deep_link_to_a_map_marks_its_card(browser: Any, address: str) -> None:
    tab, *_ = visit(browser, address, "gallery/conv2d-3/#map-7")
    assert tab.evaluate("document.querySelector(':target').id") == "map-7"
    box = tab.locator("#map-7").bounding_box()
    assert 0 <= box["y"] < 900
    tab.context.close()


def test_the_first_tab_stop_skips_to_the_content(browser: Any, address: str) -> None:
    tab, *_ = visit(browser, address, "series/04-activation-maps/")
    tab.keyboard.press("Tab")
    assert "md-skip" in tab.evaluate("document.activeElement.className").split()
    tab.context.close()


def test_search_finds_a_page(browser: Any, address: str) -> None:
    tab, *_ = visit(browser, address, "")
    tab.keyboard.press("s")
    tab.keyboard.type("precursor", delay=30)
    tab.wait_for_selector(".md-search-result__item")
    tab.context.close()


@pytest.mark.parametrize("kind", ["claim", "finding"])
def test_a_list_can_be_narrowed_and_sorted_and_the_address_keeps_it(
    browser: Any, address: str, kind: str
) -> None:
    tab, *_ = visit(browser, address, f"about/{kind}s/?part=part%C2%A0IX")
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
    tab.context.close()


@pytest.mark.parametrize("page", ["about/claims/", "about/findings/"])
def test_on_a_phone_a_row_of_a_list_is_a_card_that_names_its_cells(
    browser: Any, address: str, page: str
) -> None:
    tab, *_ = visit(browser, address, page, viewport={"width": 360, "height": 800})
    assert tab.evaluate("document.documentElement.scrollWidth") == 360
    cell = tab.locator(".stacked tbody tr").first.locator("td").nth(1)
    assert cell.bounding_box()["width"] > 250
    assert cell.evaluate("it => getComputedStyle(it, '::before').content") == '"part: "'
    tab.context.close()


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_serious_fault(browser: Any, address: str, page: str, scheme: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    tab, *_ = visit(browser, address, page, color_scheme=scheme)
    found = Axe().run(tab, options={"runOnly": ["wcag2a", "wcag2aa"]}).response["violations"]
    serious = [
        f"{v['id']}: {v['nodes'][0]['html'][:120]}"
        for v in found
        if v["impact"] in ("serious", "critical")
    ]
    assert serious == []
    tab.context.close()


def test_reading_needs_no_javascript(browser: Any, address: str) -> None:
    tab, *_ = visit(browser, address, "series/09-evolution-of-an-oip/", java_script_enabled=False)
    assert tab.locator("h1").first.is_visible()
    assert tab.locator("figure.published img").first.is_visible()
    tab.context.close()
