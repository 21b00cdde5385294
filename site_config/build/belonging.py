"""To which entry of the navigation a page belongs that has none of its own: it is marked as the
place where a reader is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from posixpath import dirname, join, normpath

from analysis.toml_files import read_text
from site_config.build.navigation import settings_file
from site_config.paths import MKDOCS

# pages whose list stands elsewhere than beside them
LISTS = {"claims": "about/claims.md"}
PAGE = re.compile(r'"([^"]+\.md)"')  # in the file for another subject
ENTRY = re.compile(r"^ +- (?:[^\n]*: )?(\S+\.md)$", re.M)
# where an entry begins and ends in a rendered page, and where it leads
PIECES = re.compile(r'<li class="md-nav__item|</li>|<a href="([^"]*)" class="md-nav__link')
NESTED = re.compile(r'\A<li class="[^"]*md-nav__item--nested')


def entry_for(page: str, entries: Iterable[str]) -> str:
    """Return the staged page that lists a page, or is about all of which it is one; empty where
    none of the entries is.
    """
    known, folder = set(entries), dirname(page)
    while folder:
        for one in (LISTS.get(folder, ""), f"{folder}/index.md", f"{folder}.md"):
            if one in known and one != page:
                return one
        folder = dirname(folder)
    return ""


@cache
def entries() -> frozenset[str]:
    """Return the staged pages that the navigation leads to."""
    file = settings_file()
    if file != MKDOCS:
        return frozenset(PAGE.findall(read_text(file, file.name)))
    navigation = read_text(MKDOCS, MKDOCS.name).partition("\nnav:\n")[2]
    return frozenset(ENTRY.findall(navigation))


def _active(item: str) -> str:
    """Return an entry, with what follows it, as the place where a reader is."""
    if NESTED.match(item):
        item = re.sub(r'(<input class="md-nav__toggle[^>]*?) ?>', r"\1 checked>", item, count=1)
        item = item.replace('aria-expanded="false"', 'aria-expanded="true"', 1)
    return item.replace("md-nav__item", "md-nav__item md-nav__item--active", 1)


def marked(html: str, page: str, entry: str) -> str:
    """Return a page, at its address, on which the entry that leads to an address is marked in the
    navigation, with all that it stands below.
    """
    opened: list[int] = []
    for found in PIECES.finditer(html):
        if found[0].startswith("<li"):
            opened.append(found.start())
        elif found[0] == "</li>":
            del opened[-1:]
        elif normpath(join("/", page, found[1])) == normpath(f"/{entry}"):
            break
    for start in reversed(opened):
        html = html[:start] + _active(html[start:])
    return html
