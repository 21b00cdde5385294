"""The bibliography: read with pybtex, cited by key, listed on one page."""

from __future__ import annotations

import re
from functools import cached_property
from pathlib import Path
from typing import Any

from analysis.ending import one_line
from analysis.problem import Problem
from analysis.toml_files import read_text
from site_config.words.literature import lost, wrong


def _read(path: Path) -> dict[str, Any]:
    """Return the entries of a BibTeX file by key; ``Raises Problem`` when it cannot be read."""
    from pybtex.database import parse_string
    from pybtex.exceptions import PybtexError

    text = read_text(path, path.name)
    if said := lost(text):
        raise Problem(f"{path.name}, {said}")
    try:
        return dict(parse_string(text, "bibtex").entries)
    except PybtexError as error:
        said = one_line(error)
        raise Problem(f"{path.name}: {said}. Mend that entry.") from None


class Bibliography:
    """The entries of a BibTeX file by key.

    Raises:
        Problem: the file is missing or not valid BibTeX, or an entry is not whole.
    """

    def __init__(self, path: Path) -> None:
        self.entries = _read(path)
        for key, entry in self.entries.items():
            if said := wrong(key, entry):
                raise Problem(f"{path.name}, {key}: {said}")

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
            f'- <span id="{key}"></span>{self._formatted[key]}'
            for key in sorted(self.entries, key=lambda k: (self.short(k).lower(), k))
        ]
        return (
            "---\ntitle: Bibliography\ndescription: What the pages cite.\n---\n\n# Bibliography\n\n"
            + "\n".join(lines)
            + "\n"
        )
