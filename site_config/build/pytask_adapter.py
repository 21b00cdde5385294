"""Everything of pytask that it does not promise to keep, in one place: an upgrade of pytask is
checked here.

What other modules import from ``pytask`` itself is public. The names re-exported or wrapped here
are not: the registry of a session, its lock file, and how a dependency is compared with it.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from _pytask.dag_utils import node_and_neighbors
from _pytask.lockfile import build_portable_task_id
from _pytask.state import has_node_changed
from pytask import PTask, Session, console, hookimpl

__all__ = ["known", "neighbours", "pytask_ignore_collect", "redirect", "scheduler"]


def redirect(into: io.StringIO) -> None:
    """Let pytask print into a buffer instead of on the terminal."""
    console.file = into


def scheduler(session: Session) -> Any:
    """Return what says which tasks are ready."""
    assert session.scheduler is not None, "pytask plans before it runs"
    return session.scheduler


def neighbours(session: Session, task: PTask) -> Iterator[tuple[Any, str | None, bool]]:
    """Yield the task itself and all it reads and writes, each with its state and whether that
    differs from the last run's.
    """
    for signature in node_and_neighbors(session.dag, task.signature):
        node: Any = session.dag.nodes[signature]
        state = node.state()
        yield node, state, has_node_changed(session=session, task=task, node=node, state=state)


def known(session: Session, task: PTask) -> bool:
    """Return whether a task has run before."""
    state = session.config.get("lockfile_state")
    return bool(state and state.get_task_entry(build_portable_task_id(task, state.root)))


@hookimpl(tryfirst=True)
def pytask_ignore_collect(path: Path, config: dict[str, Any]) -> bool | None:
    """Take up the folders that were named: pytask passes over everything in a folder ``build``, and
    ours is a room of the house.
    """
    return False if path in config["paths"] else None
