"""Which commit of the project's own history a result comes from.

A commit is cited only where the root of the repository is the project: inside another one, its
commits say nothing of this code. Where none can be cited, results say ``unknown`` and the build
says why, once.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

REPOSITORY = Path(__file__).parent.parent
UNKNOWN = "unknown"
CHANGES = "+changes"
OWN = "Put the project under git in a repository of its own"
# what git says, what that means, and what to do
KNOWN = (
    ("git cannot be run", "git cannot be run", "Install git"),
    (
        "dubious ownership",
        "the folder of the project belongs to another user, and git reads no repository of others",
        f"If you trust it: git config --global --add safe.directory {shlex.quote(str(REPOSITORY))}",
    ),
    (
        "Needed a single revision",
        "nothing is committed yet on the branch of the project",
        "Commit the project (git add --all; git commit), or go to a branch that has commits",
    ),
    (
        "bad object|unable to read|index file",
        "the repository of the project is damaged",
        "Restore its folder .git (git fsck says what is missing)",
    ),
)


@dataclass(frozen=True)
class Stand:
    """Where the working tree stands: at which commit, which files differ from it, and which are in
    no commit; or why that is not known.
    """

    head: str = UNKNOWN
    changed: frozenset[Path] = frozenset()
    new: frozenset[Path] = frozenset()
    why: str = ""
    remedy: str = OWN


class NoHistory(Exception):
    """What git says where it has no answer."""


def asked(*arguments: str) -> bytes:
    """Return what git answers about the folder of the project, whatever repository the environment
    names.

    Raises:
        NoHistory: it has no answer.
    """
    around = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    try:
        done = subprocess.run(
            ["git", "--no-optional-locks", *arguments],
            cwd=REPOSITORY,
            env=around | {"LC_ALL": "C"},
            capture_output=True,
        )
    except OSError:
        raise NoHistory("git cannot be run") from None
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().partition("\n")[0]
        raise NoHistory(said.removeprefix("fatal: ") or "git gives no answer")
    return done.stdout


def _git(*arguments: str) -> str:
    # names of files may be any bytes
    return asked(*arguments).decode("utf-8", "surrogateescape")


def _files(status: str) -> tuple[frozenset[Path], frozenset[Path]]:
    """Return the files that git calls changed, and those it does not know."""
    changed: set[Path] = set()
    new: set[Path] = set()
    entries = iter(status.split("\0"))
    for entry in entries:
        kind, path = entry[:2], REPOSITORY / entry[3:]
        if entry:
            (new if kind == "??" else changed).add(path)
        if "R" in kind or "C" in kind:  # the old name follows
            changed.add(REPOSITORY / next(entries))
    return frozenset(changed), frozenset(new)


def _unknown(said: str) -> Stand:
    """Return the stand of a project of which git says no more than this."""
    known = ((why, remedy) for words, why, remedy in KNOWN if re.search(words, said))
    why, remedy = next(known, (said, OWN))
    return Stand(why=why, remedy=remedy)


@cache
def stand() -> Stand:
    """Return where the working tree stands."""
    try:
        root = Path(_git("rev-parse", "--show-toplevel").removesuffix("\n"))
        if root.resolve() != REPOSITORY.resolve():
            return Stand(why=f"the project lies inside another repository, {root}")
        head = _git("rev-parse", "--verify", "HEAD").strip()
        changed, new = _files(_git("status", "--porcelain", "-z", "--untracked-files=all"))
    except NoHistory as error:
        return _unknown(str(error))
    return Stand(head, changed, new)


def commit(files: Iterable[Path] | None = None) -> str:
    """Return the commit the working tree stands at, with '+changes' when any of these files differs
    from it or is in no commit; without files, when any file of the commit differs.
    """
    found = stand()
    differs = found.changed if files is None else (found.changed | found.new) & set(files)
    return found.head + (CHANGES if differs else "")


def is_final(told: str) -> bool:
    """Whether a commit says for ever what a result was made from."""
    return told != UNKNOWN and not told.endswith(CHANGES)


def settled(told: str, files: Callable[[], Iterable[Path]]) -> str:
    """Return the commit that a result which is not stale is to be cited with, where ``told`` was
    true when it was made: once its files are committed as they are, that commit gives the result.
    """
    if is_final(told):
        return told
    now = commit(files())
    return now if is_final(now) else told


def warning() -> str:
    """Return what a build says where it cannot cite a commit, empty where it can."""
    found = stand()
    return (
        f"warning: what is published cites no commit but '{UNKNOWN}': {found.why}. {found.remedy},"
        " then run: make site"
        if found.why
        else ""
    )
