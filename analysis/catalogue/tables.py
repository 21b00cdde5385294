"""Words that a person wrote as TOML, one file for each part, read as one set of tables."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

from analysis.problem import Problem
from analysis.toml_files import Entry, read_toml, typed

Kind = TypeVar("Kind", bound=Entry)


def tables_of(
    kind: type[Kind], folder: Path, shown: str, twice: str, remedy: str
) -> dict[str, Kind]:
    """Return the tables of all files of a folder, by their ids, file by file.

    Args:
        shown: how messages call the folder.
        twice: what is said of an id that stands in a second file, with a place for it.
        remedy: how messages end.

    Raises:
        Problem: a file cannot be read, or an id stands in two of them.
    """
    found: dict[str, Kind] = {}
    for path in sorted(folder.glob("*.toml")):
        name = f"{shown}/{path.name}"
        own = typed(dict[str, kind], read_toml(path, name), name, remedy)  # type: ignore[valid-type]
        if both := sorted(found.keys() & own.keys()):
            raise Problem(f"{name}: {twice.format(both[0])}. {remedy}")
        found |= own
    return found
