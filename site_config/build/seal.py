"""A seal on a finished build: digests of all it was made from, and one of each file it made.

Where neither has changed by a single byte there is nothing to do, and nothing has to be loaded to
say so. Whatever breaks the seal is judged by the task graph, which knows what matters; so the seal
looks at more than any task, never at less: every file of the project that is no build of it, every
file that tasks compare, the whole site, Python, and every installed package. ``check`` holds what
lies there against the seal, and names what is no longer as the build left it.

Part of it is a seal on what was measured, drawn and published, and on what that was made from.
While it holds, tasks of these kinds need not be asked: an edited page waits for those of pages.
"""

from __future__ import annotations

import hashlib
import json
import os
import platform
import shutil
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

from analysis.artifacts import write_atomically
from analysis.history import stand
from analysis.problem import Problem
from analysis.profiles import subject_file
from analysis.surroundings import framework
from analysis.toml_files import read_toml
from site_config.build.content import digest, digests, files
from site_config.build.renderers import chosen
from site_config.paths import (
    ASSETS,
    DOCS,
    REPOSITORY,
    TEMPLATES,
    Place,
    place,
    site_address,
    subject,
)

SOURCES = (REPOSITORY / "analysis", REPOSITORY / "site_config", TEMPLATES, DOCS, ASSETS)
# what pages alone are made of: nothing that measures, draws or publishes reads it
ROOMS = ("atlas", "citing", "content", "data", "pages", "words")
OF_PAGES: tuple[str, ...] = ("docs/", "templates/", "mkdocs.yml", "CITATION.cff")
OF_PAGES += tuple(f"site_config/{room}/" for room in ROOMS)
# keys of the file of another subject that name files and folders, and what was seen of these
OF_SUBJECT = ("network", "images", "labels", "test", "test_labels")
OUTLOOK = "outlook.json"
MEASURED = ("artifacts", "records", "variations")
MADE = (*MEASURED, "cells", "exhibits", "site_docs")
PUBLISHED = ("published.sha256", "measured.sha256", "manifest.sha256")
OF_MEASURING = (*(f"{name}/" for name in MEASURED), *PUBLISHED)
# what builds remember of earlier ones, each in a file of its own
MEMORIES = ("composed.json", "read.json", "rendered.json", "told.json")
NOTES = (*PUBLISHED, *MEMORIES, "staged.sha256", "pytask.lock")


class Read(NamedTuple):
    """Digests of everything that a build may depend on, and of it without what pages alone read."""

    all: str
    measuring: str


class Tasks(NamedTuple):
    """How many tasks there are, and how many of them measure, draw and publish."""

    all: int
    measuring: int


@dataclass(frozen=True)
class Seal:
    """Digests of what a build read, and of each file that it left, and how many tasks it had; of a
    part, ``read`` is empty, and the rest is of what was measured, drawn and published alone.
    """

    read: str
    measuring: str
    made: dict[str, str | None]
    tasks: int
    measuring_tasks: int


def nothing_to_do(tasks: int) -> str:
    """Return what is said of a run in which nothing was stale."""
    return f"Nothing to do: all {tasks} tasks are up to date"


def _digest(parts: Iterable[str], found: Iterable[tuple[str, str | None]]) -> str:
    """Return one digest of words and of files, by name and content."""
    told = [*parts, *(f"{path} {digest or 'missing'}" for path, digest in found)]
    return hashlib.sha256("\n".join(told).encode(errors="surrogateescape")).hexdigest()


def _installed() -> list[str]:
    """Return names and versions of all packages, as the folders of their records are called."""
    folders = [Path(name) for name in sys.path if name and Path(name).is_dir()]
    names = {path.name for folder in folders for path in folder.glob("*.dist-info")}
    return sorted(names)


def _of_subject() -> Iterator[Path]:
    """Yield the files of another subject than that of the series: its own, and those it names."""
    name = subject()
    if name is None:
        return
    path = subject_file(name)
    yield path
    said = read_toml(path, path.name)
    for text in [*(said.get(key) or "" for key in OF_SUBJECT), *_beside()]:
        there = REPOSITORY / os.path.expanduser(str(text))
        if there.is_file():
            yield there
        elif there.is_dir() and there != REPOSITORY:
            yield from (Path(one) for one in files(there))


def _beside() -> list[object]:
    """Return where the images of another subject have labels that its file does not name, as was
    seen before anything was measured.
    """
    try:
        found = json.loads((place().build / OUTLOOK).read_text())["beside"]
    except (OSError, ValueError, LookupError, TypeError, RecursionError):
        return []
    return found if isinstance(found, list) else []


