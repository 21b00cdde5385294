"""Part IX: the course of an ascent, and whether another training finds the same maps."""

from __future__ import annotations

import numpy as np

from analysis import statistics
from analysis.ascent.settling import CRITERION, RUNNING
from analysis.catalogue.claims.part_09 import answers_by_length
from analysis.catalogue.claims.told import MAPS
from analysis.catalogue.declarations import Found, Seen
from analysis.catalogue.findings.medians import above
from analysis.catalogue.intervals import between, in_per_cent, with_interval
from analysis.catalogue.series.measurements import OIP_EVOLUTION
from analysis.catalogue.series.twins import ORDER, TWINS, alike, in_place, unlearned
from analysis.catalogue.series.values_evolution import early, of_start
from analysis.catalogue.series.values_oips import SLOW, early_gain
from analysis.digits import beside
from analysis.oips.described import ALIKE
from analysis.results.oips import OipEvolution
from analysis.results.twins import Twins

MOST = 0.5
WEIGHTS = "initial weights"


def slow_first(evolution: OipEvolution) -> Seen:
    """Up to the first frame a step gains less than half of what it does between the two frames
    where it gains most: a few steps out of hundreds are no beginning that a curve shows. Where the
    ascent is cut off in its rise, it may gain more later on.
    """
    at = evolution.step
    share = float(early_gain(evolution.curve[:1].T, at)[0])
    if np.isnan(share):
        return Seen(None, "the ascent gains nothing between any two frames")
    told = (
        f"up to the frame of step {at[1]} a step gains {in_per_cent(share, SLOW, digits=1)} of what"
        " it does between the two frames where it gains most"
    )
    if share >= SLOW and not levels_off(evolution).holds:
        told += ", but the ascent still rises when its steps are used up, and may yet grow steeper"
        return Seen(None, told)
    return Seen(share < SLOW, told)


def levels_off(evolution: OipEvolution) -> Seen:
    """At the end of the ascent that is shown a step gains less than the criterion in the mean, be
    it that single steps go to and fro.
    """
    tail = evolution.curve[0, -RUNNING - 1 :]
    gain = float(tail[-1] / tail[0] - 1) / (len(tail) - 1)
    gained = in_per_cent(gain, CRITERION, digits=3)
    last = len(tail) - 1
    told = f"what the last {last} steps gain together, over their number: {gained}"
    return Seen(gain < CRITERION, told)


def seen_early(evolution: OipEvolution) -> Seen:
    """The last frame with less than half of the final response is already like the OIP."""
    frame, likeness = early(evolution)
    if frame is None:
        return Seen(None, "no frame after the start has less than half of the final response")
    begun = of_start(evolution)
    if begun >= ALIKE:
        return Seen(None, f"correlation of the start with the last frame: {beside(begun, ALIKE)}")
    told = (
        f"correlation of the frame of step {evolution.step[frame]} with the last:"
        f" {beside(likeness, ALIKE)}"
    )
    return Seen(likeness >= ALIKE, told)


def longer_answered(evolution: OipEvolution) -> Seen:
    """The map that is shown answers starts of the coarser half of the grids more often."""
    long, short = answers_by_length(evolution)
    more = statistics.difference_of_shares(long, short)
    told = (
        f"answered are {long[0]} of {long[1]} starts of the coarser grids and {short[0]} of"
        f" {short[1]} of the finer"
    )
    return Seen(above(more, 0), f"{told}, a difference of {with_interval(more, 1, 'points')}")


def same_maps(found: Twins) -> Seen:
    """Most maps have a partner in a training with another order of the images."""
    pairs = alike(found, ORDER)
    if few := unlearned(found):
        return Seen(None, few)
    if not len(pairs):
        return Seen(None, "no pair of trainings differs in the order of the images alone")
    share = statistics.share(int(pairs.sum()), len(pairs))
    ends = between(share, 0, MOST)
    again = in_per_cent(share.value, MOST)
    of = f"{share.n} maps, those of all convolutions in all such pairs"
    return Seen(above(share, MOST), f"maps found again: {again} ({ends}) of {of}")


def weights_part_more(found: Twins) -> Seen:
    """Fewer maps have a partner after other initial weights than after another order."""
    order, weights = (alike(found, one) for one in (ORDER, WEIGHTS))
    if few := unlearned(found):
        return Seen(None, few)
    if not len(order) or not len(weights):
        return Seen(None, "no pairs of trainings that differ in one of the two alone")
    more = statistics.difference_of_shares(
        (int(order.sum()), len(order)), (int(weights.sum()), len(weights))
    )
    said = "maps found again after another order, less those after other initial weights"
    of = f"of {len(order)} and {len(weights)} maps"
    return Seen(above(more, 0), f"{said}: {with_interval(more, 1, 'points')}, {of}")


def same_places(found: Twins) -> Seen:
    """Most of the maps with such a partner have it at their own number."""
    here = in_place(found, ORDER)
    if few := unlearned(found):
        return Seen(None, few)
    if len(here) < MAPS.least:
        return Seen(None, f"maps with a partner: {len(here)}")
    share = statistics.share(int(here.sum()), len(here))
    told = (
        f"at the same number: {in_per_cent(share.value, MOST)} of {share.n} maps"
        f" ({between(share, 0, MOST)})"
    )
    return Seen(above(share, MOST), told)


FOUND = (
    Found("ascent-slow-first", (OIP_EVOLUTION,), slow_first),
    Found("shown-ascent-levels-off", (OIP_EVOLUTION,), levels_off),
    Found("picture-seen-early", (OIP_EVOLUTION,), seen_early),
    Found("shown-map-answers-long-waves", (OIP_EVOLUTION,), longer_answered),
    Found("same-maps-in-another-order", (TWINS,), same_maps),
    Found("weights-part-more-than-order", (TWINS,), weights_part_more),
    Found("maps-keep-their-number", (TWINS,), same_places),
)
