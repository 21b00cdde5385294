"""Part VIII: the ascent and its variants."""

from __future__ import annotations

import numpy as np

from analysis import statistics
from analysis.catalogue.claims.told import MAPS
from analysis.catalogue.declarations import Found, Seen
from analysis.catalogue.findings.medians import above
from analysis.catalogue.intervals import with_interval
from analysis.catalogue.series.measurements import OIP_GALLERY_3, OIP_SETS
from analysis.results.oips import OipGallery, OipSet


def same_starts(found: OipSet, gallery: OipGallery) -> np.ndarray:
    """Return (map) what long steps reach from the start that the gallery took, in units of what the
    series' steps reach from it, over the maps whose start climbed both ways.
    """
    fired = np.logical_not(gallery.silent) & (gallery.response > 0)
    same = (found.every_seed == gallery.seed[:, None]) & fired[:, None]
    chosen = same.any(axis=1)
    reached = np.where(same, found.every_response, 0).max(axis=1)
    return np.asarray(reached[chosen] / gallery.response[chosen], float)


def longer_steps(found: OipSet, gallery: OipGallery) -> Seen:
    """From the same starts, long steps reach more than the series' short ones, or less."""
    gain = same_starts(found, gallery)
    if len(gain) < MAPS.least:
        return Seen(None, f"maps climbed both ways from one start: {len(gain)}")
    middle = statistics.median(gain)
    told = (
        "median of the response in units of that of the series' steps:"
        f" {with_interval(middle, of='maps', bars=(1,))}"
    )
    return Seen(above(middle, 1), told)


FOUND = (
    Found("long-steps-reach-more", (OIP_SETS["Conv2D_3", "sphere"], OIP_GALLERY_3), longer_steps),
)
