"""An archive that is the same, byte for byte, whenever it is made of the same files."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

from analysis.artifacts import sha256
from analysis.problem import Problem
from site_config.release.source import File

SUMS = "SHA256SUMS"
# what is compressed already
PACKED = {".gz", ".keras", ".npz", ".png", ".webp", ".woff2", ".zip"}


def sums(files: Mapping[str, File]) -> bytes:
    """Return the checksums of all files, as ``sha256sum --check`` reads them."""
    return "".join(f"{sha256(files[name].content)}  {name}\n" for name in sorted(files)).encode()


def _entry(name: str, file: File, day: date) -> zipfile.ZipInfo:
    """Return how a file is listed: with the day of the version, whenever and by whom it is made."""
    entry = zipfile.ZipInfo(name, (day.year, day.month, day.day, 0, 0, 0))
    entry.create_system = 3  # as on Unix, wherever it is made
    entry.external_attr = (0o100755 if file.executable else 0o100644) << 16
    packed = Path(name).suffix in PACKED
    entry.compress_type = zipfile.ZIP_STORED if packed else zipfile.ZIP_DEFLATED
    return entry


def write(path: Path, files: Mapping[str, File], day: date) -> None:
    """Write an archive of files in the order of their names, with their checksums, and read it
    again.

    Raises:
        Problem: it cannot be written, or is not what was meant.
    """
    listed = {**files, SUMS: File(sums(files))}
    try:
        with zipfile.ZipFile(path, "w", compresslevel=6) as archive:
            for name in sorted(listed):
                archive.writestr(_entry(name, listed[name], day), listed[name].content)
    except OSError as error:
        raise Problem(
            f"cannot write {path}: {error.strerror}. Free some space or mend the permissions, then"
            " run: make release"
        ) from None
    if differs := next(_differing(path, listed), None):
        raise Problem(f"{path} does not hold {differs} as it was written. Run: make release")


def _differing(path: Path, files: Mapping[str, File]) -> Iterator[str]:
    """Yield what an archive does not hold as it should."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
            yield from sorted(files.keys() ^ set(names))
            for name in names:
                if archive.read(name) != files[name].content:
                    yield name
    except (zipfile.BadZipFile, OSError) as error:
        yield str(error)
