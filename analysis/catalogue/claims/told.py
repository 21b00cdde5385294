"""How a verdict is told where several conditions decide, or where nothing can be said: the number
that decides most, with its interval, in the same words as behind a single bar.
"""

from __future__ import annotations

import numpy as np

from analysis import statistics
from analysis.artifacts import Verdict
from analysis.catalogue.claims.bars import Bar, Sample, judged, too_few
from analysis.catalogue.declarations import Judgement
from analysis.statistics import Estimate

# what all maps of a layer, or all runs on it, share
TRAINING = "one training"
MAPS = Sample("maps", alone=TRAINING)


def as_points(gain: Estimate) -> Estimate:
    """Return a difference of shares in percentage points."""
    return Estimate(100 * gain.value, 100 * gain.low, 100 * gain.high, gain.n)


def decided(
    verdict: Verdict, evidence: str, estimate: Estimate, sample: Sample, unit: str = "%"
) -> Judgement:
    """Return a verdict with the number that decides most; the evidence tells it."""
    return Judgement(verdict, evidence, estimate, unit, sample.kind, sample.alone)


def judged_share(chosen: np.ndarray, bar: Bar, sample: Sample, evidence: str) -> Judgement:
    """Judge the share of observations (observation) that are so by a bar."""
    if len(chosen) < sample.least:
        return too_few(len(chosen), sample, evidence)
    return judged(statistics.share(int(chosen.sum()), len(chosen)), bar, sample, evidence)


def mean_over_maps(values: np.ndarray) -> Estimate:
    """Return the mean of one number of each map (map) with a bootstrap over the maps."""
    return statistics.resampled(lambda drawn: float(np.mean(drawn)), values)


def share_over_maps(shares: np.ndarray) -> Estimate:
    """Return the mean of one share (map, 0..1) of each map. Where each map has all or nothing it is
    a share of maps, with its exact interval: a bootstrap of equal numbers has no width.
    """
    if np.isin(shares, (0, 1)).all():
        return statistics.share(int(shares.sum()), len(shares))
    return mean_over_maps(shares)
