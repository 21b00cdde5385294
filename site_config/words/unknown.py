"""The error of a page that names what nothing declares."""

from __future__ import annotations

from collections.abc import Iterable

from analysis.problem import nearest


class UnknownId(Exception):
    """An id that a page uses and nothing declares."""

    def __init__(
        self,
        kind: str,
        name: str,
        known: Iterable[str],
        remedy: str,
        missing: str = "is not in the manifest",
    ) -> None:
        super().__init__(f"{kind} {name!r} {missing}; {nearest(name, known)}. {remedy}")
        self.name = name
