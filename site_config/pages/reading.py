"""What frames a page of the series: how long it takes, what it presumes, what the reader has seen
at its end.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from analysis.problem import Problem
from site_config.pages.claims import strip
from site_config.pages.page import Cell, Page
from site_config.pages.shown import Shown
from site_config.words.prose import Prose

WORDS_PER_MINUTE = 200
NO_PROSE = re.compile(
    r"^```.*?^```|\$\$.*?\$\$|!\[[^\]]*\]\([^)]*\)(\{[^}]*\})?|<[^>]+>|(?<=\])\([^)]*\)",
    re.S | re.M,
)
TITLE = re.compile(r"^# .+$", re.M)

Entry = Mapping[str, Any]


def minutes(markdown: str) -> int:
    """Return the minutes a page takes to read: text and captions at 200 words a minute, without
    code, display formulas and addresses.
    """
    words = re.findall(r"\w[\w'’.,:%-]*", NO_PROSE.sub(" ", markdown))
    return max(1, round(len(words) / WORDS_PER_MINUTE))


def _list(prose: Prose, entry: Entry, page: Page, key: str) -> str:
    items = page.header.get(key, [])
    if not isinstance(items, list) or not all(isinstance(item, str) for item in items):
        raise Problem(
            f"{page.file}: {key!r} in the header is not a list of sentences. Write '{key}:' and"
            " below it lines of the form '  - \"...\"'."
        )
    whole = page.head + page.body
    return "\n".join(
        "- " + prose.render(item, entry["page"], Path(page.file), whole) for item in items
    )


def _beneath_the_title(page: Page, cells: list[Shown], opening: str) -> Shown:
    """Return a page's first cell with the opening below its title."""
    first = cells[0].cell if cells else Cell("", "", 1)
    if first.kind != "markdown" or not (title := TITLE.search(first.source)):
        raise Problem(
            f"{page.file}: the page does not begin with a title. Its first line of text is '# ' and"
            " the title."
        )
    before, after = first.source[: title.end()], first.source[title.end() :]
    return Shown(replace(first, source=f"{before}\n\n{opening}{after}"))


def frame(prose: Prose, entry: Entry, page: Page, cells: list[Shown]) -> list[Shown]:
    """Return a page's cells with the line and the list beneath its title, and at its end the claims
    of its part and the list of what was seen.

    Args:
        entry: what site_config/content/series.toml says of the page.
        page: the page as a person wrote it.

    Raises:
        Problem: ``before`` or ``seen`` in the page's header is no list, or its first cell has no
            title.
    """
    before, seen = (_list(prose, entry, page, key) for key in ("before", "seen"))
    said = [one.cell.source for one in cells if one.cell.kind == "markdown"]
    here = prose.on(entry["page"])
    time = minutes("\n\n".join(said))
    opening = here.fill("opening.md.j2", entry=entry, minutes=time, before=before)
    closing = here.fill("closing.md.j2", seen=seen).strip("\n")
    first = _beneath_the_title(page, cells, opening.strip("\n"))
    ends = [strip(prose, entry["page"], entry["number"]), closing if seen else ""]
    last = [Shown(Cell("markdown", end, 1)) for end in ends if end]
    return [first, *cells[1:], *last]
