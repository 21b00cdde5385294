"""Images as IDX files, the format of MNIST and its kin, plain or packed by gzip."""

from __future__ import annotations

import gzip
import re
import zlib
from pathlib import Path

import numpy as np

from analysis.images.idx import parse
from analysis.problem import Problem

PACKED = b"\x1f\x8b"
NAMED = re.compile(r"idx\d|ubyte", re.IGNORECASE)  # as files of the kind are called
LABELS, GREY, COLOURED = 1, 3, 4  # dimensions
TYPES = b"\x08\x09\x0b\x0c\x0d\x0e"  # of numbers that the format knows
# how the usual names of images become those of their labels
USUAL = (("images-idx3", "labels-idx1"), ("images.idx3", "labels.idx1"), ("images", "labels"))


def is_idx(path: Path) -> bool:
    """Whether a file is one of IDX, by its name or by how it begins."""
    return bool(NAMED.search(path.name)) or _dimensions(path) > 0


def read_idx(path: Path) -> np.ndarray:
    """Return images (image, y, x) or (image, y, x, channel) uint8.

    Raises:
        Problem: the file holds labels, is damaged, or its header contradicts what follows.
    """
    if _dimensions(path) == LABELS:
        raise Problem(
            f"{path} holds labels. Name the file of their images; its labels are found beside it"
            " or are given by --labels."
        )
    return _parsed(path, COLOURED if _dimensions(path) == COLOURED else GREY)


def read_idx_labels(path: Path) -> np.ndarray:
    """Return labels (image) uint8; ``Raises Problem`` as for images."""
    return _parsed(path, LABELS)


def labels_beside(path: Path) -> list[Path]:
    """Return where the labels of a file of images usually lie, there or not, the likeliest first:
    ``train-labels-idx1-ubyte`` beside ``train-images-idx3-ubyte``, packed or not.
    """
    plain = path.name.removesuffix(".gz")
    return [
        path.with_name(plain.replace(images, labels) + end)
        for images, labels in USUAL
        if images in plain
        for end in ("", ".gz")
    ]


def _start(path: Path) -> bytes:
    """Return the first four bytes, unpacked; fewer where there are fewer, none of a damaged
    file.
    """
    try:
        with path.open("rb") as file:
            start = file.read(4)
        if start[:2] != PACKED:
            return start
        with gzip.open(path) as packed:
            return packed.read(4)
    except (OSError, EOFError, zlib.error):
        return b""


def _dimensions(path: Path) -> int:
    """Return how many dimensions the header states; 0 where it is none."""
    start = _start(path)
    told = len(start) == 4 and start[:2] == b"\0\0" and start[2] in TYPES
    return start[3] if told else 0


def _parsed(path: Path, dimensions: int) -> np.ndarray:
    """Return the numbers of a file of so many dimensions; ``Raises Problem``."""
    try:
        content = path.read_bytes()
        if content[:2] == PACKED:
            content = gzip.decompress(content)
        return parse(content, dimensions)
    except (OSError, EOFError, zlib.error, ValueError) as error:
        raise Problem(
            f"{path} is damaged or no IDX file of"
            f" {'labels' if dimensions == LABELS else 'images'}: {error}. Fetch or write it anew,"
            " as unsigned bytes."
        ) from None
