"""One build of a profile at a time: two would write the same files.

The lock is the operating system's, on a file of the profile's folder. It ends with the process that
holds it, however that ends; the file itself stays and means nothing. Where the system has no locks
at all, the library writes into the file who holds it, and asks whether that process still runs.
"""

from __future__ import annotations

import errno
import warnings
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path

from filelock import FileLock, Timeout

from analysis.ending import MEND, REMEDIES
from analysis.problem import Problem
from site_config.paths import REPOSITORY, Place

LOCK = "build.lock"
# seconds in which a build that was just killed has ended
PATIENCE = 1.0
# how file systems say that they keep no locks: some of networks, of phones, of virtual machines
WITHOUT_LOCKS = {errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOLCK, errno.ENOSYS, errno.EINVAL}


def _refused(lock: FileLock, error: Exception) -> Problem:
    """Return what is told where the lock could not be asked for."""
    reason = getattr(error, "strerror", None) or error
    number = getattr(error, "errno", None)
    if isinstance(error, NotImplementedError) or number in WITHOUT_LOCKS:
        return Problem(
            f"cannot lock {lock.lock_file}: {reason}. Its file system has no locks, and two builds"
            " could not be kept apart. Build on a disk of this machine: BUILD=/a/folder make site"
        )
    return Problem(
        f"cannot write {lock.lock_file}: {reason}. {REMEDIES.get(number or 0, MEND)}, then run it"
        " again."
    )


@contextmanager
def alone(folder: Path, *, wait: bool = False) -> Iterator[None]:
    """Hold the lock of a profile's folder, e.g. ``build/full``.

    Args:
        folder: is made where it does not exist.
        wait: for another build to end, instead of leaving it alone.

    Raises:
        Problem: another build of this profile runs, or the folder cannot be written or locked.
    """
    lock = FileLock(folder / LOCK)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with warnings.catch_warnings(action="ignore"):  # that it has found another way
            lock.acquire(timeout=-1 if wait else PATIENCE)
    except Timeout:
        raise Problem(
            f"another build of profile {folder.name!r} is running in {folder}; nothing was changed."
            " Wait until it has ended, then run it again."
        ) from None
    except (OSError, NotImplementedError) as error:
        raise _refused(lock, error) from None
    try:
        yield
    finally:
        lock.release()


def alone_with(place: Place, *, wait: bool = False) -> AbstractContextManager[None]:
    """Hold the lock of the site where that lies outside of the profile's folder: builds in folders
    of different $BUILD would put theirs in one place. ``Raises Problem`` as ``alone``.
    """
    home = REPOSITORY / "build" / place.profile
    shared = place.site == REPOSITORY / "site" and place.build.resolve() != home.resolve()
    return alone(home, wait=wait) if shared else nullcontext()
