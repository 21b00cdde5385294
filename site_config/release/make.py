"""Make a release: gathered, written beside the last one, checked, and only then put in place."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from analysis.artifacts import sha256, write_atomically
from analysis.ending import say
from analysis.problem import Problem
from site_config.build.folder import contents
from site_config.paths import REPOSITORY, Place, site_address
from site_config.release.archive import SUMS, write
from site_config.release.crate import crate_of
from site_config.release.deposit import LICENCES, deposit
from site_config.release.ready import Ready, ready
from site_config.release.source import File, source_at, tree_of
from site_config.release.validator import unpacked, validate
from site_config.words.context import environment

METADATA = "ro-crate-metadata.json"
PARTLY = ".part-"


def _json(told: Mapping[str, Any]) -> bytes:
    return (json.dumps(told, indent=1, ensure_ascii=False) + "\n").encode()


def _welcome(release: Ready) -> bytes:
    """Return what a person reads first who opens the archive."""
    cited = release.citation
    return (
        environment()
        .get_template("release.md.j2")
        .render(
            title=cited.title,
            abstract=cited.abstract,
            version=release.version.number,
            day=release.version.day.isoformat(),
            commit=release.commit,
            profile=release.artifacts.manifest.profile,
            archive=f"{release.name}.zip",
            licences=LICENCES,
        )
        .encode()
    )


def _results(release: Ready) -> dict[str, File]:
    """Return all results, each as the manifest recorded it."""
    artifacts = release.artifacts
    files = {path: artifacts.read(record) for path, record in artifacts.manifest.files().items()}
    files["manifest.json"] = (artifacts.folder / "manifest.json").read_bytes()
    return {f"artifacts/{path}": File(content) for path, content in files.items()}


def gather(release: Ready) -> dict[str, File]:
    """Return every file of a release by its path there, but for the checksums."""
    tree, source, address = tree_of(release.commit), source_at(release.commit), site_address()
    beside = {name: source[name] for name in ("CITATION.cff", "LICENSE")}
    beside["README.md"] = File(_welcome(release))
    beside[".zenodo.json"] = File(_json(deposit(release, tree, address)))
    files = {**beside, **_results(release)}
    site = contents(release.place.site)
    files |= {f"site/{path}": File(content) for path, content in site.items()}
    files |= {f"source/{path}": file for path, file in source.items()}
    told = crate_of(release, tree, address, (*sorted(beside), SUMS))
    return files | {METADATA: File(_json(told))}


def _settle(made: Path, target: Path) -> str:
    """Put a finished archive in its place, and its checksum beside it; return the checksum."""
    digest = sha256(made.read_bytes())
    try:
        os.replace(made, target)
    except OSError as error:
        raise Problem(
            f"cannot write {target}: {error.strerror}. Mend the permissions, then run: make release"
        ) from None
    write_atomically(target.with_name(f"{target.name}.sha256"), f"{digest}  {target.name}\n")
    return digest


def _workplace(folder: Path) -> tempfile.TemporaryDirectory[str]:
    """Return a folder beside the releases, once what killed runs have left there is gone."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for left in folder.glob(f"{PARTLY}*"):
            shutil.rmtree(left)
        return tempfile.TemporaryDirectory(dir=folder, prefix=PARTLY)
    except OSError as error:
        raise Problem(
            f"cannot write {folder}: {error.strerror}. Free some space or mend the permissions,"
            " then run: make release"
        ) from None


def release(place: Place, tag: str = "") -> Path:
    """Make the release of a profile; return its archive.

    Raises:
        Problem: it may not be released, cannot be written, or is not valid; what was there before
            is untouched.
    """
    what = ready(place, tag)
    files = gather(what)
    target = place.release / f"{what.name}.zip"
    with _workplace(place.release) as passing:
        made = Path(passing) / target.name
        write(made, files, what.version.day)
        validate(unpacked(made, Path(passing) / "unpacked"), Path(passing))
        size = made.stat().st_size
        digest = _settle(made, target)
    shown = str(target).removeprefix(f"{REPOSITORY}/")
    say(f"{shown}: version {what.version.number}, {len(files) + 1} files, {size / 1e6:.0f} MB")
    say(f"SHA-256 {digest}")
    return target
