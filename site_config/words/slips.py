"""Slips of the series: one TOML file becomes asides on the pages and a table of all."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import Field

from analysis.toml_files import Entry
from site_config.paths import CONTENT
from site_config.words.written import Id, Text, read, refuse_twice

FILE = CONTENT / "slips.toml"
COVERAGE = CONTENT / "coverage.toml"


class Slip(Entry):
    """What a part of the series says, what is right, and how that can be seen; the texts go through
    Jinja like a page.
    """

    id: Id
    parts: tuple[Text, ...] = Field(min_length=1)
    stated: Text
    right: Text
    shown: Text


class Slips(Entry):
    slip: tuple[Slip, ...]


class Held(Entry):
    """What one part of the series holds, by ids."""

    figures: tuple[Id, ...]
    claims: tuple[Id, ...]
    questions: tuple[Id, ...]
    points: tuple[Id, ...] = ()  # what else a page must tell of it


def load_slips(path: Path = FILE) -> dict[str, Slip]:
    """Read the slips by id; ``Raises Problem`` when an entry lacks a key, has an unknown one or
    repeats an id.
    """
    slips = read(Slips, path).slip
    refuse_twice(path, "id", [slip.id for slip in slips])
    return {slip.id: slip for slip in slips}


@cache
def coverage(path: Path = COVERAGE) -> Mapping[str, Mapping[str, Any]]:
    """Return what each part of the series holds: ids of figures, claims, questions and points by
    part; ``Raises Problem`` as ``load_slips``.
    """
    held = {part: ids.model_dump(mode="json") for part, ids in read(dict[str, Held], path).items()}
    for kind in ("figures", "claims", "questions", "points"):
        refuse_twice(path, "id", [one for ids in held.values() for one in ids[kind]])
    return held
