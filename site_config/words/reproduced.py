"""Which figures of the series ours reproduce, in words."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import Field

from site_config.paths import CONTENT
from site_config.words.parts import part_heading
from site_config.words.written import Text, read

FILE = CONTENT / "reproduced.toml"
FigureId = Annotated[str, Field(pattern=r"^F-[A-Z]+-\d+$")]
NEW = "New: the series has no such figure, as far as we know"
NOTHING = ("none",)  # panels of a figure that has no picture to show, but says so in a line


@cache
def known(path: Path = FILE) -> dict[str, str]:
    """Return what the figures of the series show, by id. ``Raises Problem`` at another key."""
    return read(dict[FigureId, Text], path)


def reproduces(series: Sequence[str], panels: Sequence[str] = ()) -> str:
    """Return what of the series a figure reproduces, that it would but has nothing to show, or that
    it is new.

    Args:
        series: the ids that the figure names.
        panels: the names of its pieces.
    """
    shown = {id: known()[id] for id in series if id in known()}
    if not shown:
        return NEW
    parts: dict[str, list[str]] = {}
    for id, what in shown.items():
        heading = part_heading(id.split("-")[1])
        name = heading.replace("Part ", "part ") if heading.startswith("Part ") else f"“{heading}”"
        parts.setdefault(name, []).append(what)
    some = "a figure" if len(shown) == 1 else "figures"
    told = "; ".join(f"of {part} {' and '.join(those)}" for part, those in parts.items())
    if tuple(panels) == NOTHING:
        return f"The series has {some} here, {told}; this network has none to show"
    return f"Reproduces {some} of the series: {told}"
