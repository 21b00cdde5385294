"""A folder brought to what it should hold, touching only files that differ."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from analysis.artifacts import sha256, write_atomically
from site_config.build.content import digest


def bring_to(folder: Path, files: Mapping[str, bytes]) -> str:
    """Write what is new or differs, remove what is not listed; return the digest of it all."""
    for path in folder.rglob("*"):
        if path.is_file() and path.relative_to(folder).as_posix() not in files:
            path.unlink()
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
