"""One build of a profile at a time; a killed one leaves nothing that has to be cleared away."""

from __future__ import annotations

import errno
import fcntl
import os
import signal
import subprocess
import sys
import tempfile
import threading
import warnings
from pathlib import Path

import pytest

from analysis.problem import Problem
from site_config import __main__ as command
from site_config import paths
from site_config.build import changes, lock, pipeline, seal, serve
from site_config.build.lock import alone, alone_with
from site_config.paths import Place

ROOT = Path(__file__).parent.parent
HOLDING = """
import sys, time
from pathlib import Path
from site_config.build.lock import alone
with alone(Path(sys.argv[1])):
    print("holding", flush=True)
    time.sleep(600)
"""


@pytest.fixture
def holder(tmp_path, monkeypatch):
    """Another process that holds the lock of profile quick."""
    monkeypatch.setattr(lock, "PATIENCE", 0)
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDING, str(tmp_path / "quick")],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None and process.stdout.readline() == "holding\n"
    yield process
    process.kill()
    process.wait()


@pytest.mark.parametrize("what", ["build", "notebooks"])
def test_a_second_build_of_a_profile_says_so_in_one_sentence_and_changes_nothing(
    holder, tmp_path, what
):
    site = tmp_path / "quick" / "site" / "index.html"
    site.parent.mkdir()
    site.write_text("the old site")
    done = subprocess.run(
        [sys.executable, "-m", "site_config", what, "--profile", "quick"],
        cwd=ROOT,
        env=os.environ | {"BUILD": str(tmp_path)},
        capture_output=True,
        text=True,
    )
    assert done.returncode != 0
    assert done.stdout + done.stderr == (
        f"error: another build of profile 'quick' is running in {tmp_path}/quick; nothing was"
        " changed. Wait until it has ended, then run it again.\n"
    )
    assert site.read_text() == "the old site"
    assert {path.name for path in (tmp_path / "quick").iterdir()} == {"build.lock", "site"}


def test_profiles_do_not_wait_for_one_another(holder, tmp_path):
    with alone(tmp_path / "full"):
        assert (tmp_path / "full").is_dir()


def test_a_killed_build_leaves_no_lock(holder, tmp_path):
    with pytest.raises(Problem, match="another build of profile 'quick' is running"):
        alone(tmp_path / "quick").__enter__()
    os.kill(holder.pid, signal.SIGKILL)
    holder.wait()
    with alone(tmp_path / "quick"):
        pass


def test_whoever_waits_goes_on_when_the_other_build_has_ended(holder, tmp_path):
    threading.Timer(0.3, holder.kill).start()
    with alone(tmp_path / "quick", wait=True):
        holder.wait(timeout=10)


def test_a_folder_that_cannot_be_made_is_one_clear_error(tmp_path):
    (tmp_path / "blocked").write_text("a file where a folder should be")
    with pytest.raises(Problem, match=r"cannot write .*blocked/quick/build.lock: "):
        alone(tmp_path / "blocked" / "quick").__enter__()


