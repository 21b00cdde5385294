"""The lab in a real browser: what is drawn, what the network makes of it, by the numbers of NumPy;
keys, the address, what fails; and the game beside a plain comparison of pictures.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from browser import axe, served
from small_lab import SIDE, Network, SmallLab, small_lab

from analysis.trust.choice import matches

Visit = Callable[..., Any]
READ = """() => {
  const context = document.querySelector('.lab-seen canvas').getContext('2d');
  const {data} = context.getImageData(0, 0, 28, 28);
  return Array.from({length: 784}, (_, k) => data[4 * k]);
}"""
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> SmallLab:
    return small_lab(tmp_path_factory.mktemp("lab"))


@pytest.fixture(scope="module")
def address(browser: Any, lab: SmallLab) -> Iterator[str]:
    with served(lab.folder) as found:
        yield found


@pytest.fixture
def digit(visit: Visit) -> Callable[..., Any]:
    """A function that opens the digit lab at an address and waits for its first answer."""

    def go(asked: str = "?from=blank", **reader: Any) -> Any:
        tab = visit(f"lab/digit/{asked}", **reader)
        tab.locator(".lab-verdict:not(:empty)").wait_for()
        until(tab, "document.querySelector('.lab-about').textContent")
        return tab

    return go


def read(tab: Any) -> np.ndarray:
    """Return what the network reads, 8-bit grey (y, x)."""
    return np.array(tab.evaluate(READ), np.uint8).reshape(SIDE, SIDE)


def until(tab: Any, true: str) -> None:
    """Wait until an expression is true; the policy of the page allows playwright no waiting."""
    for _ in range(600):
        if tab.evaluate(f"Boolean({true})"):
            return
        tab.wait_for_timeout(50)
    raise AssertionError(f"never came true: {true}")


def settled(tab: Any) -> None:
    """Wait until nothing is asked any more."""
    until(
        tab,
        "(() => { const lab = document.querySelector('lab-digit');"
        " return !lab.frame && ![...lab.lab.channels.values()].some((one) => one.busy); })()",
    )


def shown(tab: Any, column: int) -> list[float]:
    """Return a column of the table of classes."""
    texts = tab.locator(f".classes tbody td:nth-child({column + 1})").all_inner_texts()
    return [float(one.replace("−", "-").strip("<> ")) for one in texts]


def number(text: str) -> float:
    return float(text.replace("−", "-"))


def stroke(tab: Any, points: list[tuple[float, float]]) -> None:
    """Draw through points given as shares of the paper, across and down."""
    box = tab.locator(".lab-pad").bounding_box()
    places = [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in points]
    tab.mouse.move(*places[0])
    tab.mouse.down()
    for place in places[1:]:
        tab.mouse.move(*place, steps=6)
    tab.mouse.up()
    settled(tab)


FOUR = ([(0.3, 0.2), (0.28, 0.5), (0.6, 0.5)], [(0.58, 0.2), (0.55, 0.8)])


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 390)])
def test_axe_finds_nothing_before_and_after_use(
    digit: Callable[..., Any], lab: SmallLab, scheme: str, width: int
) -> None:
    lab.write("digit", {"light": "default", "dark": "slate"}[scheme])
    tab = digit(scheme=scheme, width=width)
    assert axe(tab) == "" and tab.evaluate(OVERFLOW) <= 0
    for one in FOUR:
        stroke(tab, one)
    tab.locator("summary").click()
    tab.get_by_role("button", name="Silence this map").click()
    settled(tab)
    assert axe(tab) == "" and tab.evaluate(OVERFLOW) <= 0


def test_what_is_drawn_is_answered_as_numpy_does(digit: Callable[..., Any], lab: SmallLab) -> None:
    tab = digit()
    assert "empty" in tab.locator(".lab-verdict").inner_text()
    blank = read(tab)
    assert not blank.any()
    for one in FOUR:
        stroke(tab, one)
    image = read(tab)
    answer = lab.network.answer(image)
    assert image.max() == 255 and np.allclose(shown(tab, 1), answer.logits, atol=0.006)
    assert np.allclose(shown(tab, 2), answer.probabilities, atol=1e-4)
    said = int(answer.logits.argmax())
    assert tab.locator(".lab-verdict").inner_text().startswith(f"It says {said},")
    tab.get_by_role("button", name="Clear").click()
    settled(tab)
    assert not read(tab).any() and "empty" in tab.locator(".lab-verdict").inner_text()


def test_a_first_look_begins_with_a_digit_that_the_address_keeps(digit: Callable[..., Any]) -> None:
    tab = digit("")
    assert read(tab).any() and "?" not in tab.url
    tab.locator("input[type=range]").nth(1).fill("50")
    settled(tab)
    half = read(tab)
    assert "from=four" in tab.url and np.array_equal(
        read(digit(f"?{tab.url.partition('?')[2]}")), half
    )


def test_a_drawing_is_made_as_mnist_was(digit: Callable[..., Any]) -> None:
    tab = digit()
    for one in FOUR:
        stroke(tab, [(x + 0.2, y + 0.15) for x, y in one])
    image = read(tab).astype(float)
    rows, columns = np.nonzero(image)
    sides = np.ptp(rows) + 1, np.ptp(columns) + 1
    assert 20 <= max(sides) <= 21  # edges may cover a part of one more
    middle = [(image.sum(axis=1 - axis) @ (np.arange(SIDE) + 0.5)) / image.sum() for axis in (0, 1)]
    assert np.abs(np.array(middle) - 14).max() <= 0.5
    assert len(np.unique(image)) > 2
    tab.get_by_label("grey edges").uncheck()
    settled(tab)
    assert set(np.unique(read(tab))) == {0, 255}
    tab.get_by_label("centre of mass").uncheck()
    tab.get_by_label("fit into").uncheck()
    settled(tab)
    rows, columns = np.nonzero(read(tab))
    # where it was drawn: the left arm across, the top down
    assert abs(columns.min() - 0.48 * SIDE) < 2 and abs(rows.min() - 0.35 * SIDE) < 2


def test_sliders_change_the_image_as_they_say(digit: Callable[..., Any], lab: SmallLab) -> None:
    first, second = lab.images[3], lab.images[5]
    assert np.array_equal(read(digit("?from=103")), first)
    half = np.floor(0.5 * first + 0.5 * second + 0.5)
    tab = digit("?from=103&into=105&morph=50")
    assert np.array_equal(read(tab), half)
    tab.get_by_label("Turn it into").select_option("")
    tab.get_by_label("Shift right").fill("4")
    settled(tab)
    moved = np.zeros_like(first)
    moved[:, 4:] = first[:, :-4]
    assert np.array_equal(read(tab), moved) and "shift=4" in tab.url


def test_a_4_is_closed_step_by_step(digit: Callable[..., Any], lab: SmallLab) -> None:
    tab = digit("?from=100")
    slider = tab.get_by_label("Close its top")
    open_four = read(tab)
    assert np.array_equal(open_four, lab.images[0])
    ink = []
    for share in ("50", "100"):
        slider.fill(share)
        settled(tab)
        ink.append(read(tab)[4:8].astype(int).sum(axis=0))
    before = open_four[4:8].astype(int).sum(axis=0)
    assert (ink[0][10:13] > before[10:13]).all() and ink[0][16] == before[16] == 0
    assert (ink[1][10:18] > before[10:18]).all()
    tab.get_by_label("Begin with").select_option("blank")
    assert slider.is_disabled()


def test_the_address_keeps_all_of_it(digit: Callable[..., Any]) -> None:
    tab = digit("?from=104")
    for one in FOUR:
        stroke(tab, one)
    tab.get_by_label("fit into").check()
    tab.locator(".lab-wall").nth(1).locator("button").nth(2).click()
    tab.get_by_role("button", name="Silence this map").click()
    tab.get_by_label("White is the largest value").select_option("network")
    tab.locator(".classes button").nth(7).click()
    settled(tab)
    seen = [".lab-verdict", ".lab-about", ".lab-scales", ".lab-chances > .lab-fine", ".classes"]
    texts = [tab.locator(one).inner_text() for one in seen]
    again = digit(tab.url.partition("/lab/digit/")[2])
    settled(again)
    assert np.array_equal(read(again), read(tab))
    assert [again.locator(one).inner_text() for one in seen] == texts
    assert "Without map 2 of Second" in texts[3]


def test_an_address_that_somebody_typed_is_no_reason_to_fail(digit: Callable[..., Any]) -> None:
    tab = digit("?from=9&into=x&morph=900&ink=%21%21&map=Third.1&silent=Second.99&class=77&as=q")
    assert not read(tab).any() and tab.locator(".lab-refusal").count() == 0


def test_a_silent_map_is_missed_as_numpy_says(digit: Callable[..., Any], lab: SmallLab) -> None:
    for layer, map, image in (("Second", 3, 104), ("First", 1, 106), ("Hidden", 5, 102)):
        tab = digit(f"?from={image}&silent={layer}.{map}")
        answer = lab.network.answer(lab.images[image - 100], (layer, map))
        assert np.allclose(shown(tab, 3), answer.probabilities, atol=1e-4)


def test_shares_add_up_to_the_logit(digit: Callable[..., Any], lab: SmallLab) -> None:
    tab = digit("?from=105&class=6")
    logit = lab.network.answer(lab.images[5]).logits[6]
    told = tab.locator(".lab-wall > .lab-fine").all_inner_texts()
    assert len(told) == 3
    for one in told:
        found = re.search(
            r"Shares (\S+), biases behind (\S+): .* of 6, (\S+), but for (\S+)\.$", one
        )
        assert found
        own, behind, whole, gap = map(number, found.groups())
        assert abs(own + behind - whole) < 0.0021 and abs(gap) < 1e-4
        assert abs(whole - logit) < 0.001


def test_a_node_is_a_sum_number_by_number(digit: Callable[..., Any], lab: SmallLab) -> None:
    network, image = lab.network, lab.images[5]
    answer = network.answer(image)
    tab = digit("?from=105&map=Second.2&node=4%2C6")
    tab.locator("summary").click()
    formula = tab.locator(".lab-formula:not(:empty)").inner_text()
    bias, total = (number(re.search(one, formula)[1]) for one in (r"bias (\S+)", r"= (\S+);"))  # type: ignore[index]
    assert abs(bias - network.biases["Second"][2]) < 0.001
    assert abs(total - answer.before["Second"][4, 6, 2]) < 0.001
    assert formula.endswith(f"{answer.after['Second'][4, 6, 2]:.3f}.")
    # the products of the channel that adds most
    pooled = answer.after["First"].reshape(13, 2, 13, 2, 4).max(axis=(1, 3))
    products = windows_of(pooled, 4, 6) * network.kernels["Second"][..., 2]
    most = int(np.abs(products.sum(axis=(0, 1))).argmax())
    assert tab.locator(".lab-sum button[aria-pressed=true]").inner_text() == f"Pool {most}"
    cells = tab.locator(".lab-numbers").nth(2).locator("td").all_inner_texts()
    assert np.allclose([number(one) for one in cells], products[..., most].ravel(), atol=0.006)
    # what it sees is framed: a field of 8 px, 2 px from node to node
    frame = tab.locator(".lab-reading .over")
    assert [frame.get_attribute(one) for one in ("x", "y", "width")] == ["12", "8", "8"]


def windows_of(values: np.ndarray, row: int, column: int) -> np.ndarray:
    return values[row : row + 3, column : column + 3]


def test_the_pointer_shows_a_node_and_a_click_keeps_it(digit: Callable[..., Any]) -> None:
    tab = digit("?from=105")
    first = tab.locator(".lab-about").inner_text()
    tile = tab.locator(".lab-wall").nth(1).locator("button i").nth(4)
    tile.scroll_into_view_if_needed()
    box = tile.bounding_box()
    place = box["x"] + box["width"] * 2.5 / 11, box["y"] + box["height"] * 7.5 / 11
    tab.mouse.move(*place)
    settled(tab)
    assert tab.locator(".lab-about").inner_text().startswith("Map 4 of Second, row 7, column 2:")
    tab.mouse.move(2, 2)
    settled(tab)
    assert tab.locator(".lab-about").inner_text() == first
    tab.mouse.click(*place)
    tab.mouse.move(2, 2)
    settled(tab)
    assert tab.locator(".lab-about").inner_text().startswith("Map 4 of Second, row 7, column 2:")
    assert "map=Second.4" in tab.url and "node=7%2C2" in tab.url


def test_all_of_it_works_by_keyboard(digit: Callable[..., Any]) -> None:
    tab = digit()
    tab.locator(".lab-pad").focus()
    for key in (" ", *["ArrowDown"] * 6, *["ArrowRight"] * 4, " "):
        tab.keyboard.press(key)
    settled(tab)
    assert read(tab).max() == 255 and "ink=" in tab.url
    until(tab, "document.querySelector('.lab-news').textContent")
    wall = tab.locator(".lab-wall").nth(1)
    wall.locator("button").first.focus()
    tab.keyboard.press("ArrowRight")
    settled(tab)
    assert tab.locator(".lab-about").inner_text().startswith("Map 1 of Second")
    assert wall.locator("button[tabindex='0']").count() == 1
    nodes = tab.get_by_role("application", name="Nodes of the map")
    nodes.focus()
    before = tab.url
    tab.keyboard.press("ArrowDown")
    settled(tab)
    assert tab.url != before and "node=" in tab.url


def test_a_finger_draws_and_undo_takes_it_back(digit: Callable[..., Any]) -> None:
    tab = digit(width=390)
    box = tab.locator(".lab-pad").bounding_box()
    tab.touchscreen.tap(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    settled(tab)
    assert read(tab).max() > 0
    tab.get_by_role("button", name="Undo").click()
    settled(tab)
    assert not read(tab).any() and "ink=" not in tab.url


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        ("network.bin", "SHA-256"),
        ("network.json", "is damaged"),
        ("start.json", "could not be read"),
        ("start.json, half", "is damaged"),
    ],
)
def test_what_is_missing_is_said_and_the_page_stays(
    visit: Visit, tmp_path: Path, broken: str, said: str
) -> None:
    made = small_lab(tmp_path / "site")
    file = made.folder / "lab" / broken.partition(",")[0]
    if broken == "network.bin":
        content = bytearray(file.read_bytes())
        content[7] ^= 1
        file.write_bytes(content)
    elif broken == "network.json":
        file.write_text("{")
    elif broken.endswith("half"):
        file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])
    else:
        file.unlink()
    with served(made.folder) as at:
        tab = visit("lab/digit/", at=at, may=("logs Failed to load",))
        tab.locator(".lab-refusal").wait_for()
        text = tab.locator(".lab-refusal").inner_text()
        assert said in text and text.endswith(".")
        assert tab.locator(".static").is_visible() and axe(tab) == ""


def test_nothing_is_fetched_before_a_reader_comes_near(visit: Visit, lab: SmallLab) -> None:
    lab.write("digit", above='<div style="height: 4000px"></div>')
    asked = "performance.getEntriesByType('resource').some(({name}) => name.includes('network.'))"
    tab = visit("lab/digit/")
    assert not tab.evaluate(asked) and len(tab.context.pages[0].workers) == 0
    tab.locator(".lab-digit").scroll_into_view_if_needed()
    tab.locator(".lab-verdict:not(:empty)").wait_for()
    assert len(tab.workers) == 1
    lab.write("digit")
    tab.goto("about:blank")
    assert len(tab.workers) == 0


def test_whoever_wants_no_script_finds_what_stands_there(visit: Visit) -> None:
    tab = visit("lab/digit/", javascript=False)
    assert tab.locator(".static").is_visible()


# the game


def answers(network: Network, images: np.ndarray) -> np.ndarray:
    """Return what excites the maps of the second layer (image, map)."""
    return np.stack([network.answer(one).after["Second"].mean(axis=(0, 1)) for one in images])


def turn(tab: Any) -> tuple[int, list[int]]:
    """Return the map that is asked for and the images left and right."""
    until(tab, "document.querySelector('lab-game')?.turn?.responses")
    map, images = tab.evaluate(
        "(({map, images}) => [map, images])(document.querySelector('lab-game').turn)"
    )
    return map, images


def play(tab: Any, right: bool, lab: SmallLab) -> bool:
    """Choose a digit; return whether the comparison of pictures was right."""
    map, images = turn(tab)
    excited = answers(lab.network, lab.images)[images, map]
    best = int(excited.argmax())
    tab.locator(".lab-card").nth(best if right else 1 - best).click()
    assert tab.locator(".lab-result").inner_text().startswith("Right" if right else "Wrong")
    told = [number(one) for one in tab.locator(".lab-card span").all_inner_texts()]
    assert np.allclose(told, excited, atol=0.001)
    seen = (slice(None), slice(0, 28), slice(0, 28))
    hint = lab.hints[[map]] if "OIP" in tab.locator(".lab-question").inner_text() else None
    hints = lab.images[:9].astype(float) if hint is None else hint
    scores = matches(hints[seen], lab.images[images].astype(float)[seen]).mean(axis=0)
    machine = tab.evaluate("document.querySelector('lab-game').rounds.at(-1).machine")
    assert machine == (1 + np.sign(scores[best] - scores[1 - best])) / 2
    return bool(machine)


def test_the_game_tells_who_is_right_and_keeps_the_score(visit: Visit, lab: SmallLab) -> None:
    tab = visit("lab/game/?seed=7")
    tab.locator(".lab-score").wait_for()
    machine = 0
    for one in (True, False, True):
        machine += play(tab, one, lab)
        tab.get_by_role("button", name="Next").click()
        until(tab, "!document.querySelector('lab-game').turn.done")
    said = f"You were right in 2 of 3, the comparison of pictures in {machine} of the same 3"
    assert tab.locator(".lab-score").inner_text().startswith(said)
    with tab.expect_download() as download:
        tab.get_by_role("button", name="Save as JSON").click()
    told = json.loads(Path(download.value.path()).read_text())
    assert [one["right"] for one in told["rounds"]] == [True, False, True]
    assert told["network"] == lab.network.manifest()["weights"]["sha256"]
    tab.reload()
    tab.locator(".lab-score").wait_for()
    assert tab.locator(".lab-score").inner_text().startswith(said)
    tab.get_by_role("button", name="Start again").click()
    assert "No rounds yet" in tab.locator(".lab-score").inner_text()


def test_the_same_number_gives_the_same_rounds(visit: Visit, lab: SmallLab) -> None:
    rounds = [turn(visit("lab/game/?seed=41&hint=images")) for _ in range(2)]
    assert rounds[0] == rounds[1]
    map, images = rounds[0]
    excited = answers(lab.network, lab.images)[:, map]
    assert map < 5  # the last has no such hint
    strong = sorted(excited)[-3:]  # a fifth of the images
    assert max(excited[images]) >= strong[0] and min(excited[images]) <= np.median(excited)


def test_nine_images_are_a_hint_too(visit: Visit, lab: SmallLab) -> None:
    tab = visit("lab/game/?seed=3&hint=images")
    play(tab, True, lab)


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 390)])
def test_axe_finds_nothing_in_the_game(
    visit: Visit, lab: SmallLab, scheme: str, width: int
) -> None:
    lab.write("game", {"light": "default", "dark": "slate"}[scheme])
    tab = visit("lab/game/?seed=2", scheme=scheme, width=width)
    turn(tab)
    assert axe(tab) == "" and tab.evaluate(OVERFLOW) <= 0
    tab.keyboard.press("Tab")
    tab.locator(".lab-card").first.focus()
    tab.keyboard.press("ArrowRight")
    tab.keyboard.press("Enter")
    assert tab.evaluate("document.activeElement.textContent") == "Next"
    assert axe(tab) == "" and tab.evaluate(OVERFLOW) <= 0


def test_a_browser_that_keeps_nothing_plays_all_the_same(visit: Visit, lab: SmallLab) -> None:
    tab = visit("lab/game/?seed=9")
    turn(tab)
    tab.evaluate(
        "Object.defineProperty(window, 'localStorage', {get() { throw new Error('forbidden'); }})"
    )
    play(tab, True, lab)
    assert tab.locator(".lab-score").inner_text().startswith("You were right in 1 of 1")
