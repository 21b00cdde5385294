"""What a person sees of a run: what is made again and why, and how long it took."""

from __future__ import annotations

import time
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

from analysis.ending import say
from analysis.problem import Problem
from site_config.build.pytask_adapter import MEASURING, changes, known, said
from site_config.build.seal import Tasks, nothing_to_do
from site_config.build.supervise import tell

spared = 0  # tasks that are known to have nothing to do, and are not looked at
tasks = Tasks(0, 0)  # of the last run
_failed: list[BaseException] = []
_began: dict[str, float] = {}
SHOWN = 4  # reasons named in a line


def _name(session: Session, node: Any) -> str:
    """Return a dependency's or product's name in words: a path below the build folder, or the name
    of a digest.
    """
    path = getattr(node, "path", None)
    if path is None:
        return str(getattr(node, "name", node)).split("::")[-1]
    try:
        return str(path.relative_to(session.config["root"]))
    except ValueError:
        return path.name


def reasons(session: Session, task: PTask) -> list[str]:
    """Return why a task has to run, empty when it has not to."""
    return [
        "its task file is new or changed" if node is task else f"{_name(session, node)} {what}"
        for node, what in changes(session, task)
    ]


def _title(task: PTask) -> str:
    return getattr(task, "base_name", task.name).replace("[", " ").replace("]", "")


@hookimpl(tryfirst=True)
def pytask_execute_task_setup(session: Session, task: PTask) -> None:
    """Skip a task that nothing asks for again; else say which one begins, and why."""
    if has_mark(task, "skip_ancestor_failed"):
        return
    why = reasons(session, task)
    if not why:
        raise SkippedUnchanged
    more = f" and {len(why) - SHOWN} more" if len(why) > SHOWN else ""
    say(
        f"- {_title(task)}:"
        f" {', '.join(why[:SHOWN]) + more if known(session, task) else 'first time'}"
    )
    tell(at=_title(task))
    _began[task.signature] = time.perf_counter()


@hookimpl
def pytask_execute_task_log_end(session: Session, report: Any) -> None:
    """Say how long a task took, where that is a second or more."""
    began = _began.pop(report.task.signature, None)
    if (
        began is not None
        and report.outcome == TaskOutcome.SUCCESS
        and time.perf_counter() - began >= 1
    ):
        say(f"    {time.perf_counter() - began:.1f} s")


def _reason(error: BaseException) -> BaseException:
    """Return the Problem behind an error where there is one, however deep it lies."""
    deep: BaseException | None = error
    while deep is not None and not isinstance(deep, Problem):
        deep = deep.__cause__
    return deep or error


def failure() -> BaseException | None:
    """Return what stopped the first task that failed, or pytask itself; None when neither told."""
    return _failed[0] if _failed else said.error


def _note(title: str, report: Any) -> None:
    error = _reason(report.exc_info[1])
    error.add_note(title)
    _failed.append(error)


@hookimpl(tryfirst=True)
def pytask_collect_log(session: Session, reports: list[Any], tasks: list[PTask]) -> None:
    """Note why tasks could not be collected."""
    for report in reports:
        if report.outcome == CollectionOutcome.FAIL:
            _note("the tasks", report)


@hookimpl(tryfirst=True)
def pytask_execute_log_end(session: Session, reports: list[Any]) -> None:
    """Count the tasks, and note why the first one failed."""
    global tasks
    measuring = sum(report.task.path.is_relative_to(MEASURING) for report in reports)
    tasks = Tasks(spared + len(reports), spared + measuring)
    for report in reports:
        if report.outcome == TaskOutcome.FAIL:
            _note(_title(report.task), report)
    if reports and not _failed:
        made = sum(report.outcome == TaskOutcome.SUCCESS for report in reports)
        say(f"{made} of {tasks.all} tasks ran" if made else nothing_to_do(tasks.all))
