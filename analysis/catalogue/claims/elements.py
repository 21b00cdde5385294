"""Part VII: what OIPs are composed of, and strokes that are longer in one half."""

from __future__ import annotations

import numpy as np

from analysis import statistics
from analysis.artifacts import Verdict
from analysis.catalogue.claims.bars import Sample, reaching, too_few
from analysis.catalogue.claims.told import MAPS, decided
from analysis.catalogue.declarations import Judged, Judgement
from analysis.catalogue.intervals import between, in_per_cent
from analysis.catalogue.series.ascents import CHANCE, ELEMENTS, QUANTILE, STROKES, wrong_quantile
from analysis.figures.style import per_cent
from analysis.results.elements import Elements, Strokes

SHIFTED, TURNED = 0.7, 0.25  # share of the maps
SAME_SIGN = 0.8  # share of the starts
LEANS = 0.1  # share of the maps
FITS = Sample("maps", round(1 / CHANCE), alone=MAPS.alone)  # fewer give no such quantile of others
# of a map: of six, five lie on one side by chance in two maps of nine, of twelve, ten in one of 25
STARTS = Sample("starts", 12)


def _against_chance(above: np.ndarray, bar: float, evidence: str) -> Judgement:
    """Judge the share of maps (map) whose own element does better than wrong ones. An interval that
    holds both chance and the bar decides nothing.
    """
    share = statistics.share(int(above.sum()), len(above))
    verdict: Verdict = "mixed"
    if share.low <= CHANCE:
        verdict = "refuted" if share.high < bar else "not tested"
    elif share.value >= bar:
        verdict = "confirmed"
    untold = verdict == "not tested"
    unsure = " and holds chance as well" if untold else ""
    few = f"too few maps ({share.n}) to part it from chance: " if untold else ""
    told = (
        f"{few}{in_per_cent(share.value, bar)} of the maps"
        f" ({between(share, 0, CHANCE, bar)},"
        f" {share.n} maps) {evidence}{reaching(share, bar)}{unsure}"
    )
    return decided(verdict, told, share, MAPS)


def judge_shifted(found: Elements) -> Judgement:
    """C-VII-5: OIPs are sums of shifted copies of what one node of their map wants."""
    if len(found.map) < FITS.least:
        return too_few(len(found.map), FITS, "with an OIP and a node that has one")
    own, wrong = np.diagonal(found.fit), wrong_quantile(found.fit)
    evidence = (
        f"are fitted better by shifted copies of their own element than by {per_cent(QUANTILE)} of"
        f" those of other maps; medians of the explained variance {per_cent(np.median(own))} and"
        f" {per_cent(np.median(wrong))} at that quantile"
    )
    return _against_chance(own > wrong, SHIFTED, evidence)


def judge_turned(found: Elements) -> Judgement:
    """C-VII-6: ... and of turned copies."""
    if len(found.tried) < MAPS.least:
        return too_few(len(found.tried), MAPS, "that turns were tried on")
    gain = found.turned - found.shifted
    own, wrong = gain[:, 0], np.quantile(gain[:, 1:], QUANTILE, axis=1)
    evidence = (
        f"gain more by turns of their own element than by turns of {per_cent(QUANTILE)} of"
        f" {gain.shape[1] - 1} elements of other maps; what is explained of held-out pixels changes"
        f" with turns of their own by {100 * np.median(own):+.0f} points (from"
        f" {per_cent(np.median(found.shifted[:, 0]))}, medians), with those of others by"
        f" {100 * np.median(gain[:, 1:]):+.0f} (from {per_cent(np.median(found.shifted[:, 1:]))})"
    )
    return _against_chance((own > wrong) & (own > 0), TURNED, evidence)


def sides(leaning: np.ndarray) -> np.ndarray:
    """Return on which side (map) strokes are longer in most of the starts (map, start): 1 for the
    right, -1 for the left, 0 where too few of the starts agree.
    """
    known = np.maximum(np.isfinite(leaning).sum(axis=1), 1)
    right, left = ((side * leaning > 0).sum(axis=1) / known for side in (1, -1))
    return np.where(right >= SAME_SIGN, 1, np.where(left >= SAME_SIGN, -1, 0))


def told_sides(found: Strokes) -> np.ndarray:
    """Return which maps (map) have strokes from as many starts, plain and mirrored, as it takes to
    tell a side from chance.
    """
    starts = np.concatenate([found.plain, found.mirrored], axis=1)
    return np.asarray(np.isfinite(starts).sum(axis=1) >= STARTS.least)


def judge_sides(found: Strokes) -> Judgement:
    """C-VII-7: strokes are longer on one side, whatever the start, and more than overlap gives."""
    told = told_sides(found)
    tried = found.plain.shape[1] + found.mirrored.shape[1]
    if tried < STARTS.least:
        return too_few(tried, STARTS, "of each map, plain and mirrored")
    if told.sum() < MAPS.least:
        return too_few(int(told.sum()), MAPS, f"with strokes from {STARTS.least} starts or more")
    plain, other = sides(found.plain[told]), sides(found.mirrored[told])
    starts = np.concatenate([found.plain, found.mirrored], axis=1)[told]
    every, beyond = sides(starts), sides(starts - found.overlap[told, None])
    remain = (every != 0) & (beyond == every)
    share = statistics.share(int(remain.sum()), len(remain))
    verdict: Verdict = "mixed"
    if not remain.any():
        verdict = "refuted"
    elif share.value >= LEANS:
        verdict = "confirmed"
    evidence = (
        f"in {int((plain != 0).sum())} of {len(plain)} maps strokes are longer on one and the same"
        f" side in {per_cent(SAME_SIGN)} of {found.plain.shape[1]} plain starts; with these"
        f" mirrored too in {int((every != 0).sum())}, and in"
        f" {((plain != 0) & (other == -plain)).sum() or 'none'} the side turns; beyond what the"
        f" overlap of nine equal elements gives in {remain.sum() or 'none'}:"
        f" {in_per_cent(share.value, 0, LEANS)} ({between(share, 0, LEANS)}),"
        f" {int((every[remain] > 0).sum())}"
        f" of them longer on the right{reaching(share, LEANS)}"
    )
    return decided(verdict, evidence, share, MAPS)


JUDGED = (
    Judged("C-VII-5", (ELEMENTS,), judge_shifted),
    Judged("C-VII-6", (ELEMENTS,), judge_turned),
    Judged("C-VII-7", (STROKES,), judge_sides),
)
