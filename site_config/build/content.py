"""What lies on the disk counts by its bytes alone: no time stamp and no size stands for them.

Partly a module of hooks: pytask itself remembers digests by time stamps, from one run to the next.
"""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cache, partial
from itertools import chain
from pathlib import Path
from typing import Any

from pluggy import HookimplMarker

hookimpl = HookimplMarker("pytask")  # which is not loaded where a seal is looked at
AT_ONCE = 64  # files that a thread is handed together: handing one over takes longer than a look
READERS = 2  # more of them wait for one another, as most files are small
MOST = 2**20  # bytes that are read at once


@cache
def _read(path: str, size: int, *_: int) -> str:
    # by the calls of the system: a file of Python's and its buffer take longer than most files
    file = os.open(path, os.O_RDONLY)
    try:
        told, asked = hashlib.sha256(), min(size + 1, MOST)
        while part := os.read(file, asked):
            told.update(part)
        return told.hexdigest()
    finally:
        os.close(file)


def digest(path: Path | str, follow: bool = True) -> str | None:
    """Return the digest of a file, None where there is none: a pipe would be waited at for ever.

    It is read once in a run, and again when the system has seen it change: that time, unlike the
    others, nobody can set.

    Args:
        follow: a link to where it leads. What a build makes is never one: what it leads to may be
            gone tomorrow, and is not carried to where a site is published.
    """
    try:
        found = os.stat(path, follow_symlinks=follow)
    except (FileNotFoundError, NotADirectoryError):
        return None
    if not stat.S_ISREG(found.st_mode):
        return None
    return _read(str(path), found.st_size, found.st_ino, found.st_mtime_ns, found.st_ctime_ns)


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
    names = sorted(map(str, paths))
    parts = [names[first : first + AT_ONCE] for first in range(0, len(names), AT_ONCE)]
    with ThreadPoolExecutor(READERS) as threads:
        found = threads.map(lambda part: [digest(name, follow) for name in part], parts)
        return list(zip(names, chain.from_iterable(found), strict=True))


def of_folder(folder: Path) -> str | None:
    """Return the digest of all names and contents below a folder that a build has made, None where
    there is none.
    """
    if not folder.is_dir():
        return None
    start = len(f"{folder}/")
    told = "\n".join(
        f"{name[start:]} {state}" for name, state in digests(files(folder), follow=False)
    )
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
        return of_folder(self.folder)

    def load(self, is_product: bool = False) -> Path:
        return self.folder

    def save(self, value: Any) -> None:
        """Nothing: the task itself writes."""


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
