"""What was composed before: pages are taken from the staged folder as they lie there, as long as
nothing that they were composed from has changed.

A *piece* is what is composed at once: a page that a person wrote, with its pictures and its
notebook, or all pages that code makes. It goes by the digest of what it is made from, and what was
kept of it by the digests of its files: where one differs, it is composed again.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from analysis.artifacts import sha256, write_atomically
from site_config.build.content import digest
from site_config.paths import Place

Files = dict[str, bytes]  # by staged path
FILE = "composed.json"


@dataclass(frozen=True)
class Piece:
    """The digest of what a piece was composed from, and that of each of its files."""

    of: str
    files: Mapping[str, str]


@dataclass
class Composed:
    """The pieces of a staged folder, as they were left and as they are composed now."""

    folder: Path
    before: Mapping[str, Piece] = field(default_factory=dict)
    now: dict[str, Piece] = field(default_factory=dict)

    def kept(self, name: str, of: str) -> Files | None:
        """Return the files of a piece from the staged folder, None where it is to be composed."""
        piece = self.before.get(name)
        if piece is None or piece.of != of:
            return None
        if any(digest(self.folder / path) != known for path, known in piece.files.items()):
            return None
        self.now[name] = piece
        return {path: (self.folder / path).read_bytes() for path in piece.files}

    def made(self, name: str, of: str, files: Files) -> Files:
        """Take note of a piece that was composed; return its files."""
        self.now[name] = Piece(of, {path: sha256(content) for path, content in files.items()})
        return files

    def piece(self, name: str, of: str, compose: Callable[[], Files]) -> Files:
        """Return the files of a piece: as they were kept, or composed."""
        kept = self.kept(name, of)
        return self.made(name, of, compose()) if kept is None else kept


def before(place: Place) -> Composed:
    """Return what was composed before; nothing where that is not known."""
    try:
        told = json.loads((place.build / FILE).read_text())
        pieces = {name: Piece(**piece) for name, piece in told.items()}
    except (OSError, ValueError, TypeError, AttributeError, RecursionError):
        pieces = {}
    return Composed(place.staged, pieces)


def remember(place: Place, composed: Composed) -> None:
    """Write down what was composed, once it lies in the staged folder."""
    told = {name: vars(piece) for name, piece in composed.now.items()}
    write_atomically(place.build / FILE, json.dumps(told))
