"""Part V's question about translation, answered by digits that were moved."""

from __future__ import annotations

import numpy as np

from analysis.catalogue.declarations import UNTOLD, Answered
from analysis.catalogue.series.translation import TRANSLATION, at_the_ends, in_the_middle
from analysis.figures.style import per_cent
from analysis.figures.translation import bump
from analysis.results.translation import Translation
from analysis.statistics import median, share

PERIOD = 4  # px from node to node of the last convolutional layer
LEAST = 20  # images
KEPT = 0.95  # of the class's share where digits stand in the middle: from there on it is kept


def stays_right(found: Translation) -> bool:
    """Return whether the class is nearly as often right away from the middle as there."""
    return at_the_ends(found) >= KEPT * in_the_middle(found)


def _from_middle(found: Translation, place: int) -> str:
    """Return in words where a place lies on the way, as seen from the middle of the image."""
    beyond = int(found.shift[place] - found.shift[len(found.shift) // 2])
    return f"{abs(beyond)} px {'beyond' if beyond > 0 else 'short of'} it" if beyond else "there"


def _class(found: Translation) -> str:
    """Return whether the class stays right away from the middle."""
    count = found.right.shape[0] * found.right.shape[2]
    middle, ends = in_the_middle(found), at_the_ends(found)
    kept = "hardly depends" if stays_right(found) else "depends"
    least = found.right.mean(axis=2).min(axis=0)
    worst = int(least.argmin())
    told = share(int(found.right[:, worst].sum()), count)
    return (
        f"The class {kept} on where the digit stands: it is right for {per_cent(middle, 1)} in the"
        f" middle and for {per_cent(ends, 1)} {found.shift[-1] // 2} px away from it (least"
        f" {_from_middle(found, worst)}: {per_cent(told.value, 1)}, {per_cent(told.low, 1)} to"
        f" {per_cent(told.high, 1)})."
    )


def answer_translation(found: Translation) -> str:
    """Q-V-1: what stays of class, points and means of maps; and the period of the nodes."""
    if len(found.image) < LEAST:
        return f"{UNTOLD}: {len(found.image)} images are too few, {LEAST} are needed."
    gain = median(bump(found, PERIOD))
    seen = "is seen" if gain.low > 0 else "is not seen"
    return (
        f"{_class(found)} What the layer answers changes on the way: after {found.shift[-1]} px the"
        f" points correlate by {found.points[:, -1].mean():.2f} with those at the first place, the"
        f" means of maps by {found.means[:, -1].mean():.2f}. A period of {PERIOD} px {seen}: there"
        f" the means are more alike than one px before and after by {gain.value:+.3f} in the median"
        f" ({gain.low:+.3f} to {gain.high:+.3f}, {np.size(bump(found, PERIOD))} ways)."
    )


ANSWERED: tuple[Answered, ...] = (Answered("Q-V-1", (TRANSLATION,), answer_translation),)
