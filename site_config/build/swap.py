"""A new site takes the place of the old one: whole, in one step where the system has one, and never
so that nothing is left.

It is made beside the old site, since only within one file system can a folder be renamed.
"""

from __future__ import annotations

import atexit
import ctypes
import os
import shutil
import subprocess
import sys
from pathlib import Path

from analysis.problem import Problem

AT_WORKING_FOLDER, EXCHANGE = -100, 2  # of Linux' renameat2
_removing: list[subprocess.Popen[bytes]] = []


def real(site: Path) -> Path:
    """Return where a site lies, through links that a person has set.

    Raises:
        Problem: something that is no folder stands there.
    """
    site = Path(os.path.realpath(site))
    if os.path.lexists(site) and not site.is_dir():
        raise Problem(f"{site} is no folder, so that no site can be put there. Move it away.")
    return site


def beside(site: Path) -> Path:
    """Return the folder in which the next site is made."""
    return real(site).with_name(f"{real(site).name}.new")


def _exchange(one: Path, other: Path) -> bool:
    """Let two folders change their names at once; False where the system cannot."""
    if not sys.platform.startswith("linux"):
        return False
    rename = getattr(ctypes.CDLL(None), "renameat2", None)
    names = (AT_WORKING_FOLDER, os.fsencode(one), AT_WORKING_FOLDER, os.fsencode(other))
    return rename is not None and rename(*names, EXCHANGE) == 0


@atexit.register
def settle() -> None:
    """Wait until nothing is left of the old site."""
    while _removing:
        _removing.pop().wait()


def put_in_place(site: Path) -> None:
    """Put the new site in place of the old one, and begin to remove that: no run ends before it is
    gone, but what follows need not wait for thousands of files.

    Raises:
        Problem: it cannot be done; the old site is where it was.
    """
    site, fresh = real(site), beside(site)
    old = site.with_name(f"{site.name}.old")
    settle()
    shutil.rmtree(old, ignore_errors=True)
    try:
        _rename(fresh, site, old)
    except OSError as error:
        raise Problem(
            f"the new site cannot take the place of {site}: {error.strerror}. The old site is"
            " unchanged; mend the permissions, then run it again."
        ) from None
    nothing = subprocess.DEVNULL
    _removing.append(
        subprocess.Popen(["rm", "-rf", old], stdin=nothing, stdout=nothing, stderr=nothing)
    )


def _rename(fresh: Path, site: Path, old: Path) -> None:
    if not site.exists():
        fresh.rename(site)
    elif _exchange(fresh, site):
        fresh.rename(old)
    else:
        site.rename(old)
        try:
            fresh.rename(site)
        except OSError:
            old.rename(site)
            raise


def bring_back(site: Path) -> None:
    """Undo what was interrupted: between two renames, the old site stands there again; before or
    behind them, what is left of a site beside it is removed. Nobody else may be building it.
    """
    site = real(site)
    old = site.with_name(f"{site.name}.old")
    if old.is_dir() and not site.exists():
        old.rename(site)
    for left in (old, beside(site)):
        shutil.rmtree(left, ignore_errors=True)
