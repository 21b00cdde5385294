"""What a search finds: words however they are spelt, and things by their names, from an index that
is fetched when somebody searches.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import material
import pytest
import yaml
from browser import guarded, opened, served
from project import REPOSITORY

from site_config.build.findable import ENTRIES, SEARCH, arrange

# a page, its title, its text and what else it is called
PAGES = (
    ("gallery/conv2d-3/120/", "Map 120 of Conv2D_3", "Normal.", ["conv2d-3 120"]),
    ("gallery/conv2d-3/12/", "Map 12 of Conv2D_3", "Dead, beside map 120.", ["conv2d-3 12"]),
    ("gallery/conv2d-2/12/", "Map 12 of Conv2D_2", "Silent.", ["conv2d-2 12"]),
    *(
        (f"gallery/conv2d-3/{n}/", f"Map {n} of Conv2D_3", "Normal.", [f"conv2d-3 {n}"])
        for n in (1, 3, 30, 33, 34, 35, 36, 37, 38, 119, 121)
    ),
    ("claims/c-ix-5/", "Claim C-IX-5: refuted", "Half of the maps, see C-IX-4.", ["C-IX-5"]),
    ("claims/c-ix-4/", "Claim C-IX-4: confirmed", "Few of 5 maps.", ["C-IX-4"]),
    ("figures/map-passports/", "Figure XI.4. OIPs beside images", "Rows.", ["map-passports"]),
    ("figures/oip-evolution/", "Figure XI.40. An OIP", "Frames, map by map.", ["oip-evolution"]),
    ("about/glossary/", "Glossary", "", []),
    ("about/glossary/#dead", "dead (of a map)", "Its response is 0 on every input.", []),
    ("about/glossary/#node", "node (of a map)", "One value of a map, a map of 120 of them.", []),
    ("series/07/", "Optimised pictures", "A colour in the centre, analysed by Mönchmeyer.", []),
    ("about/bibliography/", "Bibliography", "After “Gowal, Dvijotham” (2020).", []),
)
ASK = """
([address, setup, words]) => new Promise((done) => {
  const worker = new Worker(address);
  worker.onmessage = ({ data }) => {
    if (data.type === 1) worker.postMessage({ type: 2, data: words });
    if (data.type === 3) done(data.data.items.map((found) => found.map((one) => one.location)));
  };
  worker.postMessage({ type: 0, data: setup });
})
"""


class Loader(yaml.SafeLoader):
    """Reads mkdocs.yml, whose variables of the environment do not matter here."""


Loader.add_constructor("!ENV", lambda loader, node: None)


def index_of_theme() -> dict[str, Any]:
    """An index as the theme writes it, with the settings of this project."""
    settings = yaml.load((REPOSITORY / "mkdocs.yml").read_text(), Loader)["plugins"][0]["search"]
    keys = ("location", "title", "text", "tags")
    docs = [{k: v for k, v in zip(keys, page, strict=True) if v} for page in PAGES]
    return {"config": {"lang": ["en"], **settings}, "docs": docs}


@pytest.fixture(scope="module")
def ask(browser: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Any]]:
    """A function from what a reader types to the pages that the worker finds, the best first."""
    site = tmp_path_factory.mktemp("searched")
    shutil.copytree(
        Path(material.__file__).parent / "templates/assets/javascripts/workers",
        site / "assets/javascripts/workers",
    )
    shutil.copy(REPOSITORY / "docs/assets/search.js", site / "assets")
    (site / "search").mkdir()
    (site / SEARCH).write_text(json.dumps(index_of_theme()))
    (site / "index.html").write_text(
        "<!doctype html><link rel='icon' href='data:,'><title>t</title>"
    )
    arrange(site)
    setup = {**json.loads((site / SEARCH).read_text()), "options": {}}
    theme = next((site / "assets/javascripts/workers").glob("search.*.min.js")).name
    with served(site) as address:
        tab = opened(browser)
        wrong = guarded(tab, address)
        tab.goto(address)

        def found(words: str) -> list[str]:
            pages = tab.evaluate(ASK, [f"{address}assets/search.js?{theme}", setup, words])
            assert wrong == []
            return [sections[0] for sections in pages]

        yield found
        tab.context.close()


@pytest.mark.parametrize(
    ("words", "page"),
    [
        ("map 120", "gallery/conv2d-3/120/"),
        ("conv2d-3 120", "gallery/conv2d-3/120/"),
        ("conv2d-3 37", "gallery/conv2d-3/37/"),
        ("Conv2D_3 12", "gallery/conv2d-3/12/"),
        ("C-IX-5", "claims/c-ix-5/"),
        ("c-ix-4", "claims/c-ix-4/"),
        ("Figure XI.4", "figures/map-passports/"),
        ("map-passports", "figures/map-passports/"),
        ("dead", "about/glossary/#dead"),
        ("optimized", "series/07/"),
        ("optimised", "series/07/"),
        ("color", "series/07/"),
        ("analyzed center", "series/07/"),
        ("Monchmeyer", "series/07/"),
        ("Moenchmeyer", "series/07/"),
        ("mönchmeyer", "series/07/"),
        ("Gowal", "about/bibliography/"),
    ],
)
def test_the_first_found_is_what_was_meant(ask: Callable[..., Any], words: str, page: str) -> None:
    assert page in ask(words)[:1]


def test_a_page_without_the_words_is_not_found(ask: Callable[..., Any]) -> None:
    assert ask("xylophone") == []


def test_only_the_first_lines_of_what_has_a_name_are_searched_and_the_index_waits(
    tmp_path: Path,
) -> None:
    docs = [
        {"location": "a/", "title": "A", "text": "", "tags": ["C-1"]},
        {"location": "a/#b", "title": "B", "text": "", "tags": ["C-1"]},
        {"location": "c/#d", "title": "D", "text": ""},
    ]
    (tmp_path / "search").mkdir()
    (tmp_path / SEARCH).write_text(json.dumps({"config": {"lang": ["en"]}, "docs": docs}))
    arrange(tmp_path)
    assert json.loads((tmp_path / ENTRIES).read_text()) == [docs[0], docs[2]]
    assert json.loads((tmp_path / SEARCH).read_text()) == {"config": {"lang": ["en"]}, "docs": []}


def test_pages_of_figures_claims_and_maps_say_by_what_name_they_are_looked_up() -> None:
    for kind in ("figure", "claim", "map"):
        head = (REPOSITORY / f"templates/{kind}_page.md.j2").read_text().split("---")[1]
        assert re.search(r"^tags: \[", head, re.M), kind
