"""What the site consists of: the parts of the series in reading order."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from pydantic import Field

from analysis.toml_files import Entry
from site_config.paths import CONTENT
from site_config.words.written import Id, Page, Text, read, refuse_twice

FILE = CONTENT / "series.toml"


class Part(Entry):
    """A part of the series, or a companion, which has a name beside its number."""

    number: Id
    page: Page
    title: Text
    original: Text | None = None  # the title there; nothing where the page is an addition of ours
    date: Text | None = None
    gap: Text | None = None
    name: Text | None = None


class Series(Entry):
    part: tuple[Part, ...] = Field(min_length=1)


@cache
def series(path: Path = FILE) -> list[dict[str, Any]]:
    """Return the parts of the series: number, page, our title and, where there is an original, its
    title and date.

    Raises:
        Problem: the list is missing, an entry lacks a key or has an unknown one, or two have the
            same number or page.
    """
    parts = read(Series, path).part
    refuse_twice(path, "number", [part.number for part in parts])
    refuse_twice(path, "page", [part.page for part in parts])
    return [part.model_dump(exclude_none=True) for part in parts]


def part_heading(number: str) -> str:
    """Return what a part is called in a heading: ``Part IX``, or a companion's name."""
    return next(
        (entry["name"] for entry in series() if entry["number"] == number and "name" in entry),
        f"Part {number}",
    )
