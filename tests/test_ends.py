"""However a command ends, a person gets one line, and nothing is left running."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import time
import warnings
from collections.abc import Callable
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

import psutil
import pytest

from analysis.ending import complaint, status_of, told
from analysis.problem import Problem
from site_config.build import reporter
from site_config.build.supervise import supervise

ROOT = Path(__file__).parent.parent


def raised(function: Callable[[], object]) -> Exception:
    with pytest.raises(Exception) as caught:
        function()
    return caught.value


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (Problem("a page\nis wrong.  Mend it."), "a page is wrong. Mend it."),
        (
            raised(lambda: Path("/nowhere/at/all").read_bytes()),
            "cannot use /nowhere/at/all: No such file or directory. Mend the permissions or free"
            " some space, then run it again.",
        ),
        (
            OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)),
            "something was refused: No space left on device. Mend the permissions or free"
            " some space, then run it again.",
        ),
        (
            OSError(errno.EISDIR, os.strerror(errno.EISDIR), "seal.json"),
            "cannot use seal.json: Is a directory. Move that folder away, then run it again.",
        ),
        (
            OSError(errno.EFBIG, os.strerror(errno.EFBIG), "a.npz"),
            "cannot use a.npz: File too large. Allow larger files (ulimit -f unlimited), or build"
            " on another disk, then run it again.",
        ),
        *(
            (
                error,
                "there was not enough memory. Usually memory was short: close other programs, then"
                " run it again; what is finished is kept.",
            )
            for error in (
                MemoryError(),
                OSError(errno.ENOMEM, os.strerror(errno.ENOMEM)),
                ImportError("x.so: failed to map segment from shared object"),
            )
        ),
        (
            BrokenProcessPool("A process in the process pool was terminated abruptly"),
            "a helper process of the build was killed. Usually memory was short: close other"
            " programs, then run it again; what is finished is kept.",
        ),
    ],
)
def test_what_surroundings_refuse_is_told_in_one_line_with_a_remedy(
    error: Exception, expected: str
) -> None:
    assert told(error) == expected


def test_a_fault_of_the_program_names_its_place_and_where_the_trace_is(tmp_path: Path) -> None:
    error = raised(lambda: psutil.Process().name()[1.5])  # type: ignore[call-overload]
    error.add_note("draw one-oip")
    said = complaint(error, tmp_path)
    assert said.startswith("draw one-oip: TypeError: string indices must be integers")
    assert "(tests/test_ends.py:" in said and "\n" not in said
    assert said.endswith(
        f"This is a fault of the program, not of your input. The whole trace is in"
        f" {tmp_path}/error.log"
    )
    assert "Traceback" in (tmp_path / "error.log").read_text()


def test_a_trace_that_cannot_be_kept_costs_no_word(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    said = complaint(ZeroDivisionError("division by zero"), tmp_path / "file")
    assert said.startswith("ZeroDivisionError: division by zero")


@pytest.mark.parametrize(
    "error", [Problem("wrong"), KeyError("x"), RecursionError(), PermissionError(13, "no", "f")]
)
def test_a_command_that_fails_says_one_line_and_has_another_status(
    error: Exception, capfd: pytest.CaptureFixture[str]
) -> None:
    def run() -> int:
        raise error

    assert status_of(run) == 1
    said = capfd.readouterr().err
    assert said.startswith("error: ") and said.count("\n") == 1 and "Traceback" not in said


def test_of_several_tasks_that_fail_the_first_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reporter, "_failed", [])
    deep = RuntimeError("around it")
    deep.__cause__ = Problem("the page is wrong")
    for error in (deep, KeyError("x")):
        report = type("Report", (), {"exc_info": (type(error), error, None)})
        reporter._note("stage", report)
    assert told(reporter.failure() or Problem("")) == "the page is wrong"


WATCHING = """
from site_config.build.supervise import supervise
raise SystemExit(supervise(["-c", {code!r}], "quick"))
"""
WATCHED = """
import os, subprocess, sys
from site_config.build import supervise as s
s.supervised(int(sys.argv[-1].removeprefix("--channel=")))
"""


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", "(SIGKILL). Usually memory"),
        ("import os; os.abort()", "(SIGABRT)"),
        ("raise ImportError('no module')", "(exit status 1)"),
        ("import os; os.write(2, b'noise of a package'); os._exit(3)", "(exit status 3)"),
        (
            WATCHED + "s.tell(at='measure rivals'); import os; os.abort()",
            "(SIGABRT) while it was at 'measure rivals'",
        ),
        (
            WATCHED + "raise SystemExit(s.told(lambda: 1 / 0, 'quick'))",
            "error: ZeroDivisionError: division by zero",
        ),
    ],
)
def test_a_build_that_ends_without_a_word_gets_one_line(
    code: str, expected: str, tmp_path: Path
) -> None:
    done = subprocess.run(
        [sys.executable, "-c", WATCHING.format(code=code)],
        cwd=ROOT,
        env=os.environ | {"BUILD": str(tmp_path)},
        capture_output=True,
        text=True,
    )
    said = done.stdout + done.stderr
    assert done.returncode > 0
    assert said.startswith("error: ") and said.count("\n") == 1 and expected in said


def test_a_build_that_succeeds_says_nothing_of_what_packages_print(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("site_config.build.supervise.stop_at_once", lambda: None)
    assert supervise(["-c", "import os; os.write(2, b'I0000 oneDNN is on')"], "quick") == 0
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize(
    "last",
    [
        "import atexit; atexit.register(mark.touch)",
        "import threading; threading.Timer(0.3, mark.touch).start()",
    ],
)
def test_a_build_that_succeeds_leaves_nothing_undone(
    last: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("site_config.build.supervise.stop_at_once", lambda: None)
    mark = tmp_path / "done"
    code = f"{WATCHED}from pathlib import Path\nmark = Path({str(mark)!r})\n{last}\n"
    assert supervise(["-c", f"{code}raise SystemExit(s.told(lambda: 0, 'quick'))"], "quick") == 0
    assert mark.exists()


BUSY = f"""{WATCHED}
for _ in range(2):  # what helpers and kernels are, the latter in sessions of their own
    subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"], start_new_session=True)
