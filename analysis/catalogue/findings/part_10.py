"""Part X: gaps, what fills them, and how artificial the pictures are."""

from __future__ import annotations

import numpy as np

from analysis import statistics
from analysis.catalogue.claims.part_07 import PIXEL_NOISE
from analysis.catalogue.claims.told import MAPS
from analysis.catalogue.claims.trainings import LEAST
from analysis.catalogue.declarations import Found, Seen
from analysis.catalogue.findings.medians import above
from analysis.catalogue.intervals import in_per_cent, with_interval
from analysis.catalogue.series.experiments import PENALTY_SCAN
from analysis.catalogue.series.measurements import OIP_GALLERY_3, PRECURSOR_SCAN, TRUST
from analysis.figures.trust import RATIO_BARS
from analysis.results.oips import OipGallery, PrecursorScan
from analysis.results.recipes import PenaltyScan
from analysis.results.trust import Trust

FEW = 0.1  # of the maps


def few_gaps(gallery: OipGallery) -> Seen:
    """Less than a tenth of the maps answer none of the plain starts."""
    silent, maps = int(gallery.silent.sum()), len(gallery.silent)
    told = f"silent maps: {silent} of {maps}, {in_per_cent(silent / maps, FEW)}"
    return Seen(silent < FEW * maps, told)


def penalty_silences(scan: PenaltyScan) -> Seen:
    """With the strongest L2 term more maps stay silent than with none."""
    seeds = scan.silent.shape[1]
    if seeds < LEAST or len(scan.l2) < 2:
        return Seen(None, f"trainings for each penalty: {seeds}, where {LEAST} are needed")
    if gone := int(scan.diverged.sum()):  # nothing is left of such a network that could answer
        return Seen(None, f"{gone} of {scan.silent.size} trainings diverged")
    more = statistics.difference(scan.silent[-1], scan.silent[0])
    told = (
        f"silent maps at lambda {scan.l2[-1]:g}, less those at {scan.l2[0]:g}:"
        f" {with_interval(more, 1, signed=True, of='pairs of trainings')}"
    )
    return Seen(above(more, 0), told)


def gaps_climbed(scan: PrecursorScan) -> Seen:
    """There are silent maps that answer a candidate."""
    return Seen(len(scan.map) > 0, f"silent maps that were climbed: {len(scan.map)}")


def noise_wakes(scan: PrecursorScan) -> Seen:
    """As many candidates of pixel noise wake no fewer maps than those of the mixture."""
    names = scan.scale.tolist()
    if PIXEL_NOISE not in names:
        return Seen(None, f"no starts of {PIXEL_NOISE}")
    mixture, noise = (int(scan.responding[-1, row]) for row in (0, names.index(PIXEL_NOISE)))
    told = (
        f"maps that answer any of {int(scan.candidates[-1]):,} candidates: of pixel noise {noise},"
        f" of the mixture {mixture}"
    )
    return Seen(noise >= mixture if max(noise, mixture) else None, told)


def box_outdoes(trust: Trust) -> Seen:
    """Within the range of real pixels an OIP excites its map more than any training image."""
    known = trust.ratio_maximum[np.isfinite(trust.ratio_maximum)]
    if len(known) < MAPS.least:
        return Seen(None, f"maps that a training image excites: {len(known)}")
    ratio = statistics.median(known)
    told = f"median ratio {with_interval(ratio, 1, of='maps', bars=RATIO_BARS)}"
    return Seen(above(ratio, 1), told)


FOUND = (
    Found("few-maps-silent", (OIP_GALLERY_3,), few_gaps),
    Found("penalty-silences-maps", (PENALTY_SCAN,), penalty_silences),
    Found("gaps-were-climbed", (PRECURSOR_SCAN,), gaps_climbed),
    Found("pixel-noise-wakes-as-many", (PRECURSOR_SCAN,), noise_wakes),
    Found("oips-of-the-box-outdo-data", (TRUST["Conv2D_3", "box"],), box_outdoes),
)
