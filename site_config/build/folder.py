"""A folder brought to what it should hold, touching only files that differ."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from pathlib import Path

from analysis.artifacts import sha256, write_atomically
from site_config.build.content import digest, files


def bring_to(folder: Path, hold: Mapping[str, bytes]) -> str:
    """Write what is new or differs, remove what is not listed; return the digest of it all. A link
    differs from any file, and so does a folder.
    """
    for name, path in _below(folder):
        if name not in hold or os.path.islink(path):
            os.unlink(path)
    wanted = {name: sha256(content) for name, content in sorted(hold.items())}
    for name, known in wanted.items():
        if digest(path := f"{folder}/{name}", follow=False) != known:
            if os.path.isdir(path):
                shutil.rmtree(path)
            write_atomically(Path(path), hold[name])
    folder.mkdir(parents=True, exist_ok=True)
    return sha256("\n".join(f"{name} {known}" for name, known in wanted.items()).encode())


def contents(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder by its path there."""
    found = {}
    for name, path in _below(folder):
        with open(path, "rb", buffering=0) as file:
            found[name] = file.read()
    return found


def _below(folder: Path) -> list[tuple[str, str]]:
    """Return the path of each file in the folder, and its own, in their order."""
    return sorted((path[len(f"{folder}/") :], path) for path in files(folder))
