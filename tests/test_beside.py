"""Helpers of the build: what they are handed can travel, what waits for them is done here, and they
end with the build.
"""

from __future__ import annotations

import errno
import os
import pickle
import signal
import subprocess
import sys
import time
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import connection
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from pytask import Mark, TaskWithoutPath

from analysis.catalogue import FIGURES, MEASUREMENTS
from analysis.problem import Problem
from analysis.publishing.tasks import drawing, learning, measuring
from site_config.build import beside, pool, pytask_adapter
from site_config.pages.cells import run_page

ROOT = Path(__file__).parent.parent
ALONE = """
import os, signal, sys, time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from site_config.build.pool import set_up
helpers = ProcessPoolExecutor(
    1, mp_context=get_context("spawn"), initializer=set_up, initargs=(os.getpid(),)
)
print(helpers.submit(os.getpid).result(), flush=True)
helpers.submit(time.sleep, 600)
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.parametrize("figure", FIGURES, ids=lambda figure: figure.id)
def test_a_figure_can_be_handed_to_another_process(figure: Any) -> None:
    assert pickle.loads(pickle.dumps(figure)) == figure


@pytest.mark.parametrize(
    "measurement", [item for item in MEASUREMENTS if item.apart], ids=lambda item: item.id
)
def test_a_measurement_that_stands_apart_can_be_handed_to_another_process(measurement: Any) -> None:
    assert pickle.loads(pickle.dumps(measurement)) == measurement


@pytest.mark.parametrize("work", [drawing.draw, learning.train, measuring.measure, run_page])
def test_the_work_can_be_handed_over(work: Any) -> None:
    assert pickle.loads(pickle.dumps(work)) is work


def test_what_needs_a_framework_stays_where_a_gpu_is(monkeypatch: pytest.MonkeyPatch) -> None:
    free = task(print)
    framework = TaskWithoutPath(
        name="task", function=print, markers=[Mark("beside", (), {"run": print, "framework": True})]
    )
    bound = TaskWithoutPath(name="task", function=print, markers=[])
    for gpu, leaves in ((False, [True, True, False]), (True, [True, False, False])):
        monkeypatch.setattr(beside, "_has_gpu", lambda gpu=gpu: gpu)
        assert [beside._may_leave(one) for one in (free, framework, bound)] == leaves


def gone(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().split()[2] == "Z"
    except OSError:
        return True


@pytest.mark.skipif(
    not Path("/proc").is_dir(), reason="processes are looked up in /proc, which this system has not"
)
def test_helpers_end_when_the_build_is_killed() -> None:
    done = subprocess.run(
        [sys.executable, "-c", ALONE], cwd=ROOT, capture_output=True, text=True, timeout=60
    )
    helper, end = int(done.stdout), time.monotonic() + 10
    while not gone(helper) and time.monotonic() < end:
        time.sleep(0.1)
    assert done.returncode < 0 and gone(helper)


RESTING = {"object_list": [], "timeout": 60}


@pytest.mark.parametrize("killed", ["first", "second"])
def test_of_a_killed_helper_it_is_told_what_it_was_at_and_of_no_other(killed: str) -> None:
    crew = pool.Helpers(2)
    futures = {
        name: crew.submit(name, connection.wait, RESTING) for name in ("first", "second", "waits")
    }
    end = time.monotonic() + 30
    while len(at := crew._at) < 2 and time.monotonic() < end:
        crew._listen()
        time.sleep(0.01)
    os.kill(next(process for process, name in at.items() if name == killed), signal.SIGKILL)
    assert all(isinstance(one.exception(30), BrokenProcessPool) for one in futures.values())
    assert crew.killed_at() == {killed}
    futures["late"] = crew.submit("late", connection.wait, RESTING)
    there = {future: SimpleNamespace(signature=name) for name, future in futures.items()}
    fine = Future[None]()
    fine.set_result(None)
    there[fine] = SimpleNamespace(signature="fine")
    told = [there[one].signature for one in beside._ended(there, crew)]  # type: ignore[arg-type]
    assert told[:2] == ["fine", killed] and len(told) == 5
    crew.shutdown(wait=True)


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EACCES, errno.ENOENT, errno.EMFILE])
def test_where_helpers_have_no_shared_memory_that_is_said(
    monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    def none(*_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(pool, "ProcessPoolExecutor", none)
    if number == errno.EMFILE:  # whose remedy is another
        with pytest.raises(OSError, match="Too many open files"):
            pool.Helpers()
        return
    with pytest.raises(Problem, match=r"no shared memory .*: .*\. Let /dev/shm be there") as error:
        pool.Helpers()
    assert os.strerror(number) in str(error.value) and "\n" not in str(error.value)


def test_only_the_first_of_what_fails_with_a_helper_is_reported(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    error, session = BrokenProcessPool("killed"), SimpleNamespace(should_stop=False, tasks=[])
    told: list[str] = []

    def end(session: Any, one: Any, done: Any) -> None:
        told.append(one.signature)
        session.should_stop = True

    class Broken:
        def submit(self, *_: object) -> Future[None]:
            done = Future[None]()
            done.set_exception(error)
            return done

        def killed_at(self) -> set[str]:
            return {"b"}

        def shutdown(self, *, wait: bool) -> None:
            assert not wait

    names = {name: SimpleNamespace(signature=name, depends_on={}, produces={}) for name in "abc"}
    session.dag = SimpleNamespace(nodes=names)
    session.hook = SimpleNamespace(
        pytask_execute_task_log_start=lambda **_: None, pytask_execute_task_setup=lambda **_: None
    )
    scheduler = SimpleNamespace(is_active=lambda: True, get_ready=lambda _: list(names))
    monkeypatch.setattr(beside, "scheduler_of", lambda _: scheduler)
    for name, value in (("Helpers", Broken), ("_end", end), ("_may_leave", lambda _: True)):
        monkeypatch.setattr(beside, name, value)
    monkeypatch.setattr(beside, "_work", lambda _: print)
    monkeypatch.setattr(beside, "end_family", lambda: None)
    assert beside.pytask_execute_build(session)  # type: ignore[arg-type]
    assert told == ["b"]


SESSION: Any = SimpleNamespace(
    hook=SimpleNamespace(pytask_execute_task=lambda session, task: task.function())
)


def task(work: Any) -> TaskWithoutPath:
    return TaskWithoutPath(name="task", function=work, markers=[Mark("beside", (), {"run": work})])


def test_what_waits_for_a_helper_is_done_here_the_last_first() -> None:
    running = Future[None]()
    first = Future[None]()
    last = Future[None]()
    running.set_running_or_notify_cancel()
    told: list[str] = []
    there = {
        running: task(lambda: told.append("running")),
        first: task(lambda: told.append("first")),
        last: task(lambda: told.append("last")),
    }
    done = beside._take_back(SESSION, there)
    assert told == ["last"] and done is not None and done.result() is None
    assert list(there) == [running, first, done]


def test_an_error_of_what_is_done_here_is_kept_for_the_report() -> None:
    def fails() -> None:
        raise ValueError("no ink")

    done = beside._take_back(SESSION, {Future[None](): task(fails)})
    assert done is not None and str(done.exception()) == "no ink"


def test_nothing_is_taken_from_helpers_that_have_begun() -> None:
    running = Future[None]()
    running.set_running_or_notify_cancel()
    assert beside._take_back(SESSION, {running: task(print)}) is None


def test_there_is_a_helper_also_on_one_processor() -> None:
    assert pool.count() >= 1


@pytest.mark.parametrize("package", ["analysis", "site_config"])
def test_what_pytask_keeps_to_itself_is_used_in_one_module(package: str) -> None:
    using = [
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / package).rglob("*.py")
        if "_pytask" in path.read_text()
    ]
    assert using == ["site_config/build/pytask_adapter.py"] * (package == "site_config")


def test_the_tasks_of_the_room_build_are_taken_up_though_pytask_ignores_folders_of_that_name() -> (
    None
):
    tasks = ROOT / "site_config" / "build" / "tasks"
    config: Any = {"paths": [tasks]}
    assert pytask_adapter.pytask_ignore_collect(tasks, config) is False
    assert pytask_adapter.pytask_ignore_collect(ROOT / "build" / "full", config) is None
