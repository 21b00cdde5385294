"""What the last site was made from: with it, an edited sentence renders its own page only.

A page may be rendered alone when nothing that other pages or the checks of links look at has
changed: its header, its headings and anchors, its links. Everything else renders the whole site.
"""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from analysis.artifacts import sha256, write_atomically
from site_config.build import content, renderer
from site_config.build.findable import ENTRIES, SEARCH
from site_config.paths import Place, address

# no piece may begin within itself: the time to look for all would grow with the square of a page
SEEN_FROM_OUTSIDE = re.compile(
    r"\A---\n[\s\S]*?\n---\n|^ *#+ .*$|\]\((?:[^()]|\([^()]*\))*\)|<[a-z][^<>]*>|\{[^{}]*\}"
    r"|^\*\[.*$|^```.*$",
    re.M,
)


@dataclass(frozen=True)
class Rendered:
    """Digests of everything a site is rendered from."""

    theme: str
    files: dict[str, str]  # of every staged file
    skeletons: dict[str, str]  # of what is seen of a page from outside


def _skeleton(page: Path) -> str:
    """Return the digest of what is seen of a page from outside."""
    return sha256("\n".join(SEEN_FROM_OUTSIDE.findall(page.read_bytes().decode())).encode())


def look(place: Place) -> Rendered:
    """Take the digests of what lies there now; a page is looked through only where it is another
    one than the last time.
    """
    start, theme = len(f"{place.staged}/"), renderer.digest()
    found = content.digests(content.files(place.staged))
    files = {path[start:]: str(digest) for path, digest in found}
    before, _ = _remembered(place)
    known = before.skeletons if before and before.theme == theme else {}
    skeletons = {
        name: known[name]
        if before and name in known and before.files.get(name) == digest
        else _skeleton(place.staged / name)
        for name, digest in files.items()
        if name.endswith(".md")
    }
    return Rendered(theme, files, skeletons)


def _record(place: Place) -> Path:
    return place.build / "rendered.json"


def remember(place: Place, now: Rendered) -> None:
    """Write down what was rendered, and the site that came of it, for the next ``only_changed``."""
    site = content.of_folder(place.site)
    write_atomically(_record(place), json.dumps({**vars(now), "site": site}))


def forget(place: Place) -> None:
    """From here until ``remember`` the site is not known to be whole."""
    _record(place).unlink(missing_ok=True)


def _remembered(place: Place) -> tuple[Rendered | None, str]:
    """Return what was rendered the last time, None where that is not known, and the digest of the
    site that came of it.
    """
    try:
        told = json.loads(_record(place).read_text())
        site = told.pop("site")
        return Rendered(**told), site
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None, ""


def only_changed(place: Place, now: Rendered) -> list[str] | None:
    """Return the staged files that alone have to be rendered or copied again, or None when it is
    the whole site.
    """
    before, site = _remembered(place)
    if before is None or site != content.of_folder(place.site):
        return None
    changed = [name for name, digest in now.files.items() if before.files.get(name) != digest]
    alike = (before.theme, before.skeletons, set(before.files)) == (
        now.theme,
        now.skeletons,
        set(now.files),
    )
    return changed if alike and changed else None


def link_all_but(site: Path, fresh: Path, changed: Sequence[str]) -> None:
    """Link every file of the old site into a new folder, except those that rendering will write."""
    written = {f"{address(name)}index.html" if name.endswith(".md") else name for name in changed}
    written |= {"404.html", "sitemap.xml", "sitemap.xml.gz", SEARCH, ENTRIES}

    shutil.rmtree(fresh, ignore_errors=True)
    for folder, _, names in os.walk(site):
        below = folder[len(str(site)) :].lstrip("/")
        os.makedirs(fresh / below)
        for name in names:
            if (path := f"{below}/{name}".lstrip("/")) in written:
                continue
            try:
                content.link(f"{site}/{path}", f"{fresh}/{path}")
            except OSError:  # not every file system has links
                shutil.copyfile(f"{site}/{path}", f"{fresh}/{path}")


def merge_search(site: Path, fresh: Path, changed: Sequence[str]) -> None:
    """Put what the search knew of all other pages beside what it found on the changed ones."""
    addresses = {address(name) for name in changed}
    before = json.loads((site / ENTRIES).read_text())
    found = json.loads((fresh / SEARCH).read_text())

    def page(entry: dict[str, str]) -> str:
        return entry["location"].partition("#")[0]

    order = {name: place for place, name in enumerate(dict.fromkeys(map(page, before)))}
    entries = [entry for entry in before if page(entry) not in addresses] + found["docs"]
    entries.sort(key=lambda entry: order.get(page(entry), len(order)))
    write_atomically(fresh / SEARCH, json.dumps({**found, "docs": entries}, separators=(",", ":")))