os.write(int(os.environ["TERMINAL_FD"]), b"busy\\n")
sum(1 for _ in iter(int, 1))  # never comes back to hear of a signal
"""


def busy() -> subprocess.Popen[str]:
    """Start a watched build, and return when it is at work with all its helpers."""
    build = subprocess.Popen(
        [sys.executable, "-c", WATCHING.format(code=BUSY)],
        cwd=ROOT,
        stderr=subprocess.PIPE,
        text=True,
        # under nohup the tests ignore it, and so would what they start
        preexec_fn=lambda: signal.signal(signal.SIGHUP, signal.SIG_DFL),
    )
    assert build.stderr and build.stderr.readline() == "busy\n"
    return build


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_a_build_at_once_with_one_line_and_leaves_nothing(
    how: signal.Signals, tmp_path: Path
) -> None:
    build = busy()
    family = psutil.Process(build.pid).children(recursive=True)
    asked = time.monotonic()
    build.send_signal(how)
    assert build.stderr and build.stderr.read() == (
        "stopped: what is finished is kept, and the next run goes on from there\n"
    )
    assert build.wait() == 128 + how and time.monotonic() - asked < 5
    assert len(family) == 3 and not psutil.wait_procs(family, timeout=5)[1]


def test_a_build_ends_with_its_watcher() -> None:
    build = busy()
    (watched,) = psutil.Process(build.pid).children()
    others = watched.children()
    build.kill()
    build.wait()
    try:
        assert not psutil.wait_procs([watched], timeout=5)[1]
    finally:
        for process in others:
            process.kill()


def test_a_command_tells_no_warnings_of_libraries() -> None:
    with warnings.catch_warnings(record=True, action="always") as heard:
        assert status_of(lambda: warnings.warn("degenerate data", stacklevel=1)) == 0
    assert not heard


@pytest.mark.parametrize("number", ["77", "x", "", "-1", "9" * 30, "2"])
def test_what_a_shell_calls_as_we_call_our_terminal_silences_nothing(number: str) -> None:
    code = "from analysis import ending; ending.have_streams(); ending.say('heard')"
    environment = {**os.environ, "TERMINAL_FD": number}
    run = [sys.executable, "-c", code]
    said = subprocess.run(run, cwd=ROOT, env=environment, capture_output=True, check=True).stderr
    assert said == b"heard\n"


def test_a_command_whose_streams_were_closed_writes_into_none_of_its_files(tmp_path: Path) -> None:
    code = "from analysis import ending; ending.have_streams();"
    code += f"file = open({str(tmp_path / 'file')!r}, 'w'); ending.say('lost'); file.write('mine')"
    command = 'exec 2>&-; exec "$0" -c "$1"'
    subprocess.run(["bash", "-c", command, sys.executable, code], cwd=ROOT, check=True)
    assert (tmp_path / "file").read_text() == "mine"
    for room in ("analysis", "site_config"):
        begins = "    have_streams()\n    surroundings.enter()\n    sys.exit(main())\n"
        assert (ROOT / room / "__main__.py").read_text().endswith(begins)
