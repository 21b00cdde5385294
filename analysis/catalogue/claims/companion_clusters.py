"""Companion CLU: the MLP behind a cluster analysis, against pixels and against convolution."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from analysis.artifacts import Verdict
from analysis.catalogue.claims.bars import reaching
from analysis.catalogue.claims.trainings import (
    LEAST,
    of_errors,
    of_gain,
    too_few,
    too_few_gains,
)
from analysis.catalogue.companions.clusters import CLUSTERS, chosen_place, epochs_saved, told_saved
from analysis.catalogue.declarations import Judged, Judgement
from analysis.catalogue.series.measurements import CONFUSION
from analysis.catalogue.series.readers import errors
from analysis.results.classification import Confusion
from analysis.results.clusters import ClusterMlps
from analysis.statistics import difference, mean


def judge_clusters(found: ClusterMlps) -> Judgement:
    """C-CLU-1: distances to clusters gain over pixels, in accuracy or in speed, by more than
    trainings scatter.
    """
    saved = epochs_saved(found)
    evidence = (
        f"{int(found.chosen)} clusters; epochs saved on the way to the same accuracy on validation"
        f" images, {told_saved(found)}; accuracy on clusters less that on pixels"
    )
    clustered, on_pixels = 100 * found.distance_test[chosen_place(found)], 100 * found.pixel_test
    if len(on_pixels) < LEAST:
        return too_few_gains(clustered - on_pixels, evidence)
    gain = difference(clustered, on_pixels)
    verdict: Verdict = "confirmed" if gain.low > 0 or mean(saved).low > 0 else "mixed"
    if gain.value <= 0 and saved.mean() <= 0:
        verdict = "refuted"
    found_so = of_gain(verdict, gain, evidence, by_value=verdict == "refuted")
    if verdict != "refuted":
        return found_so
    # either gain would do, so that one which chance may hide leaves the verdict to chance
    hidden = reaching(mean(saved), 0, what="the interval of the epochs saved")
    return replace(found_so, evidence=f"{found_so.evidence}{hidden}")


def judge_convolution(found: ClusterMlps, confusion: Confusion) -> Judgement:
    """C-CLU-2: the CNN makes at most half the errors of the MLP on clusters.

    The interval is that of counts, as if the mean MLP were one training.
    """
    images = int(confusion.matrix.sum())
    of_each = np.rint((1 - found.distance_test[chosen_place(found)]) * images)
    wrong = float(of_each.mean())  # over trainings: no whole number
    convolved = int(errors("matrix")(confusion))
    evidence = (
        f"errors in {images:,} test images: {convolved:,} by the CNN, {wrong:,.1f} on clusters in"
        " the mean"
    )
    if found.distance_test.shape[1] < LEAST:
        return too_few(found.distance_test.shape[1], "trainings on clusters", evidence)
    if round(wrong) == 0:
        return Judgement("not tested", f"{evidence}: nothing that could be halved")
    return of_errors(convolved, wrong, evidence)


JUDGED = (
    Judged("C-CLU-1", (CLUSTERS,), judge_clusters),
    Judged("C-CLU-2", (CLUSTERS, CONFUSION), judge_convolution),
)
