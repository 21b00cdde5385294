"""Pictures and arrays as the files, or the addresses, that a page loads."""

from __future__ import annotations

import io
from base64 import b64encode

import numpy as np


def png(picture: np.ndarray, *, smallest: bool = False) -> bytes:
    """Return 8-bit grey (y, x), grey with alpha (y, x, 2) or colours (y, x, 3 or 4) as a PNG file.

    Args:
        smallest: take the time to look for the smallest file, which pays for large pictures.
    """
    from PIL import Image  # comes with matplotlib

    buffer = io.BytesIO()
    Image.fromarray(picture).save(buffer, format="PNG", optimize=smallest)
    return buffer.getvalue()


def inline(picture: np.ndarray) -> str:
    """Return a small picture as an address that needs no request."""
    return f"data:image/png;base64,{b64encode(png(picture)).decode()}"


def npy(values: np.ndarray) -> bytes:
    """Return an array as an NPY file of single precision, the same on every machine."""
    buffer = io.BytesIO()
    np.save(buffer, np.ascontiguousarray(values, "<f4"))
    return buffer.getvalue()
