"""How the manifest is composed from the records that all other tasks left."""

from __future__ import annotations

from typing import Any

from analysis import catalogue
from analysis.artifacts import (
    SCHEMA,
    ArrayRecord,
    FigureRecord,
    MadeWith,
    Manifest,
    MeasurementRecord,
    NetworkRecord,
    Run,
    array_digest,
    file_record,
)
from analysis.catalogue import MEASUREMENTS
from analysis.catalogue.declarations import Figure, Measurement, Training
from analysis.catalogue.series.measurements import TRAININGS
from analysis.publishing import digests
from analysis.publishing.numbers import claim_record, value_record
from analysis.publishing.tasks import workplace as place
from analysis.settings import chosen

# what moves when a comment above it grows, and changes nothing that a page's cells read
LINES = {"source": {"first_line", "last_line"}}
PASSING = {
    "made_with": True,
    "networks": {"__all__": LINES},
    "measurements": {"__all__": LINES},
    "figures": {"__all__": LINES},
}


def _settings(item: Measurement) -> dict[str, Any]:
    return chosen(place.settings(), ("seed", "data", *item.settings))


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
        settings=_settings(item),
        keywords=dict(item.keywords),
        inputs=(*(i.id for i in item.inputs), *item.networks),
        digest=place.load_record(item).digest,
    )


def _network(item: Training) -> NetworkRecord:
    return NetworkRecord(
        id=item.network,
        file=file_record(place.network_path(item.network), place.ARTIFACTS),
        parameters=place.load_record(item).more["parameters"],
        source=digests.source_of(item.take),
        settings=_settings(item),
    )


def _figure(item: Figure, number: str) -> FigureRecord:
    left = place.load_record(item)
    return FigureRecord(
        id=item.id,
        part=item.part,
        number=number,
        series=item.series,
        title=item.title,
        shows=tuple(m.id for m in item.shows),
        source=digests.source_of(item.draw),
        keywords=dict(item.keywords),
        digest=left.digest,
        files={
            variant: file_record(place.figure_path(item, variant), place.ARTIFACTS)
            for variant in place.VARIANTS
        },
        **left.more,
    )


def _figures() -> tuple[FigureRecord, ...]:
    counts: dict[str, int] = {}
    records = []
    for item in catalogue.FIGURES:
        counts[item.part] = counts.get(item.part, 0) + 1
        records.append(_figure(item, f"{item.part}.{counts[item.part]}"))
    return tuple(records)


def runs() -> dict[str, Run]:
    """Return how each result was made, as its own task told it: nothing is asked of the process
    that publishes.
    """
    told = {f"measurements/{item.id}": place.load_record(item) for item in MEASUREMENTS}
    told |= {f"figures/{item.id}": place.load_record(item) for item in catalogue.FIGURES}
    return {name: left.made for name, left in told.items()}


def compose() -> Manifest:
    """Return the manifest of everything the catalogue declares.

    Raises:
        Problem: a record is damaged, or a value or verdict is not a number and not declared so.
    """
    return Manifest(
        schema_version=SCHEMA,
        profile=place.PROFILE,
        settings=place.settings().model_dump(mode="json"),
        networks=tuple(_network(item) for item in TRAININGS),
        measurements=tuple(_measurement(item) for item in MEASUREMENTS),
        figures=_figures(),
        values=tuple(value_record(item, place.load_result(item.of)) for item in catalogue.VALUES),
        claims=tuple(
            claim_record(item, [place.load_result(m) for m in item.of]) for item in catalogue.CLAIMS
        ),
        made_with=MadeWith(commit=digests.commit(), runs=runs()),
    )


def lasting(manifest: Manifest) -> dict[str, Any]:
    """Return what pages read of a manifest. Two equal runs differ in the rest, and so does a
    comment that grew; neither must run a page's cells again.
    """
    return manifest.model_dump(mode="json", exclude=PASSING)  # type: ignore[arg-type]
