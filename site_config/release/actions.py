"""What was run for a release: one action for each result, as Process Run Crate tells them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from analysis.artifacts import FigureRecord, Manifest, MeasurementRecord, Run
from site_config.release.ready import Ready
from site_config.words.swhid import lines_of, revision_id

SOURCE = "source/"
COMPLETED = "http://schema.org/CompletedActionStatus"


@dataclass(frozen=True)
class Action:
    """One run: of which code, on what, with what result. Paths are those of the release."""

    id: str
    name: str
    description: str
    code: str
    reads: tuple[str, ...]
    makes: tuple[str, ...]

    def told(self, to: Callable[..., Any], agent: str) -> dict[str, Any]:
        """Return the properties of the action, references made by ``to``."""
        reads = {"object": to(*self.reads)} if self.reads else {}
        return {
            "name": self.name,
            "description": self.description,
            "instrument": to(self.code),
            **reads,
            "result": to(*self.makes),
            "agent": to(agent),
            "actionStatus": COMPLETED,
        }


def _how(function: str, lines: str, run: Run) -> str:
    """Return how a result was made, in words."""
    versions = ", ".join(f"{name} {number}" for name, number in sorted(run.versions.items()))
    framework = f" by {run.framework}" if run.framework else ""
    return (
        f"{function} ({lines}), at commit {revision_id(run.commit)}, on {run.device}{framework},"
        f" in {run.seconds:.1f} s, with {versions}."
    )


def _files(manifest: Manifest) -> dict[str, str]:
    """Return the file of each network and measurement by its id."""
    files = {network.id: network.file for network in manifest.networks}
    files |= {measurement.id: measurement.file for measurement in manifest.measurements}
    return {name: f"artifacts/{file.path}" for name, file in files.items()}


def _measured(manifest: Manifest, record: MeasurementRecord, files: dict[str, str]) -> Action:
    run = manifest.made_with.runs[f"measurements/{record.id}"]
    # a training leaves its curves and the network
    trained = record.id.removeprefix("training-")
    networks = [files[one.id] for one in manifest.networks if record.id == f"training-{one.id}"]
    return Action(
        f"#measurements/{record.id}",
        f"Training of {trained}" if networks else f"Measurement of {record.id}",
        _how(record.source.function, lines_of(record.source).swhid, run),
        f"{SOURCE}{record.source.file}",
        tuple(files[name] for name in record.inputs if name in files),
        (files[record.id], *networks),
    )


def _drawn(manifest: Manifest, figure: FigureRecord, files: dict[str, str]) -> Action:
    return Action(
        f"#figures/{figure.id}",
        f"Drawing of figure {figure.number}",
        _how(
            figure.source.function,
            lines_of(figure.source).swhid,
            manifest.made_with.runs[f"figures/{figure.id}"],
        ),
        f"{SOURCE}{figure.source.file}",
        tuple(files[name] for name in figure.shows),
        tuple(f"artifacts/{file.path}" for file in figure.files.values()),
    )


def actions(release: Ready) -> list[Action]:
    """Return everything that was run: each measurement, each drawing, and the site last."""
    manifest = release.artifacts.manifest
    files = _files(manifest)
    site = Action(
        "#site",
        "Rendering of the site",
        f"make site PROFILE={manifest.profile}, at commit {revision_id(release.commit)}.",
        SOURCE,
        ("artifacts/",),
        ("site/",),
    )
    measured = [_measured(manifest, record, files) for record in manifest.measurements]
    drawn = [_drawn(manifest, figure, files) for figure in manifest.figures]
    return [*measured, *drawn, site]
