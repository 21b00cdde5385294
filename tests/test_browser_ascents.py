"""OIPs in the making and the training, in a real browser: what is computed there is what Python
computes, and a reader is told what becomes of it.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from browser import SCHEMES, axe, opened, served
from project import REPOSITORY, Project

from analysis.__main__ import _parser
from analysis.artifacts import Artifacts
from analysis.experiments.dreams.carving import turned
from analysis.images.resizing import resized
from analysis.oips.asked import Request
from analysis.oips.evolution import frame_steps
from analysis.oips.one import find_oip

LAB, TRAINING, PART = "lab/oip/", "lab/training/", "series/09-evolution-of-an-oip/"
LAYER = "Conv2D_3"
SOON = 120_000  # ms on a busy machine
ENDED = re.compile(r"ended at ([\d.−]+)")
Visit = Callable[..., Any]


@pytest.fixture(scope="module")
def modules(browser: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A page without anything, beside our scripts."""
    folder = tmp_path_factory.mktemp("modules")
    (folder / "assets").symlink_to(REPOSITORY / "docs" / "assets")
    (folder / "index.html").write_text("<!doctype html><html lang=en><title>None</title>")
    with served(folder) as address:
        tab = opened(browser)
        tab.goto(address)
        yield tab
        tab.context.close()


@pytest.mark.parametrize(("side", "other"), [(168, 28), (28, 168), (10, 4), (4, 10), (5, 5)])
def test_a_picture_changes_its_size_as_in_python(modules: Any, side: int, other: int) -> None:
    picture = np.random.default_rng(side).normal(size=(side, side))
    found = modules.evaluate(
        "async ([picture, side, other]) => {"
        " const { resized } = await import('/assets/lab/carving.js');"
        " return [...resized(picture, side, other)]; }",
        [picture.ravel().tolist(), side, other],
    )
    np.testing.assert_allclose(found, resized(picture, other).ravel(), atol=1e-12)


def test_a_turn_of_carving_is_that_of_python(modules: Any) -> None:
    picture = np.random.default_rng(3).normal(size=(168, 168))
    found = modules.evaluate(
        "async (picture) => {"
        " const { turned } = await import('/assets/lab/carving.js');"
        " const raise = async (start) => start.map((one) => one + 0.1 * one ** 3);"
        " return [...await turned(Float64Array.from(picture), 168, 28, raise)]; }",
        picture.ravel().tolist(),
    )
    carved = turned(picture[None], lambda images: images + 0.1 * images**3, 28)
    np.testing.assert_allclose(found, carved[0].ravel(), atol=1e-6)


@pytest.mark.parametrize("steps", [2, 12, 60, 600])
def test_frames_of_a_film_are_those_of_part_ix(modules: Any, steps: int) -> None:
    found = modules.evaluate(
        "async (steps) => {"
        " const { Film } = await import('/assets/lab/film.js');"
        " const film = new Film(() => {});"
        " film.clear([2, 2], steps);"
        " for (let k = 0; k < steps; k++) film.add(Float32Array.of(k, 0, 0, 0), k);"
        " const there = Array.from({ length: steps }, (_, k) => film.step(film.along(k)));"
        " film.go(1);"
        " return [film.frames.map((one) => one.step), there, film.at]; }",
        steps,
    )
    assert found == [list(frame_steps(steps, 6)), list(range(steps)), steps - 1]


def told(tab: Any) -> str:
    """Return what the lab says of an ascent once it has ended."""
    line = tab.locator(".lab-told", has_text=re.compile("ended|silent|Carved"))
    line.wait_for(timeout=SOON)
    return str(line.text_content())


def response(text: str) -> float:
    found = ENDED.search(text)
    assert found, text
    return float(found[1].replace("−", "-"))


def command(tab: Any) -> list[str]:
    """Return the options of the command that the page names."""
    line = shlex.split(tab.locator(".lab-line code").first.text_content())
    assert line[:4] == ["python", "-m", "analysis", "oip"]
    return line[3:]


def seeds_of(published: Path, silent: bool) -> tuple[int, int]:
    """Return a map with the seed of a plain start that it is silent to, or that it answers."""
    found = Artifacts(published).arrays(f"oip-gallery-{LAYER.lower().replace('_', '-')}")
    start, number = np.argwhere((found.start_responses > 0) != silent)[0]
    first = int(found.seed[number] - found.attempts[number] + 1)
    return int(number), first + int(start)


