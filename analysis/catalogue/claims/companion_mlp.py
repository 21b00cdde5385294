"""Companion MLP: how well the MLP reads, and which digits it confuses."""

from __future__ import annotations

import numpy as np

from analysis.artifacts import Verdict
from analysis.catalogue.claims.bars import Bar, Sample, judged
from analysis.catalogue.claims.trainings import LEAST, of_errors, too_few
from analysis.catalogue.companions.mlp import (
    FAR_BELOW,
    MLP_RUNS,
    NEARLY_STATED,
    accuracies,
    cnn_errors,
    mean_errors,
    mean_rank,
    unnamed,
)
from analysis.catalogue.declarations import Judged, Judgement
from analysis.figures.confusion import off_diagonal
from analysis.figures.mlp import NAMED, ranks
from analysis.results.mlp import MlpRuns
from analysis.statistics import mean

ACCURACY = Bar(confirmed=NEARLY_STATED, refuted=FAR_BELOW, digits=2)
FIRST, REST = NAMED[0], NAMED[1:]  # 4 and 9, and the other pairs the series names
LAST_FIRST, LAST_REST = 3, 8  # ranks up to which they count as most confused, and as prominent
TRAININGS = "trainings of the MLP"


def judge_accuracy(runs: MlpRuns) -> Judgement:
    """C-MLP-1: the repeated MLP reaches what the series tells."""
    epochs = runs.validation_accuracy.shape[1]
    evidence = f"mean test accuracy of the MLP (epochs: {epochs})"
    found = np.array(accuracies(runs))
    if len(found) < LEAST:
        return too_few(len(found), TRAININGS, f"{evidence}: {ACCURACY.shown(found.mean())}")
    return judged(mean(found), ACCURACY, Sample(TRAININGS, LEAST), evidence)


def judge_pairs(runs: MlpRuns) -> Judgement:
    """C-MLP-2: 4 and 9 come first among the confused pairs, the others soon after."""
    places = {pair: int(mean_rank(pair)(runs)) for pair in NAMED}
    listed = ", ".join(f"{a}/{b} at {places[a, b]}" for a, b in NAMED)
    alone = ranks(runs.matrices, FIRST)
    least, most = int(alone.min()), int(alone.max())
    reach = f"{least} to {most}" if least < most else f"{least}"
    evidence = (
        f"places among 45 pairs, in the mean of the trainings: {listed}; in single trainings"
        f" {FIRST[0]}/{FIRST[1]} at {reach}"
    )
    if len(runs.matrices) < LEAST:
        return too_few(len(runs.matrices), TRAININGS, evidence)
    if not off_diagonal(runs.matrices.mean(axis=0)).any():
        return Judgement("not tested", "the MLP confuses nothing", sample=TRAININGS)
    verdict: Verdict = "refuted" if places[FIRST] > LAST_FIRST else "mixed"
    if places[FIRST] == 1 and all(places[pair] <= LAST_REST for pair in REST):
        verdict = "confirmed"
    return Judgement(verdict, f"{evidence} ({len(runs.matrices)} in all)", sample=TRAININGS)


def judge_separation(runs: MlpRuns) -> Judgement:
    """C-MLP-3: the CNN confuses 4 and 9 half as often as the MLP, or less.

    Both counts are small, so the interval is that of counts, as if the mean MLP were one training.
    """
    cnn, mlp = int(cnn_errors(FIRST, 0)(runs)), mean_errors(FIRST)(runs)
    evidence = f"confusions of 4 and 9: {cnn} by the CNN, {mlp:.1f} by the MLP in the mean"
    if len(runs.matrices) < LEAST:
        return too_few(len(runs.matrices), TRAININGS, evidence)
    if missing := unnamed(runs.cnn_matrices[0], FIRST):
        named = " or ".join(str(digit) for digit in missing)
        return Judgement("not tested", f"{evidence}; the CNN reads no image as a {named}")
    if round(mlp) == 0:
        return Judgement("not tested", f"{evidence}: nothing that could be halved")
    return of_errors(cnn, mlp, evidence)


JUDGED = (
    Judged("C-MLP-1", (MLP_RUNS,), judge_accuracy, ACCURACY.words()),
    Judged("C-MLP-2", (MLP_RUNS,), judge_pairs),
    Judged("C-MLP-3", (MLP_RUNS,), judge_separation),
)
