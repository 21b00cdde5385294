"""How the manifest is composed from the records that all other tasks left."""

from __future__ import annotations

import contextlib
from typing import Any

from analysis import history
from analysis.artifacts import (
    SCHEMA,
    ArrayRecord,
    ChoiceRecord,
    FigureRecord,
    MadeWith,
    Manifest,
    MeasurementRecord,
    NetworkRecord,
    Run,
    VariationRecord,
    array_digest,
    file_record,
)
from analysis.catalogue.declarations import Figure, Measurement, Training
from analysis.catalogue.variations import Choice, choices, variations
from analysis.problem import Problem
from analysis.publishing import digests, provenance
from analysis.publishing.numbers import told
from analysis.publishing.tasks import varying
from analysis.publishing.tasks import workplace as place
from analysis.settings import chosen, read_by_all

CONTENTS = place.contents()
ITEMS: tuple[Measurement | Figure, ...] = (*CONTENTS.measurements, *CONTENTS.figures)
SEAL = "manifest.sha256"  # beside the artifacts: the digest of the manifest as it was written
# what moves when a comment above it grows, and changes nothing that a page's cells read
LINES = {"source": {"first_line", "last_line"}}
PASSING = {
    "made_with": True,
    "networks": {"__all__": LINES},
    "measurements": {"__all__": LINES},
    "figures": {"__all__": LINES},
}


def _settings(item: Measurement) -> dict[str, Any]:
    return chosen(place.settings(), (*read_by_all(place.settings()), *item.settings))


def _measurement(item: Measurement) -> MeasurementRecord:
    result, described = place.load_result(item), item.result.describe()
    axes = result.axes()
    return MeasurementRecord(
        id=item.id,
        file=file_record(place.arrays_path(item), place.ARTIFACTS),
        arrays=tuple(
            ArrayRecord(
                name=n,
                axes=axes[n],
                shape=v.shape,
                dtype=str(v.dtype),
                unit=described[n][1],
                sha256=array_digest(v),
            )
            for n, v in sorted(result.arrays().items())
        ),
        source=digests.source_of(item.take),
        settings=_settings(item),
        keywords=item.told,
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
    for item in CONTENTS.figures:
        counts[item.part] = counts.get(item.part, 0) + 1
        records.append(_figure(item, f"{item.part}.{counts[item.part]}"))
    return tuple(records)


def _cited(item: Measurement | Figure, made: Run) -> Run:
    """Return how a result was made; where its own files had not been committed then and have been
    since as they are, that commit is cited: nothing else has changed.
    """
    commit = history.settled(made.commit, lambda: provenance.files(item, place.PROFILE))
    return made.model_copy(update={"commit": commit})


def runs() -> dict[str, Run]:
    """Return how each result was made, as its own task told it: of the process that publishes
    nothing is asked but which changes have been committed.
    """
    return {
        f"{place.record_path(item).parent.name}/{item.id}": _cited(
            item, place.load_record(item).made
        )
        for item in ITEMS
    }


def committed_since() -> str:
    """Return the digest of the names of all results whose files were committed after they had been
    made: the manifest is written again for these.
    """
    names = []
    for item in ITEMS:
        with contextlib.suppress(Problem, OSError):  # what is not there is made and told later
            made = place.load_record(item).made
            if _cited(item, made) != made:
                names.append(item.id)
    return digests.digest(*names)


def _variations() -> tuple[VariationRecord, ...]:
    """Return the verdicts of every variation, as its own task left them."""
    paths = map(varying.verdicts_path, variations(place.settings()))
    return tuple(VariationRecord.model_validate_json(path.read_text()) for path in paths)


def _choice(name: str, choice: Choice) -> ChoiceRecord:
    varied = choice.varied(name)
    keys = sorted({key for one in varied.values() for key in one.changes})
    sample = choices().smaller.changes
    return ChoiceRecord(
        id=name,
        what=choice.what,
        why=choice.why,
        published=chosen(place.settings(), tuple(keys)),
        sampled={key: sample[key] for key in keys if key in sample},
        alternatives={id: one.says for id, one in varied.items()},
        changes={id: one.changes for id, one in varied.items()},
    )


def _choices() -> tuple[ChoiceRecord, ...]:
    return tuple(_choice(*one) for one in choices().choices.items() if CONTENTS.varied)


def compose() -> Manifest:
    """Return the manifest of everything the catalogue declares.

    Raises:
        Problem: a record is damaged, or a value, verdict or answer is not a number and not
            declared so.
    """
    return Manifest(
        schema_version=SCHEMA,
        profile=place.PROFILE,
        settings=place.settings().model_dump(mode="json"),
        networks=tuple(_network(item) for item in CONTENTS.trainings),
        measurements=tuple(_measurement(item) for item in CONTENTS.measurements),
        figures=_figures(),
        **told({m.id: place.load_result(m) for m in CONTENTS.measurements}, CONTENTS)._asdict(),
        variations=_variations(),
        choices=_choices(),
        made_with=MadeWith(commit=history.commit(), runs=runs()),
    )


def lasting(manifest: Manifest) -> dict[str, Any]:
    """Return what pages read of a manifest. Two equal runs differ in the rest, and so does a
    comment that grew; neither must run a page's cells again.
    """
    return manifest.model_dump(mode="json", exclude=PASSING)  # type: ignore[arg-type]
