"""What frames a page of the series: how long it takes, what it presumes, what the reader has seen
at its end.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analysis.problem import Problem
from site_config.words.prose import Prose

WORDS_PER_MINUTE = 200
NO_PROSE = re.compile(
    r"^```.*?^```|\$\$.*?\$\$|!\[[^\]]*\]\([^)]*\)(\{[^}]*\})?|<[^>]+>|(?<=\])\([^)]*\)",
    re.S | re.M,
)
TITLE = re.compile(r"^# .+$", re.M)

Cell = tuple[str, str, list[Any]]  # kind, text, outputs


def minutes(markdown: str) -> int:
    """Return the minutes a page takes to read: text and captions at 200 words a minute, without
    code, display formulas and addresses.
    """
    words = re.findall(r"\w[\w'’.,:%-]*", NO_PROSE.sub(" ", markdown))
    return max(1, round(len(words) / WORDS_PER_MINUTE))


@dataclass(frozen=True)
class Written:
    """A page of the series as a person wrote it."""

    entry: Mapping[str, Any]  # what site_config/content/series.toml says of it
    file: Path  # for messages
    source: str  # the content of that file
    header: Mapping[str, Any]


def _list(prose: Prose, page: Written, key: str) -> str:
    items = page.header.get(key, [])
    if not isinstance(items, list) or not all(isinstance(item, str) for item in items):
        raise Problem(
            f"{page.file}: {key!r} in the header is not a list of sentences. Write '{key}:' and"
            " below it lines of the form '  - \"...\"'."
        )
    address = page.entry["page"]
    return "\n".join("- " + prose.render(item, address, page.file, page.source) for item in items)


def _beneath_the_title(page: Written, cells: list[Cell], opening: str) -> Cell:
    """Return a page's first cell with the opening below its title."""
    kind, first, outputs = cells[0] if cells else ("", "", [])
    if kind != "markdown" or not (title := TITLE.search(first)):
        raise Problem(
            f"{page.file}: the page does not begin with a title. Its first line of text is '# ' and"
            " the title."
        )
    before, after = first[: title.end()], first[title.end() :]
    return kind, f"{before}\n\n{opening}{after}", outputs


def frame(prose: Prose, page: Written, cells: list[Cell]) -> list[Cell]:
    """Return a page's cells with the line and the list beneath its title and the list at its end.

    Raises:
        Problem: ``before`` or ``seen`` in the page's header is no list, or its first cell has no
            title.
    """
    before, seen = (_list(prose, page, key) for key in ("before", "seen"))
    time = minutes("\n\n".join(text for kind, text, _ in cells if kind == "markdown"))
    here = prose.on(page.entry["page"])
    opening = here.fill("opening.md.j2", entry=page.entry, minutes=time, before=before)
    closing = here.fill("closing.md.j2", seen=seen).strip("\n")
    first = _beneath_the_title(page, cells, opening.strip("\n"))
    return [first, *cells[1:], *([("markdown", closing, [])] if seen else [])]
