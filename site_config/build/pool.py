"""Helper processes: a pool that knows what each of them is at, so that of one which was killed it
can be told what it was doing. The pool of the standard library fails everything that waits.
"""

from __future__ import annotations

import errno
import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.connection import Connection
from typing import Any

from analysis.problem import Problem

MOST = 64  # helpers; each takes some 2 GB of memory while it measures
OF_PROCESSES = {errno.EMFILE, errno.ENFILE, errno.EAGAIN, errno.ENOMEM}  # told of elsewhere
PATIENCE = 2.0  # seconds in which the others of a broken pool have ended


def count() -> int:
    """Return how many helpers there are: as many as WORKERS says, or one for each processor but
    the one that is for what runs here.

    Raises:
        Problem: WORKERS is no such number.
    """
    asked = os.environ.get("WORKERS") or str(max(1, min((os.cpu_count() or 1) - 1, 8)))
    if not (asked.isascii() and asked.isdigit() and 1 <= int(asked) <= MOST):
        raise Problem(
            f"WORKERS={asked!r} should be a whole number from 1 to {MOST}: how many helper"
            " processes work beside the build. Name such a number, or leave it out."
        )
    return int(asked)


class _Channel:
    told: Connection | None = None


def set_up(parent: int, told: Connection | None = None) -> None:
    """Set a helper up: what runs here goes first, bars of progress are not shown twice, and when
    the build is killed its helpers end too.
    """
    _Channel.told = told
    os.nice(5)
    # what frameworks and kernels print is no news; errors travel as exceptions
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    os.environ["TERMINAL_FD"] = str(nowhere)

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(0.5)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def _tell(name: str) -> None:
    """Tell what this helper is at: a message so short is written whole or not at all, and no lock
    is left behind by one that is killed.
    """
    if _Channel.told:
        _Channel.told.send((os.getpid(), name))


def _work(name: str, work: Callable[..., None], arguments: Mapping[str, Any]) -> None:
    _tell(name)
    work(**arguments)
    _tell("")


class Helpers:
    """A pool of helper processes, for work that has names.

    Raises:
        Problem: the system has no shared memory for them.
    """

    def __init__(self, size: int | None = None) -> None:
        # a copy of a process in which a framework runs threads may hang
        context = multiprocessing.get_context("spawn")
        self._heard, told = context.Pipe(duplex=False)
        self._at: dict[int, str] = {}  # by process
        self._children: dict[int, Any] = {}
        try:
            self._pool = ProcessPoolExecutor(
                size or count(),
                mp_context=context,
                initializer=set_up,
                initargs=(os.getpid(), told),
            )
        except (OSError, ImportError) as error:  # the latter where a system has none of it
            if getattr(error, "errno", None) in OF_PROCESSES:
                raise
            raise Problem(
                "helper processes have no shared memory to speak through:"
                f" {getattr(error, 'strerror', None) or error}. Let /dev/shm be there, be writable"
                " and have free space (of a container: --shm-size=64m), then run it again."
            ) from None

    def submit(
        self, name: str, work: Callable[..., None], arguments: Mapping[str, Any]
    ) -> Future[None]:
        """Hand work over; where a helper has been killed, it fails as all that waits does."""
        self._listen()
        try:
            future = self._pool.submit(_work, name, work, arguments)
        except BrokenProcessPool as error:
            future = Future[None]()
            future.set_exception(error)
        self._children |= {one.pid or 0: one for one in multiprocessing.active_children()}
        return future

    def _listen(self) -> None:
        while self._heard.poll():
            process, name = self._heard.recv()
            self._at[process] = name

    def killed_at(self) -> set[str]:
        """Return what the helpers were at that were killed: not those which the pool itself ended
        thereupon, unless nothing tells them apart.
        """
        self._listen()
        at = {process: name for process, name in self._at.items() if name}
        kept = (None, 0, -signal.SIGTERM)
        ended = {name for process, name in at.items() if self._status(process) not in kept}
        return ended or set(at.values())

    def _status(self, process: int) -> int | None:
        """Return how a helper ended, None where it has not or nobody knows."""
        end = time.monotonic() + PATIENCE
        while (child := self._children.get(process)) and time.monotonic() < end:
            if child.exitcode is not None:
                return int(child.exitcode)
            time.sleep(0.01)
        return None

    def shutdown(self, *, wait: bool) -> None:
        """End the pool; what has not begun is not begun."""
        self._pool.shutdown(wait=wait, cancel_futures=True)
