"""Parts VII and IX: starts of each scale that leave maps silent, and the maxima that starts lead
to.
"""

from __future__ import annotations

import numpy as np

from analysis import statistics
from analysis.artifacts import Verdict
from analysis.catalogue.claims.bars import Sample, reaching, too_few, unsure
from analysis.catalogue.claims.told import MAPS, as_points, decided, share_over_maps
from analysis.catalogue.declarations import Judged, Judgement
from analysis.catalogue.intervals import POINTS, between, in_per_cent, with_interval
from analysis.catalogue.series.ascents import (
    ENOUGH,
    LEVEL,
    MAXIMA,
    SAME_PLACE,
    SILENCE,
    dips,
    places,
)
from analysis.catalogue.series.measurements import OIP_GALLERY_3, OIP_SETS
from analysis.digits import beside, digits_adding_up
from analysis.figures.style import per_cent
from analysis.results.maxima import Maxima
from analysis.results.oips import OipGallery, OipSet
from analysis.results.silence import Silence

PLACED = 0.1  # share of the maps
STARTS = Sample("starts", ENOUGH)  # of a map
SPREADS = 0.5  # share of the maps
DIPS = 0.2  # share of the pairs
CLIMBED = 2  # times the response to a start: an ascent that gains less has hardly begun


def judge_scales(found: Silence) -> Judgement:
    """C-VII-3: starts of long waves leave maps silent less often than pixel noise does."""
    long, noise = found.share[:, : len(found.grid) // 2], found.share[:, -1]
    if len(noise) < MAPS.least:
        return too_few(len(noise), MAPS, "of the layer")
    gain = statistics.difference(noise, long.mean(axis=1))
    points = as_points(gain)
    verdict: Verdict = "mixed"
    if gain.low > 0:
        verdict = "confirmed"
    elif gain.high <= 0:
        verdict = "refuted"
    of_noise, of_long = 100 * float(noise.mean()), 100 * float(long.mean())
    digits = digits_adding_up(of_long, points.value, total=of_noise, least=1)
    grids = " and ".join(str(grid) for grid in found.grid[: len(found.grid) // 2])
    evidence = (
        f"{of_noise:.{digits}f} % of {int(found.starts)} starts of pixel noise give no response,"
        f" and {of_long:.{digits}f} % of as many of grids {grids} each: difference"
        f" {with_interval(gain, digits, POINTS, of='maps')}"
    )
    return decided(verdict, evidence, points, MAPS, "points")


def judge_place(found: Maxima) -> Judgement:
    """C-VII-8: some maps are excited most at one place, wherever the ascent begins."""
    place, share = places(found)
    starts = found.response.shape[1]
    if starts < STARTS.least:
        return too_few(starts, STARTS, "of each map")
    if len(share) < MAPS.least:
        return too_few(len(share), MAPS, f"with a response from {ENOUGH} starts or more")
    steady = share >= SAME_PLACE
    centre = int(np.prod(found.node.shape[2:])) // 2
    off = int((place[steady] != centre).sum())
    estimate = statistics.share(int(steady.sum()), len(steady))
    verdict: Verdict = "mixed"
    if not off:
        verdict = "refuted"
    elif estimate.value >= PLACED:
        verdict = "confirmed"
    # where none lies elsewhere, it takes a map that does for another verdict
    beside_centre = statistics.share(off, len(steady))
    elsewhere = f", {off or 'none'} of these {steady.sum()} at another than the centre"
    elsewhere = elsewhere if steady.any() else ""
    evidence = (
        f"{in_per_cent(estimate.value, PLACED)} of the maps ({between(estimate, 0, PLACED)},"
        f" {estimate.n} maps) answer"
        f" most at one and the same node in"
        f" {per_cent(SAME_PLACE)} of their starts{elsewhere}; in the median map the commonest node"
        f" takes {per_cent(np.median(share))}"
        f" of the starts{reaching(estimate if off else beside_centre, PLACED)}"
    )
    return decided(verdict, evidence, estimate, MAPS)


def spreads(found: Maxima) -> np.ndarray:
    """Return by which share of the largest the responses of a map's starts differ (map), over the
    maps with a response from two starts or more.
    """
    fired = found.response > 0
    chosen = fired.sum(axis=1) >= 2
    least = np.where(fired, found.response, np.inf).min(axis=1)[chosen]
    return np.asarray(1 - least / found.response.max(axis=1)[chosen])


def gains(climbs: OipSet, gallery: OipGallery) -> np.ndarray:
    """Return (map) how many times the response to a plain start the ends of a map's starts reach,
    in the medians over those that it answers; of maps that have both.

    What an ascent itself begins with does not tell it: a start that its map does not answer is
    woken before, by a climb of the pre-activation that may come near the end.
    """
    begun, ended = gallery.start_responses.T, climbs.every_response
    both = zip(begun, ended, strict=True)
    answered = [(one[one > 0], other[other > 0]) for one, other in both]
    return np.array(
        [np.median(end) / np.median(start) for start, end in answered if start.size and end.size]
    )


def not_climbed(climbs: OipSet, gallery: OipGallery) -> Judgement | None:
    """Return that nothing is said of the maxima of ascents that gain little over starts."""
    known = gains(climbs, gallery)
    if not len(known):
        return Judgement("not tested", "no map answers both a plain start and the end of an ascent")
    gain = float(np.median(known))
    if gain >= CLIMBED:
        return None
    return Judgement(
        "not tested",
        "ascents gain too little to tell where they lead: in the median map they end with"
        f" {beside(gain, CLIMBED)} times the response to a plain start, where {CLIMBED} times are"
        " needed",
    )


def last_gains(climbs: OipSet) -> np.ndarray:
    """Return by which share (map) the last step to a map's OIP raised the response, of maps whose
    way there has two steps with a response.
    """
    known = (curve[np.isfinite(curve)][-2:] for curve in climbs.curve.T)
    return np.array([end[1] / end[0] - 1 for end in known if len(end) == 2 and end[0] > 0])


def still_climbing(climbs: OipSet) -> str:
    """Return in words that ascents were cut off while a single step still gained as much as parts
    two ends; empty where they were not.
    """
    gained = last_gains(climbs)
    if not len(gained) or (gain := float(np.median(gained))) <= LEVEL:
        return ""
    return (
        "the ascents were cut off while they climbed: in the median map the last step still gains"
        f" {in_per_cent(gain, LEVEL, digits=1)}, where ends that differ by more than"
        f" {per_cent(LEVEL)} count as different"
    )


def judge_maxima(found: Maxima, climbs: OipSet, gallery: OipGallery) -> Judgement:
    """C-IX-6: starts end with different responses, and on different sides of a dip; not tested of
    ascents that were cut off, since these have come to no maximum.
    """
    if unsaid := not_climbed(climbs, gallery):
        return unsaid
    if climbing := still_climbing(climbs):
        return Judgement("not tested", climbing)
    spread, dipping = spreads(found), dips(found)
    least = min(len(spread), len(dipping))
    if least < MAPS.least:
        return too_few(least, MAPS, "with a response from both starts of a pair")
    differ = statistics.share(int((spread > LEVEL).sum()), len(spread))
    share = share_over_maps(dipping)
    depth = np.median(found.depth[found.fired])
    tried = found.response.shape[1]
    evidence = (
        f"responses of {'both' if tried == 2 else f'up to {tried}'} starts spread by more than"
        f" {per_cent(LEVEL)} in {in_per_cent(differ.value, 0, SPREADS, 1)} of the maps"
        f" ({between(differ, 0, SPREADS)}, {differ.n} maps), by"
        f" {per_cent(np.median(spread))} in the median; on the way between two OIPs of a map they"
        f" dip in {in_per_cent(share.value, 0, DIPS, 1)} of"
        f" the pairs ({between(share, 0, DIPS, 1)}, {share.n} maps), by"
        f" {per_cent(depth)} of the lower end in the median"
        f"{unsure(_by_both, differ, share)}"
    )
    return decided(_by_both(differ.value, share.value), evidence, share, MAPS)


def _by_both(differ: float, dip: float) -> Verdict:
    """Return what follows from the shares of maps whose ends differ and of pairs with a dip."""
    if differ >= SPREADS and dip >= DIPS:
        return "confirmed"
    return "mixed" if differ or dip else "refuted"


JUDGED = (
    Judged("C-VII-3", (SILENCE,), judge_scales),
    Judged("C-VII-8", (MAXIMA,), judge_place),
    Judged("C-IX-6", (MAXIMA, OIP_SETS["Conv2D_3", "sphere"], OIP_GALLERY_3), judge_maxima),
)
