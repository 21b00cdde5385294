"""What frames a page of the series: how long it takes, what it presumes, what the reader has seen
at its end.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.problem import Problem

if TYPE_CHECKING:
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


def _list(
    prose: Prose, page: str, file: Path, header: dict[str, Any], key: str, source: str
) -> str:
    items = header.get(key, [])
    if not isinstance(items, list) or not all(isinstance(item, str) for item in items):
        raise Problem(
            f"{file}: {key!r} in the header is not a list of sentences. Write '{key}:' and below it"
            " lines of the form '  - \"...\"'."
        )
    return "\n".join("- " + prose.render(item, page, file, source) for item in items)


def frame(
    prose: Prose,
    entry: dict[str, Any],
    file: Path,
    source: str,
    header: dict[str, Any],
    cells: list[Cell],
) -> list[Cell]:
    """Return a page's cells with the line and the list beneath its title and the list at its end.

    Raises:
        Problem: ``before`` or ``seen`` in the page's header is no list, or its first cell has no
            title.
    """
    page = entry["page"]
    before, seen = (_list(prose, page, file, header, key, source) for key in ("before", "seen"))
    time = minutes("\n\n".join(text for kind, text, _ in cells if kind == "markdown"))
    opening = prose.jinja.get_template("opening.md.j2").render(
        entry=entry, minutes=time, before=before
    )
    closing = prose.jinja.get_template("closing.md.j2").render(seen=seen).strip("\n")
    kind, first, outputs = cells[0] if cells else ("", "", [])
    if kind != "markdown" or not (title := TITLE.search(first)):
        raise Problem(
            f"{file}: the page does not begin with a title. Its first line of text is '# ' and the"
            " title."
        )
    framed = first[: title.end()] + "\n\n" + opening.strip("\n") + first[title.end() :]
    return [(kind, framed, outputs), *cells[1:], *([("markdown", closing, [])] if seen else [])]
