"""Part III: what schedule, momentum and penalty gain."""

from __future__ import annotations

from analysis.artifacts import Verdict
from analysis.catalogue.claims.trainings import (
    LEAST,
    by_interval,
    of_gain,
    too_few,
    too_few_gains,
)
from analysis.catalogue.declarations import Judged, Judgement
from analysis.catalogue.series.experiments import (
    ALL_THREE,
    PENALTY_SCAN,
    PLAIN,
    RECIPE_FACTORIAL,
    RIVALS,
    best_alone,
    effect,
    lost,
    penalty_gain,
    rival,
)
from analysis.digits import told_apart
from analysis.experiments.recipes.measure import LARGEST
from analysis.results.recipes import Factorial, PenaltyScan, Rivals
from analysis.statistics import Estimate, difference, mean


def judge_schedule(rivals: Rivals) -> Judgement:
    """C-III-1: a falling rate gains over a constant one, with RMSprop."""
    falling, constant = rival("CNN, falling rate")(rivals), rival("CNN")(rivals)
    evidence = "RMSprop, falling rate less constant rate"
    if len(falling) < LEAST:
        return too_few_gains(100 * (falling - constant), evidence)
    gain = difference(100 * falling, 100 * constant)
    return of_gain(by_interval(gain), gain, evidence)


def judge_momentum(found: Factorial) -> Judgement:
    """C-III-2: momentum gains over none, schedule and penalty being the same.

    The interval is that of the published effect, from the scatter of those that the penalty
    has no part in.
    """
    variants, seeds = found.accuracy.shape
    evidence = f"SGD, momentum less none, mean over schedules and penalties{lost(found, ', ')}"
    size = effect("momentum")(found)
    if seeds < LEAST:
        few = f"{evidence}: {size.end(0):+.2f} points"
        return too_few(seeds, "trainings of each recipe", few)
    gain = Estimate(size.end(0), size.end(-1), size.end(1), variants * seeds // 2)
    return of_gain(by_interval(gain), gain, evidence)


def judge_penalty(scan: PenaltyScan) -> Judgement:
    """C-III-3: the penalty that validation images chose gains over none."""
    chosen = float(scan.l2[int(scan.chosen)])
    if chosen == 0:
        return Judgement("not tested", "the profile has no penalty that may be chosen")
    offered = int(((scan.l2 > 0) & (scan.l2 <= LARGEST)).sum())
    why = "the best on validation images" if offered > 1 else "the one that was offered"
    evidence = f"lambda {chosen:g}, {why}, less none"
    if scan.test.shape[1] < LEAST:
        return too_few_gains(100 * penalty_gain(scan), evidence)
    gain = mean(100 * penalty_gain(scan))
    return of_gain(by_interval(gain), gain, evidence)


def judge_together(found: Factorial) -> Judgement:
    """C-III-4: all three gain more than the best of them alone."""
    if not (found.l2 > 0).any():
        return Judgement("not tested", "the profile has no penalty that may be chosen")
    none, every = PLAIN(found), ALL_THREE(found)
    best, alone = best_alone(found)
    gains = (100 * float((one - none).mean()) for one in (every, alone))
    of_all, of_best = told_apart(*gains, signed=True)
    evidence = (
        f"gain of all three {of_all} points, of the best alone ({best}) {of_best} points; all three"
        " less the best alone"
    )
    if len(every) < LEAST:
        return too_few_gains(100 * (every - alone), evidence, "trainings of each recipe")
    more = difference(100 * every, 100 * alone)
    verdict: Verdict = "confirmed" if round(more.value, 9) > 0 else "refuted"
    return of_gain(verdict, more, evidence, by_value=True)


JUDGED = (
    Judged("C-III-1", (RIVALS,), judge_schedule),
    Judged("C-III-2", (RECIPE_FACTORIAL,), judge_momentum),
    Judged("C-III-3", (PENALTY_SCAN,), judge_penalty),
    Judged("C-III-4", (RECIPE_FACTORIAL,), judge_together),
)
