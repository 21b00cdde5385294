"""The one error a person is meant to read: what, where, what exists, what to do."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


class Problem(Exception):
    """Input or surroundings are wrong in a way the reader can mend; shown without a stack trace."""


def nearest(name: str, known: Iterable[str]) -> str:
    """Return a hint that names the closest known id, or the known ids when none is close."""
    names = sorted(known)
    close = difflib.get_close_matches(name, names, n=1, cutoff=0.5)
    if close:
        return f"nearest {close[0]!r}"
    listed = ", ".join(names[:12]) + (", ..." if len(names) > 12 else "")
    return f"known: {listed}" if names else "none exist"
