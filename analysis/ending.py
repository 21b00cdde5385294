"""How a command ends when it does not succeed: one line for the person, and nothing left running.

Knows no more of a failure than the error itself tells; whoever knows more raises a ``Problem``.
"""

from __future__ import annotations

import contextlib
import errno
import os
import signal
import tempfile
import threading
import traceback
import warnings
from collections.abc import Callable
from pathlib import Path

from analysis.problem import Problem

REPOSITORY = Path(__file__).parent.parent
KEPT = "stopped: what is finished is kept, and the next run goes on from there"
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
SHORT = (
    "Usually memory was short: close other programs, then run it again; what is finished is kept."
)
MEND = "Mend the permissions or free some space"
REMEDIES = {
    errno.EMFILE: "Allow more open files (ulimit -n 4096)",
    errno.ENFILE: "Close other programs",
    errno.EISDIR: "Move that folder away",
    errno.EEXIST: "Move away what stands there",
    errno.ENOTDIR: "Move away what stands in the place of a folder",
    errno.EFBIG: "Allow larger files (ulimit -f unlimited), or build on another disk",
    errno.EAGAIN: "Allow more processes (ulimit -u) or close other programs",
}


def one_line(text: object) -> str:
    """Return a text, or what an error says, without line breaks and with single spaces."""
    return " ".join(str(text).split())


def _where(trace: str, error: BaseException) -> str:
    """Return the last place of our own code that a trace names, else the last of all."""
    if isinstance(error, SyntaxError):
        return f"{error.filename}:{error.lineno}".removeprefix(f"{REPOSITORY}/")
    frames = [line.strip() for line in trace.splitlines() if line.strip().startswith('File "')]
    ours = [line for line in frames if str(REPOSITORY) in line and "/.venv/" not in line]
    if not (named := ours or frames):
        return "something"
    file, line = named[-1].split('"', 2)[1:]
    return f"{file.removeprefix(f'{REPOSITORY}/')}:{line.split()[2].rstrip(',')}"


def _out_of_memory(error: BaseException) -> bool:
    # the loader of compiled modules and the system have words of their own for it
    said = ("failed to map segment", os.strerror(errno.ENOMEM), "std::bad_alloc")
    return isinstance(error, MemoryError) or any(words in str(error) for words in said)


def _refused(error: BaseException) -> bool:
    # of the errors of this kind those that the system itself has raised
    return isinstance(error, OSError) and error.errno is not None


def _helper_killed(error: BaseException) -> bool:
    # by name: what it is imported from takes longer than all the rest of a run with nothing to do
    return type(error).__name__ == "BrokenProcessPool"


def is_fault(error: BaseException) -> bool:
    """Return whether an error is none that a person's surroundings explain."""
    explained = (_refused, _out_of_memory, _helper_killed)
    return not (isinstance(error, Problem) or any(known(error) for known in explained))


def told(error: BaseException) -> str:
    """Return what a person is told of an error: one line with what, where and the remedy. A note
    on it says what was being done.
    """
    if isinstance(error, Problem):
        return one_line(error)
    return "".join(f"{note}: " for note in getattr(error, "__notes__", ())) + _described(error)


def _described(error: BaseException) -> str:
    where = _where("".join(traceback.format_exception(error)), error)
    if _out_of_memory(error):
        return f"there was not enough memory. {SHORT}"
    if _helper_killed(error):
        return f"a helper process of the build was killed. {SHORT}"
    if isinstance(error, OSError) and _refused(error):
        what = f"cannot use {error.filename}" if error.filename else f"{where} was refused"
        reason = error.strerror or error
        return f"{what}: {reason}. {REMEDIES.get(error.errno or 0, MEND)}, then run it again."
    said = f"{type(error).__name__}: {one_line(error)}".rstrip(": ")
    return f"{said} ({where}). This is a fault of the program, not of your input."


def keep_trace(trace: str, folder: Path | None = None) -> str:
    """Write a trace to ``error.log`` of a folder, or of one for passing files; say where."""
    try:
        path = (folder or Path(tempfile.mkdtemp(prefix="simple-cnn-"))) / "error.log"
        path.write_text(trace)
    except OSError:  # a full disk: the line has been found all the same
        return ""
    return f" The whole trace is in {path}"


def complaint(error: BaseException, folder: Path | None = None) -> str:
    """Return the one line of an error; its trace goes to a file where the program is at fault."""
    more = keep_trace("".join(traceback.format_exception(error)), folder) if is_fault(error) else ""
    return f"{told(error)}{more}"


def have_streams() -> None:
    """Open what a caller has closed, before anything else is opened: else a file would take the
    terminal's number, and whatever is said would be written into it. What a shell calls as we call
    ours, and is none, is left outside.
    """
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.set_inheritable(os.open(os.devnull, os.O_RDWR), True)
    try:
        os.fstat(int(os.environ.get("TERMINAL_FD", "2")))
    except (OSError, ValueError, OverflowError):
        del os.environ["TERMINAL_FD"]


def say(text: str) -> None:
    """Tell the person something; where nobody listens any more it is lost."""
    with contextlib.suppress(OSError):
        os.write(int(os.environ.get("TERMINAL_FD", "2")), f"{text}\n".encode(errors="replace"))


def end_family() -> None:
    """Kill every process that this one started, however deep."""
    import psutil

    family = psutil.Process().children(recursive=True)
    ended = []
    for process in family:
        try:
            # it frees what the killed leave in the system, then ends by itself
            if "resource_tracker" not in "".join(process.cmdline()):
                process.kill()
                ended.append(process)
        except psutil.Error:
            continue
    psutil.wait_procs(ended, timeout=5)


def _stop(number: int, said: str) -> None:
    end_family()
    # a bar of progress may stand in the line, and hides the cursor
    say(("\r\x1b[2K\x1b[?25h" if os.isatty(2) else "") + said)
    os._exit(128 + number)


def stop_at_once(said: str = KEPT) -> None:
    """From now on Ctrl-C, SIGTERM and the end of the terminal end this process and all it started
    with one line.

    Nothing is unwound: each file is renamed into its place when it is whole, so that a run may end
    at any moment. A thread of its own listens, since this one may be deep in a framework for long.
    """
    heard, told = os.pipe()
    os.set_blocking(told, False)
    signal.set_wakeup_fd(told)
    for one in SIGNALS:
        # as nohup asks; that a shell ignores Ctrl-C for what it runs behind is no wish of a person
        if one != signal.SIGHUP or signal.getsignal(one) is not signal.SIG_IGN:
            signal.signal(one, lambda *_: threading.Event().wait())
    listen = threading.Thread(target=lambda: _stop(os.read(heard, 1)[0], said), daemon=True)
    listen.start()


def status_of(run: Callable[[], int | None], folder: Path | None = None) -> int:
    """Run a command; return its exit status, having said in one line why it is not 0. What
    libraries warn those who program with them of is no news to a person.
    """
    try:
        with warnings.catch_warnings(action="ignore"):
            return run() or 0
    except BrokenPipeError:  # whoever read what it prints has gone
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        return 141
    except Exception as error:
        say(f"error: {complaint(error, folder)}")
        return 1
