"""Write the manifest, last: from now on the artifacts can be read as a whole."""

from __future__ import annotations

import importlib.metadata
import platform
from pathlib import Path
from typing import Annotated, Any

from pytask import Product, task

from analysis import catalogue
from analysis.artifacts import (
    SCHEMA,
    ArrayRecord,
    ClaimRecord,
    FigureRecord,
    MadeWith,
    Manifest,
    MeasurementRecord,
    NetworkRecord,
    ValueRecord,
    array_digest,
    file_record,
    refuse_orphans,
    to_json,
    write_atomically,
)
from analysis.catalogue import MEASUREMENTS
from analysis.catalogue.declarations import Figure, Measurement, Training, Value
from analysis.catalogue.series.measurements import TRAININGS
from analysis.publishing import digests
from analysis.publishing.tasks import workplace as place
from analysis.settings import Settings

PACKAGES = ("tensorflow", "keras", "numpy", "matplotlib", "scikit-learn", "scipy")


def _chosen(settings: Settings, keys: tuple[str, ...]) -> dict[str, Any]:
    chosen: dict[str, Any] = {}
    dump = settings.model_dump(mode="json")
    for key in ("seed", "data", *keys):
        value: Any = dump
        for part in key.split("."):
            value = value[part]
        chosen[key] = value
    return chosen


def _measurement(item: Measurement) -> MeasurementRecord:
    arrays, described = place.load_result(item).arrays(), item.result.describe()
    return MeasurementRecord(
        id=item.id,
        file=file_record(place.arrays_path(item), place.ARTIFACTS),
        arrays=tuple(
            ArrayRecord(
                name=n,
                axes=described[n][0],
                shape=v.shape,
                dtype=str(v.dtype),
                unit=described[n][1],
                sha256=array_digest(v),
            )
            for n, v in sorted(arrays.items())
        ),
        source=digests.source_of(item.take),
        settings=_chosen(place.settings(), item.settings),
        keywords=dict(item.keywords),
        inputs=(*(i.id for i in item.inputs), *item.networks),
        digest=place.load_record(item)["digest"],
    )


def _network(item: Training) -> NetworkRecord:
    record = place.load_record(item)
    return NetworkRecord(
        id=item.network,
        file=file_record(place.network_path(item.network), place.ARTIFACTS),
        parameters=record["parameters"],
        source=digests.source_of(item.take),
        settings=_chosen(place.settings(), item.settings),
    )


def _figure(item: Figure, number: str) -> FigureRecord:
    record = place.load_record(item)
    return FigureRecord(
        id=item.id,
        part=item.part,
        number=number,
        series=item.series,
        title=item.title,
        caption=record["caption"],
        alt=record["alt"],
        shows=tuple(m.id for m in item.shows),
        source=digests.source_of(item.draw),
        keywords=dict(item.keywords),
        digest=record["digest"],
        width=record["width"],
        height=record["height"],
        panels=record["panels"],
        files={
            variant: file_record(place.figure_path(item, variant), place.ARTIFACTS)
            for variant in place.VARIANTS
        },
    )


def _value(item: Value) -> ValueRecord:
    number = float(item.read(place.load_result(item.of)))
    return ValueRecord(
        id=item.id,
        of=item.of.id,
        number=number,
        text=item.text(number),
        unit=item.unit,
        digits=item.digits,
    )


def _figures() -> tuple[FigureRecord, ...]:
    counts: dict[str, int] = {}
    records = []
    for item in catalogue.FIGURES:
        counts[item.part] = counts.get(item.part, 0) + 1
        records.append(_figure(item, f"{item.part}.{counts[item.part]}"))
    return tuple(records)


def _made_with() -> MadeWith:
    records = {f"measurements/{item.id}": place.load_record(item) for item in MEASUREMENTS}
    records |= {f"figures/{item.id}": place.load_record(item) for item in catalogue.FIGURES}
    versions = {name: importlib.metadata.version(name) for name in PACKAGES} | {
        "python": platform.python_version()
    }
    return MadeWith(
        commit=digests.commit(),
        device=place.load_record(TRAININGS[0])["device"],
        versions=versions,
        seconds={name: record["seconds"] for name, record in records.items()},
        commits={name: record["commit"] for name, record in records.items()},
    )


_FILES = [place.arrays_path(m) for m in MEASUREMENTS] + [
    place.network_path(t.network) for t in TRAININGS
]
_FILES += [place.figure_path(f, variant) for f in catalogue.FIGURES for variant in place.VARIANTS]

refuse_orphans(place.ARTIFACTS, (path.relative_to(place.ARTIFACTS).as_posix() for path in _FILES))


@task(
    id="manifest",
    kwargs={
        "parts": place.nodes(
            {
                "code": digests.catalogue_digest(),
                "settings": digests.digest(place.settings().model_dump_json()),
            }
        ),
        # each record is written again with the files it stands for
        "records": (
            [place.record_path(m) for m in MEASUREMENTS]
            + [place.record_path(f) for f in catalogue.FIGURES]
        ),
        "path": place.ARTIFACTS / "manifest.json",
        "lasting": place.BUILD / "published.sha256",
    },
)
def publish(
    parts: dict[str, str],
    records: list[Path],
    path: Annotated[Path, Product],
    lasting: Annotated[Path, Product],
) -> None:
    """Write the manifest, last of all, and the digest of what lasts in it."""
    manifest = Manifest(
        schema_version=SCHEMA,
        profile=place.PROFILE,
        settings=place.settings().model_dump(mode="json"),
        networks=tuple(_network(item) for item in TRAININGS),
        measurements=tuple(_measurement(item) for item in MEASUREMENTS),
        figures=_figures(),
        values=tuple(_value(item) for item in catalogue.VALUES),
        claims=tuple(
            ClaimRecord(
                id=c.id,
                part=c.part,
                statement=c.statement,
                test=c.test,
                of=tuple(m.id for m in c.of),
                **vars(c.judge(*(place.load_result(m) for m in c.of))),
            )
            for c in catalogue.CLAIMS
        ),
        made_with=_made_with(),
    )
    write_atomically(path, to_json(manifest))
    # what pages read: two equal runs differ in made_with only, and that must not run a page's cells
    # again
    write_atomically(
        lasting,
        digests.digest(to_json(manifest.model_dump(mode="json", exclude={"made_with"}))) + "\n",
    )
