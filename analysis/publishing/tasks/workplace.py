"""Where a profile's files lie, and the records that tasks leave for the manifest. Used by the
tasks, and by what checks them.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from pytask import PythonNode, mark
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)

from analysis.artifacts import Record, Run, to_json, write_atomically
from analysis.catalogue.contents import Contents
from analysis.catalogue.declarations import Figure, Measurement
from analysis.ending import say
from analysis.problem import Problem
from analysis.profiles import build_folder
from analysis.publishing.contents import contents as contents_of
from analysis.publishing.digests import of_parts
from analysis.results.base import Result
from analysis.results.files import read_result
from analysis.settings import Settings, load_settings
from analysis.study import Advance

PROFILE = os.environ.get("PROFILE", "full")
BUILD = build_folder(PROFILE)
ARTIFACTS = BUILD / "artifacts"
RECORDS = BUILD / "records"
CHECKPOINTS = BUILD / "checkpoints"
VARIATIONS = BUILD / "variations"  # what claims rest on, taken with other settings
VARIANTS = ("light.svg", "dark.svg", "png")


@cache
def settings() -> Settings:
    """Return the settings of the profile that is built; ``Raises Problem`` where they are wrong."""
    return load_settings(PROFILE)


def contents() -> Contents:
    """Return what the profile that is built publishes."""
    return contents_of(PROFILE)


@dataclass(frozen=True)
class Shelf:
    """Where the results of one set of settings lie."""

    artifacts: Path
    records: Path
    checkpoints: Path


def published() -> Shelf:
    """Return where what is published lies."""
    return Shelf(ARTIFACTS, RECORDS, CHECKPOINTS)


def network_path(network: str, shelf: Shelf | None = None) -> Path:
    """Return where a network is stored, by its name."""
    return (shelf or published()).artifacts / "networks" / f"{network}.keras"


def arrays_path(measurement: Measurement, shelf: Shelf | None = None) -> Path:
    """Return where the arrays of a measurement are stored."""
    return (shelf or published()).artifacts / "arrays" / f"{measurement.id}.npz"


def figure_path(figure: Figure, variant: str) -> Path:
    """Return where a figure is stored, one file for each of ``VARIANTS``."""
    return ARTIFACTS / "figures" / f"{figure.id}.{variant}"


def record_path(item: Measurement | Figure, shelf: Shelf | None = None) -> Path:
    """Return where it is recorded how a measurement or figure was made."""
    kind = "figures" if isinstance(item, Figure) else "measurements"
    return (shelf or published()).records / kind / f"{item.id}.json"


def load_result(measurement: Measurement, shelf: Shelf | None = None) -> Result:
    """Read a stored result back as its type."""
    return read_result(measurement.result, arrays_path(measurement, shelf))


def nodes(parts: dict[str, str]) -> dict[str, PythonNode]:
    """Return digests as dependencies of a task, each under a name that can be told to a person."""
    return {name: PythonNode(name=name, value=value, hash=True) for name, value in parts.items()}


def may_leave(
    work: Callable[..., None], when: bool = True, *, far: bool = False
) -> Callable[[Any], Any]:
    """Return the mark of a task that needs a framework and yet may run in a helper process, where
    ``when`` holds, or ``far`` away on a cluster; else a mark that does nothing.
    """
    return mark.beside(run=work, framework=True, far=far) if when else lambda function: function


class Left(Record):
    """What a task leaves beside its result for the manifest: how it was made, from what, and what
    else is told of its kind.
    """

    made: Run
    digest: str
    more: dict[str, Any]


def save_record(path: Path, made: Run, parts: dict[str, str], **more: Any) -> None:
    """Leave beside a result what the manifest will say of how it was made."""
    write_atomically(path, to_json(Left(made=made, digest=of_parts(parts), more=more)))


def load_record(item: Measurement | Figure, shelf: Shelf | None = None) -> Left:
    """Read what a task left; ``Raises Problem`` when it is damaged."""
    path = record_path(item, shelf)
    try:
        return Left.model_validate_json(path.read_text())
    except ValueError:  # also of bytes that are no text
        raise Problem(f"{path} is damaged. Remove it, then run: make site") from None


def tell(text: str) -> None:
    """Tell the person at the terminal something, past any capture; no task fails where nobody
    listens any more.
    """
    say(text)


@contextmanager
def progress_bar(label: str, total: int) -> Iterator[Advance]:
    """Show a live bar with rate and time left on the person's terminal, past any capture of what
    the frameworks print.
    """
    columns = (
        TextColumn("  {task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("left"),
        TimeRemainingColumn(),
    )
    with (
        os.fdopen(os.dup(int(os.environ.get("TERMINAL_FD", "2"))), "w") as terminal,
        Progress(
            *columns, console=Console(file=terminal), transient=True, disable=not terminal.isatty()
        ) as bar,
    ):
        task = bar.add_task(label, total=total)
        yield lambda done: bar.advance(task, done)
