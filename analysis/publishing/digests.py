"""What makes a result stale: the code it can reach, the packages that code computes with, the
settings it declares, the data and the results it reads.

Code counts by meaning: the syntax tree of every module in the import closure of a function, without
docstrings and comments. Rewording a comment never starts a training. Settings count by the values
that are read, not by the module that describes them: a new section leaves the others' results
alone. Of the two frameworks only the one that is used counts, with its room and its version.
"""

from __future__ import annotations

import hashlib
import inspect
import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from analysis.artifacts import REPOSITORY, Source
from analysis.catalogue.declarations import Figure, Measurement, Training
from analysis.images.carried import FILES, FOLDER, REMEDY, checksums
from analysis.problem import Problem
from analysis.publishing import versions
from analysis.publishing.reach import closure, imported, meaning, module_path
from analysis.settings import Settings, fingerprint, read_by_all


@dataclass(frozen=True)
class Work:
    """What a task does with a declaration: its own module, the packages it needs beside those that
    are reached, and the modules behind which everything counts.
    """

    module: str
    behind: tuple[str, ...]
    packages: tuple[str, ...] = ()


CATALOGUE = REPOSITORY / "analysis" / "catalogue"
CAPTIONS = CATALOGUE / "captions"
TASKS = "analysis.publishing.tasks"
FILES_OF_RESULTS = "analysis.results.files"
AFTERWARDS = ("analysis.figures.lean", "analysis.figures.lettering")
DRAWING = Work(
    f"{TASKS}.drawing", (FILES_OF_RESULTS, *AFTERWARDS), ("matplotlib", "PIL", "fontTools")
)
MEASURING = Work(f"{TASKS}.measuring", (FILES_OF_RESULTS, "analysis.publishing.taking"))
# of another subject than that of the series
MEASURING_IT = Work(f"{TASKS}.measuring", (FILES_OF_RESULTS, "analysis.publishing.subjects"))
ADOPTING = Work(f"{TASKS}.adopting", (FILES_OF_RESULTS, "analysis.networks.storage"))
LEARNING = Work(f"{TASKS}.learning", (FILES_OF_RESULTS, "analysis.seeds"))


def digest(*parts: object) -> str:
    """Return the SHA-256 of the parts' text."""
    return hashlib.sha256("\n".join(str(part) for part in parts).encode()).hexdigest()


def of_parts(parts: dict[str, str]) -> str:
    """Return one digest of named digests."""
    return digest(*(f"{name} {value}" for name, value in sorted(parts.items())))


def packages(function: Callable[..., Any], work: Work) -> list[str]:
    """Return the packages that a function can reach, and those that store or draw its result."""
    behind = (imported(module) for module in (function.__module__, *work.behind))
    return versions.packages(set(work.packages).union(*behind))


def work_on(item: Measurement | Figure, settings: Settings | None = None) -> Work:
    """Return what a task does with a declaration.

    Args:
        settings: those of the profile; without them, of one of the series.
    """
    if isinstance(item, Figure):
        return DRAWING
    if settings and settings.subject:
        return ADOPTING if isinstance(item, Training) else MEASURING_IT
    return LEARNING if isinstance(item, Training) else MEASURING


def made_with(item: Measurement | Figure, settings: Settings | None = None) -> list[str]:
    """Return the packages that have a part in what is made of a declaration."""
    function = item.draw if isinstance(item, Figure) else item.take
    return packages(function, work_on(item, settings))


def _modules(function: Callable[..., Any], work: Work) -> set[str]:
    """Return the modules whose code has a part in what a task makes with a function."""
    return {work.module}.union(*(closure(module) for module in (function.__module__, *work.behind)))


def files(item: Measurement | Figure, settings: Settings | None = None) -> list[Path]:
    """Return the files of code, words and data of the project that have a part in what is made of a
    declaration, apart from the profile.
    """
    function = item.draw if isinstance(item, Figure) else item.take
    code = [module_path(name) for name in sorted(_modules(function, work_on(item, settings)))]
    if isinstance(item, Figure):
        return [*code, *sorted(CAPTIONS.glob("*.toml"))]
    if settings and settings.subject:
        return code
    return [*code, *(FOLDER / f"{name}.gz" for name in FILES)]


