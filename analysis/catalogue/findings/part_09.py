"""Part IX: the course of an ascent."""

from __future__ import annotations

import numpy as np

from analysis.catalogue.declarations import Found, Seen
from analysis.catalogue.series.measurements import OIP_EVOLUTION
from analysis.figures.style import per_cent
from analysis.results.oips import OipEvolution

SLOW = 0.5  # of the largest gain


def slow_first(evolution: OipEvolution) -> Seen:
    """The first step gains less than half of what the best one does."""
    gains = np.diff(evolution.curve[0])
    share = float(gains[0] / gains.max())
    return Seen(share < SLOW, f"the first step gains {per_cent(share)} of the largest gain")


FOUND = (Found("ascent-slow-first", (OIP_EVOLUTION,), slow_first),)
