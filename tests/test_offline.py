"""The site works from a folder, without a server: links, scripts, what they fetch, the search."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from small import go_by_search, small

from site_config.build.offline.folder import opened_from_folder
from site_config.build.offline.pages import fetched, modules, opened
from site_config.build.offline.scripts import classic

__all__ = ["small"]


@pytest.fixture(scope="module")
def address(small: Path) -> str:
    """Where the folder lies, as browsers say it."""
    folder = small.with_name("a folder")
    shutil.copytree(small, folder)
    opened_from_folder(folder)
    return f"{folder.as_uri()}/"


Visit = Callable[..., Any]


def test_a_link_leads_to_a_file_and_a_figure_opens(visit: Visit) -> None:
    tab = visit("index.html")
    tab.locator("nav a", has_text="Trust").first.click()
    tab.wait_for_url("**/about/trust/index.html")
    tab.locator("article a", has_text="a figure").click()
    tab.wait_for_url("**/figures/one/index.html")
    tab.locator("figure.published img").first.click()
    assert tab.locator("dialog[open]").count() == 1


def test_what_a_script_fetches_comes_from_the_folder(visit: Visit) -> None:
    tab = visit("about/trust/index.html")
    assert tab.locator("mjx-container svg").count() == 2
    tab.locator("a.term").hover()
    tab.get_by_text("Its response is 0").wait_for(timeout=5000)
    tab = visit("about/claims/index.html")
    tab.locator("claim-table select").first.select_option(index=1)
    assert "?" in tab.url


def test_the_search_finds_words(visit: Visit) -> None:
    tab = visit("index.html")
    go_by_search(tab)
    tab.wait_for_url("**/about/glossary/index.html**")


def test_a_module_becomes_a_script_with_what_it_imports(tmp_path: Path) -> None:
    (tmp_path / "a.js").write_text("export const one = 1;\nexport function two() {}\n")
    (tmp_path / "b.js").write_text('import { one } from "./a.js";\nconsole.log(one);\n')
    said = classic(tmp_path / "b.js")
    assert "import" not in said and "export" not in said and "return { one, two };" in said
    (tmp_path / "c.js").write_text('import all from "./a.js";\n')
    with pytest.raises(ValueError, match=r"c\.js holds 'import'"):
        classic(tmp_path / "c.js")


def test_a_lab_says_that_it_needs_a_server(tmp_path: Path) -> None:
    page = tmp_path / "lab" / "digit" / "index.html"
    script = '<script type="module" src="../../assets/{}.js"></script>\n'
    division = '<div class="lab-digit" data-network="../network.json"><p>Without it.</p></div>'
    html = division + script.format("lab/digit") + script.format("shell")
    said = opened(html, page, tmp_path)
    assert "needs a server" in said and "Without it." in said
    assert "assets/lab/" not in said and "assets/shell.js" in said
    assert [one.name for one in modules(html, page)] == ["shell.js"]
    assert list(fetched(html, page)) == []
