"""The words of every finding, read from ``findings.toml``: what pages want to say of a network, how
that is tested, and when it cannot be told.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from pydantic import Field

from analysis.toml_files import Entry, read_toml, typed

FILE = Path(__file__).parent / "findings" / "findings.toml"
NAME = "findings/findings.toml"
REMEDY = f"Mend that table of analysis/catalogue/{NAME}."


class Noted(Entry):
    """One finding in words."""

    part: str = Field(min_length=1)  # of the series, or the short name of a companion
    says: str = Field(min_length=1)  # what is so where it holds
    test: str = Field(min_length=1)
    open: str = ""  # when it cannot be told, of a finding for which that can happen


@cache
def noted(file: Path = FILE) -> dict[str, Noted]:
    """Return the words of every finding, by its id.

    Raises:
        Problem: a table is incomplete, or has other keys.
    """
    return typed(dict[str, Noted], read_toml(file, NAME), NAME, REMEDY)
