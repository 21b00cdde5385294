"""What a person writes about the pages as TOML: read as one type for each file of
``site_config/content``.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, TypeVar

from pydantic import AfterValidator, Field

from analysis.problem import Problem
from analysis.toml_files import read_toml, typed

Kind = TypeVar("Kind")


def _not_blank(text: str) -> str:
    if not text.strip():
        raise ValueError("should not be empty")
    return text


Text = Annotated[str, Field(min_length=1), AfterValidator(_not_blank)]
# an anchor of a page
Id = Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9.-]*$")]
# below docs
Page = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]+(/[A-Za-z0-9_-]+)*\.md$")]


def read(kind: type[Kind], path: Path) -> Kind:
    """Return what a file holds as a type; ``Raises Problem`` when it is missing or wrong."""
    return typed(kind, read_toml(path, path.name), path.name, "Mend that entry.")


def refuse_twice(path: Path, kind: str, names: Sequence[str]) -> None:
    """``Raises Problem`` at the first name that stands in a file a second time."""
    for number, name in enumerate(names):
        if name in names[:number]:
            raise Problem(
                f"{path.name}: the {kind} {name!r} stands there twice. Change one of them, or take"
                " it out."
            )
