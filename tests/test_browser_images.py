"""Pages of images in a real browser: another class, every node by pointer, finger and keys, what
the address keeps, and all of it without a script.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from browser import axe

Visit = Callable[..., Any]
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
NODE, PIXEL = ".image-layers output", ".image-pixels output"
# what the lab has of an image, as lists
FOUND = """() => {
  const { logits, probabilities, of, added } = document.querySelector("lab-digit").found;
  const layers = Object.entries(added.layers).map(([name, shares]) => [name, [...shares]]);
  return { of, layers, logits: [...logits], probabilities: [...probabilities] };
}"""
KILOBYTES = 600  # of a page with all that it loads


@pytest.fixture(scope="module")
def index(published: Path) -> int:
    """The image whose page is tried."""
    return min(int(one.name) for one in (published / "images").iterdir() if one.is_dir())


@pytest.fixture(scope="module")
def told(published: Path, index: int) -> dict[str, Any]:
    return json.loads((published / f"images/{index}/decision.json").read_text())


def activations(published: Path, index: int, layer: dict[str, Any]) -> np.ndarray:
    return np.load(published / f"images/{index}/{layer['address']}.npy")


def said(value: float, digits: int = 3) -> str:
    return f"{value:.{digits}f}".replace("-", "−")


def signed(value: float, digits: int = 3) -> str:
    """Return a number as pages say what is added; a rounded 0 has no sign."""
    told = f"{value:+.{digits}f}"
    return told.replace("-", "−") if float(told) else told[1:]


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 390)])
def test_axe_finds_nothing_before_and_after_another_class(
    visit: Visit, index: int, scheme: str, width: int
) -> None:
    assert axe(visit("images/", scheme=scheme, width=width)) == ""
    tab = visit(f"images/{index}/", scheme=scheme, width=width)
    assert axe(tab) == ""
    tab.get_by_label("Decision for class").select_option("1")
    tab.locator(".wall a").nth(3).focus()
    tab.keyboard.press("ArrowRight")
    assert axe(tab) == ""


@pytest.mark.parametrize("width", [390, 360])
def test_a_phone_shows_the_page_without_scrolling_sideways(
    visit: Visit, index: int, width: int
) -> None:
    assert visit("images/", width=width).evaluate(OVERFLOW) <= 0
    assert visit(f"images/{index}/", width=width).evaluate(OVERFLOW) <= 0


def test_a_page_with_all_it_can_load_stays_light(published: Path, index: int) -> None:
    files = [path for path in (published / f"images/{index}").iterdir() if path.is_file()]
    assert sum(path.stat().st_size for path in files) < KILOBYTES * 1000


def test_another_class_is_taken_apart_and_the_way_back_leads_to_the_first(
    visit: Visit, index: int, told: dict[str, Any]
) -> None:
    tab = visit(f"images/{index}/")
    tab.get_by_label("Decision for class").wait_for()
    first = tab.locator("article").inner_text()
    best = int(np.argmax(told["logits"]))
    other = (best + 1) % len(told["logits"])
    tab.get_by_label("Decision for class").select_option(f"{other}")
    assert tab.url.endswith(f"?class={other}")
    shares = np.array(told["layers"][-1]["contribution"])[other]
    lost = np.array(told["layers"][-1]["lost"])[other]
    strongest = int(shares.argmax())
    row = tab.locator("[data-list=own]").first.locator("tbody tr").nth(1)
    assert row.locator("th, td").all_inner_texts() == [
        f"map {strongest}",
        signed(shares[strongest]),
        signed(lost[strongest]),
        signed(lost[strongest] - shares[strongest]),
    ]
    assert tab.locator("[data-pixels]").get_attribute("src") == f"pixels-{other}.png"
    assert tab.locator("[data-text=logit]").inner_text() == said(told["logits"][other])
    tab.go_back()
    assert tab.locator("article").inner_text() == first


def test_a_class_chosen_again_gives_what_stands_there_without_a_script(
    visit: Visit, index: int, told: dict[str, Any]
) -> None:
    """Two programs write the same numbers."""
    best = int(np.argmax(told["logits"]))
    plain = visit(f"images/{index}/", javascript=False)
    tab = visit(f"images/{index}/?class={(best + 1) % len(told['logits'])}")
    tab.get_by_label("Decision for class").select_option(f"{best}")
    for part in (".decision-tables[data-layer]", ".decision-tables:not([data-layer]) table"):
        texts = [one.locator(part).all_inner_texts() for one in (plain, tab)]
        assert texts[0] == texts[1] and len(texts[0]) >= 3


def test_the_pointer_shows_a_node_and_what_it_sees(
    visit: Visit, published: Path, index: int, told: dict[str, Any]
) -> None:
    tab = visit(f"images/{index}/")
    layer = told["layers"][0]
    wall = tab.locator(f".wall[data-layer={layer['address']}] svg")
    wall.scroll_into_view_if_needed()
    box, number, (row, column) = wall.bounding_box(), layer["across"] + 1, (2, 1)
    scale = box["width"] / layer["size"][0]
    x = (layer["count"][1] + 1 + column + 0.5) * scale
    y = (layer["count"][0] + 1 + row + 0.5) * scale
    kept = tab.locator(NODE).inner_text()
    wall.hover(position={"x": x, "y": y})
    value = activations(published, index, layer)[row, column, number]
    expected = f"Map {number} of {layer['layer']}, row {row}, column {column}: {said(value)}."
    tab.get_by_text(expected).wait_for()
    frame = tab.locator(".input rect").first
    seen = [float(frame.get_attribute(name)) for name in ("x", "y", "width", "height")]
    first, step = layer["first"], layer["step"]
    place = [first[1] + column * step[1], first[0] + row * step[0]]
    assert seen == [*place, *layer["field"][::-1]]
    tab.mouse.move(2, 2)
    tab.get_by_text(kept).wait_for()
    wall.click(position={"x": x, "y": y})
    assert tab.url.endswith(f"?layer={layer['address']}&map={number}&node={row},{column}")
    tab.mouse.move(2, 2)
    assert expected in tab.locator(NODE).inner_text()
    tab.go_back()
    tab.get_by_text(kept).wait_for()


def pixel_said(
    published: Path, index: int, told: dict[str, Any], of: int, pixel: tuple[int, int]
) -> str:
    """Return what is to be said of a pixel, by the files alone."""
    values, layer = np.load(published / f"images/{index}/pixels.npy"), told["layers"][-1]
    seen = 1
    for axis, place in enumerate(pixel):
        first = layer["first"][axis] + layer["step"][axis] * np.arange(layer["count"][axis])
        seen *= int(((first <= place) & (place < first + layer["field"][axis])).sum())
    grey = np.reshape(told["grey"], told["side"])[pixel]
    added = signed(float(values[(of, *pixel)]), 4)
    nodes = f"{np.prod(layer['count'])} nodes of each map of {layer['layer']}"
    return (
        f"Row {pixel[0]}, column {pixel[1]}, grey {grey}: adds {added} to the logit of {of}."
        f" Of the {nodes}, {seen or 'none'} {'sees' if seen == 1 else 'see'} it."
    )


def at_pixel(picture: Any, told: dict[str, Any], pixel: tuple[int, int]) -> dict[str, float]:
    """Return the middle of a pixel, in px of the screen from the corner of its picture."""
    box = picture.bounding_box()
    (rows, columns), (row, column) = told["side"], pixel
    return {
        "x": (column + 0.5) * box["width"] / columns,
        "y": (row + 0.5) * box["height"] / rows,
    }


def test_the_pointer_shows_what_a_pixel_adds_and_where_it_lies(
    visit: Visit, published: Path, index: int, told: dict[str, Any]
) -> None:
    tab, best = visit(f"images/{index}/"), int(np.argmax(told["logits"]))
    picture, output = tab.locator(".marked").last, tab.locator(PIXEL)
    hint = output.inner_text()
    ink = np.unravel_index(np.argmax(told["grey"]), told["side"])
    for pixel in ((int(ink[0]), int(ink[1])), (27, 27)):
        picture.hover(position=at_pixel(picture, told, pixel))
        tab.get_by_text(pixel_said(published, index, told, best, pixel), exact=True).wait_for()
        for mark in tab.locator(".mark .over").all():
            place = [mark.get_attribute(name) for name in ("y", "x", "height", "width")]
            assert mark.is_visible() and place == [f"{pixel[0]}", f"{pixel[1]}", "1", "1"]
    tab.mouse.move(2, 2)
    tab.get_by_text(hint, exact=True).wait_for()
    assert not any(mark.is_visible() for mark in tab.locator(".mark").all())


def test_a_pixel_that_was_clicked_stays_for_another_class_until_the_way_back(
    visit: Visit, published: Path, index: int, told: dict[str, Any]
) -> None:
    tab = visit(f"images/{index}/")
    picture, hint = tab.locator(".marked").last, tab.locator(PIXEL).inner_text()
    picture.click(position=at_pixel(picture, told, (12, 9)))
    assert tab.url.endswith("?pixel=12,9")
    tab.mouse.move(2, 2)
    other = (int(np.argmax(told["logits"])) + 1) % len(told["logits"])
    tab.get_by_label("Decision for class").select_option(f"{other}")
    tab.get_by_text(pixel_said(published, index, told, other, (12, 9)), exact=True).wait_for()
    assert tab.url.endswith(f"?pixel=12,9&class={other}")
    tab.go_back()
    tab.go_back()
    tab.get_by_text(hint, exact=True).wait_for()


def test_keys_and_a_finger_go_through_pixels_and_a_link_says_which(
    visit: Visit, published: Path, index: int, told: dict[str, Any]
) -> None:
    best = int(np.argmax(told["logits"]))
    tab = visit(f"images/{index}/?pixel=0,1")
    tab.get_by_text(pixel_said(published, index, told, best, (0, 1))).wait_for()
    tab.get_by_role("application", name="Pixels of the image").focus()
    for key in ("ArrowUp", "ArrowDown", "ArrowDown", "ArrowRight", "ArrowLeft", "ArrowLeft"):
        tab.keyboard.press(key)
    tab.get_by_text(pixel_said(published, index, told, best, (2, 0))).wait_for()
    assert tab.url.endswith("?pixel=2,0") and axe(tab) == ""
    tab = visit(f"images/{index}/?pixel=99,x", width=390)
    assert tab.locator(".mark:not([hidden])").count() == 0
    picture = tab.locator(".marked").last
    picture.tap(position=at_pixel(picture, told, (20, 15)))
    tab.get_by_text(pixel_said(published, index, told, best, (20, 15))).wait_for()
    assert tab.evaluate(OVERFLOW) <= 0


def test_a_finger_chooses_a_node_and_a_link_leads_to_the_map(
    visit: Visit, index: int, told: dict[str, Any]
) -> None:
    tab = visit(f"images/{index}/", width=390)
    layer = told["layers"][-1]
    tab.locator(f".wall[data-layer={layer['address']}] a").nth(5).tap()
    tab.get_by_text(f"Map 5 of {layer['layer']}").wait_for()
    tab.get_by_role("link", name="All about map 5").tap()
    tab.wait_for_url(f"**/gallery/{layer['address']}/**")


def test_keys_go_through_maps_and_nodes(
    visit: Visit, published: Path, index: int, told: dict[str, Any]
) -> None:
    tab = visit(f"images/{index}/")
    layer = told["layers"][-1]
    links = tab.locator(f".wall[data-layer={layer['address']}] a")
    assert sum(link.get_attribute("tabindex") == "0" for link in links.all()) == 1
    links.first.focus()
    tab.keyboard.press("ArrowDown")
    tab.keyboard.press("ArrowRight")
    number = layer["across"] + 1
    values = activations(published, index, layer)[..., number]
    row, column = np.unravel_index(values.argmax(), values.shape)
    tab.get_by_text(f"Map {number} of {layer['layer']}, row {row}, column {column}: ").wait_for()
    assert f"map={number}&node={row},{column}" in tab.url
    tab.locator(".one").focus()
    for _ in range(3):
        tab.keyboard.press("ArrowUp")
        tab.keyboard.press("ArrowLeft")
    tab.get_by_text(f"row 0, column 0: {said(values[0, 0])}").wait_for()
    links.nth(number).focus()
    tab.keyboard.press("Enter")
    tab.wait_for_url(f"**/gallery/{layer['address']}/**")


def test_a_deep_link_shows_its_node_and_nonsense_the_first(
    visit: Visit, published: Path, index: int, told: dict[str, Any]
) -> None:
    layer = told["layers"][1]
    value = activations(published, index, layer)[1, 2, 3]
    tab = visit(f"images/{index}/?layer={layer['address']}&map=3&node=1,2")
    tab.get_by_text(f"Map 3 of {layer['layer']}, row 1, column 2: {said(value)}").wait_for()
    assert tab.locator(".image-layers").evaluate("it => it.getBoundingClientRect().top") < 900
    kept = visit(f"images/{index}/").locator(NODE).inner_text()
    tab = visit(f"images/{index}/?layer=nowhere&map=x&node=99&class=77")
    assert tab.locator(NODE).inner_text() == kept


def test_without_a_script_a_page_is_complete(
    visit: Visit, index: int, told: dict[str, Any]
) -> None:
    tab = visit(f"images/{index}/", javascript=False)
    for layer in told["layers"]:
        assert tab.locator(f".wall[data-layer={layer['address']}] svg a").count() == layer["maps"]
    assert tab.locator(NODE).inner_text().startswith("Map ")
    assert tab.locator(".decision-tables[data-layer] tbody tr").count() > 3
    assert tab.locator("form.image-choice").count() == 0


def test_the_lab_reads_an_image_as_its_page_does(
    visit: Visit, index: int, told: dict[str, Any]
) -> None:
    """The network in the browser gives what was measured, map by map."""
    tab = visit(f"lab/digit/?from={index}")
    tab.locator(".lab-verdict:not(:empty)").wait_for()
    found = tab.evaluate(FOUND)
    assert np.allclose(found["logits"], told["logits"], atol=1e-4)
    assert np.allclose(found["probabilities"], told["probabilities"], atol=1e-5)
    shares = dict(found["layers"])
    for layer in told["layers"]:
        measured = layer["contribution"][found["of"]]
        assert np.allclose(shares[layer["layer"]], measured, atol=1e-4)
