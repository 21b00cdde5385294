"""Parts V and VI over all test images: common points, single points, linear probes."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from analysis.artifacts import Verdict
from analysis.catalogue.claims.bars import Bar, Sample, judged, reaching, too_few, unsure
from analysis.catalogue.claims.told import as_points, decided
from analysis.catalogue.declarations import Judged, Judgement
from analysis.catalogue.differences import (
    area,
    as_disjoint,
    difference_of_areas,
    difference_of_medians,
    difference_of_paired_shares,
)
from analysis.catalogue.intervals import POINTS, between, in_per_cent, with_interval
from analysis.catalogue.series.points import (
    AREAS,
    COMMON_POINTS,
    DOUBTED,
    GUESSED,
    HAVE_POINTS,
    IN_COMMON,
    NOT_PARTING,
    PARTING,
    PROBES,
    READ,
    SEPARATION,
    SURE,
    by_luck,
    nodes_for_nines,
    nodes_that_part,
    parting,
    with_points_of_their_own,
)
from analysis.digits import digits_adding_up, told_apart
from analysis.figures.style import counted, per_cent
from analysis.results.points import CommonPoints, Probes, Separation
from analysis.statistics import Estimate, median, resampled, share

ALONE = "one training"
LEAST_UNCLEAR = 10  # unclear 4s below which nothing is said of them
GROUP = 3  # images in a draw
DRAWS = Sample("draws that share no image", alone=ALONE)
TRIPLES = Sample("triples that share no image", alone=ALONE)
IMAGES = Sample("images", 50, ALONE)
UNCLEAR = Sample("doubted 4s", LEAST_UNCLEAR, ALONE)
CLEAR = Sample("clear 4s", alone=ALONE)
MARKED = Bar(HAVE_POINTS[1], HAVE_POINTS[0], digits=1)  # nearly all draws are not all
VANISHING = Bar(30, 10, unit="points")
ALIKE = Bar(*IN_COMMON, falls=True, digits=1)
ENOUGH = Bar(0.95, 0.95, digits=1)  # of the accuracy with all points
FEW, MANY = 20, 100  # points
FALL = Bar(1, 10, unit="points", digits=1, falls=True)
NODES = 3
SILENCED = "fall of the accuracy between 4 and 9 with the 20 best points held between the classes"
AS_GOOD = 0.5  # points: a probe that is better by less reads no more


def in_points(one: np.ndarray, other: np.ndarray) -> Estimate:
    """Return by how many percentage points one share of some images (image) exceeds another."""
    return as_points(difference_of_paired_shares(one, other))


def judge_common_points(found: CommonPoints) -> Judgement:
    """C-VI-1: three clear 4s, and three clear 9s, have five points that the others lack."""
    both = with_points_of_their_own(found)
    disjoint = min(len(found.clear_share), int(found.clear_nines)) // GROUP
    if disjoint < DRAWS.least:
        return too_few(disjoint, DRAWS, "in the test set")
    few = as_disjoint(both, disjoint)
    sure = replace(share(int(few.sum()), disjoint), value=float(both.mean()))
    told = f"of {len(both):,} draws those with five such points each way"
    return judged(sure, MARKED, DRAWS, told)


def judge_vanishing(found: CommonPoints) -> Judgement:
    """C-VI-2: in unclear 4s far fewer of the common points are on than in clear ones."""
    if len(found.unclear_share) < LEAST_UNCLEAR:
        return too_few(len(found.unclear_share), UNCLEAR, "in the test set")
    if not found.only_fours.any():
        return Judgement("not tested", "in no draw have clear 4s a point that clear 9s lack")
    if len(found.clear_share) < CLEAR.least:
        return too_few(len(found.clear_share), CLEAR, "to compare with")
    return judged(
        difference_of_medians(100 * found.clear_share, 100 * found.unclear_share),
        VANISHING,
        UNCLEAR,
        f"common points on, in percentage points fewer than in {len(found.clear_share)} clear 4s,"
        " median",
    )


def told_apart_by_network(found: Separation) -> Estimate:
    """Return the share of the 4s and 9s that the network tells apart with all points."""
    return share(int(found.intact.sum()), len(found.intact))


def not_told_apart(found: Separation) -> str:
    """Return in words that the network is not shown to tell 4s from 9s; empty where it is: the
    interval of its accuracy lies above one half.
    """
    told = told_apart_by_network(found)
    if told.low > GUESSED:
        return ""
    return (
        f"with all points the network tells"
        f" {in_per_cent(told.value, GUESSED, digits=1)} of the 4s and 9s apart"
        f" ({between(told, 1, GUESSED)}), which is not shown to be more than guessing"
    )


def judge_unclear(found: CommonPoints, separation: Separation) -> Judgement:
    """C-VI-3: unclear 4s are taken for 4s, with a probability of 0.9 or more; not tested where a 9
    would be taken for a 4 as well.
    """
    if missing := not_told_apart(separation):
        return Judgement("not tested", f"{missing}: a 4 that it reads rightly says nothing then")
    count = len(found.unclear_four)
    if count < LEAST_UNCLEAR:
        return too_few(count, UNCLEAR, "in the test set")
    right, middle = share(int(found.unclear_right.sum()), count), median(found.unclear_four)
    rank = float(np.mean(found.four < middle.value))
    evidence = (
        f"{in_per_cent(right.value, READ)} ({between(right, 0, READ)}) of {count} 4s that the MLP"
        f" doubts are read rightly, with a median probability of"
        f" {with_interval(middle, 3, bars=(SURE, DOUBTED))}, above that of {per_cent(rank)} of all"
        f" 4s"
    )
    evidence += unsure(_taken_for_fours, right, middle)
    verdict = _taken_for_fours(right.value, middle.value)
    return Judgement(verdict, evidence, middle, sample=UNCLEAR.kind, alone=ALONE)


def _taken_for_fours(right: float, middle: float) -> Verdict:
    """Return what follows from the share that is read rightly and the median probability."""
    if middle < DOUBTED:
        return "refuted"
    return "confirmed" if right >= READ and middle >= SURE else "mixed"


def judge_dense_nodes(found: Separation, common: CommonPoints) -> Judgement:
    """C-VI-4: some dense nodes answer one of the classes and not the other, and some the other way
    round.
    """
    best = parting(found.auc_dense)
    count, nines = int(nodes_that_part(found)), int(nodes_for_nines(found))
    fours = len(common.four)
    # a yes needs so many, and one at least of each kind
    needed = [np.sort(best)[-NODES:].min(), found.auc_dense.max(), 1 - found.auc_dense.min()]
    most, least = (
        area(float(one), int(found.images) - fours, fours) for one in (best.max(), min(needed))
    )
    evidence = (
        f"nodes that part 4s and 9s with an area of {PARTING} or more: {count} of {len(best)}"
        f"{f', {nines} by answering the 9s and {count - nines} the 4s' if count else ''}; the best"
        f" reaches {with_interval(most, 4, bars=(NOT_PARTING, PARTING), of='images')}"
    )
    over = reaching(most, NOT_PARTING, what="an interval")
    if best.max() < NOT_PARTING:
        return Judgement("refuted", f"{evidence}{over}", alone=ALONE)
    evidence += f", the least of those that a yes needs {with_interval(least, 4, bars=AREAS)}"
    evidence += over or reaching(least, PARTING, what="an interval")
    both = 0 < nines < count
    return Judgement("confirmed" if both and count >= NODES else "mixed", evidence, alone=ALONE)


def gain_of_areas(found: Separation, common: CommonPoints) -> Estimate:
    """Return by how much the best dense node parts the classes better than the best point."""
    point, node = (float(parting(areas).max()) for areas in (found.auc_points, found.auc_dense))
    fours = len(common.four)
    return difference_of_areas(node, point, int(found.images) - fours, fours)


def linear_already(found: Separation) -> bool | None:
    """Return whether a linear probe reads 4s and 9s on the points as well as on the dense nodes, to
    half a point; none where that is not sure, or neither reads more than guessing.
    """
    gain = in_points(*found.probe_wrong)
    read = [share(int((~wrong).sum()), len(wrong)) for wrong in found.probe_wrong]
    if max(one.low for one in read) <= GUESSED:
        return None
    return True if gain.high <= AS_GOOD else False if gain.low > 0 else None


def judge_dense_layer(found: Separation, common: CommonPoints) -> Judgement:
    """C-VI-5: single nodes and class means part the classes better on the dense layer than on the
    points; where a probe does as well on the points, what it reads was there linearly.
    """
    best = [parting(areas).max() for areas in (found.auc_points, found.auc_dense)]
    means = [int(wrong.sum()) for wrong in found.mean_wrong]
    probes = [100 * wrong.mean() for wrong in found.probe_wrong]
    gain = in_points(*found.mean_wrong)
    lead = gain_of_areas(found, common)
    areas, ended = told_apart(*best, digits=4), with_interval(gain, 1, signed=True)
    evidence = (
        f"one point alone parts 4s and 9s with an area under the curve of {areas[0]} at best, one"
        f" dense node with {areas[1]}, a difference of {with_interval(lead, 3, signed=True)}; the"
        f" nearest class mean errs in {means[0]:,} and {means[1]:,} of {gain.n:,} images, a"
        f" difference in points of {ended}; a linear probe in {probes[0]:.1f} % and"
        f" {probes[1]:.1f} %"
    )
    evidence += "; to a linear probe it was readable before" if linear_already(found) else ""
    evidence += reaching(gain, 0, what="an interval") or reaching(lead, 0, what="an interval")
    better = best[1] > best[0], gain.value > 0
    verdict: Verdict = "confirmed" if all(better) else "mixed" if any(better) else "refuted"
    return Judgement(verdict, evidence, gain, "points", "images", ALONE)


def nothing_to_keep(found: Separation) -> str:
    """Return in words that nothing can be kept or lost; empty where 4s are told from 9s, so far
    beyond guessing that this would lose more than the claims allow.
    """
    if missing := not_told_apart(found):
        return f"{missing}: nothing sure is there that points could keep"
    told, luck = told_apart_by_network(found).value, by_luck(found)
    if told - GUESSED >= FALL.refuted / 100 and ENOUGH.confirmed * told > luck:
        return ""
    return (
        f"with all points the network tells {per_cent(told, 1)} of the 4s and 9s apart, where"
        f" guessing may tell {per_cent(luck, 1)} by luck: too little is there that points could"
        " keep or lose"
    )


def judge_combination(found: Separation) -> Judgement:
    """C-VI-6: without the 20 best points the classes are told apart nearly as well."""
    if missing := nothing_to_keep(found):
        return Judgement("not tested", missing)
    fall = in_points(found.intact, found.right("silenced", 20))
    return judged(fall, FALL, IMAGES, SILENCED)


def _over(kept: dict[int, Estimate]) -> str:
    """Return of how many points the interval of what they keep reaches over the bar."""
    unsure = [f"{count}" for count, one in kept.items() if reaching(one, ENOUGH.confirmed)]
    return f"; the interval of {' and of '.join(unsure)} reaches over the bar" if unsure else ""


def kept_by(found: Separation, count: int) -> Estimate:
    """Return what so many of the best points alone keep of the accuracy with all."""
    return resampled(_ratio, found.right("kept", count) * 1.0, found.intact * 1.0)


def judge_few_points(found: Separation) -> Judgement:
    """C-V-10: 20 points alone or fewer keep 95 % of the accuracy; where up to 100 none do, it is
    refuted.
    """
    if missing := nothing_to_keep(found):
        return Judgement("not tested", missing)
    kept = {count: kept_by(found, count) for count in (FEW, MANY)}
    enough = [
        int(n)
        for n, right in zip(found.count, found.kept, strict=True)
        if right.mean() >= ENOUGH.confirmed * found.intact.mean()
    ]
    least = counted(enough[0], "point") if enough else f"more than {found.count[-1]} points"
    verdict: Verdict = "mixed"
    if not enough or enough[0] > MANY:
        verdict = "refuted"
    elif enough[0] <= FEW:
        verdict = "confirmed"
    few, many, enough_kept = kept[FEW], kept[MANY], ENOUGH.confirmed
    # the numbers of points whose interval may change the verdict
    decide = {"confirmed": [FEW], "mixed": [FEW, MANY], "refuted": [MANY]}[verdict]
    if verdict == "confirmed" and few.value < enough_kept:  # fewer keep more
        decide = enough[:1]
    deciding = {n: kept[n] if n in kept else kept_by(found, n) for n in decide}
    return Judgement(
        verdict,
        f"{FEW} points alone keep {in_per_cent(few.value, enough_kept, digits=1)}"
        f" ({between(few, 1, enough_kept)}, {few.n:,} images) of the accuracy with all; of the"
        " numbers tried, the"
        f" least that keeps {per_cent(ENOUGH.confirmed)} is {least}; {MANY} keep"
        f" {in_per_cent(many.value, enough_kept, digits=1)} ({between(many, 1, enough_kept)})"
        f"; with luck, guessing between two classes keeps up to"
        f" {per_cent(min(1.0, by_luck(found) / float(found.intact.mean())))}{_over(deciding)}",
        deciding[decide[0]],
        "%",
        "images",
        ALONE,
    )


def _ratio(some: np.ndarray, every: np.ndarray) -> float:
    return float(some.mean() / max(every.mean(), 1e-9))


def judge_triples(found: CommonPoints) -> Judgement:
    """C-V-7: three 4s share few points, and few whole maps or none."""
    disjoint, ends = len(found.four) // GROUP, (ALIKE.confirmed, ALIKE.refuted)
    if disjoint < TRIPLES.least:
        return too_few(disjoint, TRIPLES, "in the test set")
    points, maps = (
        replace(median(as_disjoint(one, disjoint)), value=float(np.median(one)))
        for one in (found.common, found.same_maps)
    )
    verdict = _as_triples(points.value, maps.value)
    evidence = (
        f"median of {len(found.common):,} triples: {in_per_cent(points.value, *ends, digits=1)} of"
        f" the points are common ({between(points, 1, *ends)}, {points.n:,} {TRIPLES.kind}),"
        f" {in_per_cent(maps.value, *ends, digits=1)} of the maps with a point on have the same on"
        f" ({between(maps, 1, *ends)})"
    )
    evidence += unsure(_as_triples, points, maps)
    return decided(verdict, evidence, points, TRIPLES)


def _as_triples(points: float, maps: float) -> Verdict:
    verdicts = {ALIKE.verdict(points), ALIKE.verdict(maps)}
    return verdicts.pop() if len(verdicts) == 1 else "mixed"


def judge_levels(found: Probes) -> Judgement:
    """C-V-8: a probe on levels of points is better than one on points on or off."""
    binary, graded = (found.right[_layer(found, "Conv2D_3"), k] for k in (2, 3))
    gain = in_points(graded, binary)
    digits = digits_adding_up(100 * binary.mean(), gain.value, total=100 * graded.mean())
    evidence = (
        f"linear probes on Conv2D_3 read {per_cent(binary.mean(), digits)} from points on or off,"
        f" and {per_cent(graded.mean(), digits)} from their levels, a difference in points of"
        f" {with_interval(gain, digits, signed=True)}"
    )
    verdict: Verdict = "confirmed" if gain.low > 0 else "refuted"
    return Judgement(verdict, evidence, gain, "points", "images", ALONE)


def _layer(found: Probes, name: str) -> int:
    return list(found.layer).index(name)


def maps_keep_more(found: Probes) -> Estimate:
    """Return by how much larger a share of the points' accuracy maps on or off keep on Conv2D_3
    than on Conv2D_2.
    """
    sides = [
        found.right[_layer(found, name), what] * 1.0
        for name in ("Conv2D_2", "Conv2D_3")
        for what in (0, 3)
    ]
    return resampled(lambda a, b, c, d: _ratio(c, d) - _ratio(a, b), *sides)


def finer_on_last(found: Probes) -> Estimate:
    """Return how much larger a share of the test images a probe reads rightly on Conv2D_3 from
    points on or off than from maps on or off.
    """
    maps, points = (found.right[_layer(found, "Conv2D_3"), what] for what in (0, 2))
    return difference_of_paired_shares(points, maps)


def judge_which_maps(found: Probes) -> Judgement:
    """C-V-6: which maps are on tells more of the class on Conv2D_3 than on Conv2D_2, and there as
    much as which points are.
    """
    rows = [_layer(found, name) for name in ("Conv2D_2", "Conv2D_3")]
    kept = [_ratio(found.right[row, 0], found.right[row, 3]) for row in rows]
    more, finer = maps_keep_more(found), finer_on_last(found)
    digits = digits_adding_up(100 * kept[0], 100 * more.value, total=100 * kept[1], least=1)
    evidence = (
        f"knowing which maps are not empty keeps {per_cent(kept[0], digits)} of the accuracy of all"
        f" points on Conv2D_2 and {per_cent(kept[1], digits)} on Conv2D_3, {int(found.maps)} maps"
        f" each: a difference of {with_interval(more, digits, POINTS)}; on Conv2D_3"
        f" points on or off are read better than maps by {with_interval(finer, 1, POINTS)}"
    )
    verdict: Verdict = "refuted" if more.high <= 0 else "mixed"
    if more.low > 0 and finer.low <= 0:
        verdict = "confirmed"
    return Judgement(verdict, evidence, as_points(more), "points", "images", ALONE)


JUDGED = (
    Judged("C-VI-1", (COMMON_POINTS,), judge_common_points, MARKED.words()),
    Judged("C-VI-2", (COMMON_POINTS,), judge_vanishing, VANISHING.words()),
    Judged("C-VI-3", (COMMON_POINTS, SEPARATION), judge_unclear),
    Judged("C-VI-4", (SEPARATION, COMMON_POINTS), judge_dense_nodes),
    Judged("C-VI-5", (SEPARATION, COMMON_POINTS), judge_dense_layer),
    Judged("C-VI-6", (SEPARATION,), judge_combination, FALL.words()),
    Judged("C-V-6", (PROBES,), judge_which_maps),
    Judged("C-V-7", (COMMON_POINTS,), judge_triples),
    Judged("C-V-8", (PROBES,), judge_levels),
    Judged("C-V-10", (SEPARATION,), judge_few_points),
)
