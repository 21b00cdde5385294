"""The words of every claim, read from ``statements.toml``: what the series says, how it is tested,
what it rests on, and what was changed of the test since it was first written down.
"""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

from pydantic import Field

from analysis.problem import Problem, nearest
from analysis.toml_files import Entry, read_toml, typed

FILE = Path(__file__).parent / "claims" / "statements.toml"
NAME = "claims/statements.toml"
REMEDY = f"Mend that table of analysis/catalogue/{NAME}."


class Change(Entry):
    """What a test of ours asks otherwise than the one first written down."""

    on: date
    what: str = Field(min_length=1)
    why: str = Field(min_length=1)


class Statement(Entry):
    """One claim in words. ``confirmed`` and ``refuted`` are left out where a bar tells them."""

    statement: str = Field(min_length=1)
    test: str = Field(min_length=1)
    confirmed: str = ""
    refuted: str = ""
    derived: bool = False  # ours: it follows from what the series describes
    figure: str = ""  # the published figure that shows it
    requires: tuple[str, ...] = ()  # claims that it takes for granted
    changes: tuple[Change, ...] = ()
    needs: str = ""  # what a test would need, of a claim that has no judge


def _check(said: dict[str, Statement]) -> None:
    """Refuse a premise that does not stand before the claim, so that none can depend on itself."""
    before: list[str] = []
    for id, one in said.items():
        for other in one.requires:
            if other not in before:
                raise Problem(
                    f"{NAME}: claim {id!r} requires {other!r}, which is none of those before it;"
                    f" {nearest(other, before)}. {REMEDY}"
                )
        before.append(id)


@cache
def statements(file: Path = FILE) -> dict[str, Statement]:
    """Return the words of every claim, by its id, in the order of the series.

    Raises:
        Problem: a table is incomplete, has other keys, or requires a claim that there is none of.
    """
    said = typed(dict[str, Statement], read_toml(file, NAME), NAME, REMEDY)
    _check(said)
    return said
