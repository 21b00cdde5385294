"""Results as files: packed so that equal arrays are equal bytes, and read back as their type."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import numpy as np

from analysis.problem import Problem
from analysis.results.base import Result


def pack_arrays(arrays: dict[str, np.ndarray]) -> bytes:
    """Return the arrays as a compressed ``.npz`` whose bytes depend on their content only."""
    buffer = io.BytesIO()
    np.savez_compressed(
        buffer, allow_pickle=False, **{name: arrays[name] for name in sorted(arrays)}
    )
    return buffer.getvalue()


def read_result(kind: type[Result], path: Path) -> Result:
    """Read a stored result back as its type, so that its axes are checked again.

    Raises:
        Problem: the file does not hold a result of this type.
    """
    try:
        with np.load(path, allow_pickle=False) as stored:
            return kind.from_arrays({name: stored[name] for name in stored.files})
    except (TypeError, ValueError, zipfile.BadZipFile) as error:
        raise Problem(
            f"{path} is not a {kind.__name__}: {error}. Remove it, then run: make site"
        ) from None
