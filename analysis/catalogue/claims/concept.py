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


def judge_concept(found: Concept) -> Judgement:
    """C-V-9: ascents end with a sure 4, farther from all training 4s than nearly all real 4s."""
    sure = found.reached(SURE)
    if len(found.own_distance) < REAL.least:
        return too_few(len(found.own_distance), REAL, "to compare with")
    away = int((sure & found.farther(FAR)).sum())
    if sure.sum() < ENDS.least:
        limit = f"the {per_cent(FAR, 1)} quantile of the test images of a 4"
        return too_few(
            int(sure.sum()),
            ENDS,
            f"of {len(sure)} starts; of those that reach it, farther away than {limit}: {away}",
        )
    far = share(away, len(sure))
    limit, middle = np.quantile(found.own_distance, FAR), np.median(found.distance[sure])
    ended, farthest = told_apart(float(middle), float(limit))
    enough = FAR_AND_SURE.confirmed
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