def code_digest(function: Callable[..., Any], work: Work = MEASURING) -> str:
    """Return the digest of a function's module, of everything that module imports, and of the task
    that calls it and stores what it returns.
    """
    modules = sorted(_modules(function, work))
    return digest(
        function.__qualname__, *(f"{name} {meaning(module_path(name))}" for name in modules)
    )


def _versions_digest(item: Measurement | Figure, settings: Settings | None = None) -> str:
    framework = versions.framework() if not isinstance(item, Figure) else ""
    told = (f"{name} {versions.version(name)}" for name in made_with(item, settings))
    return digest(framework, *told)


def data_digest(settings: Settings) -> str:
    """Return the digest of the files that images come from, and of another subject its network.

    Raises:
        Problem: one is missing.
    """
    if settings.subject is None:
        return _mnist_digest()
    from analysis.publishing.outlook import digest_of_subject

    return digest_of_subject(settings.subject)


@cache
def _mnist_digest() -> str:
    """Return the digest of the four MNIST files as they lie on the disk. ``Raises Problem`` also
    where their checksums cannot be read, though nothing may be stale.
    """
    checksums()
    for name in FILES:
        if not (FOLDER / f"{name}.gz").is_file():
            raise Problem(f"MNIST file {name}.gz is missing from {FOLDER}. {REMEDY}")
    return digest(
        *(hashlib.sha256((FOLDER / f"{name}.gz").read_bytes()).hexdigest() for name in FILES)
    )


def measurement_parts(measurement: Measurement, settings: Settings) -> dict[str, str]:
    """Return the digests a measurement depends on, by a name that can be told to a person.

    Results and networks it reads are files and count by their own content.
    """
    return {
        "code": code_digest(measurement.take, work_on(measurement, settings)),
        "versions": _versions_digest(measurement, settings),
        "settings": digest(
            fingerprint(settings, (*read_by_all(settings), *measurement.settings)),
            json.dumps(measurement.told, sort_keys=True),
        ),
        # their order counts, which their contents do not tell
        "inputs": digest(*(item.id for item in measurement.inputs), *measurement.networks),
        "data": data_digest(settings),
    }


def figure_parts(figure: Figure) -> dict[str, str]:
    """Return the digests a figure depends on, apart from the arrays it shows."""
    entry = (
        figure.id,
        figure.part,
        figure.title,
        figure.caption,
        figure.alt,
        figure.series,
        sorted(figure.keywords.items()),
        [m.id for m in figure.shows],
    )
    return {
        "code": code_digest(figure.draw, DRAWING),
        "versions": _versions_digest(figure),
        "entry": digest(entry),
    }


def source_of(function: Callable[..., Any]) -> Source:
    """Return where a function stands."""
    lines, first = inspect.getsourcelines(function)
    file = Path(inspect.getsourcefile(function) or "").resolve().relative_to(REPOSITORY).as_posix()
    return Source(
        function=f"{function.__module__}.{function.__qualname__}",
        file=file,
        first_line=first,
        last_line=first + len(lines) - 1,
    )


def code_of(*modules: str) -> str:
    """Return the digest of modules and of all that they import, by meaning."""
    reached = sorted(set(modules).union(*(closure(name) for name in modules)))
    return digest(*(f"{name} {meaning(module_path(name))}" for name in reached))


def catalogue_digest(*more: str) -> str:
    """Return the digest of the whole table of contents, of its words, of every line number the
    manifest states, and of the modules that compose it.
    """
    modules = {*closure("analysis.catalogue"), *more}
    files = [module_path(name) for name in sorted(modules)] + sorted(CATALOGUE.rglob("*.toml"))
    return digest(*(hashlib.sha256(path.read_bytes()).hexdigest() for path in files))
