"""The gallery in a real browser: what is chosen shows what the file of numbers says, stands in the
address and comes back; a keyboard and a phone get everywhere; without scripts all is there.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from browser import SCHEMES, axe

Visit = Callable[..., Any]
LAYERS = ("conv2d-1", "conv2d-2", "conv2d-3")
LAYER = "conv2d-3"
WALL = f"gallery/{LAYER}/"
# where a link leads from the page, however its renderer wrote the address
FOCUSED = """(({ href, name, pathname }) =>
    href ? (pathname ?? new URL(href.baseVal, location).pathname).replace(location.pathname, "")
         : name)(document.activeElement)"""
MEGABYTES = 1.5
CSS_PIXELS = 12_000  # the height of the longest page of a layer on a phone


@pytest.fixture(scope="module")
def told(published: Path) -> dict[str, Any]:
    return json.loads((published / "gallery" / LAYER / "maps.json").read_text())


def value(told: dict[str, Any], one: dict[str, Any], id: str, domain: str = "sphere") -> Any:
    """Return a number of a map as the file has it."""
    for kind, numbers in (("measured", one["measured"]), ("oip", one["oip"][domain])):
        ids = [number["id"] for number in told["numbers"][kind]]
        if id in ids:
            values = numbers["values"]
            return values[ids.index(id)] if values else None
    raise AssertionError(id)


def shown(tab: Any) -> list[int]:
    """Return the maps that are seen on the wall, in their order."""
    tiles = "[...document.querySelectorAll('.wall > li')].filter(it => !it.hidden)"
    return tab.evaluate(f"{tiles}.map(it => Number(it.dataset.map))")


def pressed(tab: Any, key: str) -> str:
    tab.keyboard.press(key)
    return tab.evaluate(FOCUSED)


def wall(visit: Visit, chosen: str = "", **reader: Any) -> Any:
    """Open the page of a layer and wait until its numbers have been read."""
    tab = visit(f"{WALL}{chosen}", **reader)
    tab.locator(".map-controls:not([hidden])").wait_for()
    return tab


def chosen(tab: Any, name: str, value: str) -> None:
    tab.locator(f".map-controls [name={name}]").select_option(value)


def test_every_map_of_every_layer_is_seen_at_a_glance_and_leads_to_its_page(
    visit: Visit, published: Path
) -> None:
    tab = visit("gallery/", width=1280, height=800)
    for layer in LAYERS:
        maps = json.loads((published / "gallery" / layer / "maps.json").read_text())["maps"]
        links = tab.locator(f".tiny a[href^='{layer}/']")
        assert links.count() == len(maps)
        assert links.last.get_attribute("href") == f"{layer}/{len(maps) - 1}/"
        assert all((published / "gallery" / layer / str(one["map"])).is_dir() for one in maps)
    last = tab.locator(".tiny a").last.bounding_box()
    assert last["y"] + last["height"] <= 800


def test_from_home_to_a_map_by_keyboard_alone(visit: Visit) -> None:
    tab = visit("")
    for _ in range(80):
        if pressed(tab, "Tab") == "gallery/":
            break
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/gallery/")
    tab.wait_for_load_state("networkidle")
    for _ in range(80):
        if pressed(tab, "Tab") == "conv2d-2/0/":
            break
    assert pressed(tab, "ArrowRight") == "conv2d-2/1/"
    assert pressed(tab, "End").startswith("conv2d-2/") and pressed(tab, "Home") == "conv2d-2/0/"
    below = pressed(tab, "ArrowDown")
    assert below not in ("conv2d-2/0/", "conv2d-2/1/")
    tab.keyboard.press("Enter")
    tab.wait_for_url(f"**/gallery/{below}")


def test_sorted_maps_follow_the_file(visit: Visit, told: dict[str, Any]) -> None:
    tab = wall(visit)
    for id, domain, order in (
        ("rate", "sphere", "falling"),
        ("response", "sphere", "rising"),
        ("agreement", "box", "falling"),
        ("hit-rate", "box", "rising"),
    ):
        chosen(tab, "sort", id)
        chosen(tab, "domain", domain)
        tab.locator("[name=order]").select_option(label=order)
        sign = 1 if order == "rising" else -1
        numbers = {one["map"]: value(told, one, id, domain) for one in told["maps"]}
        having = [one for one in numbers if numbers[one] is not None]
        without = [one for one in numbers if numbers[one] is None]
        expected = sorted(having, key=lambda one: (sign * numbers[one], one))
        assert shown(tab) == expected + without


def test_narrowed_maps_are_those_of_the_file_and_are_counted(
    visit: Visit, told: dict[str, Any]
) -> None:
    tab = wall(visit)
    rates = {one["map"]: value(told, one, "rate") for one in told["maps"]}
    several = sorted(set(rates.values()))
    middle = several[len(several) // 2] * 100
    chosen(tab, "by", "rate")
    tab.locator("[name=from]").fill(f"{middle:.3f}")
    tab.locator("[name=from]").press("Tab")
    wanted = [number for number, rate in rates.items() if rate * 100 >= float(f"{middle:.3f}")]
    assert wanted and shown(tab) == wanted and (len(wanted) < len(rates) or len(several) == 1)
    assert tab.locator("output").inner_text() == f"{len(wanted)} of {len(rates)} maps"
    tab.locator("[name=class]").select_option(index=1)
    digit = tab.locator("[name=class]").input_value()
    assert shown(tab) == [one for one in wanted if f"{told['maps'][one]['class']}" == digit]
    tab.get_by_role("button", name="all maps").click()
    assert len(shown(tab)) == len(rates)


def within(told: dict[str, Any], ranges: dict[str, tuple[float, float]]) -> list[int]:
    """Return the maps all of whose numbers lie in some ranges, as the file has them."""
    kept = []
    for one in told["maps"]:
        numbers = {id: value(told, one, id) for id in ranges}
        if all(
            numbers[id] is not None and low <= numbers[id] <= high
            for id, (low, high) in ranges.items()
        ):
            kept.append(one["map"])
    return kept


def middle_half(told: dict[str, Any], id: str) -> tuple[float, float]:
    """Return ends, to three decimals, between which about half of the maps lie."""
    every = sorted(it for one in told["maps"] if (it := value(told, one, id)) is not None)
    return round(every[len(every) // 4], 3), round(every[-len(every) // 4 - 1], 3)


def test_several_ranges_hold_at_once_and_stand_in_the_address(
    visit: Visit, told: dict[str, Any]
) -> None:
    ranges = {id: middle_half(told, id) for id in ("response", "agreement")}
    tab, names = wall(visit), list(ranges)
    more = tab.get_by_role("button", name="one more range")
    for number, (id, ends) in enumerate(ranges.items()):
        if number:
            tab.keyboard.press("Tab")
            more.focus()
            tab.keyboard.press("Enter")
            assert tab.evaluate("document.activeElement.name") == "by" and more.is_disabled()
        field = tab.get_by_role("group", name=f"range {number + 1}")
        field.get_by_label("narrowed by").select_option(id)
        for name, end in zip(("from", "to"), ends, strict=True):
            field.get_by_label(name, exact=True).fill(f"{end}")
            tab.keyboard.press("Tab")
    both = within(told, ranges)
    assert shown(tab) == both and len(both) < len(within(told, {names[0]: ranges[names[0]]}))
    said = "&".join(f"range={id},{low},{high}" for id, (low, high) in ranges.items())
    assert tab.url.endswith(f"?{said}") and axe(tab) == ""
    again = wall(visit, f"?{said}&sort=agreement&order=rising", width=390)
    order = sorted(both, key=lambda one: (value(told, told["maps"][one], "agreement"), one))
    assert shown(again) == order
    again.get_by_role("button", name="take out range 1").tap()
    assert set(shown(again)) == set(within(told, {names[1]: ranges[names[1]]}))
    assert (
        again.get_by_role("group", name="range 1").get_by_label("narrowed by").input_value()
        == (names[1])
    )
    again.go_back()
    assert shown(again) == order and again.locator("fieldset").count() == len(ranges)
    root = "document.documentElement"
    assert again.evaluate(f"{root}.scrollWidth - {root}.clientWidth") <= 0


def test_the_address_holds_what_is_chosen_and_back_and_forward_restore_it(
    visit: Visit, told: dict[str, Any]
) -> None:
    tab = wall(visit)
    chosen(tab, "sort", "agreement")
    sorted_ = shown(tab)
    chosen(tab, "contrast", "layer")
    assert tab.url.endswith("?sort=agreement&contrast=layer")
    tab.go_back()
    assert tab.locator("[name=contrast]").input_value() == "map" and shown(tab) == sorted_
    tab.go_back()
    assert tab.locator("[name=sort]").input_value() == "" and shown(tab) == sorted(sorted_)
    tab.go_forward()
    tab.go_forward()
    tab.reload()
    tab.locator(".map-controls:not([hidden])").wait_for()
    file = told["pictures"]["sphere"]["layer"]["file"]
    assert shown(tab) == sorted_ and tab.locator("[name=contrast]").input_value() == "layer"
    assert tab.locator(".wall .oip image").first.get_attribute("href") == file
    low, _ = told["pictures"]["sphere"]["layer"]["ends"]
    assert (
        f"black {float(f'{low:.3g}'):g}".replace("-", "−")
        in tab.locator(".map-legend").inner_text()
    )


def test_an_address_that_says_nonsense_shows_all_maps(visit: Visit, told: dict[str, Any]) -> None:
    tab = wall(
        visit, "?sort=beauty&class=cat&range=rate,x,&range=beauty,1,2&domain=torus&compare=9999,a,"
    )
    assert shown(tab) == [one["map"] for one in told["maps"]]
    assert tab.locator(".map-tray").is_hidden()


def test_arrows_go_over_the_wall_and_escape_leaves_it(visit: Visit) -> None:
    tab = wall(visit)
    tab.locator(".map-controls [type=reset]").focus()
    assert pressed(tab, "Tab") == "0/" and pressed(tab, "ArrowRight") == "1/"
    down = pressed(tab, "ArrowDown")
    across = int(down.strip("/")) - 1
    assert across > 1 and pressed(tab, "ArrowUp") == "1/"
    assert pressed(tab, "End") == f"{len(shown(tab)) - 1}/" and pressed(tab, "Home") == "0/"
    assert tab.locator(".wall a[tabindex='0']").count() == 1
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.textContent") == "compare"
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.closest('.wall')") is None
    tab.locator("#map-0 a").focus()
    assert pressed(tab, "Escape") == "map"


def test_a_map_is_found_by_its_number(visit: Visit) -> None:
    tab = wall(visit)
    tab.locator("[name=map]").fill("7")
    assert pressed(tab, "Enter") == "7/" and tab.url.endswith("#map-7")
    assert tab.evaluate("document.querySelector(':target').id") == "map-7"
    assert 0 <= tab.locator("#map-7").bounding_box()["y"] < 900
    tab.locator("[name=map]").fill("99999")
    tab.keyboard.press("Enter")
    assert tab.locator("output").inner_text() == "there is no map 99999"


def test_whoever_comes_back_from_a_map_finds_it_again(visit: Visit) -> None:
    tab = wall(visit, "?sort=agreement&order=rising")
    number = shown(tab)[-1]
    tab.locator(f"#map-{number} a").click()
    tab.wait_for_url(f"**/{LAYER}/{number}/")
    tab.go_back()
    tab.locator(".map-controls:not([hidden])").wait_for()
    assert tab.evaluate(FOCUSED) == f"{number}/"
    assert 0 <= tab.locator(f"#map-{number}").bounding_box()["y"] < 900


def test_a_deep_link_to_a_map_marks_its_tile(visit: Visit) -> None:
    tab = wall(visit, "#map-7")
    assert tab.evaluate("document.querySelector(':target').id") == "map-7"
    assert 0 <= tab.locator("#map-7").bounding_box()["y"] < 900


def test_up_to_four_maps_are_compared_side_by_side(visit: Visit, told: dict[str, Any]) -> None:
    tab = wall(visit, "?compare=3,5")
    heads = tab.locator(".map-tray thead th a")
    assert heads.all_inner_texts() == ["Map 3", "Map 5"]
    tab.locator("#map-8 a").focus()
    tab.keyboard.press("c")
    tab.get_by_role("button", name="compare map 9", exact=True).click()
    assert tab.url.endswith("?compare=3,5,8,9")
    tab.get_by_role("button", name="compare map 10", exact=True).click()
    assert heads.all_inner_texts() == ["Map 5", "Map 8", "Map 9", "Map 10"]
    row = tab.locator(".map-tray tbody tr").filter(
        has=tab.get_by_role("rowheader", name="response", exact=True)
    )
    numbers = [told["maps"][one]["oip"]["sphere"]["told"] for one in (5, 8, 9, 10)]
    at = [one["id"] for one in told["numbers"]["oip"]].index("response")
    assert row.locator("td").all_inner_texts() == [said[at] if said else "–" for said in numbers]
    tab.go_back()
    assert heads.all_inner_texts() == ["Map 3", "Map 5", "Map 8", "Map 9"]
    tab.get_by_role("button", name="compare none").click()
    assert tab.locator(".map-tray").is_hidden()


def test_a_keyboard_goes_over_the_plane_as_it_lies(visit: Visit) -> None:
    tab = wall(visit)
    links = tab.locator(".plane a")
    assert links.count() == len(shown(tab))
    assert tab.locator(".plane a[tabindex='0']").count() == 1
    links.nth(5).focus()
    before = links.nth(5).bounding_box()
    tab.keyboard.press("ArrowLeft")
    after = tab.locator(".plane a:focus").bounding_box()
    assert after["x"] < before["x"] or after == before


def test_without_scripts_every_map_is_listed_with_status_and_numbers(
    visit: Visit, told: dict[str, Any]
) -> None:
    tab = visit(WALL, javascript=False)
    said = tab.locator(".wall > li").all_inner_texts()
    assert len(said) == len(told["maps"]) and tab.locator(".map-controls").is_hidden()
    for one, text in zip(told["maps"], said, strict=True):
        words = " ".join(text.split())
        assert words.startswith(f"Map {one['map']} {one['status']} ") or one["status"] != "normal"
        assert one["status"] in words
    assert tab.locator(".all-numbers tbody tr").count() == len(said)


@pytest.mark.parametrize("page", [WALL, "gallery/"])
def test_a_phone_shows_a_page_in_short_and_nothing_sideways(visit: Visit, page: str) -> None:
    tab = visit(page, width=390, height=800)
    for width in (390, 360):
        tab.set_viewport_size({"width": width, "height": 800})
        root = "document.documentElement"
        assert tab.evaluate(f"{root}.scrollWidth - {root}.clientWidth") <= 0
        assert tab.evaluate(f"{root}.scrollHeight") < CSS_PIXELS


@pytest.mark.parametrize("scheme", SCHEMES)
def test_axe_finds_nothing_on_the_overview_and_on_a_wall_in_use(visit: Visit, scheme: str) -> None:
    overview = visit("gallery/", scheme=scheme)
    used = wall(visit, "?compare=3,5&sort=rate&contrast=fixed", scheme=scheme)
    used.locator(".all-numbers summary").click()
    for tab in (overview, used):
        for width in (1280, 390):
            tab.set_viewport_size({"width": width, "height": 800})
            assert axe(tab) == ""


def test_in_forced_colours_what_has_the_focus_is_outlined(visit: Visit) -> None:
    tab = wall(visit, "?compare=0", forced=True)
    tab.locator("#map-0 a").focus()
    assert pressed(tab, "ArrowRight") == "1/"
    style = "(it => [it.outlineStyle, it.outlineWidth])(getComputedStyle(document.activeElement))"
    assert tab.evaluate(style) == ["solid", "2px"]
    assert axe(tab) == ""


def test_a_layer_is_light_and_nothing_moves_while_it_loads(visit: Visit) -> None:
    tab = wall(visit)
    tab.add_init_script(
        "window.moved = 0; new PerformanceObserver(list => { for (const one of list.getEntries())"
        " window.moved += one.hadRecentInput ? 0 : one.value; })"
        ".observe({ type: 'layout-shift', buffered: true });"
    )
    tab.reload(wait_until="networkidle")
    assert tab.evaluate("window.moved") <= 0.02
    # Zensical fetches all that a search knows with each page; docs/about/architecture.md says so
    sizes = """performance.getEntries().filter(it => !it.name.endsWith("/search.json"))
        .map(it => it.encodedBodySize ?? 0)"""
    assert sum(tab.evaluate(sizes)) < MEGABYTES * 1e6
