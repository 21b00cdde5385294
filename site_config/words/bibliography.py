"""The bibliography: read with pybtex, cited by key, listed on one page."""

from __future__ import annotations

import re
from functools import cached_property
from pathlib import Path
from typing import Any

from analysis.ending import one_line
from analysis.problem import Problem, nearest
from analysis.toml_files import read_text

# what an entry of each type cannot do without; every one is cited by author and year
REQUIRED = {
    "article": ("author", "title", "journal", "year"),
    "book": ("author", "title", "publisher", "year"),
    "incollection": ("author", "title", "booktitle", "publisher", "year"),
    "inproceedings": ("author", "title", "booktitle", "year"),
    "mastersthesis": ("author", "title", "school", "year"),
    "misc": ("author", "title", "year"),
    "phdthesis": ("author", "title", "school", "year"),
    "techreport": ("author", "title", "institution", "year"),
}
KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9:._-]*")  # also an anchor on the page


def _read(path: Path) -> dict[str, Any]:
    """Return the entries of a BibTeX file by key; ``Raises Problem`` when it cannot be read."""
    from pybtex.database import parse_string
    from pybtex.exceptions import PybtexError

    try:
        return dict(parse_string(read_text(path, path.name), "bibtex").entries)
    except PybtexError as error:
        said = one_line(error)
        raise Problem(f"{path.name}: {said}. Mend that entry.") from None


def _refuse_incomplete(path: Path, key: str, entry: Any) -> None:
    """``Raises Problem`` for an entry of an unknown type, or that lacks what its type needs."""
    if not KEY.fullmatch(key):
        raise Problem(
            f"{path.name}: the key {key!r} cannot be an anchor of a page. Use letters and digits."
        )
    if entry.type not in REQUIRED:
        hint = nearest(entry.type, REQUIRED)
        raise Problem(
            f"{path.name}, {key}: type @{entry.type} is unknown; {hint}. Mend that entry."
        )
    there = {name.lower() for name, value in entry.fields.items() if value.strip()}
    there |= {name.lower() for name, people in entry.persons.items() if people}
    if missing := [name for name in REQUIRED[entry.type] if name not in there]:
        raise Problem(
            f"{path.name}, {key}: an entry of type @{entry.type} needs {missing[0]!r}. Add it."
        )


class Bibliography:
    """The entries of a BibTeX file by key.

    Raises:
        Problem: the file is missing or not valid BibTeX, or an entry lacks what its type needs.
    """

    def __init__(self, path: Path) -> None:
        self.entries = _read(path)
        for key, entry in self.entries.items():
            _refuse_incomplete(path, key, entry)

    @cached_property
    def _formatted(self) -> dict[str, str]:
        from pybtex.backends.markdown import Backend
        from pybtex.style.formatting.unsrt import Style

        style = Style()
        lines = {
            entry.key: entry.text.render(Backend())
            for entry in style.format_entries(self.entries.values())
        }
        return {key: re.sub(r"\\([.\-()\[\]!#+])", r"\1", text) for key, text in lines.items()}

    def short(self, key: str, *, aside: bool = False) -> str:
        """Return e.g. ``Frank (2009)``; ``Frank 2009`` for brackets that stand aside from the
        sentence.
        """
        entry = self.entries[key]
        people = [
            " ".join(person.prelast_names + person.last_names)
            for person in entry.persons.get("author", [])
        ]
        names = (
            people[0]
            if len(people) == 1
            else (
                f"{people[0]} and {people[1]}"
                if len(people) == 2
                else f"{people[0]} et al."
                if people
                else key
            )
        )
        names = names.replace("{", "").replace("}", "")
        year = entry.fields.get("year", "no date")
        return f"{names} {year}" if aside else f"{names} ({year})"

    def page(self) -> str:
        """Return the bibliography as Markdown, by author and year, with an anchor for each key."""
        lines = [
            f"- <span id='{key}'></span>{self._formatted[key]}"
            for key in sorted(self.entries, key=lambda k: (self.short(k).lower(), k))
        ]
        return (
            "---\ntitle: Bibliography\ndescription: What the pages cite.\n---\n\n# Bibliography\n\n"
            + "\n".join(lines)
            + "\n"
        )
