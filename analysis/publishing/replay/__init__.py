"""A build beside another one: what of it is the same, what differs within its tolerance, what
beyond it, and which findings are others.

``published`` and ``site_data`` open what is compared, ``classes`` says what an outcome is,
``numbers``, ``pictures`` and ``verdicts`` class what they are named after, ``told`` shows it.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from analysis.artifacts import Artifacts, to_json, write_atomically
from analysis.options import refuse_unwritable
from analysis.publishing.replay import classes, numbers, pictures, verdicts
from analysis.publishing.replay.classes import KINDS, OUTCOMES, Compared, Replay
from analysis.publishing.replay.published import Other, here, made, other_settings, there
from analysis.publishing.replay.told import told

SCHEMA = ".schema.json"  # what the name of the schema ends in, beside the table it describes


def compared(ours: Artifacts, other: Other) -> tuple[Compared, ...]:
    """Return everything that either of two builds has, classed: conclusions alone where no more is
    known of the other one.
    """
    concluded = tuple(verdicts.compared(ours.manifest, other.manifest))
    if other.artifacts is None:
        return concluded
    arrays = tuple(pictures.arrays(ours, other.artifacts))
    return (
        *numbers.values(ours, other.artifacts),
        *concluded,
        *arrays,
        *pictures.figures(ours, other.artifacts, arrays),
        *pictures.networks(ours, other.artifacts),
    )


def replayed(ours: Artifacts, other: Other) -> Replay:
    """Return how a build compares with another one."""
    items = compared(ours, other)
    seen = Counter((one.kind, one.outcome) for one in items)
    kinds = KINDS if other.artifacts else verdicts.KINDS
    return Replay(
        schema_version=classes.VERSION,
        agrees=not any(one.decides for one in items),
        here=made(ours.manifest),
        there=made(other.manifest),
        settings=other_settings(ours.manifest, other.manifest) if other.artifacts else (),
        counts={kind: {name: seen[kind, name] for name in OUTCOMES} for kind in kinds},
        items=items,
    )


def _keep(found: Replay, file: Path) -> None:
    """Write the table as JSON, and its schema beside it."""
    schema = file.with_name(file.name.removesuffix(".json") + SCHEMA)
    write_atomically(schema, classes.json_schema())
    write_atomically(file, to_json({"$schema": schema.name} | found.model_dump(mode="json")))


def replay(folder: Path, against: str, file: Path | None = None) -> bool:
    """Compare the build in a folder with another one and print the table; return whether no
    verdict or finding is another and nothing is missing.

    Args:
        against: an archive of a release, a folder of artifacts, or a site's claims.json.
        file: where the whole table goes as JSON.

    Raises:
        Problem: one of both cannot be read, or the file not be written.
    """
    if file:
        refuse_unwritable(file.parent, (file.name,), "JSON")
    with there(against) as other:
        found = replayed(here(folder), other)
    print(told(found))
    if file:
        _keep(found, file)
    return found.agrees
