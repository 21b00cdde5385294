"""Which maps an experiment is tried on where all would take too long."""

from __future__ import annotations

import numpy as np


def evenly(able: np.ndarray, count: int) -> np.ndarray:
    """Return so many of the maps that are able (map, boolean), at even distances among them, from
    the first to the last; all of them where they are fewer.
    """
    maps = np.flatnonzero(able)
    places = np.linspace(0, len(maps) - 1, count).round().astype(int)
    return maps[np.unique(places)] if len(maps) else maps
