"""Part VI: what marks, likenesses and probes say of 4s that could pass as 9s."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from analysis.catalogue.claims.points import (
    AS_GOOD,
    ENOUGH,
    gain_of_areas,
    in_points,
    kept_by,
    not_told_apart,
    nothing_to_keep,
    told_apart_by_network,
)
from analysis.catalogue.claims.points import linear_already as linear_on_points
from analysis.catalogue.declarations import Found, Seen
from analysis.catalogue.findings.medians import above, below
from analysis.catalogue.intervals import with_interval
from analysis.catalogue.questions.mixtures import LEAST
from analysis.catalogue.series.measurements import (
    CONFUSION,
    EXAMPLE_ACTIVATIONS,
    EXAMPLE_IMAGES,
    ON_THRESHOLDS,
)
from analysis.catalogue.series.mixtures import MIXTURES
from analysis.catalogue.series.points import COMMON_POINTS, GUESSED, SEPARATION
from analysis.catalogue.series.readers import CLEAR_FOURS, CLEAR_NINES, UNCLEAR_FOURS, likeness
from analysis.digits import beside, digits_beside
from analysis.figures.activations import chosen, listed
from analysis.figures.examples import probability_text
from analysis.figures.marks import common_points
from analysis.results.classification import Confusion
from analysis.results.images import ExampleImages
from analysis.results.layers import ExampleActivations, OnThresholds
from analysis.results.mixtures import Mixtures
from analysis.results.points import CommonPoints, Separation
from analysis.statistics import Estimate, difference_of_shares, share

FOUR, NINE = 4, 9
BEST, MANY = 20, 100  # points, as C-VI-6 and C-V-10 have them


Counts = list[tuple[int, int]]  # image by image: points that are on, of so many


def _marked(on: np.ndarray, images: ExampleImages) -> tuple[list[Counts], str]:
    """Return, for the points of the 4s and those of the 9s, how many of them are on in each unclear
    4, nothing where a class has no point; and both in words.
    """
    fours, nines = (chosen(images, (role,)) for role in ("clear-4", "clear-9"))
    own = [common_points(on, *groups)[0] for groups in ((fours, nines), (nines, fours))]
    unclear = on[chosen(images, ("unclear-4",))]
    counts = [[int((one & mask).sum()) for one in unclear] for mask in own]
    known = [
        [(count, int(mask.sum())) for count in n]
        for n, mask in zip(counts, own, strict=True)
        if mask.any()
    ]
    told = [
        f"{listed([f'{count} of {mask.sum()}' for count in n])} of those of the {digit}s"
        if mask.any()
        else f"the {digit}s have none of their own"
        for n, mask, digit in zip(counts, own, (4, 9), strict=True)
    ]
    return known, "; ".join(told)


def _names(
    layer: str, what: str, four: bool
) -> Callable[[ExampleImages, ExampleActivations, OnThresholds], Seen]:
    """Return what asks whether more is left, in each unclear 4, of what clear images of one class
    have for themselves than there is of the other class.
    """

    def look(
        images: ExampleImages, activations: ExampleActivations, thresholds: OnThresholds
    ) -> Seen:
        known, told = _marked(getattr(activations, layer) > getattr(thresholds, layer), images)
        more = known if four else known[::-1]
        holds = None
        if len(known) == 2:
            pairs = zip(*more, strict=True)
            holds = all(difference_of_shares(*pair).low > 0 for pair in pairs)
        return Seen(holds, f"{what} that are on, image by image: {told}")

    return look


def _one_way(leans: list[int]) -> bool | None:
    """Return whether both unclear 4s lean to the same class."""
    return None if 0 in leans else len(set(leans)) == 1


def _first_to_four(leans: list[int]) -> bool | None:
    """Return whether the first of them leans to the 4s."""
    return None if leans[0] == 0 else leans[0] > 0


def _lean(
    layer: str, what: str, asked: Callable[[list[int]], bool | None]
) -> Callable[[ExampleImages, ExampleActivations, OnThresholds], Seen]:
    """Return what asks to which class the unclear 4s lean, that of the larger share, whether or not
    by more than chance may give.

    Args:
        asked: takes for each of them 1 where it leans to the 4s, -1 to the 9s, 0 to neither.
    """

    def look(
        images: ExampleImages, activations: ExampleActivations, thresholds: OnThresholds
    ) -> Seen:
        known, told = _marked(getattr(activations, layer) > getattr(thresholds, layer), images)
        holds = None
        if len(known) == 2:
            fours, nines = known
            # of a and b, c of d: the sign of a / b - c / d without a division
            holds = asked(
                [int(np.sign(a * d - c * b)) for (a, b), (c, d) in zip(fours, nines, strict=True)]
            )
        return Seen(holds, f"{what} that are on, image by image: {told}")

    return look


marks_lean, marks_first = (_lean("conv2d_3", "points", one) for one in (_one_way, _first_to_four))
nodes_lean, nodes_first = (_lean("dense_100", "nodes", one) for one in (_one_way, _first_to_four))
marks_name_nine, marks_name_four = (_names("conv2d_3", "points", four) for four in (False, True))
nodes_name_nine, nodes_name_four = (_names("dense_100", "nodes", four) for four in (False, True))


def unclear_read(seen: ExampleActivations) -> Seen:
    """Both of them are read rightly."""
    unclear = seen.dense_10[UNCLEAR_FOURS]
    told = listed([probability_text(float(one)) for one in unclear[:, FOUR]])
    return Seen(bool((unclear.argmax(axis=1) == FOUR).all()), f"P(4) is {told}")


def one_unclear_read(seen: ExampleActivations) -> Seen:
    """One of them is read rightly, if not both."""
    read = seen.dense_10[UNCLEAR_FOURS].argmax(axis=1)
    return Seen(bool((read == FOUR).any()), f"they are read as {listed([str(n) for n in read])}")


def nine_is_read(found: Confusion) -> Seen:
    """The column of the 9s on the board is not empty."""
    read, nines = int(found.matrix[:, NINE].sum()), found.matrix[NINE]
    return Seen(
        read > 0,
        f"images read as a 9: {read:,} of {int(found.matrix.sum()):,}; 9s read as a 4:"
        f" {int(nines[FOUR])} of {int(nines.sum()):,}",
    )


def four_nine_told(found: Separation) -> Seen:
    """With all points it is right between the two beyond what guessing gives."""
    told = told_apart_by_network(found)
    return Seen(
        above(told, GUESSED),
        f"told apart with all points: {with_interval(told, 1, '%', of='images', bars=(GUESSED,))}",
    )


def _leans(seen: ExampleActivations, layer: str) -> np.ndarray:
    """Return by how much more each unclear 4 is like the 4s than like the 9s."""
    return np.array(
        [
            likeness(layer, image, CLEAR_FOURS)(seen) - likeness(layer, image, CLEAR_NINES)(seen)
            for image in range(UNCLEAR_FOURS.start, UNCLEAR_FOURS.stop)
        ]
    )


def dense_leans(seen: ExampleActivations) -> Seen:
    """On the dense layer both lean more to the 4s than on the points, or neither does."""
    points, dense = (_leans(seen, layer) for layer in ("Conv2D_3", "Dense_100"))
    digits = digits_beside(dense - points, 0)
    told = [listed([f"{one:+.{digits}f}" for one in leans]) for leans in (points, dense)]
    more = dense > points
    return Seen(
        True if more.all() else None if more.any() else False,
        f"likeness to 4s less that to 9s: {told[0]} on the points, {told[1]} on the nodes",
    )


def linear_already(found: Separation) -> Seen:
    """What the dense layer adds to a linear probe is at most half a point, where probes read more
    than guessing.
    """
    _, told = _gain(found.probe_wrong)
    if max(share(int((~one).sum()), len(one)).low for one in found.probe_wrong) <= GUESSED:
        return Seen(None, f"no probe is shown to read more than guessing; {told}")
    return Seen(linear_on_points(found), told)


def points_probe_better(found: Separation) -> Seen:
    """A linear probe loses from the points to the dense nodes."""
    gain, told = _gain(found.probe_wrong)
    return Seen(below(gain, 0), told)


def node_parts_better(found: Separation, common: CommonPoints) -> Seen:
    """The half of C-VI-5 that compares single points and nodes."""
    gain = gain_of_areas(found, common)
    said = "area under the curve of the best dense node less that of the best point"
    return Seen(above(gain, 0), f"{said}: {with_interval(gain, 3, signed=True)}")


def means_part_better(found: Separation) -> Seen:
    """The half of C-VI-5 that compares the nearest class means."""
    gain, told = _gain(found.mean_wrong)
    return Seen(above(gain, 0), told)


def told_in_points(one: Estimate) -> str:
    """Return a difference in percentage points in words, on its own side of nothing and of what
    counts as none.
    """
    value, low, high = (
        beside(end, 0, AS_GOOD, signed=True) for end in (one.value, one.low, one.high)
    )
    return f"{value} points ({low} to {high}, {one.n:,} images)"


def _gain(wrong: np.ndarray) -> tuple[Estimate, str]:
    """Return, for errors (stage, image), what is gained from the points to the dense nodes, in
    percentage points and in words.
    """
    gain = in_points(*wrong)
    told = told_in_points(gain)
    return gain, f"errors on the points less those on the dense nodes: {told}"


def best_missed(best: int) -> Callable[[Separation], Seen]:
    """Return whether without so many of the best points fewer images are told apart, by any amount
    that is sure; none where the network tells none apart for sure.
    """

    def look(found: Separation) -> Seen:
        if missing := not_told_apart(found):
            return Seen(None, missing)
        fall = in_points(found.intact, found.right("silenced", best))
        holds = True if fall.low > 0 else False if fall.high < 0 else None
        told = told_in_points(fall)
        return Seen(holds, f"told apart with all points less without the {best} best: {told}")

    return look


def points_are_enough(best: int) -> Callable[[Separation], Seen]:
    """Return whether so many of the best points alone keep what C-V-10 asks of the accuracy with
    all, by an interval on one side of it; none where the network tells none apart for sure.
    """

    def look(found: Separation) -> Seen:
        if missing := nothing_to_keep(found):
            return Seen(None, missing)
        kept = kept_by(found, best)
        return Seen(
            above(kept, ENOUGH.confirmed),
            f"kept of the accuracy with all by the {best} best points:"
            f" {with_interval(kept, 1, '%', of='images', bars=(ENOUGH.confirmed,))}",
        )

    return look


def mixtures_bring(found: Mixtures) -> Seen:
    """More mixtures than chance would give are most like the pattern of their own class."""
    count, parts = found.maps.shape
    if parts < LEAST:
        return Seen(None, f"maps with an OIP: {parts}")
    told = share(int(found.alike().sum()), count)
    return Seen(
        above(told, 1 / count),
        f"mixtures with the pattern of their class: {int(found.alike().sum())} of {count}; taken"
        f" for their class: {int(found.taken().sum())}; chance would hit 1",
    )


MARKED = (EXAMPLE_IMAGES, EXAMPLE_ACTIVATIONS, ON_THRESHOLDS)
FOUND = (
    Found("marks-name-nine", MARKED, marks_name_nine),
    Found("marks-name-four", MARKED, marks_name_four),
    Found("nodes-name-four", MARKED, nodes_name_four),
    Found("nodes-name-nine", MARKED, nodes_name_nine),
    Found("marks-lean-one-way", MARKED, marks_lean),
    Found("nodes-lean-one-way", MARKED, nodes_lean),
    Found("marks-first-to-four", MARKED, marks_first),
    Found("nodes-first-to-four", MARKED, nodes_first),
    Found("unclear-fours-read", (EXAMPLE_ACTIVATIONS,), unclear_read),
    Found("one-unclear-four-read", (EXAMPLE_ACTIVATIONS,), one_unclear_read),
    Found("nine-is-read", (CONFUSION,), nine_is_read),
    Found("four-nine-told", (SEPARATION,), four_nine_told),
    Found("dense-leans-to-four", (EXAMPLE_ACTIVATIONS,), dense_leans),
    Found("class-means-part-better", (SEPARATION,), means_part_better),
    Found("best-node-parts-better", (SEPARATION, COMMON_POINTS), node_parts_better),
    Found("points-linear-already", (SEPARATION,), linear_already),
    Found("points-probe-better", (SEPARATION,), points_probe_better),
    Found("best-points-are-missed", (SEPARATION,), best_missed(BEST)),
    Found("hundred-best-points-are-missed", (SEPARATION,), best_missed(MANY)),
    Found("twenty-points-are-enough", (SEPARATION,), points_are_enough(BEST)),
    Found("hundred-points-are-enough", (SEPARATION,), points_are_enough(MANY)),
    Found("mixtures-bring-pattern", (MIXTURES,), mixtures_bring),
)
