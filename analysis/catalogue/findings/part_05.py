"""Part V: which way lines run, what a scaler leaves behind a digit, digits that move, minima."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from analysis.catalogue.claims.part_05 import OVAL, PER_PIXEL
from analysis.catalogue.claims.points import maps_keep_more
from analysis.catalogue.claims.structure import DEEP, FOURS, horizontal
from analysis.catalogue.declarations import Found, Seen
from analysis.catalogue.findings.medians import above, middle, told
from analysis.catalogue.intervals import POINTS, in_per_cent, with_interval
from analysis.catalogue.questions.translation import LEAST, returns, stays_right, told_peak
from analysis.catalogue.questions.twins import rises_either_way, unsettled
from analysis.catalogue.series.experiments import SCALER_MAPS, oval_around_four
from analysis.catalogue.series.measurements import EXAMPLE_ACTIVATIONS, PIXEL_STATISTICS
from analysis.catalogue.series.points import COMMON_POINTS, PROBES
from analysis.catalogue.series.readers import fours_alike, one_and_two_alike
from analysis.catalogue.series.structure import HORIZONTALITY, on_last_layer, wholly_above
from analysis.catalogue.series.translation import TRANSLATION, at_the_ends, in_the_middle
from analysis.catalogue.series.twins import TWINS
from analysis.experiments.structure.measure import DIGIT
from analysis.figures.style import per_cent
from analysis.results.direction import Horizontality
from analysis.results.images import PixelStatistics
from analysis.results.layers import ExampleActivations
from analysis.results.points import CommonPoints, Probes
from analysis.results.recipes import ScalerMaps
from analysis.results.translation import Translation
from analysis.results.twins import Twins
from analysis.statistics import difference


def fours_more_alike(seen: ExampleActivations) -> Seen:
    """Map by map, the nodes of three 4s are more alike than those of a 1 and a 2."""
    more = middle(fours_alike("Conv2D_2")(seen) - one_and_two_alike("Conv2D_2")(seen))
    said = "likeness of the nodes for three 4s, less that for a 1 and a 2"
    return Seen(above(more, 0), f"{said}: {told(more, bars=(0,))}")


def pooled_more_alike(seen: ExampleActivations) -> Seen:
    """Map by map, three 4s are more alike behind the pooling than before it."""
    more = middle(fours_alike("Max_Pool_2")(seen) - fours_alike("Conv2D_2")(seen))
    said = "likeness of the nodes for three 4s, behind the pooling less before it"
    return Seen(above(more, 0), f"{said}: {told(more, bars=(0,))}")


def a_whole_map(found: CommonPoints) -> Seen:
    """Three 4s have the same points on in some map, in the median of the triples."""
    share = float(np.median(found.same_maps))
    return Seen(
        share > 0, f"maps with the same points on, median: {in_per_cent(share, 0, digits=1)}"
    )


def choice_keeps_more(found: Probes) -> Seen:
    """The half of C-V-6 that compares two layers."""
    more = maps_keep_more(found)
    said = "share of the points' accuracy that maps on or off keep, on Conv2D_3 less on Conv2D_2"
    return Seen(above(more, 0), f"{said}: {with_interval(more, 1, POINTS)}")


def horizontal_on(layer: str) -> Callable[[Horizontality], Seen]:
    """Return the test of one layer alone that C-V-4 asks of two."""

    def look(found: Horizontality) -> Seen:
        fours = found.of_digit(DIGIT)
        if fours.shape[1] < FOURS.least:
            return Seen(None, f"images of a {DIGIT}: {fours.shape[1]}")
        verdict, told, _ = horizontal(found, layer)
        less = difference(fours[list(found.stage).index(layer)], fours[0]).high <= 0
        return Seen(
            {"confirmed": True, "refuted": False, "mixed": False if less else None}[verdict],
            f"horizontal less vertical structure: {told}, in the input {fours[0].mean():+.2f}",
        )

    return look


def most_horizontal(found: Horizontality) -> Seen:
    """No other digit reaches the interval of the 4s; or some digit lies wholly above it."""
    means = on_last_layer(found)
    if DIGIT not in means or len(means) == 1:
        return Seen(None, f"images of a {DIGIT}: {(found.label == DIGIT).sum()}")
    above = wholly_above(means)
    own = means.pop(DIGIT)
    first = all(other.high < own.low for other in means.values())
    every = len(means) + 1 == len(set(found.label.tolist()))  # none has too few images
    holds = False if above else True if first and every else None
    which = (
        f"wholly above it: {', '.join(f'the {digit}s' for digit in above)}"
        if above
        else "no digit wholly above it"
    )
    told = (
        f"horizontal less vertical structure {own.value:+.2f} ({own.low:+.2f} to {own.high:+.2f})"
    )
    return Seen(holds, f"{told}; {which}")


def oval_behind_four(found: ScalerMaps, pixels: PixelStatistics) -> Seen:
    """As many maps show the oval around a 4 as the claim asks of a black image. Strokes answer by
    themselves, so nodes that see ink say nothing of the ground behind it.
    """
    row = found.scaler.tolist().index(PER_PIXEL)
    share, nodes = oval_around_four(found, pixels, row)
    return Seen(
        share >= OVAL,
        f"over the {nodes} nodes that see none of its ink, {in_per_cent(share, OVAL)} of"
        f" {found.maps.shape[-1]} maps follow the pixels",
    )


def class_stays(found: Translation) -> Seen:
    """Away from the middle the class is right nearly as often as there."""
    if len(found.image) < LEAST:
        return Seen(None, f"images: {len(found.image)}")
    return Seen(
        stays_right(found),
        f"{per_cent(in_the_middle(found), 1)} right in the middle and"
        f" {per_cent(at_the_ends(found), 1)} away from it",
    )


def period_of_nodes(found: Translation) -> Seen:
    """After the way from node to node the maps are more alike than both just before and after."""
    if len(found.image) < LEAST:
        return Seen(None, f"images: {len(found.image)}")
    seen, before, after = returns(found)
    return Seen(seen, told_peak(before, after))


def rise_between(found: Twins) -> Seen:
    """In either order of the maps the network is worse somewhere between two trainings."""
    sides = (found.right, found.loss), (found.right_matched, found.loss_matched)
    told = [_between(*side) for side in sides]
    if why := unsettled(found):
        return Seen(None, why)
    return Seen(
        any(rises_either_way(found)),
        f"with maps as they are, {told[0]}; with maps in one order, {told[1]}",
    )


def _between(right: np.ndarray, loss: np.ndarray) -> str:
    """Return in words what becomes of both (line, place) between the ends."""
    falls = [f"{per_cent(one[[0, -1]].min(), 1)} to {per_cent(one.min(), 1)}" for one in right]
    climbs = [f"{one[[0, -1]].max():.2f} to {one.max():.2f}" for one in loss]
    return (
        f"images read rightly, at the worse end and at the least between: {', '.join(falls)}; loss,"
        f" at the higher end and at most between: {', '.join(climbs)} nat"
    )


FOUND = (
    Found("fours-more-alike-than-others", (EXAMPLE_ACTIVATIONS,), fours_more_alike),
    Found("pooling-makes-fours-alike", (EXAMPLE_ACTIVATIONS,), pooled_more_alike),
    Found("triples-share-a-map", (COMMON_POINTS,), a_whole_map),
    Found("maps-keep-more-on-last", (PROBES,), choice_keeps_more),
    Found("horizontal-on-second", (HORIZONTALITY,), horizontal_on(DEEP[0])),
    Found("horizontal-on-last", (HORIZONTALITY,), horizontal_on(DEEP[-1])),
    Found("horizontal-most-for-fours", (HORIZONTALITY,), most_horizontal),
    Found("oval-behind-four", (SCALER_MAPS, PIXEL_STATISTICS), oval_behind_four),
    Found("class-stays-when-moved", (TRANSLATION,), class_stays),
    Found("period-of-nodes", (TRANSLATION,), period_of_nodes),
    Found("rise-between-minima", (TWINS,), rise_between),
)