@pytest.mark.parametrize("name", ["ENOTSUP", "ENOLCK", "EINVAL", "ENOSYS"])
def test_a_file_system_without_locks_is_named_or_another_way_is_found(tmp_path, monkeypatch, name):
    number = getattr(errno, name)

    def none(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(fcntl, "flock", none)
    monkeypatch.setattr(lock, "PATIENCE", 0)
    folder = tmp_path / "quick"
    if name == "ENOSYS":  # the library's own way keeps two apart as well, without a word of its own
        again = pytest.raises(Problem, match="another build of profile 'quick' is running")
        with warnings.catch_warnings(action="error"), alone(folder), again:
            alone(folder).__enter__()
        return
    with pytest.raises(Problem, match=r"Its file system has no locks, .* BUILD=/a/folder") as error:
        alone(folder).__enter__()
    assert "\n" not in str(error.value) and "permissions" not in str(error.value)


def test_a_build_holds_the_lock_while_its_tasks_run(tmp_path, monkeypatch):
    monkeypatch.setenv("BUILD", str(tmp_path))

    def tasks(profile, spared=0):
        with pytest.raises(Problem, match="another build of profile 'quick' is running"):
            alone(tmp_path / profile).__enter__()
        return seal.Tasks(1, 0)

    monkeypatch.setattr(pipeline, "run", tasks)
    monkeypatch.setattr(changes, "announce", lambda _: None)
    assert command.build("quick") == 0
    with alone(tmp_path / "quick"):
        pass


LEFT = """
import sys, tempfile
from pathlib import Path
from site_config import __main__ as command
from site_config.build import pipeline, seal
from site_config.pages.kernel import OwnKernel
def run(profile, spared=0):
    kernel = OwnKernel()
    tempfile.mkdtemp(prefix="of-a-framework-")
    Path(tempfile.gettempdir(), "a.log").write_text("x")
    (Path(kernel.folder.name) / "connection.json").write_text("x")
    print("at work", flush=True)
    sys.stdin.read()
    return seal.Tasks(1, 0)
pipeline.run = run
command.build("quick")
"""


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
def test_what_a_killed_build_left_of_passing_files_is_removed_by_the_next(
    tmp_path, monkeypatch, how
):
    shared = tmp_path / "shared"
    (shared / "cells-of-another-project").mkdir(parents=True)
    monkeypatch.setenv("BUILD", str(tmp_path / "build"))
    monkeypatch.setenv("TMPDIR", str(shared))
    monkeypatch.setattr(tempfile, "tempdir", None)
    process = subprocess.Popen(
        [sys.executable, "-c", LEFT],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None and process.stdout.readline() == "at work\n"
    process.send_signal(how)
    process.communicate()
    folder = Place("quick").passing
    kinds = {path.name.rpartition("-")[0] for path in folder.iterdir()}
    assert kinds == {"", "cells", "of-a-framework"}
    seen = []

    def run(profile, spared):
        seen.append((tempfile.gettempdir(), [*folder.iterdir()]))
        return seal.Tasks(1, 0)

    monkeypatch.setattr(pipeline, "run", run)
    monkeypatch.setattr(changes, "announce", lambda _: None)
    assert command.build("quick") == 0
    assert seen == [(str(folder), [])] and not folder.exists()
    assert os.environ["TMPDIR"] == tempfile.gettempdir() == str(shared)
    assert [path.name for path in shared.iterdir()] == ["cells-of-another-project"]


def test_builds_in_other_folders_that_write_the_same_site_exclude_each_other(tmp_path, monkeypatch):
    for module in (lock, paths):
        monkeypatch.setattr(module, "REPOSITORY", tmp_path)
    monkeypatch.setenv("BUILD", str(tmp_path / "one"))
    with alone_with(Place("full")):
        monkeypatch.setenv("BUILD", str(tmp_path / "other"))
        with pytest.raises(Problem, match="another build of profile 'full' is running"):
            alone_with(Place("full")).__enter__()
        with alone_with(Place("quick")):  # whose site lies with it
            pass
    monkeypatch.setenv("BUILD", str(tmp_path / "build"))
    with alone(tmp_path / "build" / "full"), alone_with(Place("full")):
        pass


def test_a_preview_follows_an_edit_and_waits_for_other_builds(tmp_path, monkeypatch):
    for name in ("DOCS", "TEMPLATES", "CONFIG", "REPOSITORY"):
        monkeypatch.setattr(serve, name, tmp_path)
    (tmp_path / "analysis").mkdir()
    (tmp_path / "mkdocs.yml").write_text("")
    stopped, ran = threading.Event(), []

    def build(command, **_):
        ran.append(command[2:])
        stopped.set()

    monkeypatch.setattr(serve.subprocess, "run", build)
    follower = threading.Thread(target=serve.follow, args=("quick", stopped))
    follower.start()
    for number in range(200):  # until the watch has begun
        (tmp_path / "page.md").write_text(str(number))
        follower.join(0.05)
        if not follower.is_alive():
            break
    stopped.set()
    follower.join(20)
    assert ran[0] == [
        "site_config",
        "build",
        "--profile",
        "quick",
        "--renderer",
        "mkdocs",
        "--wait",
    ]


def test_a_folder_in_the_place_of_the_lock_is_to_be_moved_away(tmp_path):
    (tmp_path / "build.lock" / "mine").mkdir(parents=True)
    with pytest.raises(Problem, match=r"build\.lock: Is a directory\. Move that folder away, then"):
        alone(tmp_path).__enter__()
