"""What makes a result stale: the code it can reach, the settings it declares, the data and the
results it reads.

Code counts by meaning: the syntax tree of every module in the import closure of a function, without
docstrings and comments. Rewording a comment never starts a training. Settings count by the values
that are
read, not by the module that describes them: a new section leaves the others' results alone.
"""

from __future__ import annotations

import ast
import hashlib
import inspect
import json
import subprocess
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from analysis.artifacts import REPOSITORY, Source
from analysis.catalogue.declarations import Figure, Measurement
from analysis.images.datasets import FILES, FOLDER, REMEDY
from analysis.problem import Problem
from analysis.settings import Settings, fingerprint


def digest(*parts: object) -> str:
    """Return the SHA-256 of the parts' text."""
    return hashlib.sha256("\n".join(str(part) for part in parts).encode()).hexdigest()


def of_parts(parts: dict[str, str]) -> str:
    """Return one digest of named digests."""
    return digest(*(f"{name} {value}" for name, value in sorted(parts.items())))


@cache
def _imports() -> Any:
    import grimp

    return grimp.build_graph("analysis", cache_dir=None)


def _module_path(module: str) -> Path:
    path = REPOSITORY.joinpath(*module.split("."))
    return path / "__init__.py" if path.is_dir() else path.with_suffix(".py")


@cache
def _module_digest(module: str) -> str:
    path = _module_path(module)
    tree = ast.parse(path.read_text(), filename=str(path))
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if (
            isinstance(body, list)
            and body
            and isinstance(body[0], ast.Expr)
            and isinstance(body[0].value, ast.Constant)
            and isinstance(body[0].value.value, str)
        ):
            del body[0]
    return digest(ast.dump(tree))


@cache
def closure(module: str) -> tuple[str, ...]:
    """Return the modules of ``analysis`` that a module imports, directly or not, and itself."""
    return tuple(
        sorted({module, *_imports().find_upstream_modules(module)} - {"analysis.settings"})
    )


def code_digest(function: Callable[..., Any]) -> str:
    """Return the digest of a function's module and of everything that module imports."""
    names = closure(function.__module__)
    return digest(function.__qualname__, *(f"{name} {_module_digest(name)}" for name in names))


@cache
def data_digest() -> str:
    """Return the digest of the four MNIST files as they lie on the disk."""
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
        "code": code_digest(measurement.take),
        "settings": digest(
            fingerprint(settings, ("seed", "data", *measurement.settings)),
            json.dumps(dict(measurement.keywords), sort_keys=True),
        ),
        "data": data_digest(),
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
    return {"code": code_digest(figure.draw), "entry": digest(entry)}


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


@cache
def commit() -> str:
    """Return the commit the working tree stands at, with '+changes' when tracked files differ from
    it.
    """
    try:
        head = subprocess.run(
            ["git", "rev-parse", "HEAD"], cwd=REPOSITORY, capture_output=True, text=True, check=True
        ).stdout.strip()
        changed = subprocess.run(
            ["git", "status", "--porcelain", "--untracked-files=no"],
            cwd=REPOSITORY,
            capture_output=True,
            text=True,
            check=True,
        ).stdout
    except (OSError, subprocess.CalledProcessError):
        return "unknown"
    return head + ("+changes" if changed.strip() else "")


def catalogue_digest() -> str:
    """Return the digest of the whole table of contents and of every line number the manifest
    states.
    """
    modules = closure("analysis.catalogue")
    return digest(
        *(hashlib.sha256(_module_path(name).read_bytes()).hexdigest() for name in modules)
    )
