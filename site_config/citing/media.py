"""Media types of the files of this publication, by their names."""

from __future__ import annotations

from mimetypes import MimeTypes
from pathlib import PurePosixPath

PYTHON = MimeTypes(())  # its own list alone: a machine's may differ
# which Python does not know, or not everywhere
OTHERS = {
    ".cff": "application/yaml",
    ".keras": "application/zip",
    ".md": "text/markdown",
    ".npy": "application/octet-stream",
    ".npz": "application/zip",
    ".webp": "image/webp",
}
BYTES = "application/octet-stream"


def media_type(path: str, unknown: str = BYTES) -> str:
    """Return the media type of a file.

    Args:
        unknown: what a file is of whose name nothing is known.
    """
    suffix = PurePosixPath(path).suffix
    return OTHERS.get(suffix) or PYTHON.guess_type(path)[0] or unknown
