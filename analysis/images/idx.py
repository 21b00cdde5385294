"""IDX, the format of MNIST: a header that states type and dimensions, then the numbers.

Nothing is taken on trust: a file whose header and length disagree is refused, even where its
checksum is the stated one.
"""

from __future__ import annotations

import math
import struct

import numpy as np

UNSIGNED_BYTE = 0x08


def parse(content: bytes, dimensions: int) -> np.ndarray:
    """Return the numbers of an IDX file of unsigned bytes.

    Args:
        dimensions: how many there must be: 3 for images, 1 for labels.

    Raises:
        ValueError: the content is not such a file; the message says in what.
    """
    head = 4 + 4 * dimensions
    if len(content) < head:
        raise ValueError(f"it has {len(content)} bytes, its header alone takes {head}")
    magic, wanted = content[:4], bytes((0, 0, UNSIGNED_BYTE, dimensions))
    if magic != wanted:
        raise ValueError(f"its magic number is {magic.hex()}, not {wanted.hex()}")
    shape = struct.unpack(f">{dimensions}I", content[4:head])
    if math.prod(shape) != len(content) - head:
        raise ValueError(
            f"its header states {' x '.join(map(str, shape))} numbers, {len(content) - head} follow"
        )
    return np.frombuffer(content, np.uint8, offset=head).reshape(shape)
