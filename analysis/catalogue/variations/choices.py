"""The choices that are ours, read from ``choices.toml``: why each was made, and what else it could
have been.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from pydantic import Field

from analysis.toml_files import Entry, read_toml, typed

FILE = Path(__file__).parent / "choices.toml"
NAME = "variations/choices.toml"
REMEDY = f"Mend that table of analysis/catalogue/{NAME}."


class Smaller(Entry):
    """The sample on which all alternatives are compared: keys of a profile and their values."""

    changes: dict[str, Any]


class Alternative(Entry):
    """What a choice could have been: keys of a profile and their other values."""

    says: str = Field(min_length=1)
    changes: dict[str, Any] = Field(min_length=1)


class Choice(Entry):
    """A choice in words, its reason, and its alternatives by their names."""

    what: str = Field(min_length=1)
    why: str = Field(min_length=1)
    alternatives: dict[str, Alternative] = Field(min_length=1)

    def varied(self, name: str) -> dict[str, Alternative]:
        """Return its alternatives by the ids of the variations that try them."""
        return {f"{name}-{other}": one for other, one in self.alternatives.items()}


class Choices(Entry):
    smaller: Smaller
    choices: dict[str, Choice]


@cache
def choices(file: Path = FILE) -> Choices:
    """Return all choices.

    Raises:
        Problem: a table is incomplete or has other keys.
    """
    return typed(Choices, read_toml(file, NAME), NAME, REMEDY)
