"""Why a published number may come out differently here: what was recorded of its making, beside
what is here.
"""

from __future__ import annotations

from analysis import framework, surroundings
from analysis.artifacts import Artifacts, FigureRecord, MeasurementRecord, Run
from analysis.catalogue.declarations import Figure, Measurement
from analysis.publishing import digests, versions
from analysis.settings import load_settings


def _devices(made: Run) -> list[str]:
    """Return where another device, or another framework, computes here."""
    if made.framework and made.framework != framework.name():
        return [f"it was made with {made.framework}, here is {framework.name()}"]
    here = framework.device() if made.framework else surroundings.processor()
    return [] if made.device == here else [f"it was made on '{made.device}', here is '{here}'"]


def _packages(made: Run) -> list[str]:
    """Return which packages have another version here."""
    here = versions.versions(name for name in made.versions if name != "python")
    return [
        f"it was made with {name} {version}, here is {here[name]}"
        for name, version in sorted(made.versions.items())
        if here[name] != version
    ]


def _record(artifacts: Artifacts, item: Measurement | Figure) -> MeasurementRecord | FigureRecord:
    of = artifacts.figures if isinstance(item, Figure) else artifacts.measurements
    return of[item.id]


def made_of_this(artifacts: Artifacts, item: Measurement | Figure) -> bool:
    """Return whether code, settings, data and versions of something published are those here."""
    parts = (
        digests.figure_parts(item)
        if isinstance(item, Figure)
        else digests.measurement_parts(item, load_settings(artifacts.manifest.profile))
    )
    return _record(artifacts, item).digest == digests.of_parts(parts)


def causes(artifacts: Artifacts, item: Measurement | Figure) -> list[str]:
    """Return what differs between the making of a published result and here and now."""
    kind = "figures" if isinstance(item, Figure) else "measurements"
    made = artifacts.manifest.made_with.runs.get(f"{kind}/{item.id}")
    if made is None:
        return []
    found = _devices(made) + _packages(made)
    if not found and not made_of_this(artifacts, item):
        found = [f"its code, settings, data or versions have changed since commit {made.commit}"]
    return found


def told(artifacts: Artifacts, item: Measurement | Figure) -> str:
    """Return the causes as a sentence, with what to do."""
    found = causes(artifacts, item)
    if not found:
        record = _record(artifacts, item)
        files = record.files.values() if isinstance(record, FigureRecord) else (record.file,)
        return (
            "No difference of device, versions or code explains it: the file was changed together"
            f" with its checksum. Remove {' '.join(file.path for file in files)}, then"
            " run: make site"
        )
    return f"The likely cause: {'; '.join(found)}. What is published holds for where it was made."
