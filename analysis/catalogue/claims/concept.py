"""Part V: whether images that the network is sure of look like those it learned from."""

from __future__ import annotations

import numpy as np

from analysis.artifacts import Verdict
from analysis.catalogue.claims.bars import Bar, Sample, reaching, too_few
from analysis.catalogue.claims.told import TRAINING, decided
from analysis.catalogue.declarations import Judged, Judgement
from analysis.catalogue.intervals import between, in_per_cent
from analysis.catalogue.series.concept import CONCEPT, FAR, SURE
from analysis.digits import told_apart
from analysis.figures.style import per_cent
from analysis.results.concept import Concept
from analysis.statistics import share

FAR_AND_SURE = Bar(0.9, 0.9)  # share of the starts
STARTS = Sample("starts", alone=TRAINING)
ENDS = Sample(f"starts that reach {SURE}", alone=TRAINING)
REAL = Sample("test images of a 4", 50)
LATE = 0.9  # of the steps: an ascent that has ended stands highest before, but for chance


def still_climbing(found: Concept) -> np.ndarray:
    """Return which ascents (start) were cut off below the probability that is asked for: they stand
    highest in the last tenth of their steps.
    """
    late = found.curve.argmax(axis=0) >= LATE * (len(found.curve) - 1)
    return np.asarray(late & ~found.reached(SURE))


def judge_concept(found: Concept) -> Judgement:
    """C-V-9: ascents end with a sure 4, farther from all training 4s than nearly all real 4s; not
    tested where those that still climb would decide.
    """
    sure = found.reached(SURE)
    if len(found.own_distance) < REAL.least:
        return too_few(len(found.own_distance), REAL, "to compare with")
    away, climb = int((sure & found.farther(FAR)).sum()), int(still_climbing(found).sum())
    far, enough = share(away, len(sure)), FAR_AND_SURE.confirmed
    those = (
        f"of those that reach it, farther away than the {per_cent(FAR, 1)} quantile of the test"
        f" images of a 4: {away}"
    )
    told = those if sure.any() else ""  # of none there is nothing to tell
    if far.value < enough <= (away + climb) / len(sure):
        return Judgement(
            "not tested",
            f"after {len(found.curve)} steps {climb} of {len(sure)} starts have not reached a"
            f" probability of {SURE} and still climb{f' ({told})' if told else ''}",
            sample=STARTS.kind,
        )
    if sure.sum() < ENDS.least:
        return too_few(int(sure.sum()), ENDS, f"of {len(sure)} starts{f'; {told}' if told else ''}")
    limit, middle = np.quantile(found.own_distance, FAR), np.median(found.distance[sure])
    ended, farthest = told_apart(float(middle), float(limit))
    verdict: Verdict = "mixed"
    if far.value >= enough:
        verdict = "confirmed"
    elif middle <= limit:
        verdict = "refuted"
    evidence = (
        f"{per_cent(float(sure.mean()))} of {len(sure)} starts reach a probability of {SURE},"
        f" and {in_per_cent(far.value, enough)} ({between(far, 0, enough)}) do so farther"
        f" away than the {per_cent(FAR, 1)} quantile of {len(found.own_distance):,} test images of"
        f" a 4; median distance of those that reach it {ended}, of the test images"
        f" {np.median(found.own_distance):.2f}, {farthest} at {per_cent(FAR, 1)}"
        f"{reaching(far, enough)}"
    )
    return decided(verdict, evidence, far, STARTS)


JUDGED = (Judged("C-V-9", (CONCEPT,), judge_concept),)
