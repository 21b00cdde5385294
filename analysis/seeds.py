"""Every seed derives from the profile's one seed and a purpose.

A room of its own, since what is trained depends on it and on nothing else of a study.
"""

from __future__ import annotations

import hashlib


def derived(seed: int, purpose: str) -> int:
    """Return an independent 32-bit seed for a purpose, e.g. ``training mlp``."""
    digest = hashlib.sha256(f"{seed}/{purpose}".encode()).digest()
    # room for thousands of consecutive starts below 2 ** 32
    return int.from_bytes(digest[:4], "big") >> 4
