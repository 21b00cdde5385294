"""The source of a release, as its commit holds it."""

from __future__ import annotations

import io
import subprocess
import tarfile
from dataclasses import dataclass

from analysis.problem import Problem
from site_config.paths import REPOSITORY


@dataclass(frozen=True)
class File:
    """A file of an archive."""

    content: bytes
    executable: bool = False


def _git(*arguments: str) -> bytes:
    try:
        done = subprocess.run(["git", *arguments], cwd=REPOSITORY, capture_output=True, check=True)
    except (OSError, subprocess.CalledProcessError) as error:
        said = (getattr(error, "stderr", None) or str(error).encode()).decode(errors="replace")
        raise Problem(
            f"git cannot give the source of the release: {said.strip()}. Mend the repository (git"
            " fsck says what is wrong), then run: make release"
        ) from None
    return done.stdout


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
