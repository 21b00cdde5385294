"""When an ascent counts as converged: the last relative gains of its curve are all small."""

from __future__ import annotations

import numpy as np

# relative gain per step (series IX), for so many steps on end (ours)
CRITERION = 2e-4
RUNNING = 10


def settled(curve: np.ndarray) -> np.ndarray:
    """Return (run) whether the last relative gains of a curve (step, run) all stay below the
    criterion.
    """
    tail = curve[-RUNNING - 1 :]
    return np.asarray((np.abs(np.diff(tail, axis=0)) < CRITERION * tail[:-1]).all(axis=0))
