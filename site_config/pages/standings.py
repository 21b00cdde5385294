"""How the status of a map is shown where there is room for a sign alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

# no colour has a part in it, and the carried typeface has each; a normal map has no sign
SIGNS = {
    "normal": "",
    "rare": "○",
    "synthetic only": "†",
    "never seen firing": "–",
    "proven dead": "×",
}
OTHER = "?"


@dataclass(frozen=True)
class Standing:
    """A status, its sign, and how many maps have it."""

    name: str
    sign: str
    maps: int


def mark(status: str) -> str:
    """Return the sign of a status."""
    return SIGNS.get(status, OTHER)


def standings(statuses: Iterable[str]) -> list[Standing]:
    """Return each status that occurs, the most frequent first."""
    found = Counter(statuses).most_common()
    return [Standing(status, mark(status), maps) for status, maps in found]
