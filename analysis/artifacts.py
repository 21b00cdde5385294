"""The contract with the site: typed records, digests, atomic writes, checked reads.

The only module of ``analysis`` that the site may import; it needs NumPy and pydantic, nothing more.
Outside ``made_with`` a manifest holds nothing that differs between two runs on one machine.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import os
import zipfile
import zlib
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Literal

import numpy as np
from pydantic import BaseModel, ConfigDict, ValidationError

from analysis.problem import Problem, nearest
from analysis.profiles import build_folder

SCHEMA = 7
REPOSITORY = Path(__file__).parent.parent
# what NumPy raises where a file does not hold arrays, or holds objects of Python
UNREADABLE = (ValueError, KeyError, OSError, EOFError, zipfile.BadZipFile, zlib.error)
Verdict = Literal["confirmed", "refuted", "mixed", "not tested"]
# another training, the sample that alternatives are compared on, one choice made otherwise
VariationKind = Literal["training", "smaller", "alternative"]
# what a number rests on: data and design alone, a training, or nothing that is near or far
ToleranceKind = Literal["data", "network", "name"]


class Record(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Source(Record):
    """Where the code that made something stands."""

    function: str
    file: str
    first_line: int
    last_line: int


class FileRecord(Record):
    path: str  # relative to the artifacts folder
    sha256: str
    size: int


class NetworkRecord(Record):
    id: str
    file: FileRecord
    parameters: int
    source: Source
    settings: dict[str, Any]


class ArrayRecord(Record):
    name: str
    axes: tuple[str, ...]
    shape: tuple[int, ...]
    dtype: str
    unit: str
    sha256: str


class MeasurementRecord(Record):
    id: str
    file: FileRecord
    arrays: tuple[ArrayRecord, ...]
    source: Source
    settings: dict[str, Any]
    keywords: dict[str, Any]
    inputs: tuple[str, ...]
    digest: str


class FigureRecord(Record):
    id: str
    part: str
    number: str
    series: tuple[str, ...]
    title: str
    caption: str
    alt: str
    shows: tuple[str, ...]
    source: Source
    keywords: dict[str, Any]
    digest: str
    width: int  # px of the drawing at 96 px per inch
    height: int
    panels: tuple[str, ...]
    files: dict[str, FileRecord]  # light.svg, dark.svg, png


class ToleranceRecord(Record):
    """How far a value may differ on another machine and still be the same."""

    kind: ToleranceKind
    within: float  # in the unit of ``number``; shares count from 0 to 1


class ValueRecord(Record):
    id: str
    of: str
    number: float | None  # none where nothing could be measured, as its entry declares
    text: str
    unit: str
    digits: int
    tolerance: ToleranceRecord


class ChangeRecord(Record):
    on: str  # day
    what: str
    why: str


class ClaimRecord(Record):
    id: str
    part: str
    statement: str
    test: str
    confirmed: str  # when, in words
    refuted: str
    derived: bool  # ours: it follows from what the series describes
    verdict: Verdict
    near_bar: bool = False  # whether an interval that decides reaches over a bar of the test
    evidence: str
    value: float | None  # none where no single number decides
    low: float | None  # 95 % interval
    high: float | None
    unit: str
    n: int | None
    sample: str  # what n counts
    alone: str  # one map, one training: where the whole sample shares it
    figure: str  # id, or empty
    requires: tuple[str, ...]
    refuted_premises: tuple[str, ...]  # those of ``requires``, and of these, that are refuted
    changes: tuple[ChangeRecord, ...]
    of: tuple[str, ...]


class QuestionRecord(Record):
    id: str
    part: str
    question: str
    answered: bool
    answer: str  # or why there is none: what the numbers lack, or what one would need
    figure: str  # id, or empty
    of: tuple[str, ...]  # empty where nothing measured speaks to it


class FindingRecord(Record):
    """A sentence of ours that pages say where it holds, and the contrary where it does not."""

    id: str
    part: str
    statement: str
    test: str
    open: str  # when it cannot be told; empty where it always can
    holds: bool | None  # none where it cannot be told
    evidence: str
    of: tuple[str, ...]


class VerdictRecord(Record):
    """The verdict on one claim in a variation; the published one stands in ``ClaimRecord``."""

    claim: str
    verdict: Verdict
    evidence: str
    value: float | None
    low: float | None
    high: float | None
    n: int | None
    unit: str
    touched: bool  # whether the variation changes anything the claim is judged by


class VariationRecord(Record):
    """All claims judged once more with some settings changed."""

    id: str
    kind: VariationKind
    choice: str  # of which it is an alternative, or empty
    changes: dict[str, Any]  # dotted keys of the profile and their other values
    verdicts: tuple[VerdictRecord, ...]


class ChoiceRecord(Record):
    """A choice that is ours, with its alternatives, in words."""

    id: str
    what: str
    why: str
    published: dict[str, Any]  # the keys that its alternatives change, as they are published
    sampled: dict[str, Any]  # those of them that are others on the sample of alternatives
    alternatives: dict[str, str]  # by the id of the variation
    changes: dict[str, dict[str, Any]]  # of these keys, by the id of the variation


class Run(Record):
    """How one result was made, as of the run that made it."""

    commit: str
    device: str
    framework: str  # tensorflow or jax; empty where none computed
    versions: dict[str, str]  # of Python and of every package that had a part in it
    seconds: float


class MadeWith(Record):
    """Everything that may differ between two runs of the same publication."""

    commit: str  # the manifest itself was written at
    runs: dict[str, Run]  # by kind and id: figures/oip-evolution, measurements/oip-evolution


class Manifest(Record):
    schema_version: int
    profile: str
    settings: dict[str, Any]
    networks: tuple[NetworkRecord, ...]
    measurements: tuple[MeasurementRecord, ...]
    figures: tuple[FigureRecord, ...]
    values: tuple[ValueRecord, ...]
    claims: tuple[ClaimRecord, ...]
    questions: tuple[QuestionRecord, ...]
    findings: tuple[FindingRecord, ...]
    variations: tuple[VariationRecord, ...]
    choices: tuple[ChoiceRecord, ...]
    made_with: MadeWith

    def files(self) -> dict[str, FileRecord]:
        """Return every file the manifest stands for, by path."""
        records = [n.file for n in self.networks] + [m.file for m in self.measurements]
        records += [file for figure in self.figures for file in figure.files.values()]
        return {record.path: record for record in records}


def sha256(content: bytes) -> str:
    """Return the SHA-256 of a content, as 64 hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()


