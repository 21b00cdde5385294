"""Slips of the series: one TOML file becomes asides on the pages and a table of all."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from analysis.problem import Problem
from site_config.paths import CONTENT

FILE = CONTENT / "slips.toml"
COVERAGE = CONTENT / "coverage.toml"


@dataclass(frozen=True)
class Slip:
    """What a part of the series says, what is right, and how that can be seen; the texts go through
    Jinja like a page.
    """

    id: str
    parts: tuple[str, ...]
    stated: str
    right: str
    shown: str


def load_slips(path: Path = FILE) -> dict[str, Slip]:
    """Read the slips by id; ``Raises Problem`` when an entry lacks a key, has an unknown one or
    repeats an id.
    """
    try:
        entries = tomllib.loads(path.read_text()).get("slip", [])
    except tomllib.TOMLDecodeError as error:
        raise Problem(f"{path.name} is not valid TOML: {error}. Mend that line.") from None
    slips: dict[str, Slip] = {}
    for number, entry in enumerate(entries, 1):
        try:
            slip = Slip(**{**entry, "parts": tuple(entry.get("parts", ()))})
        except TypeError as error:
            raise Problem(
                f"{path.name}, entry {number} ({entry.get('id', 'without id')}): {error}. An entry"
                " has id, parts, stated, right and shown."
            ) from None
        if slip.id in slips:
            raise Problem(
                f"{path.name}, entry {number}: {slip.id} stands there twice. Give one of them"
                " another id."
            )
        slips[slip.id] = slip
    return slips


@cache
def coverage() -> Mapping[str, Mapping[str, Any]]:
    """Return what each part of the series holds: ids of figures, claims, questions and slips by
    part.
    """
    return tomllib.loads(COVERAGE.read_text())
