"""What is compared: the build of this project, and another one as an archive, a folder, or what a
site tells of its conclusions.
"""

from __future__ import annotations

import json
import tarfile
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from analysis.artifacts import (
    SCHEMA,
    Artifacts,
    ClaimRecord,
    FindingRecord,
    Manifest,
    QuestionRecord,
    Record,
)
from analysis.problem import Problem
from analysis.publishing.replay.classes import Made, Setting

CONCLUSIONS = "claims.json"  # of a site
TOLD = ("profile", "claims", "questions", "findings", "variations", "choices")
FOLDER, MANIFEST = "artifacts", "manifest.json"
PLACES = (MANIFEST, f"{FOLDER}/{MANIFEST}", f"*/{FOLDER}/{MANIFEST}")  # as it may lie in a folder
RECORDS: dict[str, type[Record]] = {
    "claims": ClaimRecord,
    "questions": QuestionRecord,
    "findings": FindingRecord,
}
REMEDY = (
    "Name the archive of a release, a folder of artifacts with its manifest.json or what holds one,"
    " or a site's claims.json: make replay AGAINST=build/quick"
)
BROKEN = (OSError, ValueError, EOFError, zipfile.BadZipFile, tarfile.TarError, RuntimeError)


@dataclass(frozen=True)
class Other:
    """A build to compare with."""

    manifest: Manifest
    artifacts: Artifacts | None  # none where only its conclusions are known


def _wanted(name: str) -> bool:
    return FOLDER in PurePosixPath(name).parts[:2]


def _unpack(archive: Path, into: Path) -> None:
    """Unpack the artifacts of an archive; neither kind may write outside of a folder."""
    if zipfile.is_zipfile(archive):
        with zipfile.ZipFile(archive) as packed:
            packed.extractall(into, [one for one in packed.namelist() if _wanted(one)])
        return
    with tarfile.open(archive) as packed_tar:
        members = [one for one in packed_tar.getmembers() if _wanted(one.name)]
        packed_tar.extractall(into, members, filter="data")


@contextmanager
def _unpacked(path: Path) -> Iterator[Path]:
    """Yield the folder that a path is, or an archive's content while it is looked at."""
    if path.is_dir():
        yield path
        return
    with tempfile.TemporaryDirectory(prefix="replay-") as into:
        try:
            _unpack(path, Path(into))
        except BROKEN as error:
            raise Problem(
                f"AGAINST={path} is neither a folder nor a whole archive: {error}. {REMEDY}"
            ) from None
        yield Path(into)


def _manifest(folder: Path, path: str) -> Path:
    """Return where the manifest lies, below what was named; ``Raises Problem`` if nowhere."""
    found = next((one for place in PLACES for one in sorted(folder.glob(place))), None)
    if found is None:
        raise Problem(f"AGAINST={path} holds no {FOLDER}/{MANIFEST}. {REMEDY}")
    return found


def _refuse_other_schema(manifest: Path, path: str) -> None:
    """``Raises Problem`` for a build of another time, whose records are others."""
    try:
        content = json.loads(manifest.read_text())
        version = content["schema_version"]
        commit = content["made_with"]["commit"]
    except (ValueError, LookupError, TypeError, RecursionError):
        raise Problem(f"AGAINST={path}: its {MANIFEST} is none of this project. {REMEDY}") from None
    if version != SCHEMA:
        raise Problem(
            f"AGAINST={path} has schema version {version!r}; this code compares {SCHEMA}. Check out"
            f" the commit that it was made at, {commit}, and compare there."
        )


def _check(artifacts: Artifacts, path: str) -> None:
    """Read every file once: a manifest alone proves nothing. ``Raises Problem`` for one that is
    missing or another one; a network may lie elsewhere in an archive.
    """
    elsewhere = {one.file.path for one in artifacts.manifest.networks}
    for name, record in artifacts.manifest.files().items():
        if name in elsewhere and not (artifacts.folder / name).is_file():
            continue
        try:
            artifacts.read(record)
        except Problem as problem:
            reason = str(problem).split(". ")[0].split(": SHA-256")[0]
            raise Problem(f"AGAINST={path} is damaged: {reason}. Fetch it again.") from None


def _ours(name: str, told: Any) -> Any:
    """Return what a site tells without what it adds to our records: names and addresses."""
    fields = RECORDS[name].model_fields if name in RECORDS else None
    return [{key: one[key] for key in fields} for one in told] if fields else told


def _conclusions(file: Path, path: str) -> Other:
    """Return what a site tells of its conclusions, the rest left empty."""
    lists = ("networks", "measurements", "figures", "values")
    nothing = dict.fromkeys(lists, ()) | {"made_with": {"commit": "", "runs": {}}}
    try:
        content = json.loads(file.read_bytes())
        told = {name: _ours(name, content[name]) for name in TOLD}
        manifest = Manifest.model_validate(
            nothing | {"schema_version": SCHEMA, "settings": {}} | told
        )
    except (ValueError, TypeError, LookupError, RecursionError):
        raise Problem(
            f"AGAINST={path}: {file.name} does not tell claims as this code reads them: it is of"
            " another time, or of another project. Compare with the archive of a release."
        ) from None
    return Other(manifest, None)


@contextmanager
def there(path: str) -> Iterator[Other]:
    """Yield the other build, its files checked.

    Raises:
        Problem: there is none, it is damaged, or of another time.
    """
    if not path:
        raise Problem(f"AGAINST names nothing to compare with. {REMEDY}")
    if not Path(path).exists():
        raise Problem(f"AGAINST={path}: there is no such file or folder. {REMEDY}")
    if file := _of_site(Path(path)):
        yield _conclusions(file, path)
        return
    with _unpacked(Path(path)) as folder:
        manifest = _manifest(folder, path)
        _refuse_other_schema(manifest, path)
        artifacts = Artifacts(manifest.parent)
        _check(artifacts, path)
        yield Other(artifacts.manifest, artifacts)


def _of_site(path: Path) -> Path | None:
    """Return the conclusions of a site, where that is all that was named."""
    if path.is_file():
        return path if path.name == CONCLUSIONS else None
    inner = path / CONCLUSIONS
    has_artifacts = any(any(path.glob(place)) for place in PLACES)
    return inner if inner.is_file() and not has_artifacts else None


def here(folder: Path) -> Artifacts:
    """Return the build of this project, its files checked; ``Raises Problem`` as ``verify``."""
    artifacts = Artifacts(folder)
    artifacts.verify()
    return artifacts


def made(manifest: Manifest) -> Made:
    """Return what is known of how a build was made."""
    runs = [run for run in manifest.made_with.runs.values() if run.framework]
    frameworks = {f"{run.framework} {run.versions.get(run.framework, '')}".strip() for run in runs}
    return Made(
        profile=manifest.profile,
        commit=manifest.made_with.commit,
        frameworks=tuple(sorted(frameworks)),
        devices=tuple(sorted({run.device for run in runs})),
    )


def _flat(settings: dict[str, Any], above: str = "") -> Iterator[tuple[str, Any]]:
    for name, value in settings.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{above}{name}.")
        else:
            yield f"{above}{name}", value


def other_settings(ours: Manifest, others: Manifest) -> tuple[Setting, ...]:
    """Return every key of the profile whose value is another one."""
    one, two = dict(_flat(ours.settings)), dict(_flat(others.settings))
    return tuple(
        Setting(key=key, here=one.get(key), there=two.get(key))
        for key in dict.fromkeys([*one, *two])
        if one.get(key) != two.get(key)
    )
