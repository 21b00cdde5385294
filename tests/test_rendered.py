"""A changed sentence renders its own page; what other pages see of a page renders everything."""

from __future__ import annotations

import json
from pathlib import Path

from project import Project

from site_config.build.rendered import SEARCH, address, link_all_but, merge_search

PAGE = "docs/series/05-patterns-and-features.md"


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


def test_a_sentence_renders_its_page_alone_and_the_site_is_that_of_a_whole_build(
    tiny: Project,
) -> None:
    before = times(tiny)
    tiny.edit(
        PAGE,
        "Two things go by the name of pattern here",
        "Two quite different things go by the name of pattern here",
    )
    try:
        status, output = tiny.build()
        assert status == 0, output
        changed = {name for name, when in times(tiny).items() if before[name] != when}
        assert changed == {"series/05-patterns-and-features/index.html", "404.html"}
        partly = whole(tiny)
        assert b"quite different" in partly["series/05-patterns-and-features/index.html"]
        (tiny.build_folder / "rendered.json").unlink()
        (tiny.site / "index.html").write_text("")  # so that it is rendered again
        assert tiny.build()[0] == 0
        assert whole(tiny) == partly
    finally:
        tiny.restore()
        tiny.build()


def test_a_heading_renders_the_whole_site(tiny: Project) -> None:
    before = times(tiny)
    tiny.edit(PAGE, "## Two kinds of pattern", "## Two sorts of pattern")
    try:
        assert tiny.build()[0] == 0
        after = times(tiny)
        assert all(before[name] != after[name] for name in before)
    finally:
        tiny.restore()
        tiny.build()


def test_addresses_of_pages() -> None:
    assert [address(page) for page in ("index.md", "series/a.md", "figures/index.md")] == [
        "",
        "series/a/",
        "figures/",
    ]


def test_the_old_site_is_never_written_through_a_link(tmp_path: Path) -> None:
    site, fresh = tmp_path / "site", tmp_path / "fresh"
    for name in ("a/index.html", "b/index.html", SEARCH):
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_text(name)
    link_all_but(site, fresh, ["a.md"])
    assert not (fresh / "a/index.html").exists() and not (fresh / SEARCH).exists()
    assert (fresh / "b/index.html").samefile(site / "b/index.html")


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
    merge_search(index("old", "", "a/", "a/#one", "b/"), fresh, ["a.md"])
    docs = json.loads((fresh / SEARCH).read_text())["docs"]
    assert [(entry["location"], entry["text"]) for entry in docs] == [
        ("", "old"),
        ("a/", "new"),
        ("a/#one", "new"),
        ("a/#two", "new"),
        ("b/", "old"),
    ]
