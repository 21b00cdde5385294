"""The numbers by which a packed network tells which of its layers share an object: Keras takes the
addresses in memory, so that no two packings are the same bytes.
"""

from __future__ import annotations

import io
import re
import zipfile

SHARED = re.compile(rb'("shared_object_id": )(\d+)')


def numbered(packed: bytes) -> bytes:
    """Return a packed network, see ``pack_model``, whose shared objects are numbered from 1 as they
    come.
    """
    numbers: dict[bytes, int] = {}

    def in_order(found: re.Match[bytes]) -> bytes:
        return found[1] + str(numbers.setdefault(found[2], len(numbers) + 1)).encode()

    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(packed)) as source,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for member in source.infolist():
            content = source.read(member)
            if member.filename == "config.json":
                content = SHARED.sub(in_order, content)
            target.writestr(zipfile.ZipInfo(member.filename), content)
    return made.getvalue()
