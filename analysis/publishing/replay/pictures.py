"""Arrays, networks and figures of two builds: bytes first, and how far numbers are apart where the
bytes differ. A figure is as far from another as the arrays it shows.
"""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace

import numpy as np

from analysis.artifacts import (
    ArrayRecord,
    Artifacts,
    FigureRecord,
    MeasurementRecord,
    NetworkRecord,
)
from analysis.publishing.replay.classes import Compared, Outcome, Seen, pairs
from analysis.publishing.verify import TOLERANCE, array_deviation

NOTHING = SimpleNamespace()


def _described(record: ArrayRecord) -> str:
    return f"{record.dtype} {'x'.join(map(str, record.shape))}"


def _measured(artifacts: Artifacts, of: MeasurementRecord | None) -> dict[str, ArrayRecord]:
    return {f"{of.id}/{one.name}": one for one in of.arrays} if of else {}


def _of_measurement(here: Artifacts, there: Artifacts, id: str) -> Iterator[Compared]:
    """Yield how the arrays of one measurement compare; they are loaded where bytes differ."""
    ours, others = here.measurements.get(id), there.measurements.get(id)
    differ = ours and others and ours.file.sha256 != others.file.sha256
    one, two = (here.arrays(id), there.arrays(id)) if differ else (NOTHING, NOTHING)

    def see(mine: ArrayRecord, other: ArrayRecord) -> Seen:
        said = _described(mine), _described(other)
        if mine.sha256 == other.sha256:
            return Seen("same", *said)
        published, again = getattr(two, other.name), getattr(one, mine.name)
        far = array_deviation(published, again)[0]
        known = float(far) if np.isfinite(far) else None
        return Seen("within" if far <= TOLERANCE else "changed", *said, known, TOLERANCE)

    yield from pairs("arrays", (_measured(here, ours), _measured(there, others)), see)


def arrays(here: Artifacts, there: Artifacts) -> Iterator[Compared]:
    """Yield how every array compares."""
    for id in dict.fromkeys([*here.measurements, *there.measurements]):
        yield from _of_measurement(here, there, id)


def _bytes(record: FigureRecord) -> dict[str, str]:
    return {variant: file.sha256 for variant, file in record.files.items()}


def figures(here: Artifacts, there: Artifacts, seen: tuple[Compared, ...]) -> Iterator[Compared]:
    """Yield how every figure compares. One whose arrays are the same, but not its bytes, is drawn
    otherwise: that is a change.
    """
    found: dict[str, set[Outcome]] = {}
    for one in seen:
        found.setdefault(one.id.split("/")[0], set()).add(one.outcome)

    def see(mine: FigureRecord, other: FigureRecord) -> Seen:
        if _bytes(mine) == _bytes(other):
            return Seen("same", mine.title, other.title)
        shown = set().union(*(found.get(id, {"changed"}) for id in other.shows))
        near = "within" in shown and shown <= {"same", "within"}
        return Seen("within" if near else "changed", mine.title, other.title)

    yield from pairs("figures", (here.figures, there.figures), see)


def _networks(artifacts: Artifacts) -> dict[str, NetworkRecord]:
    return {record.id: record for record in artifacts.manifest.networks}


def networks(here: Artifacts, there: Artifacts) -> Iterator[Compared]:
    """Yield how every network compares: between two trainings no weight corresponds to another."""

    def see(mine: NetworkRecord, other: NetworkRecord) -> Seen:
        same = mine.file.sha256 == other.file.sha256
        return Seen("same" if same else "changed", mine.file.sha256[:12], other.file.sha256[:12])

    yield from pairs("networks", (_networks(here), _networks(there)), see)
