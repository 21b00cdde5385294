"""A build runs in a process of its own, watched by one that does nothing else: whatever happens to
the build, also what no exception tells, a person gets one line and nothing is left running.
"""

from __future__ import annotations

import atexit
import json
import multiprocessing
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import IO, Any

from analysis.ending import REPOSITORY, SHORT, complaint, keep_trace, say, stop_at_once


def _end_with(parent: int) -> None:
    """End when the supervisor has been killed: nobody else would end this build."""
    while os.getppid() == parent:
        time.sleep(0.1)
    os._exit(1)


def supervised(channel: int) -> None:
    """Be the watched process: from here on it ends with its watcher, and what it starts does not
    hold its channel open.
    """
    for inherited in (channel, int(os.environ["TERMINAL_FD"])):
        os.set_inheritable(inherited, False)
    # who ends it alone is told of by the watcher
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    threading.Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()
    _Channel.file = os.fdopen(channel, "w", buffering=1)


class _Channel:
    file: IO[str] | None = None


def tell(**news: Any) -> None:
    """Tell the supervisor something, where there is one."""
    if _Channel.file:
        _Channel.file.write(json.dumps(news) + "\n")


def _leave(status: int) -> None:
    """End here, where no thread and no other process is waited for: to take apart what a build has
    read, object by object, takes a third of a second.
    """
    ours = [thread for thread in threading.enumerate() if not thread.daemon]
    if ours == [threading.main_thread()] and not multiprocessing.active_children():
        atexit._run_exitfuncs()
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)


def told(run: Callable[[], int], profile: str) -> int:
    """Run a build that is watched; tell its watcher why it failed, and return its exit status."""
    try:
        status = run()
    except BaseException as error:
        tell(error=complaint(error, _log(profile)))
        # threads of a pool whose processes were killed would be waited for
        os._exit(1)
    _leave(status)
    return status


def _ended(status: int, at: str) -> str:
    """Return how a build ended that could not say so itself."""
    name = signal.Signals(-status).name if status < 0 else f"exit status {status}"
    while_ = f" while it was at {at!r}" if at else ""
    return f"the build was ended from outside or by a crash ({name}){while_}. {SHORT}"


def _log(profile: str) -> Path:
    from site_config.paths import Place  # loads more than a run with nothing to do needs

    return Place(profile).build


def supervise(command: Sequence[str], profile: str) -> int:
    """Run a command of Python's, e.g. ``-m site_config build``, in a watched process; return its
    exit status.

    What its packages print goes nowhere, unless the build ends without a word: then it is kept.
    """
    stop_at_once()
    heard, channel = os.pipe()
    terminal = os.dup(2)
    with tempfile.TemporaryFile() as noise:
        build = subprocess.Popen(
            # on the command line: of an environment it may take over some names alone
            [sys.executable, *command, f"--channel={channel}"],
            cwd=REPOSITORY,
            env=os.environ | {"TERMINAL_FD": str(terminal)},
            stdin=subprocess.DEVNULL,
            stdout=noise,
            stderr=noise,
            pass_fds=(channel, terminal),
            process_group=0,  # Ctrl-C at a terminal is heard here alone
        )
        os.close(channel)
        news: dict[str, Any] = {}
        with open(heard) as lines:
            for line in lines:
                news |= json.loads(line)
        status = build.wait()
        if status and "error" not in news:
            noise.seek(0)
            said = noise.read().decode(errors="replace")
            more = keep_trace(said, _log(profile)) if said else ""
            news["error"] = f"{_ended(status, news.get('at', ''))}{more}"
    if status:
        say(f"error: {news['error']}")
    return abs(status) if status >= 0 else 1