def read() -> Read:
    """Return the digests of everything that a build may depend on."""
    root = [str(path) for path in REPOSITORY.iterdir() if path.is_file()]
    sources = [path for folder in SOURCES for path in files(folder)]
    # results that were made before their code was committed are cited anew
    told = [sys.version, platform.platform(), framework(), chosen(), stand().head, site_address()]
    told += _installed()
    found = digests(root + sources + list(_of_subject()))
    ours = tuple(f"{REPOSITORY}/{name}" for name in OF_PAGES)
    return Read(
        _digest(told, found), _digest(told, (one for one in found if not one[0].startswith(ours)))
    )


def _made(folders: dict[str, Path], place: Place, notes: Iterable[str]) -> dict[str, str | None]:
    found = {
        f"{name}{path[len(str(folder)) :]}": path
        for name, folder in folders.items()
        for path in files(folder)
    }
    found |= {name: str(place.build / name) for name in notes}
    told = dict(digests(found.values(), follow=False))
    return {name: told[path] for name, path in found.items()}


def made(place: Place) -> dict[str, str | None]:
    """Return the digest of every file that a build leaves and compares with the next time."""
    folders = {name: place.build / name for name in MADE} | {"site": place.site}
    return _made(folders, place, NOTES)


def _measured(place: Place) -> dict[str, str | None]:
    """Return the same of what was measured, drawn and published alone."""
    return _made({name: place.build / name for name in MEASURED}, place, PUBLISHED)


def _path(place: Place) -> Path:
    return place.build / "seal.json"


def _stored(place: Place) -> Seal | None:
    """Return the seal of the last build, None where there is none or it is damaged."""
    try:
        seal = Seal(**json.loads(_path(place).read_text()))
    except (OSError, ValueError, TypeError, RecursionError):
        return None
    return seal if isinstance(seal.made, dict) else None


def unbroken(place: Place, now: Read) -> Seal | None:
    """Return the seal of the last build when neither what it read, which is now ``now``, nor what
    it made has changed since.
    """
    seal = _stored(place)
    return seal if seal and seal.read == now.all and seal.made == made(place) else None


def unbroken_part(place: Place, now: Read) -> Seal | None:
    """Return the part of the seal that is of what was measured, drawn and published, when neither
    that nor what it was made from has changed since.
    """
    seal = _stored(place)
    if not seal or seal.measuring != now.measuring:
        return None
    there = _measured(place)
    was = {name: seal.made[name] for name in seal.made if name.startswith(OF_MEASURING)}
    return _part(seal, there) if was == there else None


def _part(seal: Seal, there: dict[str, str | None]) -> Seal:
    return Seal("", seal.measuring, there, seal.measuring_tasks, seal.measuring_tasks)


def _changed(place: Place, seal: Seal) -> Iterator[str]:
    """Yield which files are no longer as the build left them, with what is wrong with each."""
    now = made(place)
    for name in sorted(seal.made.keys() | now.keys()):
        if (was := seal.made.get(name)) == (there := now.get(name)):
            continue
        path = place.site.parent / name if name.startswith("site/") else place.build / name
        what = "was removed" if there is None else "was changed" if was else "was added"
        yield f"{path} {what}"


def check(place: Place) -> int:
    """Compare every file of a build, and of its site, with what the build left; return how many
    there are.

    Raises:
        Problem: a file differs, is missing or foreign; or no build has ended here.
    """
    if not ((seal := _stored(place)) and seal.read):
        raise Problem(
            f"{_path(place)}, which tells what the last build left, is missing or damaged: no build"
            f" has ended there, or one is running. Run: make site PROFILE={place.profile}"
        )
    if changed := list(_changed(place, seal)):
        more = f" (and {len(changed) - 1} more)" if len(changed) > 1 else ""
        raise Problem(
            f"{changed[0]} after the last build{more}. To make it good, run: make site"
            f" PROFILE={place.profile}"
        )
    return len(seal.made)


def _write(place: Place, seal: Seal) -> None:
    write_atomically(_path(place), json.dumps(vars(seal)) + "\n")


def put(place: Place, before: Read, tasks: Tasks) -> None:
    """Seal a finished build; of what something was edited for while it ran, nothing is sealed."""
    now = read()
    seal = Seal(before.all, before.measuring, {}, *tasks)
    if now == before:
        _write(place, replace(seal, made=made(place)))
    elif now.measuring == before.measuring:
        _write(place, _part(seal, _measured(place)))


def forget_altered(place: Place) -> None:
    """Remove what builds remember where it is not as the last one left it: nothing is to be taken
    from there. Where none has ended since, each file is as one wrote it.
    """
    if not ((seal := _stored(place)) and seal.read):
        return
    for name in MEMORIES:
        if digest(path := place.build / name) != seal.made.get(name):
            shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)


def lift(place: Place, part: Seal | None = None) -> None:
    """From here until ``put`` the build is not known to be whole, but for a part."""
    if part:
        _write(place, part)
    else:
        _path(place).unlink(missing_ok=True)
