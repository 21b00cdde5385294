"""The words of every finding, one TOML file for each part: what pages want to say of a network, how
that is tested, and when it cannot be told.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from pydantic import Field

from analysis.catalogue.tables import tables_of
from analysis.toml_files import Entry

FOLDER = Path(__file__).parent / "findings"
REMEDY = "Mend that table of analysis/catalogue/findings."


class Noted(Entry):
    """One finding in words."""

    part: str = Field(min_length=1)  # of the series, or the short name of a companion
    says: str = Field(min_length=1)  # what is so where it holds
    test: str = Field(min_length=1)
    open: str = ""  # where it cannot be told, of a finding for which that can happen


@cache
def noted(folder: Path = FOLDER) -> dict[str, Noted]:
    """Return the words of every finding, by its id.

    Raises:
        Problem: a table is incomplete, has other keys, or the id of another one.
    """
    return tables_of(Noted, folder, "findings", "finding {!r} stands in another file", REMEDY)
