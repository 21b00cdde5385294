"""What pages of the site itself say: home, trust, galleries."""

from __future__ import annotations

import numpy as np

from analysis.catalogue.claims.told import MAPS
from analysis.catalogue.declarations import Found, Seen
from analysis.catalogue.series.measurements import TRUST
from analysis.figures.style import per_cent
from analysis.results.trust import Trust
from analysis.statistics import median


def examples_say_more(trust: Trust) -> Seen:
    """Both hints are asked about the same pairs of digits, map by map."""
    more = trust.hit_rate_images - trust.hit_rate
    known = more[np.isfinite(more)]
    if len(known) < MAPS.least:
        return Seen(None, f"{len(known)} maps")
    gain = median(known)
    told = f"{per_cent(gain.value, 1)} ({per_cent(gain.low, 1)} to {per_cent(gain.high, 1)}"
    return Seen(gain.low > 0, f"{told}, {gain.n} maps)")


FOUND = (Found("nine-examples-say-more", (TRUST["Conv2D_3", "box"],), examples_say_more),)
