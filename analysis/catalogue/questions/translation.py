"""Part V's question about translation, answered by digits that were moved."""

from __future__ import annotations

import numpy as np

from analysis.catalogue.declarations import UNTOLD, Answered
from analysis.catalogue.intervals import with_interval
from analysis.catalogue.series.translation import TRANSLATION, at_the_ends, in_the_middle
from analysis.figures.style import per_cent
from analysis.figures.translation import peak
from analysis.results.translation import Translation
from analysis.statistics import Estimate, difference, median, share

PERIOD = 4  # px from node to node of the last convolutional layer
LEAST = 20  # images
STAYS = {
    True: "{} px away from the middle the class is hardly less often right, if at all",
    False: "{} px away from the middle the class is less often right",
    None: "Whether the class is less often right {} px away from the middle cannot be told",
}
KEPT = 0.95  # of the class's share where digits stand in the middle: from there on it is kept


def stays_right(found: Translation) -> bool | None:
    """Return whether the class is nearly as often right away from the middle as there: yes or no
    where the interval of what is lost beyond that lies on one side, none where it holds both, or
    where the network is not shown to read more of them than whoever always says their most frequent
    class: nothing can be lost.
    """
    guessed = np.bincount(found.label).max() / len(found.label)
    middle = found.right[:, len(found.shift) // 2].mean(axis=0)
    if share(round(middle.sum()), len(middle)).low <= guessed:
        return None
    ends = found.right[:, [0, -1]].mean(axis=(0, 1))
    kept = difference(ends, KEPT * middle)
    return True if kept.low >= 0 else False if kept.high < 0 else None


def returns(found: Translation) -> tuple[bool, Estimate, Estimate]:
    """Return whether what the layer answers comes back after the way from node to node, and by how
    much it is more alike there than one px before and one px after, in the median.

    To be more alike than both is what a period means: along a falling line each place is more alike
    than the next.
    """
    before, after = map(median, peak(found, PERIOD))
    return min(before.low, after.low) > 0, before, after


def told_peak(before: Estimate, after: Estimate) -> str:
    """Return both numbers in words."""
    return (
        "the correlation differs from that one px before by"
        f" {with_interval(before, 3, signed=True)} and from that one px after by"
        f" {with_interval(after, 3, signed=True, of='ways')}"
    )


def _class(found: Translation) -> str:
    """Return whether the class stays right away from the middle."""
    middle, ends = in_the_middle(found), at_the_ends(found)
    reach = int(found.shift[-1] // 2)
    kept = STAYS[stays_right(found)].format(reach)
    return (
        f"{kept}: over both directions it is right for"
        f" {per_cent(middle, 1)} in the middle and for {per_cent(ends, 1)}"
        f" {reach} px away from it."
    )


def answer_translation(found: Translation) -> str:
    """Q-V-1: what stays of class, points and means of maps; and the period of the nodes."""
    if len(found.image) < LEAST:
        return f"{UNTOLD}: too few images, {len(found.image)}, where {LEAST} are needed."
    seen, before, after = returns(found)
    return (
        f"{_class(found)} Of what the layer answers at the first place there is left, after"
        f" {found.shift[-1]} px, a correlation of {found.points[:, -1].mean():.2f} in its points"
        f" and of {found.means[:, -1].mean():.2f} in the means of its maps. A period of {PERIOD} px"
        f" is {'' if seen else 'not '}seen: there the means would be more alike than at both places"
        f" beside it. In the median {told_peak(before, after)}."
    )


ANSWERED: tuple[Answered, ...] = (Answered("Q-V-1", (TRANSLATION,), answer_translation),)
