"""A Dask cluster, for the tasks that are worth a journey: ``DASK=tcp://host:8786 make site``.

A worker runs each task in a process of its own, with the project's environment, so that neither
what the worker has loaded nor who started it can change a result. It reads and writes the project's
folder, which all machines see at the same place. A task whose worker is lost begins again on
another one, and there goes on from what is finished.
"""

from __future__ import annotations

import os
import pickle
import re
import socket
import subprocess
import sys
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from typing import TYPE_CHECKING, Any

from analysis.problem import Problem
from site_config.paths import REPOSITORY

if TYPE_CHECKING:
    import distributed

ADDRESS = re.compile(r"(?:(?:tcp|tls|wss?)://)?(?:\[[0-9a-fA-F:.%]+\]|[^\s/:@\[\]]+):(\d{1,5})")
PATIENCE = 30  # seconds until a scheduler answers and has a worker
# what a task's process needs to know of the build that it belongs to
TOLD = ("PROFILE", "BUILD", "KERAS_BACKEND")


def refuse_unusable(address: str) -> None:
    """``Raises Problem`` where an address is none of a scheduler, before anything asks there."""
    found = ADDRESS.fullmatch(address)
    if not (found and 0 < int(found[1]) < 2**16):
        raise Problem(
            f"DASK={address!r} should be the address of a scheduler, as in tcp://host:8786. Name"
            " it, or leave DASK out."
        )


def _outcome(done: subprocess.CompletedProcess[bytes]) -> BaseException | None:
    """Return how a task ended, from how its process did."""
    if not done.returncode:
        return pickle.loads(done.stdout)
    said = done.stderr.decode(errors="replace").strip().splitlines()
    return Problem(
        f"a process on a worker of the cluster ended with status {done.returncode}:"
        f" {said[-1] if said else 'it was killed'}. Run it again: what is finished is kept."
    )


def _settle(done: Future[None], theirs: distributed.Future) -> None:
    """Pass on how a task ended."""
    try:
        outcome = _outcome(theirs.result())
    except (FileNotFoundError, NotADirectoryError) as error:  # where it was to begin
        outcome = Problem(
            f"a worker of the cluster does not see {error.filename}. Share the project's folder"
            " with it at the same place, or leave that worker out."
        )
    except BaseException as error:
        outcome = error
    if outcome is None:
        done.set_result(None)
    else:
        done.set_exception(outcome)


class Cluster:
    """The workers of a scheduler.

    Raises:
        Problem: no scheduler answers there, or it has no workers.
    """

    def __init__(self, address: str, patience: float = PATIENCE) -> None:
        import distributed
        from distributed.comm.addressing import parse_host_port

        remedy = "Start them: make worker DASK=tcp://host:8786, or run without DASK"
        try:
            # asked first, since a client has begun a thread of its own before it looks
            socket.create_connection(parse_host_port(address), timeout=patience).close()
            self._client = distributed.Client(address, timeout=patience, set_as_default=False)
        except (OSError, ValueError, TypeError, OverflowError, AssertionError) as error:
            told = str(error) or "its client did not start"
            raise Problem(f"DASK={address}: no scheduler answers ({told}). {remedy}.") from None
        try:
            self._client.wait_for_workers(1, timeout=patience)
        except TimeoutError:
            self._client.close()
            raise Problem(f"DASK={address}: the scheduler has no workers. {remedy}.") from None

    def submit(
        self, name: str, work: Callable[..., None], arguments: Mapping[str, Any]
    ) -> Future[None]:
        """Hand work over. It counts as begun, since only the scheduler knows whether it has."""
        done = Future[None]()
        done.set_running_or_notify_cancel()
        told = [f"{key}={os.environ[key]}" for key in TOLD if key in os.environ]
        theirs = self._client.submit(
            subprocess.run,  # scheduler and workers need to know nothing of the project
            [sys.executable, "-m", "site_config.build.errand", *told],
            cwd=REPOSITORY.as_posix(),
            input=pickle.dumps((work, dict(arguments))),
            capture_output=True,
            key=f"{name}-{os.getpid()}",
            pure=False,
        )
        theirs.add_done_callback(lambda future: _settle(done, future))
        return done

    def shutdown(self) -> None:
        """Leave the cluster; what it was at for this build ends."""
        self._client.close()
