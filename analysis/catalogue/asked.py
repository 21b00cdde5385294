"""The words of every question that the series left open, read from ``questions.toml``: what is
asked, which figure shows it, and what an answer would need where there is none.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from pydantic import Field

from analysis.toml_files import Entry, read_toml, typed

FILE = Path(__file__).parent / "questions" / "questions.toml"
NAME = "questions/questions.toml"
REMEDY = f"Mend that table of analysis/catalogue/{NAME}."


class Asked(Entry):
    """One question in words."""

    question: str = Field(min_length=1)
    figure: str = ""  # the published figure that shows it
    needs: str = ""  # what an answer would need, of a question that has none


@cache
def asked(file: Path = FILE) -> dict[str, Asked]:
    """Return the words of every question, by its id, in the order of the series.

    Raises:
        Problem: a table is incomplete, or has other keys.
    """
    return typed(dict[str, Asked], read_toml(file, NAME), NAME, REMEDY)
