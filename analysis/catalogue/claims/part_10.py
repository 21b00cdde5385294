"""Part X: how far OIPs lie from the data, and which scales of starts wake maps."""

from __future__ import annotations

import numpy as np

from analysis import statistics
from analysis.artifacts import Verdict
from analysis.catalogue.claims.bars import Bar, judged, too_few
from analysis.catalogue.claims.part_09 import long_and_short, named
from analysis.catalogue.claims.told import MAPS
from analysis.catalogue.declarations import Judged, Judgement
from analysis.catalogue.series.measurements import PRECURSOR_SCAN, TRUST
from analysis.results.oips import PrecursorScan
from analysis.results.trust import Trust

ARTIFICIAL = Bar(3, 1.5, unit="times", digits=1)


def judge_artificial(trust: Trust) -> Judgement:
    """C-X-2: an OIP excites its map far beyond any training image."""
    known = trust.ratio_maximum[np.isfinite(trust.ratio_maximum)]
    if len(known) < MAPS.least:
        return too_few(len(known), MAPS, "that a training image excites")
    return judged(
        statistics.median(known),
        ARTIFICIAL,
        MAPS,
        "median response of the OIP over the largest of the training images",
    )


def judge_scales(scan: PrecursorScan) -> Judgement:
    """C-X-3: long waves wake more maps than as many starts of short ones."""
    parts = long_and_short(scan.scale)
    long, short = (scan.responding[:, part].mean(axis=1) for part in parts)
    if (long == short).all():
        return Judgement("not tested", "no number of starts tells the scales apart")
    verdict: Verdict = "mixed"
    if (long >= short).all():
        verdict = "confirmed"
    elif (long <= short).all():
        verdict = "refuted"
    rows = sorted({0, len(long) // 2, len(long) - 1})
    told = "; ".join(
        f"{scan.candidates[row]:,} of each: {long[row]:g} against {short[row]:g}" for row in rows
    )
    return Judgement(
        verdict,
        f"maps that answer one of the starts of {named(scan.scale, parts[0])} against"
        f" {named(scan.scale, parts[1])}, {told}; more for the long waves at"
        f" {(long > short).sum()} and fewer at {(long < short).sum()} of {len(long)} numbers of"
        " starts",
        alone="one set of starts",
    )


JUDGED = (
    Judged("C-X-2", (TRUST["Conv2D_3", "sphere"],), judge_artificial, ARTIFICIAL.words()),
    Judged("C-X-3", (PRECURSOR_SCAN,), judge_scales),
)
