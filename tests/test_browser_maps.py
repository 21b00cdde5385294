"""The page of a map in a real browser: accessible, light enough, its ascent played by keyboard."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from browser import SCHEMES, axe

MAP = "gallery/conv2d-2/6/"
BYTES = 400_000  # of a page with everything it loads, packed as a host would
Visit = Callable[..., Any]


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("width", [1280, 390, 360])
def test_axe_finds_nothing_on_a_map(visit: Visit, scheme: str, width: int) -> None:
    tab = visit(MAP, scheme=scheme, width=width)
    assert axe(tab) == ""
    wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert tab.evaluate(wide) <= 0


def test_frames_of_an_ascent_are_stepped_through_by_keyboard(visit: Visit) -> None:
    tab = visit(MAP, motion=False)
    slider, said = tab.get_by_role("slider"), tab.locator(".oip-scrubber output")
    last = said.text_content()
    slider.focus()
    tab.keyboard.press("Home")
    assert "step 0" in said.text_content() and said.text_content() != last
    assert slider.get_attribute("aria-valuetext") == said.text_content()
    drawn = "document.querySelector('.oip-scrubber canvas').toDataURL()"
    first = tab.evaluate(drawn)
    tab.keyboard.press("End")
    assert said.text_content() == last and tab.evaluate(drawn) != first
    assert axe(tab) == ""


def test_play_runs_to_the_last_frame_and_stops(visit: Visit) -> None:
    tab = visit(MAP)
    tab.clock.install()
    tab.reload()
    button = tab.locator(".oip-scrubber button")
    button.press("Enter")
    assert button.text_content() == "Pause"
    tab.clock.run_for(20_000)
    slider = tab.get_by_role("slider")
    assert button.text_content() == "Play" and slider.input_value() == slider.get_attribute("max")


def test_without_scripts_all_frames_stand_side_by_side(visit: Visit) -> None:
    tab = visit(MAP, javascript=False)
    assert tab.locator(".oip-scrubber img").is_visible()


def test_a_map_leads_to_its_neighbours_and_to_what_it_reads(visit: Visit) -> None:
    tab = visit(MAP)
    tab.locator("a[rel=next]").click()
    tab.wait_for_url("**/gallery/conv2d-2/7/")
    tab.go_back()
    tab.locator("#from-the-layer-below ~ .leading a").first.click()
    assert "/gallery/conv2d-1/" in tab.url and "Conv2D_1" in tab.locator("h1").text_content()


def test_a_map_page_is_light(visit: Visit, published: Path) -> None:
    folder = published / MAP
    assert sum(path.stat().st_size for path in folder.iterdir() if path.is_file()) < BYTES / 2


def _reach(tab: Any, wanted: str) -> None:
    """Press Tab until a link whose address matches is focused."""
    for _ in range(200):
        tab.keyboard.press("Tab")
        focused = tab.evaluate("document.activeElement.href ?? ''")
        if re.search(wanted, focused) and tab.locator(":focus").is_visible():
            return
    pytest.fail(f"no link to {wanted} is reached")


def test_from_home_to_a_map_by_keyboard_alone_in_two_steps(visit: Visit) -> None:
    tab = visit("")
    _reach(tab, r"/gallery/$")
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/gallery/")
    _reach(tab, r"/gallery/conv2d-1/\d+/$")
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/gallery/conv2d-1/*/")
    assert tab.locator("h1").text_content().startswith("Map ")
