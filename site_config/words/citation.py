"""When this publication appeared, for those who cite it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from analysis.problem import Problem
from site_config.paths import CITATION
from site_config.words.context import Here


def year_of(citation: Path = CITATION) -> int:
    """Return the year of the date in CITATION.cff.

    Raises:
        Problem: there is no date of the form 2026-11-21.
    """
    import yaml

    released = (yaml.safe_load(citation.read_text()) or {}).get("date-released")
    if not isinstance(released, date):
        raise Problem(
            f"{citation.name}: 'date-released' is {released!r}, not a date. Write it as 2026-11-21."
        )
    return released.year


def year(here: Here) -> str:
    """Return the year in which this publication appeared, a word of a page."""
    return str(year_of())
