"""Titles, captions and alt texts: one TOML file for each part, one table for each figure.

They are format strings; a figure's drawing fills them, so that no number in them is typed. A line
break counts as a space, and ``as`` takes the words of another figure.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from analysis.problem import Problem, nearest

FOLDER = Path(__file__).parent
KEYS = {"title", "caption", "alt"}


@dataclass(frozen=True)
class Words:
    """What is said of one figure, before its drawing has filled in the numbers."""

    title: str
    caption: str
    alt: str


def _joined(text: str) -> str:
    """Return a paragraph as one line; a space that must not break stays."""
    return re.sub(r"[ \n]+", " ", text).strip(" ")


def _tables(folder: Path) -> dict[str, dict[str, Any]]:
    """Return the tables of all files; ``Raises Problem`` at a file that cannot be read."""
    tables: dict[str, dict[str, Any]] = {}
    for path in sorted(folder.glob("*.toml")):
        try:
            own = tomllib.loads(path.read_text())
        except tomllib.TOMLDecodeError as error:
            raise Problem(f"{path.name} of the captions is not valid TOML: {error}.") from None
        if twice := sorted(tables.keys() & own.keys()):
            raise Problem(f"figure {twice[0]!r} has captions twice, again in {path.name}.")
        tables |= own
    return tables


@cache
def captions(folder: Path = FOLDER) -> dict[str, Words]:
    """Return the words of every figure, by its id.

    Raises:
        Problem: a table has other keys than title, caption and alt, or takes those of no figure.
    """
    tables = _tables(folder)
    words = {}
    for id, own in tables.items():
        table = {key: value for key, value in own.items() if key != "as"}
        if "as" in own:
            if own["as"] not in tables:
                hint = nearest(own["as"], tables)
                raise Problem(f"captions of {id!r} are as those of {own['as']!r}; {hint}.")
            table = {**tables[own["as"]], **table}
        if table.keys() != KEYS:
            found = ", ".join(sorted(table))
            raise Problem(f"captions of {id!r} need title, caption and alt; found {found}.")
        words[id] = Words(**{key: _joined(value) for key, value in table.items()})
    return words


def words_of(id: str) -> Words:
    """Return the words of a figure; ``Raises Problem`` when no file has them."""
    known = captions()
    if id not in known:
        raise Problem(
            f"figure {id!r} has no caption; {nearest(id, known)}. "
            "Write its table in analysis/catalogue/captions."
        )
    return known[id]
