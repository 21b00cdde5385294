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
FOCUSED = "document.activeElement.getAttribute('href') || document.activeElement.name"
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


@pytest.mark.parametrize("order", ["falling", "rising"])
@pytest.mark.parametrize("domain", ["sphere", "box"])
@pytest.mark.parametrize("id", ["rate", "response", "agreement"])
def test_sorted_maps_follow_the_file(
    visit: Visit, told: dict[str, Any], id: str, domain: str, order: str
) -> None:
    tab = visit(f"{WALL}?sort={id}&domain={domain}&order={order}")
    sign = 1 if order == "rising" else -1
    numbers = {one["map"]: value(told, one, id, domain) for one in told["maps"]}
    having = [one for one in numbers if numbers[one] is not None]
    without = [one for one in numbers if numbers[one] is None]
    assert shown(tab) == sorted(having, key=lambda one: (sign * numbers[one], one)) + without


def test_narrowed_maps_are_those_of_the_file_and_are_counted(
    visit: Visit, told: dict[str, Any]
) -> None:
    tab = visit(WALL)
    numbers = [value(told, one, "rate") for one in told["maps"]]
    middle = sorted(numbers)[len(numbers) // 2] * 100
    chosen(tab, "by", "rate")
    tab.locator("[name=from]").fill(f"{middle:.3f}")
    tab.locator("[name=from]").press("Tab")
    wanted = [one for one in told["maps"] if value(told, one, "rate") * 100 >= round(middle, 3)]
    assert 0 < len(wanted) < len(numbers) and shown(tab) == [one["map"] for one in wanted]
    assert tab.locator("output").inner_text() == f"{len(wanted)} of {len(numbers)} maps"
    digit = wanted[0]["class"]
    chosen(tab, "class", f"{digit}")
    assert shown(tab) == [one["map"] for one in wanted if one["class"] == digit]
    tab.get_by_role("button", name="all maps").click()
    assert len(shown(tab)) == len(numbers)


def test_the_address_holds_what_is_chosen_and_back_and_forward_restore_it(
    visit: Visit, told: dict[str, Any]
) -> None:
    tab = visit(WALL)
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
    tab.reload(wait_until="networkidle")
    file = told["pictures"]["sphere"]["layer"]["file"]
    assert shown(tab) == sorted_ and tab.locator("[name=contrast]").input_value() == "layer"
    assert tab.locator(".wall .oip image").first.get_attribute("href") == file
    low, _ = told["pictures"]["sphere"]["layer"]["ends"]
    assert (
        f"black {float(f'{low:.3g}'):g}".replace("-", "−")
        in tab.locator(".map-legend").inner_text()
    )


def test_an_address_that_says_nonsense_shows_all_maps(visit: Visit, told: dict[str, Any]) -> None:
    tab = visit(f"{WALL}?sort=beauty&class=cat&by=rate&from=x&domain=torus&compare=9999,a,")
    assert shown(tab) == [one["map"] for one in told["maps"]]
    assert tab.locator(".map-tray").is_hidden()


def test_arrows_go_over_the_wall_and_escape_leaves_it(visit: Visit) -> None:
    tab = visit(WALL)
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
    tab = visit(WALL)
    tab.locator("[name=map]").fill("7")
    assert pressed(tab, "Enter") == "7/" and tab.url.endswith("#map-7")
    assert tab.evaluate("document.querySelector(':target').id") == "map-7"
    assert 0 <= tab.locator("#map-7").bounding_box()["y"] < 900
    tab.locator("[name=map]").fill("99999")
    tab.keyboard.press("Enter")
    assert tab.locator("output").inner_text() == "there is no map 99999"


def test_a_deep_link_to_a_map_marks_its_tile(visit: Visit) -> None:
    tab = visit(f"{WALL}#map-7")
    assert tab.evaluate("document.querySelector(':target').id") == "map-7"
    assert 0 <= tab.locator("#map-7").bounding_box()["y"] < 900


def test_up_to_four_maps_are_compared_side_by_side(visit: Visit, told: dict[str, Any]) -> None:
    tab = visit(f"{WALL}?compare=3,5")
    heads = tab.locator(".map-tray thead th a")
    assert heads.all_inner_texts() == ["Map 3", "Map 5"]
    tab.locator("#map-8 a").focus()
    tab.keyboard.press("c")
    tab.get_by_role("button", name="compare map 9", exact=True).click()
    assert tab.url.endswith("?compare=3,5,8,9")
    tab.get_by_role("button", name="compare map 10", exact=True).click()
    assert heads.all_inner_texts() == ["Map 5", "Map 8", "Map 9", "Map 10"]
    ids = [one["id"] for one in told["numbers"]["oip"]]
    row = tab.locator(
        ".map-tray tbody tr", has=tab.get_by_role("rowheader", name="response", exact=True)
    )
    expected = [
        told["maps"][one]["oip"]["sphere"]["told"][ids.index("response")] for one in (5, 8, 9, 10)
    ]
    assert row.locator("td").all_inner_texts() == expected
    tab.go_back()
    assert heads.all_inner_texts() == ["Map 3", "Map 5", "Map 8", "Map 9"]
    tab.get_by_role("button", name="compare none").click()
    assert tab.locator(".map-tray").is_hidden()


def test_a_keyboard_goes_over_the_plane_as_it_lies(visit: Visit) -> None:
    tab = visit(WALL)
    links = tab.locator(".plane a")
    assert links.count() == len(shown(tab))
    assert tab.locator(".plane a[tabindex='0']").count() == 1
    links.nth(5).focus()
    before = links.nth(5).bounding_box()
    href = pressed(tab, "ArrowLeft")
    after = tab.locator(f".plane a[href='{href}']").bounding_box()
    assert after["x"] < before["x"] or href == links.nth(5).get_attribute("href")


@pytest.mark.parametrize("layer", LAYERS)
def test_without_scripts_every_map_is_listed_with_status_and_numbers(
    visit: Visit, published: Path, layer: str
) -> None:
    maps = json.loads((published / "gallery" / layer / "maps.json").read_text())["maps"]
    tab = visit(f"gallery/{layer}/", javascript=False)
    tiles = tab.locator(".wall > li")
    assert tiles.count() == len(maps) and tab.locator(".map-controls").is_hidden()
    for one in (maps[0], maps[-1]):
        said = tiles.nth(one["map"]).inner_text()
        assert one["status"] in said and str(one["map"]) in said
    assert tab.locator(".all-numbers tbody tr").count() == len(maps)


def test_a_phone_shows_a_layer_in_short_and_nothing_sideways(visit: Visit) -> None:
    for page in (WALL, "gallery/"):
        for width in (390, 360):
            tab = visit(page, width=width, height=800)
            root = "document.documentElement"
            height = tab.evaluate(f"{root}.scrollHeight")
            over = tab.evaluate(f"{root}.scrollWidth - {root}.clientWidth")
            assert over <= 0 and height < CSS_PIXELS


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing_before_and_after_use(visit: Visit, scheme: str, width: int) -> None:
    assert axe(visit("gallery/", scheme=scheme, width=width)) == ""
    tab = visit(f"{WALL}?compare=3,5&sort=rate&contrast=fixed", scheme=scheme, width=width)
    tab.locator(".all-numbers summary").click()
    assert axe(tab) == ""


def test_in_forced_colours_what_has_the_focus_is_outlined(visit: Visit) -> None:
    tab = visit(f"{WALL}?compare=0", forced=True)
    tab.locator(".map-controls [type=reset]").focus()
    tab.keyboard.press("Tab")
    style = "(it => [it.outlineStyle, it.outlineWidth])(getComputedStyle(document.activeElement))"
    assert tab.evaluate(style) == ["solid", "2px"]
    assert axe(tab) == ""


def test_a_layer_is_light_and_nothing_moves_while_it_loads(visit: Visit) -> None:
    sizes: list[int] = []
    tab = visit("about/claims/")
    tab.context.clear_cookies()
    tab.on("response", lambda it: sizes.append(int(it.headers.get("content-length", 0))))
    tab.add_init_script(
        "window.moved = 0; new PerformanceObserver(list => { for (const one of list.getEntries())"
        " window.moved += one.hadRecentInput ? 0 : one.value; })"
        ".observe({ type: 'layout-shift', buffered: true });"
    )
    tab.goto(tab.url.replace("about/claims/", WALL), wait_until="networkidle")
    assert sum(sizes) < MEGABYTES * 1e6
    assert tab.evaluate("window.moved") <= 0.02
