"""Values of two builds: each is held against the tolerance that the other build recorded of it."""

from __future__ import annotations

from collections.abc import Iterator

from analysis.artifacts import Artifacts, ValueRecord
from analysis.publishing.replay.classes import Compared, Outcome, Seen, pairs


def _see(here: ValueRecord, there: ValueRecord) -> Seen:
    far, allowed = _apart(here.number, there.number), there.tolerance.within
    near = far is not None and far <= allowed
    same = here.number == there.number and here.text == there.text
    outcome: Outcome = "same" if same else "within" if near else "changed"
    return Seen(outcome, here.text, there.text, far, allowed, there.tolerance.kind)


def _apart(one: float | None, other: float | None) -> float | None:
    return None if one is None or other is None else abs(one - other)


def values(here: Artifacts, there: Artifacts) -> Iterator[Compared]:
    """Yield how every value compares."""
    yield from pairs("values", (here.values, there.values), _see)
