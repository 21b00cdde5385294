"""Counts as people say them."""

from __future__ import annotations

from collections.abc import Mapping


def out_of(some: float, every: float, one: str, many: str, said: tuple[str, str] = ("", "")) -> str:
    """Return how many there are out of how many: 'none of the 3 runs', '1 of 3 runs', 'all 3 runs',
    'neither run', 'both runs', 'no run', 'the one run'.

    Args:
        said: both numbers as readers see them; as they are by default.
    """
    told, of = said[0] or f"{some:,.0f}", f"{said[1] or f'{every:,.0f}'}\u00a0{many}"
    few: Mapping[float, tuple[str, str]] = {
        0: (f"no {many}", ""),
        1: (f"no {one}", f"the one {one}"),
        2: (f"neither {one}", f"both {many}"),
    }
    none, all_of_them = few.get(every, (f"none of the {of}", f"all {of}"))
    return {every: all_of_them, 0: none}.get(some, f"{told} of {of}")