def write_atomically(path: Path, content: bytes | str) -> None:
    """Write to a temporary name beside ``path``, then rename, so that no reader ever sees half a
    file.

    Raises:
        Problem: the folder cannot be written or the disk is full; what was there before is
            untouched.
    """
    data = content.encode() if isinstance(content, str) else content
    temporary = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary.write_bytes(data)
        os.replace(temporary, path)
    except OSError as error:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise Problem(
            f"cannot write {path}: {error.strerror}. Nothing was changed; free some space or mend"
            " the permissions, then run it again."
        ) from None


def array_digest(values: np.ndarray) -> str:
    """Return the SHA-256 of dtype, shape and content."""
    head = f"{values.dtype.str}{values.shape}".encode()
    return sha256(head + np.ascontiguousarray(values).tobytes())


def _describes(record: ArrayRecord, values: np.ndarray) -> bool:
    return (record.shape, record.dtype, record.sha256) == (
        values.shape,
        str(values.dtype),
        array_digest(values),
    )


def file_record(path: Path, folder: Path) -> FileRecord:
    """Return what is recorded of a file: its path below a folder, its SHA-256 and its size in
    bytes.
    """
    content = path.read_bytes()
    return FileRecord(
        path=path.relative_to(folder).as_posix(), sha256=sha256(content), size=len(content)
    )


