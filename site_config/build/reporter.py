"""What a person sees of a run: what is made again and why, how long it took, and one clear
error.
"""

from __future__ import annotations

import io
import os
import time
import traceback
from typing import Any

from pytask import (
    CollectionOutcome,
    PTask,
    Session,
    SkippedUnchanged,
    TaskOutcome,
    has_mark,
    hookimpl,
)

from analysis.problem import Problem
from site_config.build.pytask_adapter import known, neighbours, redirect
from site_config.build.seal import nothing_to_do

said = io.StringIO()  # what pytask itself would print: shown only when nothing better is known
redirect(said)
tasks = 0  # of the last run
_began: dict[str, float] = {}
_terminal = os.fdopen(os.dup(int(os.environ.get("TERMINAL_FD", "2"))), "w", buffering=1)
SHOWN = 4  # reasons named in a line


def say(text: str) -> None:
    print(text, file=_terminal)


def _name(session: Session, node: Any, of: PTask) -> str:
    """Return a dependency's or product's name in words: a path below the build folder, or the name
    of a digest.
    """
    path = getattr(node, "path", None)
    if path is None:
        return str(node.name).split("::")[-1]
    try:
        return str(path.relative_to(session.config["root"]))
    except ValueError:
        return path.name


def reasons(session: Session, task: PTask) -> list[str]:
    """Return why a task has to run, empty when it has not to."""
    found = []
    for node, state, changed in neighbours(session, task):
        if not changed:
            continue
        if node is task:
            found.append("its task file is new or changed")
        else:
            found.append(
                f"{_name(session, node, task)} {'is missing' if state is None else 'changed'}"
            )
    return found


def _title(task: PTask) -> str:
    return getattr(task, "base_name", task.name).replace("[", " ").replace("]", "")


@hookimpl(tryfirst=True)
def pytask_execute_task_setup(session: Session, task: PTask) -> None:
    if has_mark(task, "skip_ancestor_failed"):
        return
    why = reasons(session, task)
    if not why:
        # said here, since pytask would look at every file a second time and write the same states
        # again
        raise SkippedUnchanged
    more = f" and {len(why) - SHOWN} more" if len(why) > SHOWN else ""
    say(
        f"- {_title(task)}:"
        f" {', '.join(why[:SHOWN]) + more if known(session, task) else 'first time'}"
    )
    _began[task.signature] = time.perf_counter()


@hookimpl
def pytask_execute_task_log_end(session: Session, report: Any) -> None:
    began = _began.pop(report.task.signature, None)
    if (
        began is not None
        and report.outcome == TaskOutcome.SUCCESS
        and time.perf_counter() - began >= 1
    ):
        say(f"    {time.perf_counter() - began:.1f} s")


def _explain(exception: BaseException | None) -> None:
    while (
        exception is not None
        and not isinstance(exception, Problem)
        and exception.__cause__ is not None
    ):
        exception = exception.__cause__
    if isinstance(exception, Problem):
        say(f"error: {exception}")
    elif isinstance(exception, KeyboardInterrupt):
        say("stopped: what is finished is kept, and the next run goes on from there")
    elif exception is not None:
        say("error: this is a fault of the program, not of your input:")
        say("".join(traceback.format_exception(exception)))


@hookimpl(tryfirst=True)
def pytask_collect_log(session: Session, reports: list[Any], tasks: list[PTask]) -> None:
    failed = [report for report in reports if report.outcome == CollectionOutcome.FAIL]
    if failed:
        _explain(failed[0].exc_info[1])


@hookimpl(tryfirst=True)
def pytask_execute_log_end(session: Session, reports: list[Any]) -> None:
    global tasks
    tasks = len(reports)
    failed = [report for report in reports if report.outcome == TaskOutcome.FAIL]
    for report in failed:
        _explain(report.exc_info[1])
    if not failed:
        made = sum(report.outcome == TaskOutcome.SUCCESS for report in reports)
        say(f"{made} of {len(reports)} tasks ran" if made else nothing_to_do(len(reports)))
