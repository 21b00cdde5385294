"""To which entry of the navigation a page belongs that has none of its own: it is marked as the
place where a reader is.
"""

from __future__ import annotations

from collections.abc import Iterable
from posixpath import dirname

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
