"""What stands before and behind one of many things with pages of their own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any


def beside(every: Sequence[Any], id: str) -> dict[str, Any]:
    """Return the records before and behind that of an id, None where there is none."""
    place = [one.id for one in every].index(id)
    return {
        "before": every[place - 1] if place else None,
        "behind": every[place + 1] if place + 1 < len(every) else None,
    }
