"""The four files of MNIST that the project carries, each held against its stated checksum."""

from __future__ import annotations

import gzip
import hashlib
import re
import zlib
from pathlib import Path

from analysis.problem import Problem

FOLDER = Path(__file__).parent / "mnist"
FILES = (
    "train-images-idx3-ubyte",
    "train-labels-idx1-ubyte",
    "t10k-images-idx3-ubyte",
    "t10k-labels-idx1-ubyte",
)
CHECKSUM = re.compile(r"([0-9a-f]{64})\s+(\S+)")
REMEDY = "Restore it with: git checkout -- analysis/images/mnist"


def checksums(folder: Path = FOLDER) -> dict[str, str]:
    """Return SHA-256 by file name, as stated beside the files.

    Raises:
        Problem: the list is missing, damaged, or leaves a file out.
    """
    path = folder / "SHA256SUMS.uncompressed"
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        raise Problem(
            f"the checksums of MNIST, {path.name}, are missing from {folder}. {REMEDY}"
        ) from None
    except (OSError, UnicodeDecodeError) as error:
        raise Problem(
            f"the checksums of MNIST, {path}, cannot be read: {error}. {REMEDY}"
        ) from None
    stated = {}
    for number, line in enumerate(lines, 1):
        if line and not (row := CHECKSUM.fullmatch(line)):
            raise Problem(
                f"the checksums of MNIST, {path}, are damaged in line {number}: not a SHA-256 and a"
                f" file name. {REMEDY}"
            )
        if line and row:
            stated[row[2]] = row[1]
    if left_out := [name for name in FILES if name not in stated]:
        raise Problem(f"the checksums of MNIST, {path}, leave out {left_out[0]}. {REMEDY}")
    return stated


def content_of(name: str, folder: Path, stated: dict[str, str]) -> bytes:
    """Return what a file holds, unpacked; ``Raises Problem`` when it is missing or damaged."""
    path = folder / f"{name}.gz"
    if not path.is_file():
        raise Problem(f"MNIST file {path.name} is missing from {folder}. {REMEDY}")
    try:
        content = gzip.decompress(path.read_bytes())
    except (OSError, EOFError, zlib.error) as error:
        raise Problem(
            f"MNIST file {path} is damaged: it does not decompress ({error}). {REMEDY}"
        ) from None
    found = hashlib.sha256(content).hexdigest()
    if found != stated[name]:
        raise Problem(
            f"MNIST file {path} is damaged: SHA-256 {found[:12]}..., stated {stated[name][:12]}..."
            f" {REMEDY}"
        )
    return content
