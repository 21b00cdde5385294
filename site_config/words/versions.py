"""The versions of the publication: one TOML file becomes a page, and the number that the site
states.
"""

from __future__ import annotations

from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Annotated

from pydantic import Field

from analysis.problem import Problem
from analysis.toml_files import Entry
from site_config.paths import CONTENT
from site_config.words.context import Here
from site_config.words.written import Text, read, refuse_twice

FILE = CONTENT / "versions.toml"
Number = Annotated[str, Field(pattern=r"^\d+\.\d+\.\d+([-.]?[a-z]+\.?\d+)?$")]
Doi = Annotated[str, Field(pattern=r"^10\.\d{4,9}/\S+$")]


class Version(Entry):
    """A version: its number, its day, what it changed, and its DOI once it has one."""

    number: Number
    day: date
    what: tuple[Text, ...] = Field(min_length=1)
    doi: Doi | None = None


class Versions(Entry):
    version: tuple[Version, ...] = Field(min_length=1)


@cache
def versions(path: Path = FILE) -> tuple[Version, ...]:
    """Read the versions, the newest first.

    Raises:
        Problem: the list is missing or wrong, names a version twice, or an older one comes first.
    """
    listed = read(Versions, path).version
    refuse_twice(path, "version", [one.number for one in listed])
    for newer, older in pairwise(listed):
        if newer.day < older.day:
            raise Problem(
                f"{path.name}: version {older.number} of {older.day} stands below"
                f" {newer.number} of {newer.day}. Put the newest first."
            )
    return listed


def version(here: Here) -> str:
    """Return the number of the version that a site is, a word of a page."""
    return versions()[0].number


def changes(here: Here) -> str:
    """Return what each version changed, a section for each, a word of a page."""
    return here.fill("versions.md.j2", versions=versions())