@pytest.fixture
def here(tiny: Project, monkeypatch: pytest.MonkeyPatch) -> Project:
    """The project of the site, as the one in which the command looks for what was published."""
    monkeypatch.setenv("BUILD", str(tiny.build_folder.parent))
    profiles = tiny.root / "site_config" / "profiles"
    monkeypatch.setattr("analysis.settings.profiles.PROFILES", profiles)
    return tiny


@pytest.mark.parametrize(
    "asked",
    [
        "",
        "&domain=box",
        "&rule=series",
        "&objective=pre-activation&steps=7",
        "&objective=negative&domain=box&rule=series&steps=9",
        "&start=noise",
        "&start=image:12",
        "&weights=0.1,0.3,0.2,0&domain=box",
    ],
)
def test_the_command_finds_what_the_film_shows(visit: Visit, here: Project, asked: str) -> None:
    number, seed = seeds_of(here.artifacts, silent=False)
    address = f"{LAB}?layer={LAYER}&map={number}&seed={seed}&wake=1{asked}"
    tab = visit(address, motion=False)
    seen = response(told(tab))
    arguments = _parser().parse_args(command(tab))
    request = Request(**{one.name: getattr(arguments, one.name) for one in fields(Request)})
    found = find_oip(request)
    assert found.response == pytest.approx(seen, rel=1e-3, abs=1e-3)


def test_a_map_leads_to_the_film_of_its_frames(visit: Visit, here: Project) -> None:
    number, _ = seeds_of(here.artifacts, silent=False)
    tab = visit(f"gallery/conv2d-3/{number}/", motion=False)
    tab.get_by_role("link", name="Watch it emerge").click()
    seen = response(told(tab))
    portraits = Artifacts(here.artifacts).arrays("map-portraits-conv2d-3")
    assert seen == pytest.approx(portraits.curve[:, number].max(), rel=1e-3, abs=1e-3)
    slider = tab.get_by_role("slider", name="Step of the ascent")
    assert slider.input_value() == slider.get_attribute("max")
    slider.press("Home")
    assert tab.locator(".film-controls output").text_content().startswith("step 0, response")
    assert tab.locator(".film-row button").count() == len(frame_steps(len(portraits.curve), 6))
    assert axe(tab) == ""


def test_a_silent_start_says_so_and_leads_on(visit: Visit, here: Project) -> None:
    number, seed = seeds_of(here.artifacts, silent=True)
    tab = visit(f"{LAB}?layer={LAYER}&map={number}&seed={seed}", motion=False)
    assert "silent to this start" in told(tab)
    tab.get_by_role("button", name="Look for a start that it answers").click()
    assert response(told(tab)) > 0
    assert f"seed={seed}" not in tab.url and "weights=" in command_line(tab)


def command_line(tab: Any) -> str:
    return str(tab.locator(".lab-line code").first.text_content()).replace("--weights ", "weights=")


def test_what_is_chosen_stands_in_the_address_and_comes_back(visit: Visit) -> None:
    tab = visit(LAB)
    tab.locator(".lab-choices").wait_for()
    tab.get_by_label("layer").select_option("Conv2D_2")
    tab.get_by_label("of it").select_option("node")
    tab.get_by_label("row").fill("4")
    tab.get_by_label("rule").select_option("series")
    tab.get_by_label("rule").press("Tab")
    assert "layer=Conv2D_2" in tab.url and "rule=series" in tab.url and "seed" not in tab.url
    assert "objective=node%3A4%2C5" in tab.url
    tab.reload()
    tab.locator(".lab-choices").wait_for()
    assert tab.get_by_label("row").input_value() == "4"
    assert tab.get_by_label("rule").input_value() == "series"


def test_what_no_address_can_ask_for_is_left_out(visit: Visit) -> None:
    tab = visit(f"{LAB}?layer=Conv2D_9&map=999&seed=-1&weights=a,b&domain=cube&steps=0&objective=x")
    assert told(tab)
    assert tab.get_by_label("map", exact=True).input_value() == "0"
    assert "--domain" not in command_line(tab)


