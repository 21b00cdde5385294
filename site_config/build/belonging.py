"""To which entry of the navigation a page belongs that has none of its own: it is marked as the
place where a reader is. A module of hooks, which MkDocs loads.
"""

from __future__ import annotations

from collections.abc import Iterable
from posixpath import dirname
from typing import Any

# pages whose list stands elsewhere than beside them
LISTS = {"claims": "about/claims.md"}


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


def on_nav(nav: Any, config: Any, files: Any) -> None:
    """Let pages without an entry stand below the one that they belong to."""
    entries = {page.file.src_uri: page for page in nav.pages}
    for file in files.documentation_pages():
        if file.src_uri not in entries and (entry := entry_for(file.src_uri, entries)):
            file.page.parent = entries[entry]
