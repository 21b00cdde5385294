"""The source of a release, as its commit holds it."""

from __future__ import annotations

import io
import tarfile
from dataclasses import dataclass

from analysis import history
from analysis.problem import Problem


@dataclass(frozen=True)
class File:
    """A file of an archive."""

    content: bytes
    executable: bool = False


def _git(*arguments: str) -> bytes:
    try:
        return history.asked(*arguments)
    except history.NoHistory as error:
        raise Problem(
            f"git cannot give the source of the release: {error}. Mend the repository (git fsck"
            " says what is wrong), then run: make release"
        ) from None


def tree_of(commit: str) -> str:
    """Return what git calls the whole folder at a commit."""
    return _git("rev-parse", f"{commit}^{{tree}}").decode().strip()


def source_at(commit: str) -> dict[str, File]:
    """Return every file of a commit by its path."""
    with tarfile.open(fileobj=io.BytesIO(_git("archive", "--format=tar", commit))) as tar:
        return {
            member.name: File(stored.read(), bool(member.mode & 0o100))
            for member in tar.getmembers()
            if member.isfile() and (stored := tar.extractfile(member))
        }
