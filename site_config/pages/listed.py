"""Whether the pages that exist are those that are listed, and none stands where code makes one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from analysis.problem import Problem, nearest
from site_config.pages.page import read_page
from site_config.paths import CONTENT, DOCS, PAGES, left, subject, written
from site_config.words.parts import series

# which MkDocs would render too, but nothing here would read before
OTHER_SUFFIXES = {".md", ".markdown", ".mdown", ".mkdn", ".mkd"}
LIST = f"{CONTENT.parent.name}/{CONTENT.name}/series.toml"


def every() -> list[Path]:
    """Return all pages below docs."""
    return [path.relative_to(DOCS) for path in sorted(DOCS.rglob("*.md")) if written(path)]


def entry_of(page: Path) -> Mapping[str, Any]:
    """Return what the list of parts says of a page. ``Raises Problem`` when it says nothing."""
    entry = next((one for one in series() if one.get("page") == page.as_posix()), None)
    if entry is None:
        raise Problem(
            f"docs/{page} is not listed in {LIST}. Add a [[part]] with its page, number and title,"
            " and the original's title where there is one."
        )
    return entry


def check() -> None:
    """Read every page, before anything is measured for it.

    Raises:
        Problem: a page cannot be read, a part has no page, or a page no part.
    """
    for number, entry in enumerate([] if subject() else series(), 1):
        said = f"{LIST}, part {entry.get('number', f'no. {number}')}"
        page = entry.get("page")
        if not isinstance(page, str):
            raise Problem(f"{said}: it names no page. Write 'page = \"series/...md\"'.")
        if Path(page) not in PAGES:
            known = [one.as_posix() for one in PAGES]
            raise Problem(
                f"{said}: its page docs/{page} does not exist; {nearest(page, known)}. Write it, or"
                " mend the name."
            )
    stems: dict[str, Path] = {}
    for path in PAGES:
        entry_of(path)
        if (other := stems.setdefault(path.stem, path)) != path:
            raise Problem(f"docs/{path} is called like docs/{other}. Give it another name.")
    for path in every():
        read_page(path)
    for path in DOCS.rglob("*"):
        if not (path.is_file() or left(path) or (path.is_dir() and not path.is_symlink())):
            raise Problem(
                f"docs/{path.relative_to(DOCS)} is neither a file nor a folder, or a link to a"
                " folder or to nothing: it would not be published. Put there what it stands for, or"
                " remove it."
            )
    for path in filter(written, DOCS.rglob("*")):
        if path.suffix != ".md" and path.suffix.lower() in OTHER_SUFFIXES:
            raise Problem(f"docs/{path.relative_to(DOCS)}: pages end with '.md'. Rename it.")


def check_free(written_pages: Iterable[str], made: Iterable[str]) -> None:
    """Refuse a file below docs whose place is taken by one that code makes."""
    if taken := sorted(set(written_pages) & set(made)):
        raise Problem(
            f"docs/{taken[0]} would be overwritten by the page that is made there. Give it another"
            " name."
        )


def check_galleries(layers: Iterable[str]) -> None:
    """Refuse an introduction to the gallery of a layer that has none.

    Args:
        layers: the pages that galleries are made for.
    """
    known = set(layers)
    for page in every():
        if page.parts[0] == "gallery" and page.as_posix() not in known:
            raise Problem(
                f"docs/{page} belongs to no gallery; {nearest(page.as_posix(), known)}. Name it"
                " after a layer whose OIPs are published."
            )
