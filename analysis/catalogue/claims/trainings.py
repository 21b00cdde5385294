"""Verdicts on a handful of trainings: what one recipe gains over another, how many errors remain,
and how few trainings say nothing.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from analysis.artifacts import Verdict
from analysis.catalogue.claims import bars
from analysis.catalogue.claims.bars import Sample, reaching
from analysis.catalogue.declarations import Judgement
from analysis.digits import beside
from analysis.figures.recipes import NEGLIGIBLE
from analysis.statistics import Estimate, ratio_of_counts

LEAST = 3  # trainings of a kind: with two, Student's t reaches 13 standard errors to each side
PAIRS = "pairs of trainings"
HALF = 0.5  # of the errors: as many may remain


def too_few(count: int, kind: str, evidence: str, least: int = LEAST) -> Judgement:
    """Return that nothing is said of so few trainings, or of so few observations of a kind."""
    return bars.too_few(count, Sample(kind, least), evidence)


def too_few_gains(gains: np.ndarray, evidence: str, kind: str = PAIRS) -> Judgement:
    """Return that nothing is said of gains in percentage points (training) that are too few, and
    their mean.
    """
    mean = f": {gains.mean():+.2f} points in the mean" if len(gains) else ""
    return too_few(len(gains), kind, f"{evidence}{mean}")


def told(gain: Estimate, kind: str = PAIRS) -> str:
    """Return a gain in percentage points with its interval and its sample."""
    value, low, high = (
        beside(end, -NEGLIGIBLE, 0, NEGLIGIBLE, signed=True)
        for end in (gain.value, gain.low, gain.high)
    )
    return f"{value} points ({low} to {high}, {gain.n} {kind})"


def by_interval(gain: Estimate) -> Verdict:
    """Return confirmed for an interval above 0, refuted for one below 0 or within what is
    negligible. A small gain that is sure is a gain.
    """
    if gain.low > 0:
        return "confirmed"
    negligible = gain.low >= -NEGLIGIBLE and gain.high <= NEGLIGIBLE
    return "refuted" if gain.high < 0 or negligible else "mixed"


def of_gain(
    verdict: Verdict, gain: Estimate, evidence: str, *, by_value: bool = False
) -> Judgement:
    """Return the judgement that rests on a gain in percentage points over pairs of trainings.

    Args:
        by_value: whether the gain decides by its sign; then an interval that holds 0 is named.
    """
    unsure = reaching(gain, 0) if by_value else ""
    return Judgement(
        verdict, f"{evidence}: {told(gain)}{unsure}", estimate=gain, unit="points", sample=PAIRS
    )


def of_errors(few: int, many: float, evidence: str) -> Judgement:
    """Return whether at most half of the errors remain, by a count of errors and another one, which
    may be a mean; as many or more refute it. The interval is that of counts.
    """
    counted = ratio_of_counts(few, round(many))
    ratio = replace(counted, value=few / many)
    verdict: Verdict = "confirmed" if ratio.value <= HALF else "mixed"
    if ratio.value >= 1:
        verdict = "refuted"
    value, low, high = (
        f"{beside(100 * number, 100 * HALF, 100, digits=0)} %"
        for number in (ratio.value, ratio.low, ratio.high)
    )
    return Judgement(
        verdict,
        f"{evidence}: {value} remain ({low} to {high}){reaching(ratio, HALF, 1)}",
        estimate=ratio,
        unit="%",
        sample="errors of both",
        alone="one training of the CNN",
    )
