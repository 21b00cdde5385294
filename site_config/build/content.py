"""What lies on the disk counts by its bytes alone: no time stamp and no size stands for them.

Partly a module of hooks: pytask itself remembers digests by time stamps, from one run to the next.
"""

from __future__ import annotations

import hashlib
import json
import os
import stat
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from pluggy import HookimplMarker

from site_config.paths import REPOSITORY

hookimpl = HookimplMarker("pytask")  # which is not loaded where a seal is looked at
AT_ONCE = 64  # files that a thread is handed together: handing one over takes longer than a look
READERS = 2  # more of them wait for one another, as most files are small
MOST = 2**20  # bytes that are read at once
_known: dict[tuple[int, ...], str] = {}  # digests of this run, by what the system tells of a file
_linked: dict[tuple[int, ...], str] = {}  # the same of files that got another name in this run
_states: dict[Path, str | None] = {}  # of folders, until a task writes into them


def _seen(path: Path | str, follow: bool = True) -> tuple[int, ...] | None:
    """Return what the system tells of a file, None where there is none; last the time of its last
    change, which, unlike the others, nobody can set.
    """
    try:
        told = os.stat(path, follow_symlinks=follow)
    except (FileNotFoundError, NotADirectoryError):
        return None
    if not stat.S_ISREG(told.st_mode):
        return None
    return told.st_dev, told.st_ino, told.st_size, told.st_mtime_ns, told.st_ctime_ns


def _remembered(seen: tuple[int, ...]) -> str | None:
    return _known.get(seen) or _linked.get(seen[:-1])


def _read(path: Path | str, seen: tuple[int, ...]) -> str:
    # by the calls of the system: a file of Python's and its buffer take longer than most files
    file = os.open(path, os.O_RDONLY)
    try:
        told, asked = hashlib.sha256(), min(seen[2] + 1, MOST)
        while part := os.read(file, asked):
            told.update(part)
    finally:
        os.close(file)
    return _known.setdefault(seen, told.hexdigest())


def digest(path: Path | str, follow: bool = True) -> str | None:
    """Return the digest of a file, None where there is none: a pipe would be waited at for ever.

    It is read once in a run, and again when the system has seen it change. A name given by ``link``
    is such a change, though nothing was written.

    Args:
        follow: a link to where it leads. What a build makes is never one: what it leads to may be
            gone tomorrow, and is not carried to where a site is published.
    """
    seen = _seen(path, follow)
    return (_remembered(seen) or _read(path, seen)) if seen else None


def link(file: str, beside: str) -> None:
    """Give a file one more name, under which its digest is known for the rest of the run. Who sets
    times back meanwhile is found out by the next run, which reads every file.
    """
    if seen := _seen(file):
        _linked[seen[:-1]] = _remembered(seen) or _read(file, seen)
    os.link(file, beside)


def files(folder: Path | str) -> Iterator[str]:
    """Yield every file below a folder, but not what Python leaves there."""
    if not os.path.isdir(folder):
        return
    for entry in os.scandir(folder):
        if entry.is_dir(follow_symlinks=False):
            if entry.name != "__pycache__":
                yield from files(entry.path)
        else:
            yield entry.path


def digests(paths: Iterable[Path | str], follow: bool = True) -> list[tuple[str, str | None]]:
    """Return the digests of many files by name, in the order of their names; ``follow`` as for
    ``digest``.
    """
    there = [(name, _seen(name, follow)) for name in sorted(map(str, paths))]
    unread = [(name, seen) for name, seen in there if seen and not _remembered(seen)]
    parts = [unread[first : first + AT_ONCE] for first in range(0, len(unread), AT_ONCE)]
    with ThreadPoolExecutor(READERS) as threads:
        list(threads.map(lambda part: [_read(*one) for one in part], parts))
    return [(name, _remembered(seen) if seen else None) for name, seen in there]


def of_folder(folder: Path) -> str | None:
    """Return the digest of all names and contents below a folder that a build has made, None where
    there is none.
    """
    if not folder.is_dir():
        return None
    start = len(f"{folder}/")
    found = digests(files(folder), follow=False)
    told = "\n".join(f"{name[start:]} {state}" for name, state in found)
    return hashlib.sha256(told.encode(errors="surrogateescape")).hexdigest()


@dataclass(kw_only=True)
class Folder:
    """A folder that a task makes or reads as a whole; a page that is gone from it counts."""

    name: str
    folder: Path
    attributes: dict[Any, Any] = field(default_factory=dict)

    @property
    def signature(self) -> str:
        return hashlib.sha256(f"folder {self.folder}".encode()).hexdigest()

    def state(self) -> str | None:
        if self.folder not in _states:
            _states[self.folder] = of_folder(self.folder)
        return _states[self.folder]

    def load(self, is_product: bool = False) -> Path:
        return self.folder

    def save(self, value: Any) -> None:
        """Nothing: the task itself writes."""


@dataclass(kw_only=True)
class Files:
    """Many files that a task reads, as one thing: its state tells of each by its path, so that what
    differs can be named.
    """

    name: str
    files: tuple[Path, ...]
    attributes: dict[Any, Any] = field(default_factory=dict)

    @property
    def signature(self) -> str:
        return hashlib.sha256(f"files {self.name} {self.files}".encode()).hexdigest()

    def state(self) -> str:
        # all may be moved together
        found = [(os.path.relpath(path, REPOSITORY), known) for path, known in digests(self.files)]
        return json.dumps(found)

    @staticmethod
    def differing(before: str, now: str) -> Iterator[tuple[str, str]]:
        """Yield the name of each file that is another in one of two states, and how it is."""
        was, there = dict(json.loads(before)), dict(json.loads(now))
        for path in sorted(was.keys() | there.keys()):
            if was.get(path) != there.get(path):
                yield os.path.basename(path), "changed" if there.get(path) else "is gone"

    def load(self, is_product: bool = False) -> tuple[Path, ...]:
        return self.files

    def save(self, value: Any) -> None:
        """Nothing: a person writes them."""


def _forget(task: Any) -> None:
    from pytask.tree_util import tree_leaves

    for node in tree_leaves(task.produces):
        if isinstance(node, Folder):
            _states.pop(node.folder, None)


@hookimpl(tryfirst=True)
def pytask_execute_task(task: Any) -> None:
    """Look anew at the folders that a task is about to write into."""
    _forget(task)


@hookimpl(tryfirst=True)
def pytask_execute_task_teardown(task: Any) -> None:
    """Look anew at the folders that a task has written into, wherever it ran."""
    _forget(task)


@hookimpl
def pytask_collect_modify_tasks(tasks: list[Any]) -> None:
    """Let the state of every file be its content."""
    from pytask import PPathNode
    from pytask.tree_util import tree_leaves

    for task in tasks:
        for tree, follow in ((task.depends_on, True), (task.produces, False)):
            for node in tree_leaves(tree):
                if isinstance(node, PPathNode):
                    state = partial(digest, str(node.path), follow)
                    node.state = state  # type: ignore[method-assign]