def to_json(record: BaseModel | dict[str, Any]) -> str:
    """Return canonical JSON: sorted keys, one trailing newline."""
    value = record.model_dump(mode="json") if isinstance(record, BaseModel) else record
    return json.dumps(value, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


class Artifacts:
    """A folder of artifacts, read with its checksums checked.

    Raises:
        Problem: there is no manifest, or it is not one of this version.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        path = folder / "manifest.json"
        if not path.is_file():
            raise Problem(
                f"{folder} has no manifest.json: nothing has been published there yet. Run: make"
                " site"
            )
        try:
            content = json.loads(path.read_text())
            version = content.get("schema_version")
            if version != SCHEMA:
                raise Problem(
                    f"{path} has schema version {version!r}; this code reads {SCHEMA}. Run: make"
                    " site, which writes it again and measures only what is stale."
                )
            self.manifest = Manifest.model_validate(content)
        except (ValueError, AttributeError, RecursionError) as error:
            detail = error.errors()[0] if isinstance(error, ValidationError) else None
            what = f"{'.'.join(map(str, detail['loc']))}: {detail['msg']}" if detail else str(error)
            raise Problem(
                f"{path} is not a manifest of this project: {what}. Remove it, then run: make site"
            ) from None

    @cached_property
    def figures(self) -> dict[str, FigureRecord]:
        return {figure.id: figure for figure in self.manifest.figures}

    @cached_property
    def measurements(self) -> dict[str, MeasurementRecord]:
        return {measurement.id: measurement for measurement in self.manifest.measurements}

    @cached_property
    def values(self) -> dict[str, ValueRecord]:
        return {value.id: value for value in self.manifest.values}

    def read(self, record: FileRecord) -> bytes:
        """Return a file's content; ``Raises Problem`` when it is missing or not what the manifest
        recorded.
        """
        path = self.folder / record.path
        if not path.is_file():
            raise Problem(f"{path} is in the manifest but missing. Run: make site")
        content = path.read_bytes()
        if sha256(content) != record.sha256:
            raise Problem(
                f"{path} was changed after it was published: SHA-256 {sha256(content)[:12]}...,"
                f" manifest {record.sha256[:12]}... Remove it, then run: make site"
            )
        return content

    def arrays(self, measurement: str) -> SimpleNamespace:
        """Return the arrays of a measurement as attributes, e.g.
        ``arrays("example-images").images``.
        """
        if measurement not in self.measurements:
            raise Problem(
                f"measurement {measurement!r} is not in the manifest;"
                f" {nearest(measurement, self.measurements)}."
            )
        record = self.measurements[measurement].file
        content = self.read(record)
        try:
            with np.load(io.BytesIO(content), allow_pickle=False) as stored:
                return SimpleNamespace(**{name: stored[name] for name in stored.files})
        except UNREADABLE as error:
            raise Problem(
                f"{self.folder / record.path} was changed after it was published: it does not hold"
                f" arrays of numbers and words ({error}). Remove it, then run: make site"
            ) from None

    def network(self, network: str = "full-recipe") -> Path:
        """Return the checked path of a stored network."""
        known = {record.id: record for record in self.manifest.networks}
        if network not in known:
            raise Problem(f"network {network!r} is not in the manifest; {nearest(network, known)}.")
        self.read(known[network].file)
        return self.folder / known[network].file.path

    def verify(self) -> int:
        """Recompute every checksum; return the number of files. ``Raises Problem`` at the first
        that differs.
        """
        refuse_orphans(self.folder, self.manifest.files())
        for record in self.manifest.files().values():
            self.read(record)
        for measurement in self.manifest.measurements:
            self._check_arrays(measurement)
        return len(self.manifest.files())

    def _check_arrays(self, measurement: MeasurementRecord) -> None:
        """Compare the arrays of a measurement with what the manifest records of each."""
        stored = vars(self.arrays(measurement.id))
        recorded = {array.name: array for array in measurement.arrays}
        changed = stored.keys() ^ recorded.keys()
        for name in stored.keys() & recorded.keys():
            if not _describes(recorded[name], stored[name]):
                changed.add(name)
        if changed:
            raise Problem(
                f"{self.folder / measurement.file.path} was changed after it was published: array"
                f" {min(changed)!r} is not the one the manifest recorded. Remove it, then run:"
                " make site"
            )


def refuse_orphans(folder: Path, expected: Iterable[str]) -> None:
    """Raise a Problem when the folder holds a file that no entry stands for; files of an
    interrupted write are swept away.
    """
    for part in folder.rglob(".*.part"):
        part.unlink()
    found = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    if orphans := sorted(found - {"manifest.json", *expected}):
        more = f" (and {len(orphans) - 1} more)" if len(orphans) > 1 else ""
        raise Problem(
            f"{folder / orphans[0]}{more} belongs to no entry of the catalogue. Remove it, or"
            " declare it in analysis/catalogue."
        )


def open_artifacts(folder: Path | str | None = None) -> Artifacts:
    """Open a folder of artifacts: the one named, that of $ARTIFACTS, or the full profile's."""
    return Artifacts(
        Path(folder or os.environ.get("ARTIFACTS") or build_folder("full") / "artifacts")
    )


def show(figure: str) -> Any:
    """Display a published figure in a notebook, by its id."""
    from IPython.display import SVG  # only notebooks need it

    artifacts = open_artifacts()
    if figure not in artifacts.figures:
        raise Problem(
            f"figure {figure!r} is not in the manifest; {nearest(figure, artifacts.figures)}."
        )
    return SVG(data=artifacts.read(artifacts.figures[figure].files["light.svg"]).decode())
