"""The bibliography: read with pybtex, cited by key, listed on one page."""

from __future__ import annotations

import re
from functools import cached_property
from pathlib import Path
from typing import Any

from analysis.problem import Problem


class Bibliography:
    """The entries of a BibTeX file by key. ``Raises Problem`` when the file is not valid BibTeX."""

    def __init__(self, path: Path) -> None:
        from pybtex.database import parse_file
        from pybtex.exceptions import PybtexError

        try:
            self.entries: dict[str, Any] = dict(parse_file(str(path)).entries)
        except (PybtexError, OSError) as error:
            raise Problem(f"{path.name}: {error}. Mend that entry.") from None

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
