"""Run tasks beside one another: helper processes draw figures, run pages and train what stands
apart while this one measures.

Most measurements stay here, one after the other: they share one framework, its compiled functions
and its device. A task that may leave is marked with the function that does its work,
``@mark.beside(run=function)``; with ``framework=True`` it leaves only where there is no GPU, which
two processes would fight for.
"""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future, wait
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Any

from pytask import ExecutionReport, PTask, Session, get_marks, hookimpl
from pytask.tree_util import tree_map

from analysis.ending import end_family
from site_config.build.pool import Helpers
from site_config.build.pytask_adapter import scheduler as scheduler_of


def _has_gpu() -> bool:
    return any(Path("/dev").glob("nvidia[0-9]*"))


def _may_leave(task: PTask) -> bool:
    marks = get_marks(task, "beside")
    return bool(marks) and not (marks[0].kwargs.get("framework") and _has_gpu())


def _work(task: PTask) -> Callable[..., None]:
    (mark,) = get_marks(task, "beside")
    return mark.kwargs["run"]


def _arguments(task: PTask) -> dict[str, Any]:
    """Return what a task's function is called with."""
    read = {
        name: tree_map(lambda node: node.load(is_product=False), value)
        for name, value in task.depends_on.items()
    }
    return read | {
        name: tree_map(lambda node: node.load(is_product=True), value)
        for name, value in task.produces.items()
    }


def _report(session: Session, task: PTask, report: ExecutionReport) -> None:
    session.hook.pytask_execute_task_process_report(session=session, report=report)
    session.hook.pytask_execute_task_log_end(session=session, task=task, report=report)
    session.execution_reports.append(report)
    scheduler_of(session).done(task.signature)


def _begin(session: Session, task: PTask, helpers: Helpers) -> Future[None] | None:
    """Hand a task to a helper; None when it is not stale or cannot begin, which is then
    reported.
    """
    session.hook.pytask_execute_task_log_start(session=session, task=task)
    try:
        session.hook.pytask_execute_task_setup(session=session, task=task)
        return helpers.submit(task.signature, _work(task), _arguments(task))
    except Exception:  # also how pytask says that nothing is to be done
        _report(session, task, ExecutionReport.from_task_and_exception(task, sys.exc_info()))
        return None


def _take_back(session: Session, there: dict[Future[None], PTask]) -> Future[None] | None:
    """Do here what waits for a helper, the last first; None when all have begun."""
    if not (waiting := next((future for future in reversed(there) if future.cancel()), None)):
        return None
    task, done = there.pop(waiting), Future[None]()
    try:
        # past which nothing of what it prints gets
        session.hook.pytask_execute_task(session=session, task=task)
        done.set_result(None)
    except Exception as error:
        done.set_exception(error)
    finally:
        there[done] = task
    return done


def _ended(there: dict[Future[None], PTask], helpers: Helpers) -> list[Future[None]]:
    """Return what has ended, last what failed because a helper was killed: everything that waits
    does, and what that helper was at is the first of it, which is told of.
    """
    ended = [future for future in there if future.done()]
    broken = {one for one in ended if isinstance(one.exception(), BrokenProcessPool)}
    killed = helpers.killed_at() if broken else set()
    return sorted(ended, key=lambda one: (one in broken, there[one].signature not in killed))


def _end(session: Session, task: PTask, done: Future[None]) -> None:
    try:
        done.result()
        session.hook.pytask_execute_task_teardown(session=session, task=task)
    except Exception:
        report = ExecutionReport.from_task_and_exception(task, sys.exc_info())
    else:
        report = ExecutionReport.from_task(task)
    _report(session, task, report)


@hookimpl(tryfirst=True)
def pytask_execute_build(session: Session) -> bool:
    """Run all tasks: what may leave goes to a helper as soon as it is ready, the rest is run here
    in its order.
    """
    scheduler, here, helpers = scheduler_of(session), deque[PTask](), Helpers()
    there: dict[Future[None], PTask] = {}
    try:
        while scheduler.is_active() and not session.should_stop:
            for name in scheduler.get_ready(len(session.tasks)):
                task: Any = session.dag.nodes[name]
                if not _may_leave(task):
                    here.append(task)
                elif future := _begin(session, task, helpers):
                    there[future] = task
            if here:
                task = here.popleft()
                session.execution_reports.append(
                    session.hook.pytask_execute_task_protocol(session=session, task=task)
                )
                scheduler.done(task.signature)
            elif there and not _take_back(session, there):
                wait(there, return_when=FIRST_COMPLETED)
            for future in _ended(there, helpers):
                if not session.should_stop:
                    _end(session, there.pop(future), future)
    finally:
        if session.should_stop:  # what they are at may take long, and is begun again the next time
            end_family()
        # a pool whose processes were killed may wait for ever for what they had not yet read
        helpers.shutdown(wait=not session.should_stop)
    return True
