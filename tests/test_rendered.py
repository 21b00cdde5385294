"""A changed sentence renders its own page; what other pages see of a page renders everything."""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from project import Project, ran

from analysis.problem import Problem
from site_config.build import render as rendering
from site_config.build.findable import ENTRIES, SEARCH, arrange
from site_config.build.rendered import (
    link_all_but,
    look,
    merge_search,
    only_changed,
    remember,
)
from site_config.build.renderers import mkdocs
from site_config.paths import Place, address

PAGE = "docs/series/05-patterns-and-features.md"
MADE = "series/05-patterns-and-features/index.html"


def times(project: Project) -> dict[str, int]:
    return {
        page.relative_to(project.site).as_posix(): page.stat().st_mtime_ns
        for page in project.site.rglob("*.html")
    }


def whole(project: Project) -> dict[str, bytes]:
    """Return every file of the site but the ones that hold a time."""
    files = (
        path
        for path in project.site.rglob("*")
        if path.is_file() and not path.name.startswith("sitemap")
    )
    return {path.relative_to(project.site).as_posix(): path.read_bytes() for path in files}


def built(project: Project) -> list[str]:
    """Build again and return the tasks that ran."""
    status, output = project.build()
    assert status == 0, output
    return ran(output)


def changed_since(before: dict[str, int], project: Project) -> set[str]:
    return {name for name, when in times(project).items() if before.get(name) != when}


def test_a_sentence_renders_its_page_alone_a_heading_the_whole_site_and_both_ways_end_alike(
    tiny: Project,
) -> None:
    before, at_once = times(tiny), whole(tiny)
    sentence = "Two quite different things go by the name of pattern here"
    with tiny.tried():
        tiny.edit(PAGE, "Two things go by the name of pattern here", sentence)
        assert built(tiny) == ["stage", "render"]  # no cell, no measurement
        assert changed_since(before, tiny) == {MADE, "404.html"}
        assert b"quite different" in whole(tiny)[MADE]
        tiny.restore()
        before = times(tiny)
        assert built(tiny) == ["stage", "render"]
        assert changed_since(before, tiny) == {MADE, "404.html"}
        assert whole(tiny) == at_once
        before = times(tiny)
        tiny.edit(PAGE, "## Two kinds of pattern", "## Two sorts of pattern")
        assert built(tiny) == ["stage", "render"]
        assert changed_since(before, tiny) == set(before)


def _flip(page: Path) -> None:
    times = page.stat()
    page.write_bytes(b"A" + page.read_bytes()[1:])
    os.utime(page, ns=(times.st_atime_ns, times.st_mtime_ns))


@pytest.mark.parametrize(
    "damage",
    [_flip, Path.unlink, lambda page: page.with_name("foreign.html").write_text("?"), None],
    ids=["altered", "gone", "foreign", "none"],
)
def test_a_page_is_rendered_alone_only_where_the_old_site_is_what_was_rendered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, damage: Callable[[Path], None] | None
) -> None:
    monkeypatch.setenv("BUILD", str(tmp_path))
    place = Place("quick")
    for folder in (place.staged, place.site):
        folder.mkdir(parents=True)
        for name in ("index", "about"):
            (folder / f"{name}.{'md' if folder == place.staged else 'html'}").write_text("words")
    remember(place, look(place))
    (place.staged / "about.md").write_text("other words")
    if damage:
        damage(place.site / "index.html")
    assert only_changed(place, look(place)) == (None if damage else ["about.md"])


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ("plugins: [nosuch]", "nosuch"),
        ("markdown_extensions: [nosuch]", "nosuch"),
        ("theme: {name: material, custom_dir: theme}", "theme/main.html:2: Unexpected end"),
    ],
)
def test_what_mkdocs_stumbles_over_is_told_in_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: str, said: str
) -> None:
    for name in ("SITE_DOCS", "SITE_DIR"):
        monkeypatch.setenv(name, "set anew")
    monkeypatch.setattr(mkdocs, "settings_file", lambda: tmp_path / "mkdocs.yml")
    place = SimpleNamespace(build=tmp_path, staged=tmp_path / "docs", site=tmp_path / "site")
    for name in ("docs", "theme"):
        (tmp_path / name).mkdir()
    (tmp_path / "docs" / "index.md").write_text("# Title\n")
    (tmp_path / "theme" / "main.html").write_text("{% extends 'base.html' %}\n{% block x %}")
    (tmp_path / "mkdocs.yml").write_text(
        f"site_name: x\ndocs_dir: {place.staged}\nsite_dir: {place.site}.new\n{settings}\n"
    )
    with pytest.raises(Problem, match=r"^the site was not rendered: .* The old site is") as error:
        rendering.render(place)  # type: ignore[arg-type]
    assert said in str(error.value) and "\n" not in str(error.value)


def test_addresses_of_pages() -> None:
    assert [address(page) for page in ("index.md", "series/a.md", "figures/index.md")] == [
        "",
        "series/a/",
        "figures/",
    ]


@pytest.mark.parametrize("links", [True, False])
def test_the_old_site_is_never_written_through_a_link(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, links: bool
) -> None:
    def none(*_: object) -> None:
        raise PermissionError(errno.EPERM, "Operation not permitted")

    if not links:  # exFAT, folders that a virtual machine shares
        monkeypatch.setattr(os, "link", none)
    site, fresh = tmp_path / "site", tmp_path / "fresh"
    for name in ("a/index.html", "b/index.html", SEARCH, ENTRIES):
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_text(name)
    link_all_but(site, fresh, ["a.md"])
    assert not (fresh / "a/index.html").exists() and not (fresh / SEARCH).exists()
    assert not (fresh / ENTRIES).exists()
    assert (fresh / "b/index.html").samefile(site / "b/index.html") == links
    assert (fresh / "b/index.html").read_text() == "b/index.html"


def test_the_search_keeps_the_order_of_pages(tmp_path: Path) -> None:
    def index(folder: str, *locations: str) -> Path:
        path = tmp_path / folder / SEARCH
        path.parent.mkdir(parents=True)
        path.write_text(
            json.dumps(
                {"config": {}, "docs": [{"location": place, "text": folder} for place in locations]}
            )
        )
        return tmp_path / folder

    fresh = index("new", "a/", "a/#one", "a/#two")
    old = index("old", "", "a/", "a/#one", "b/")
    arrange(old)
    merge_search(old, fresh, ["a.md"])
    docs = json.loads((fresh / SEARCH).read_text())["docs"]
    assert [(entry["location"], entry["text"]) for entry in docs] == [
        ("", "old"),
        ("a/", "new"),
        ("a/#one", "new"),
        ("a/#two", "new"),
        ("b/", "old"),
    ]