def test_a_film_plays_pauses_and_is_stopped(visit: Visit, here: Project) -> None:
    number, seed = seeds_of(here.artifacts, silent=False)
    tab = visit(f"{LAB}?layer={LAYER}&map={number}&seed={seed}&steps=40")
    told(tab)
    button = tab.locator(".film-controls button")
    if button.text_content() == "Play":
        button.press("Enter")
    assert button.text_content() == "Pause"
    button.press("Enter")
    assert button.text_content() == "Play"
    frame = tab.locator(".film-row button").first
    frame.click()
    assert tab.locator(".film-controls output").text_content().startswith("step 0")


def test_carving_leads_from_the_picture_into_the_dream(visit: Visit, here: Project) -> None:
    dreams = Artifacts(here.artifacts).arrays("dreams")
    name, number = str(dreams.name[0]), int(dreams.map)
    tab = visit(f"{LAB}?layer={LAYER}&map={number}&start={name}", motion=False)
    said = told(tab)
    assert "Carved in" in said or "silent" in said
    if "Carved in" in said:
        last = dreams.response[list(dreams.way).index("carved"), 0, -1]
        found = re.search(r"to ([\d.]+)\.", said)
        assert found and float(found[1]) == pytest.approx(float(last), rel=0.02, abs=2e-3)


def test_the_film_stands_in_part_ix(visit: Visit, here: Project) -> None:
    evolution = Artifacts(here.artifacts).arrays("oip-evolution")
    tab = visit(PART, motion=False)
    button = tab.get_by_role("button", name="Watch it emerge")
    tab.locator(".lab-oip").scroll_into_view_if_needed()
    button.wait_for(timeout=SOON)
    button.click()
    assert response(told(tab)) == pytest.approx(evolution.curve[0].max(), rel=1e-3, abs=1e-3)


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("page", [LAB, TRAINING])
def test_axe_finds_nothing_in_a_lab(visit: Visit, page: str, width: int, scheme: str) -> None:
    tab = visit(page, scheme=scheme, width=width)
    tab.locator(".lab-choices").wait_for(timeout=SOON)
    assert axe(tab) == ""
    wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert tab.evaluate(wide) <= 0


def test_a_training_ends_with_a_score_and_renamed_digits_are_told(visit: Visit) -> None:
    tab = visit(f"{TRAINING}?swap=1")
    tab.get_by_role("button", name="Train").click()
    state = tab.locator(".lab-told").first
    tab.locator(".lab-told", has_text="test images are right").wait_for(timeout=SOON)
    assert re.search(r"Of the 4s among them it calls \d+ % a 9\.", state.text_content())
    assert "keep 4s and 9s apart by" in tab.locator(".lab-told").last.text_content()
    assert axe(tab) == ""
    tab.get_by_role("button", name="Reset").click()
    assert state.text_content() == "Nothing has been learned yet."


def test_a_training_that_diverges_says_so(visit: Visit) -> None:
    tab = visit(f"{TRAINING}?rate=10")
    tab.get_by_role("button", name="Train").click()
    tab.locator(".lab-told", has_text="went astray").wait_for(timeout=SOON)


def test_a_training_rests_and_goes_on(visit: Visit) -> None:
    tab = visit(TRAINING)
    tab.get_by_role("button", name="Train").click()
    tab.get_by_role("button", name="Pause").click(timeout=SOON)
    tab.get_by_role("button", name="Go on").click()
    tab.locator(".lab-told", has_text="test images are right").wait_for(timeout=SOON)


def test_without_scripts_the_page_has_its_figure(visit: Visit) -> None:
    assert visit(LAB, javascript=False).locator(".lab-oip figure").is_visible()
    assert visit(TRAINING, javascript=False).locator(".lab-train figure").is_visible()


def test_a_lab_without_its_network_says_so_and_keeps_its_page(visit: Visit) -> None:
    tab = visit("about/", may=("logs",))
    tab.route("**/network.bin", lambda route: route.abort())
    tab.goto(tab.url.replace("about/", LAB))
    tab.locator(".lab-refusal").wait_for(timeout=SOON)
    assert "cannot be fetched" in tab.locator(".lab-refusal").text_content()
    assert tab.locator(".lab-oip figure").is_visible()
