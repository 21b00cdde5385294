"""Titles, captions and alt texts: one TOML file for each part, one table for each figure.

They are format strings; a figure's drawing fills them, so that no number in them is typed. A line
break counts as a space, and ``as`` takes the words of another figure.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pydantic import Field

from analysis.catalogue.tables import tables_of
from analysis.problem import Problem, nearest
from analysis.toml_files import Entry

FOLDER = Path(__file__).parent
REMEDY = "Mend that table of analysis/catalogue/captions."


@dataclass(frozen=True)
class Words:
    """What is said of one figure, before its drawing has filled in the numbers."""

    title: str
    caption: str
    alt: str


class Table(Entry):
    """What a file says of one figure; ``like`` names another one whose words it takes."""

    title: str | None = None
    caption: str | None = None
    alt: str | None = None
    like: str | None = Field(default=None, alias="as")

    def own(self) -> dict[str, str]:
        """Return the words that the table itself has."""
        return self.model_dump(exclude_none=True, exclude={"like"})


def _joined(text: str) -> str:
    """Return a paragraph as one line; a space that must not break stays."""
    return re.sub(r"[ \n]+", " ", text).strip(" ")


def _words(id: str, tables: dict[str, Table]) -> Words:
    """Return the words of one figure; ``Raises Problem`` when it does not have all of them."""
    table = tables[id]
    if table.like is not None and table.like not in tables:
        hint = nearest(table.like, tables)
        raise Problem(f"captions of {id!r} are as those of {table.like!r}; {hint}. {REMEDY}")
    said = (tables[table.like].own() if table.like else {}) | table.own()
    words = {name: _joined(said.get(name, "")) for name in ("title", "caption", "alt")}
    if empty := [name for name, text in words.items() if not text]:
        raise Problem(
            f"captions of {id!r} need title, caption and alt; {empty[0]} is missing. {REMEDY}"
        )
    return Words(**words)


@cache
def captions(folder: Path = FOLDER) -> dict[str, Words]:
    """Return the words of every figure, by its id.

    Raises:
        Problem: a table has other keys than title, caption and alt, or takes those of no figure.
    """
    tables = tables_of(Table, folder, "captions", "figure {!r} has captions already", REMEDY)
    return {id: _words(id, tables) for id in tables}


def words_of(id: str) -> Words:
    """Return the words of a figure; ``Raises Problem`` when no file has them."""
    known = captions()
    if id not in known:
        raise Problem(
            f"figure {id!r} has no caption; {nearest(id, known)}. "
            "Write its table in analysis/catalogue/captions."
        )
    return known[id]
