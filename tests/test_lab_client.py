"""How a page of the lab asks the network beside it: newer questions overtake those that wait, what
runs can be stopped, the worker ends, and whatever is wrong is said in one sentence.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from browser import opened, served
from lab import Lab, lab_in

pytestmark = pytest.mark.web
START = "const lab = await client.openLab('/series/network.json');"
IMAGE = "const image = await lab.ask('startImage', {seed: 3, layer: 'Conv2D_3'});"
REFUSED = """try { await client.openLab(given.address); return "opened"; }
    catch (error) { return `${error.name}: ${error.message}`; }"""


@pytest.fixture(scope="module")
def lab(browser: Any, tmp_path_factory: pytest.TempPathFactory, make_study: Any) -> Iterator[Lab]:
    with lab_in(browser, tmp_path_factory.mktemp("lab")) as found:
        found.subject("series", make_study("oip", "ladder"))
        yield found


def test_what_is_asked_is_answered_as_the_engine_does(lab: Lab) -> None:
    found = lab.run(
        f"""{START} {IMAGE}
        const seen = await lab.ask("forward", {{image}});
        const here = engine.forward(await net("series"), image);
        const layers = lab.net.steps.map((step) => step.name);
        lab.close();
        return {{layers, there: seen.after, here: here.after}};"""
    )
    assert found["layers"][0] == "Conv2D_1"
    assert found["there"] == found["here"]


def test_a_newer_question_takes_the_place_of_one_that_waits(lab: Lab) -> None:
    found = lab.run(
        f"""{START} {IMAGE}
        const objective = {{kind: "map", layer: "Conv2D_1"}};
        const asked = [0, 1, 2, 3].map(
          (map) => lab.ask("gradient", {{image, objective: {{...objective, map}}}})
            .then(() => "answered", (error) => error.name),
        );
        const beside = lab.ask("forward", {{image}}).then(() => "answered");
        const all = await Promise.all([...asked, beside]);
        lab.close();
        return all;"""
    )
    assert found == ["answered", "Overtaken", "Overtaken", "answered", "answered"]


def test_an_ascent_is_shown_step_by_step_and_can_be_stopped(lab: Lab) -> None:
    found = lab.run(
        f"""{START}
        const asked = {{objective: {{kind: "map", layer: "Conv2D_3", map: 5}}, start: {{seed: 1}}}};
        const frames = [];
        await lab.run("ascent", {{...asked, steps: 30, every: 7}}, (one) => frames.push(one)).done;
        const many = [];
        const running = lab.run("ascent", {{...asked, steps: 1e6}}, (one) => {{
          many.push(one.step);
          if (many.length === 5) running.stop();
        }});
        await running.done;
        const {{image}} = frames.at(-1);
        const still = await lab.ask("forward", {{image}}).then(() => many.length);
        lab.close();
        const [steps, done] = ["step", "done"].map((name) => frames.map((one) => one[name]));
        return {{steps, done, still}};"""
    )
    assert found["steps"] == [0, 7, 14, 21, 28, 29]
    assert found["done"] == [False] * 5 + [True]
    assert found["still"] == 5


def test_the_worker_ends_when_the_lab_is_closed_or_the_page_is_left(lab: Lab) -> None:
    lab.run(f"{START} window.lab = lab; return null;")
    assert len(lab.tab.workers) == 1
    lab.run("dispatchEvent(new PageTransitionEvent('pagehide')); return null;")
    lab.tab.wait_for_timeout(200)
    assert lab.tab.workers == []
    # who comes back by the browser's own way goes on
    assert (
        lab.run("return (await lab.ask('startImage', {seed: 3, layer: 'Conv2D_3'})).length;") == 784
    )
    lab.run("lab.close(); return null;")
    lab.tab.wait_for_timeout(200)
    assert lab.tab.workers == []


def _changed(lab: Lab, name: str, change: Callable[[dict[str, Any]], Any]) -> str:
    """Write the network with a change under another name; return its address."""
    folder = lab.folder / name
    folder.mkdir()
    told = json.loads((lab.folder / "series" / "network.json").read_text())
    (folder / "network.bin").write_bytes((lab.folder / "series" / "network.bin").read_bytes())
    (folder / "network.json").write_text(json.dumps(change(told) or told))
    return f"/{name}/network.json"


WRONG: dict[str, tuple[Callable[[dict[str, Any]], Any], str]] = {
    "not there": (lambda told: told["weights"].update(file="other.bin"), "the server answers 404"),
    "another digest": (lambda told: told["weights"].update(sha256="0" * 64), "SHA-256 differs"),
    "cut short": (lambda told: told["weights"].update(bytes=9), "and should be 9"),
    "no weights named": (lambda told: told.pop("weights") and told, "names no weights"),
    "another format": (lambda told: told.update(format=2), "not one that this page can read"),
    "an unknown step": (
        lambda told: told["operations"][1].update(kind="wavelet"),
        "Step Conv2D_1 is a wavelet, which the engine of this page does not know",
    ),
    "why not": (lambda told: told.update(why="It is too bent."), "It is too bent."),
}


@pytest.mark.parametrize("what", WRONG)
def test_what_is_wrong_with_a_network_is_said(lab: Lab, what: str) -> None:
    change, said = WRONG[what]
    address = _changed(lab, what.replace(" ", "-"), change)
    answer = lab.tab.context.new_page()  # a missing file is logged as an error there
    try:
        answer.goto(lab.tab.url)
        found = Lab(answer, lab.folder).run(REFUSED, address=address)
    finally:
        answer.close()
    assert found.startswith("LabError: ")
    assert said in found


def test_what_is_asked_wrongly_is_said(lab: Lab) -> None:
    objective = {"kind": "map", "layer": "Conv2D_3", "map": 128}
    found = lab.run(
        f"""{START} {IMAGE}
        const said = [];
        for (const [name, asked] of given.asked) {{
          await lab.ask(name, {{image, ...asked}}).catch((error) => said.push(error.message));
        }}
        lab.close();
        return said;""",
        asked=[
            ["forward", {"image": [0.0]}],
            ["gradient", {"objective": objective}],
            ["gradient", {"objective": {**objective, "layer": "Conv2D_4"}}],
            ["climbed", {"objective": {**objective, "map": 1}, "steps": 0, "start": {"seed": 1}}],
            ["startImage", {"seed": -1, "layer": "Conv2D_3"}],
            ["dream", {}],
        ],
    )
    assert found == [
        "The image has 1 numbers, and should have 784.",
        "There is no map 128 in Conv2D_3; it has 128, 0 to 127.",
        "There is no layer Conv2D_4. There are Conv2D_1, Max_Pool_1, Conv2D_2, Max_Pool_2,"
        " Conv2D_3, Flatten, Dense_100, Dense_10.",
        "An ascent needs 1 step or more, not 0.",
        "The seed -1 is no whole number from 0 to 4294967295.",
        "There is nothing called dream that can be asked.",
    ]


@pytest.mark.parametrize(
    "without", ["Worker = undefined", "Worker = class { constructor() { throw 1 } }"]
)
def test_a_browser_without_workers_is_told(lab: Lab, browser: Any, without: str) -> None:
    with served(lab.folder) as address:
        tab = opened(browser)
        tab.add_init_script(f"window.{without}")
        tab.goto(address)
        found = Lab(tab, lab.folder).run(REFUSED, address="/series/network.json")
        tab.context.close()
    assert found.startswith("LabError: This browser cannot compute beside a page")
