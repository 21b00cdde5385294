"""NumPy's files: ``.npz`` with images and perhaps labels under names of many habits, ``.npy``.

Objects in such files would be code that runs while they are read (pickle); they are refused.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from analysis.problem import Problem

# names of images, and of labels that go with them; what a network never trained on goes first
PAIRS = (
    ("x", ("y", "labels")),
    ("X", ("y", "Y", "labels")),
    ("images", ("labels", "y")),
    ("x_test", ("y_test",)),
    ("X_test", ("y_test", "Y_test")),
    ("test_images", ("test_labels",)),
    ("x_train", ("y_train",)),
    ("X_train", ("y_train", "Y_train")),
    ("train_images", ("train_labels",)),
    ("data", ("target", "labels")),
    ("arr_0", ("arr_1",)),
)
SPEAKABLE, NAMED = re.compile(r"[A-Za-z0-9][\w.-]{,40}", re.ASCII), 12  # names of arrays
WAY_OUT = "numpy.savez(FILE, x=images, y=labels)"

Arrays = tuple[np.ndarray, np.ndarray | None, tuple[str, ...]]


def read_npz(path: Path) -> Arrays:
    """Return images, labels if there are any, and remarks from an archive of arrays.

    Raises:
        Problem: it is damaged, holds objects, or no array that can be told to be the images.
    """
    if not zipfile.is_zipfile(path):
        raise _unreadable(path, "it is no archive, or cut short")
    try:
        with np.load(path, allow_pickle=False) as archive:
            images, labels = _names(list(archive.files), path)
            found = _array(archive, images), _array(archive, labels) if labels else None
            rest = sorted({*archive.files} - {images, labels})
    except (Problem, MemoryError):
        raise
    except Exception as error:  # whatever NumPy stumbles over in a file it did not write
        raise _why(path, error) from None
    plain = images == "x" and labels in ("y", None) and not rest
    return *found, () if plain else (_remark(images, labels, rest),)


def _array(archive: Mapping[str, Any], name: str) -> np.ndarray:
    """Return a member of an archive; ``Raises ValueError`` where it is no array."""
    found = archive[name]
    if not isinstance(found, np.ndarray):  # NumPy hands over the bytes of whatever else lies there
        raise ValueError(f"its member {name} is no array")
    return found


def _names(there: list[str], path: Path) -> tuple[str, str | None]:
    """Return the names of images and of labels; ``Raises Problem`` where no name is known."""
    for images, partners in PAIRS:
        if images in there:
            return images, next((name for name in partners if name in there), None)
    if len(there) == 1:
        return there[0], None
    held = f"holds {_listed(sorted(there))}" if there else "holds nothing"
    raise Problem(
        f"{path} {held}, none of which is called as images are. Call them x, and the labels y:"
        f" {WAY_OUT}"
    )


def _listed(names: list[str]) -> str:
    """Return names of arrays in words: those that a page can say as they stand, and how many more
    there are.
    """
    said = [name for name in names if SPEAKABLE.fullmatch(name)][:NAMED]
    more = len(names) - len(said)
    count = f"{more} {'more' if said else 'arrays' if more > 1 else 'array'}"
    return f"{', '.join(said)}{' and ' * bool(said)}{count}" if more else ", ".join(said)


def _remark(images: str, labels: str | None, rest: list[str]) -> str:
    """Return which arrays were taken, and which were not."""
    array = f"the array {images}" if SPEAKABLE.fullmatch(images) else "the only array"
    named = f"Images are {array}, " + (f"labels the array {labels}" if labels else "without labels")
    return f"{named}; not looked at: {_listed(rest)}." if rest else f"{named}."


def read_npy(path: Path) -> np.ndarray:
    """Return the array of a file, which stays on disk until it is asked for; ``Raises Problem``
    where it is damaged or holds objects.
    """
    try:
        with path.open("rb") as file:
            if file.read(6) != np.lib.format.MAGIC_PREFIX:
                raise _unreadable(path, "it does not begin as a NumPy array does")
        return np.load(path, mmap_mode="r", allow_pickle=False)
    except (Problem, MemoryError):
        raise
    except Exception as error:  # whatever NumPy stumbles over in a file it did not write
        raise _why(path, error) from None


def _why(path: Path, error: Exception) -> Problem:
    """Return what a person reads where NumPy stumbles over a file."""
    said = str(error).strip().splitlines() or [type(error).__name__]
    if "pickle" in str(error) or "Python objects" in str(error):
        return Problem(
            f"{path} holds Python objects, which could run code and are never loaded. Save numbers"
            " alone: one array (image, y, x) or (image, y, x, channel), all images of one size."
        )
    return _unreadable(path, said[0].rstrip("."))


def _unreadable(path: Path, why: str) -> Problem:
    return Problem(f"{path} is damaged or no file of NumPy: {why}. Save it anew: {WAY_OUT}")
