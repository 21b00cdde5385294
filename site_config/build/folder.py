"""A folder brought to what it should hold, touching only files that differ."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

from analysis.artifacts import sha256, write_atomically
from site_config.build.content import digest


def bring_to(folder: Path, files: Mapping[str, bytes]) -> str:
    """Write what is new or differs, remove what is not listed; return the digest of it all. A link
    differs from any file, and so does a folder.
    """
    for path in list(folder.rglob("*")):
        listed = path.relative_to(folder).as_posix() in files
        if path.is_symlink() or not path.is_dir():
            if path.is_symlink() or not listed:
                path.unlink(missing_ok=True)
        elif listed:
            shutil.rmtree(path)
    wanted = {name: sha256(content) for name, content in sorted(files.items())}
    for name, known in wanted.items():
        if digest(folder / name) != known:
            write_atomically(folder / name, files[name])
    folder.mkdir(parents=True, exist_ok=True)
    return sha256("\n".join(f"{name} {known}" for name, known in wanted.items()).encode())


def contents(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder by its path there."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
