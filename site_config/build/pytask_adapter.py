"""Everything of pytask that it does not promise to keep, in one place: an upgrade of pytask is
checked here.

What other modules import from ``pytask`` itself is public. The names re-exported or wrapped here
are not: the registry of a session, its lock file, and how a dependency is compared with it.
"""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from _pytask import database_utils
from _pytask.dag_utils import node_and_neighbors
from _pytask.exceptions import ResolvingDependenciesError
from _pytask.lockfile import LockfileState, build_portable_node_id, build_portable_task_id
from pytask import PTask, Session, console, hookimpl

from analysis.ending import say
from analysis.problem import Problem
from site_config.build.content import Files
from site_config.paths import REPOSITORY, place

MEASURING = REPOSITORY / "analysis" / "publishing" / "tasks"  # what measures, draws and publishes
OF_PAGES = REPOSITORY / "site_config" / "build" / "tasks"
TASKS = (MEASURING, OF_PAGES)
folders: tuple[Path, ...] = TASKS  # whose tasks are looked at in this run
_from_path = LockfileState.from_path


class Said(io.StringIO):
    """What pytask itself would print: shown only when nothing better is known. It prints an error
    of its own while that is being handled, and keeps it nowhere.
    """

    error: BaseException | None = None

    def write(self, text: str) -> int:
        self.error = self.error or sys.exc_info()[1]
        return super().write(text)


said = Said()
console.file = said


def scheduler(session: Session) -> Any:
    """Return what says which tasks are ready."""
    assert session.scheduler is not None, "pytask plans before it runs"
    return session.scheduler


def _entry(session: Session, task: PTask) -> Any:
    state = session.config["lockfile_state"]
    return state.get_task_entry(build_portable_task_id(task, state.root))


def known(session: Session, task: PTask) -> bool:
    """Return whether a task has run before."""
    return _entry(session, task) is not None


def changes(session: Session, task: PTask) -> Iterator[tuple[Any, str]]:
    """Yield what is another than when a task ran last, with what is wrong with it: the task itself,
    what it reads and writes, and what it no longer does, e.g. a page that is gone, of which nothing
    else is left to tell.
    """
    entry, root = _entry(session, task), session.config["lockfile_state"].root
    was: dict[str, str] = {**entry.depends_on, **entry.produces} if entry else {}
    for signature in node_and_neighbors(session.dag, task.signature):
        node: Any = session.dag.nodes[signature]
        state = node.state()
        if node is task:
            before = entry.state if entry else None
        else:
            before = was.pop(build_portable_node_id(node, root), None)
        if isinstance(node, Files) and state and before:
            yield from Files.differing(before, state)
        elif state is None or state != before:
            yield node, "is missing" if state is None else "changed"
    for name in sorted(was):
        yield name.split("::")[-1].rsplit("/", 1)[-1], "is gone"


def recorded(folder: Path) -> bool:
    """Return whether it is known what has run. A record that cannot be read is removed, which is
    said: everything is made again.
    """
    path = folder / "pytask.lock"
    try:
        found = _from_path(path, folder)
    except OSError:
        raise
    except Exception:  # of the parsers beneath, and of what they were not made for
        say(f"{path} is damaged and was removed: everything is made again")
        for damaged in (path, path.with_name(f"{path.name}.journal")):
            damaged.unlink(missing_ok=True)
        return False
    # pytask asks for it next: reading it takes a while
    LockfileState.from_path = lambda *_: found  # type: ignore[method-assign]
    return bool(found.task_ids())


def explained(error: BaseException) -> BaseException:
    """Return an error, or what a person is to know of it: a folder stands in the place of a file,
    or a copy of a task file is taken for one more of them.
    """
    if found := re.search(r"The path '(.+)' points to a directory", str(error)):
        return Problem(f"{found[1]} is a folder where a file belongs. Move it away.")
    files = sorted(set(re.findall(r"(task_[^:/\n]*\.py)::", str(error))))
    if not isinstance(error, ResolvingDependenciesError) or len(files) < 2:
        return error
    return Problem(
        f"the task files {' and '.join(files)} make the same results. Where one of them is a copy,"
        " remove it or let its name begin with another word than task_."
    )


@hookimpl(trylast=True)
def pytask_parse_config(config: dict[str, Any]) -> None:
    """Name the folders of tasks: where a person does, pytask takes brackets and stars for patterns,
    and this project may lie in a folder whose name holds some. Links to the build are not followed
    in names, so that a build which moves to another disk is the same.
    """
    config["paths"], config["root"] = list(folders), place().build


@hookimpl(trylast=True)
def pytask_post_parse() -> None:
    """Keep no second record of what has run beside the lock file: a database would be written node
    by node, and never be read.
    """
    database_utils._ENGINE = None


@hookimpl(tryfirst=True)
def pytask_ignore_collect(path: Path, config: dict[str, Any]) -> bool | None:
    """Take up the folders that were named: pytask passes over everything in a folder ``build``, and
    ours is a room of the house.
    """
    return False if path in config["paths"] else None
