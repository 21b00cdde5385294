"""Part X: gaps that a search fills, how far OIPs lie from the data, which scales wake maps."""

from __future__ import annotations

import numpy as np

from analysis import statistics
from analysis.artifacts import Verdict
from analysis.catalogue.claims.bars import Bar, judged, reaching, too_few
from analysis.catalogue.claims.part_08 import LATE
from analysis.catalogue.claims.part_09 import long_and_short, named
from analysis.catalogue.claims.told import MAPS, decided
from analysis.catalogue.declarations import Judged, Judgement
from analysis.catalogue.intervals import between, in_per_cent
from analysis.catalogue.series.ascents import GAPS
from analysis.catalogue.series.measurements import PRECURSOR_SCAN, TRUST
from analysis.results.gaps import Gaps
from analysis.results.oips import PrecursorScan
from analysis.results.trust import Trust

ARTIFICIAL = Bar(3, 1.5, unit="times", digits=1)
FILLS = 0.5  # share of the gaps


def judge_gaps(found: Gaps) -> Judgement:
    """C-X-1: a search among large-scale starts fills gaps, and more than restarts do."""
    filled, again = int(found.filled.sum()), int(found.filled_again.sum())
    told = (
        f"the search fills {filled or 'none'} and wakes {(found.response > 0).sum() or 'none'};"
        f" restarts, with as many passes ({int(found.passes):,} for each map), fill"
        f" {again or 'none'} and wake {(found.response_again > 0).sum() or 'none'}"
    )
    if len(found.map) < MAPS.least:
        return too_few(len(found.map), MAPS, f"silent to plain starts; {told}")
    if found.steps <= LATE:
        return Judgement(
            "not tested", f"{found.steps} steps are too few, more than {LATE} are needed"
        )
    if not filled + again and (found.response.any() or found.response_again.any()):
        none = "a gap is filled where an ascent converges, and none does"
        return Judgement("not tested", f"{none}: {told}")
    share = statistics.share(filled, len(found.map))
    verdict: Verdict = "mixed"
    if filled <= again:
        verdict = "refuted"
    elif share.value >= FILLS:
        verdict = "confirmed"
    evidence = (
        f"of {share.n} maps silent to plain starts {told}: {in_per_cent(share.value, FILLS)}"
        f" ({between(share, 0, FILLS)})"
        f"{'' if verdict == 'refuted' else reaching(share, FILLS)}"
    )
    return decided(verdict, evidence, share, MAPS)


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
        f"maps that answer one of the starts, in the mean of {named(scan.scale, parts[0])} against"
        f" that of {named(scan.scale, parts[1])}, {told}; more for the long waves at"
        f" {(long > short).sum()} and fewer at {(long < short).sum()} of {len(long)} numbers of"
        " starts",
        alone="one set of starts",
    )


JUDGED = (
    Judged("C-X-1", (GAPS,), judge_gaps),
    Judged("C-X-2", (TRUST["Conv2D_3", "sphere"],), judge_artificial, ARTIFICIAL.words()),
    Judged("C-X-3", (PRECURSOR_SCAN,), judge_scales),
)
