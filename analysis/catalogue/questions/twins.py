"""Part IX's open question, answered by maps that were matched between trainings."""

from __future__ import annotations

import numpy as np

from analysis.catalogue.declarations import UNTOLD, Answered
from analysis.catalogue.intervals import between, in_per_cent
from analysis.catalogue.series.twins import TWINS, unlearned
from analysis.figures.activations import listed
from analysis.figures.style import per_cent
from analysis.figures.twins import ALIKE
from analysis.results.twins import Twins
from analysis.statistics import Estimate, share

HALF = 0.5  # of the maps: most have a partner where the interval of their share lies above it
KINDS = {
    "order of the images": "With the images in another order and nothing else",
    "initial weights": "With other initial weights and nothing else",
    "both": "With both",
}

LEVEL = 0.01  # of the images: so many fewer right than at the worse end are a rise
# of the loss at an end: where it falls by more beside it, the end is no minimum; where it is larger
# by more between both than at the higher one, there is a rise
FALLS = 0.01
LEARNED = 0.9  # of the images: a network that reads fewer has come to no minimum of this task
NONE = "neither are a point fewer images right between, nor is the loss 1 % larger"
LINES = {
    "order of the images": "Another order of the images",
    "initial weights": "Other initial weights",
    "both": "Both",
}


def _so_many(same: Estimate) -> str:
    """Return which maps have a partner, by the interval of their share."""
    most, less = same.low > HALF, same.high < HALF
    return "most" if most else "fewer than half of the" if less else "about half of the"


def _told(found: Twins, differs: str, learned: bool) -> str:
    """Return what the maps of trainings have in common that differ in one thing; numbers alone
    where one of the trainings has hardly learned.
    """
    rows = found.differs == differs
    alike = rows & (found.likeness >= ALIKE)
    here = alike & (found.partner == found.number)
    same, place = share(int(alike.sum()), int(rows.sum())), here.sum() / max(alike.sum(), 1)
    by_layer = [
        f"{in_per_cent(float(alike[rows & (found.layer == layer)].mean()), 0, 1)} on {layer}"
        for layer in dict.fromkeys(found.layer.tolist())
    ]
    kept = (
        "" if not alike.any() else f", of these {in_per_cent(float(place), 0, 1)} at the same place"
    )
    count = f"{in_per_cent(same.value, HALF)} ({between(same, 0, HALF)}; {listed(by_layer)})"
    if not learned:
        return f"{KINDS[differs]}, maps with a partner that answers alike: {count}{kept}."
    return (
        f"{KINDS[differs]}, {_so_many(same)} maps have a partner that answers alike, {count}{kept}."
    )


def answer_twins(found: Twins) -> str:
    """Q-IX-1: how many maps have a partner in another training, and whether at the same place."""
    kinds = list(dict.fromkeys(found.differs.tolist()))
    chance = in_per_cent(float(np.mean(found.by_class >= ALIKE)), 0)
    few = unlearned(found)
    so = [f"{UNTOLD}: {few}."] if few else []
    told = [_told(found, kind, not few) for kind in kinds]
    return (
        f"{' '.join([*so, *told])} Alike means that the means of two maps correlate by at least"
        f" {ALIKE} over the test images; where only the classes are shared, {chance} do."
    )


def barrier(loss: np.ndarray) -> float:
    """Return by how much a loss (place) on a line rises above the straight line between its ends,
    at most.
    """
    between = np.linspace(loss[0], loss[-1], len(loss))
    return float((loss - between).max())


def rises(right: np.ndarray, loss: np.ndarray) -> list[bool]:
    """Return for each line (line, place) whether the network is worse between its ends than at the
    worse of them: fewer images are right, or the loss is larger.
    """
    fewer = np.minimum(right[:, 0], right[:, -1]) - right.min(axis=1) > LEVEL
    more = loss.max(axis=1) > (1 + FALLS) * np.maximum(loss[:, 0], loss[:, -1])
    return [bool(one) for one in fewer | more]


def rises_either_way(found: Twins) -> list[bool]:
    """Return for each line (line) whether there is a rise with the maps in either order: where one
    of the two has none, the ends lie in one valley, but for the order.
    """
    as_they_are, in_one_order = (
        rises(found.right, found.loss),
        rises(found.right_matched, found.loss_matched),
    )
    return [bare and same for bare, same in zip(as_they_are, in_one_order, strict=True)]


def unsettled(found: Twins) -> str:
    """Return why the trainings are not taken to have come to a minimum: one has learned too little,
    or on a line the loss falls from an end to the place next to it; nothing where neither is so.
    """
    worst = float(found.right[:, [0, -1]].min())
    if worst < LEARNED:
        right = in_per_cent(worst, LEARNED, digits=1)
        return f"an end of a line is right for {right}, where {per_cent(LEARNED)} are asked for"
    lines = np.concatenate([found.loss, found.loss_matched])
    falls = [1 - lines[:, next_] / lines[:, end] for end, next_ in ((0, 1), (-1, -2))]
    return "beside an end of a line the loss still falls" if np.max(falls) > FALLS else ""


def _on_the_line(found: Twins, row: int) -> str:
    bare, same = (right[row, 1:-1] for right in (found.right, found.right_matched))
    return (
        f"{LINES[str(found.kind[row])]}: {barrier(found.loss[row]):.2f} nat and"
        f" {per_cent(bare.min(), 1)}, with the maps in one order"
        f" {barrier(found.loss_matched[row]):.2f} nat and {per_cent(same.min(), 1)}."
    )


def answer_minima(found: Twins) -> str:
    """Q-V-2: whether the loss rises between two trainings, both before and after their maps are put
    in one order; nothing is said of minima where a training had not come to one.
    """
    ends = float(found.right[:, [0, -1]].min())
    as_they_are, count = rises(found.right, found.loss), len(found.kind)
    told = " ".join(_on_the_line(found, row) for row in range(count))
    verdict = (
        f"{UNTOLD}: {why}"
        if (why := unsettled(found))
        else "Not the only one, as far as a straight line and our matching of maps tell: a rise"
        " lies between two of them, in either order of their maps"
        if any(rises_either_way(found))
        else f"One, but for the order of maps: in one of the two orders {NONE}"
        if any(as_they_are)
        else f"One, as far as these trainings tell: {NONE}"
    )
    return (
        f"{verdict}. Each training is right for {per_cent(ends, 1)} or more of the test images that"
        " were asked. Told of each pair are the most that the loss rises above the straight line"
        f" between its ends, and the least share that is right on the way. {told}"
    )


ANSWERED: tuple[Answered, ...] = (
    Answered("Q-IX-1", (TWINS,), answer_twins),
    Answered("Q-V-2", (TWINS,), answer_minima),
)
