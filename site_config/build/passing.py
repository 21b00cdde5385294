"""What passes with a run: files of kernels, frameworks and pools that are nobody's when it has
ended.

They lie within the profile's folder, so that what a killed run has left is removed by the next one,
which holds the lock and so knows that it is nobody's; in a folder that all programs share, nobody
could tell.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from analysis.problem import Problem

NAMES = ("TMPDIR", "TEMP", "TMP")  # in the order in which they are asked for


@contextmanager
def passing(folder: Path) -> Iterator[None]:
    """Let this process and all that it starts keep passing files in an empty folder, which is
    removed at the end. Whoever calls it holds the lock of the build.

    Raises:
        Problem: the folder cannot be made.
    """
    before = {name: os.environ.pop(name) for name in NAMES if name in os.environ}
    shutil.rmtree(folder, ignore_errors=True)
    try:
        if not folder.is_dir():  # whatever else stands there is nobody's as well
            folder.unlink(missing_ok=True)
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Problem(
            f"cannot make {folder}: {error.strerror}. Mend the permissions or free some space, then"
            " run it again."
        ) from None
    os.environ["TMPDIR"], tempfile.tempdir = str(folder), None
    try:
        yield
    finally:
        os.environ.pop("TMPDIR", None)
        os.environ.update(before)
        tempfile.tempdir = None
        shutil.rmtree(folder, ignore_errors=True)
