"""Part II: the CNN against the MLP."""

from __future__ import annotations

import numpy as np

from analysis.artifacts import Verdict
from analysis.catalogue.claims.trainings import LEAST, of_gain, too_few_gains
from analysis.catalogue.companions.mlp import MLP_RUNS
from analysis.catalogue.declarations import Judged, Judgement
from analysis.catalogue.series.experiments import LONGER, RIVALS, points, rival
from analysis.digits import digits_beside
from analysis.results.mlp import MlpRuns
from analysis.results.recipes import Rivals
from analysis.statistics import Estimate, difference

MLP_REACHES = 0.98  # test accuracy, as part II tells it


def _verdict(gain: Estimate, least: float) -> Verdict:
    if round(gain.value, 9) <= 0:  # what rounding leaves of equal numbers is no gain
        return "refuted"
    return "confirmed" if gain.low > 0 and least > MLP_REACHES else "mixed"


def judge_cnn(rivals: Rivals, runs: MlpRuns) -> Judgement:
    """C-II-1: every CNN is above 98 %, and CNNs gain over MLPs of the same seed.

    The level is a matter of full trainings, of which there are few; the difference one of pairs, of
    which short trainings give more. The MLP is the one trained longer, the stronger rival.
    """
    least = min(float(np.trace(matrix) / matrix.sum()) for matrix in runs.cnn_matrices)
    cnns, mlps = rival("CNN")(rivals), rival(LONGER)(rivals)
    digits = digits_beside([points(least)], points(MLP_REACHES))
    fails = "" if least > MLP_REACHES else ", so that this half of the claim fails"
    evidence = (
        f"{len(runs.cnn_matrices)} CNNs trained on all but the validation images: each is right on"
        f" {points(least):.{digits}f} % of the test images or more{fails}; short trainings on"
        f" {int(rivals.images):,} images, accuracy of the CNN less"
        " that of an MLP trained longer"
    )
    if len(cnns) < LEAST:
        return too_few_gains(100 * (cnns - mlps), evidence)
    gain = difference(100 * cnns, 100 * mlps)
    return of_gain(_verdict(gain, least), gain, evidence, by_value=True)


JUDGED = (Judged("C-II-1", (RIVALS, MLP_RUNS), judge_cnn),)
