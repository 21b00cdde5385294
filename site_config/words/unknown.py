"""The error of a page that names what nothing declares."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeVar

from analysis.problem import nearest

Found = TypeVar("Found")
NOWHERE = "is not in the manifest"


class UnknownId(Exception):
    """An id that a page uses and nothing declares; whoever renders the page adds file and line."""

    def __init__(
        self, kind: str, name: str, known: Iterable[str], remedy: str, missing: str = NOWHERE
    ) -> None:
        super().__init__(f"{kind} {name!r} {missing}; {nearest(name, known)}. {remedy}")


class Unsaid(UnknownId):
    """An outcome that a page has no sentence for."""

    def __init__(self, kind: str, name: str, outcome: str, remedy: str) -> None:
        Exception.__init__(self, f"{kind} {name!r} has no sentence for {outcome!r}. {remedy}")


def look_up(
    kind: str, name: str, known: Mapping[str, Found], remedy: str, missing: str = NOWHERE
) -> Found:
    """Return what an id stands for.

    Args:
        kind: what the id names, e.g. ``figure``.
        remedy: what to do when nothing has that id.
        missing: what is then said of it.

    Raises:
        UnknownId: nothing has that id; the message names the nearest that exists.
    """
    if name not in known:
        raise UnknownId(kind, name, known, remedy, missing)
    return known[name]
