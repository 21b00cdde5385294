"""The map of the hand: whether one pattern returns, and from every wavelength (companion HM, and
one claim of part IX).
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from scipy.sparse.csgraph import connected_components

from analysis.artifacts import Verdict
from analysis.ascent.settling import settled
from analysis.catalogue.claims.bars import Bar, Sample, judged, reaching
from analysis.catalogue.claims.trainings import too_few
from analysis.catalogue.companions.hand import HAND, of_own_start
from analysis.catalogue.declarations import Judged, Judgement
from analysis.catalogue.intervals import between, in_per_cent
from analysis.digits import beside
from analysis.oips.described import ALIKE
from analysis.results.hand import Hand, split_pairs
from analysis.statistics import Estimate, of_pairs, share

GAP = Bar(confirmed=0.1, refuted=0.3, unit="", digits=2, falls=True)
OFTEN = 0.9  # share of the pairs that are alike where one pattern returns
FIFTH = 0.2  # of the starts: from there on a group is a pattern of its own
STARTS = Sample("starts", least=6, alone="one map")


def _not_left(found: Hand) -> Judgement | None:
    """Return that nothing is said of OIPs that are still the pictures they began as: what these
    have in common is what their starts have.
    """
    alike = of_own_start(found)
    if alike < ALIKE:
        return None
    return Judgement(
        "not tested",
        f"the OIPs are still their starts: they correlate with these by {beside(alike, ALIKE)} in"
        f" the median, where {ALIKE} counts as the same picture",
        sample=STARTS.kind,
    )


def _told(found: Hand) -> str:
    """Return how many starts climbed, and how many of them ended as converged runs do."""
    return f"climbs that settled: {int(settled(found.curve.T).sum())} of {len(found.of)}"


def _drawn(found: Hand, draw: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the likeness within (pair) and across grids (pair) of some starts, perhaps repeated; a
    start is no pair with itself.
    """
    alike = found.likeness[-1][np.ix_(draw, draw)].copy()
    alike[draw[:, None] == draw] = np.nan
    within, across = split_pairs(alike, found.of[draw])
    return within[~np.isnan(within)], across[~np.isnan(across)]


def _gap(found: Hand, draw: np.ndarray) -> float:
    within, across = _drawn(found, draw)
    few = not (within.size and across.size)
    return np.nan if few else float(np.median(within) - np.median(across))


def _alike(found: Hand, draw: np.ndarray) -> float:
    pairs = np.concatenate(_drawn(found, draw))
    return float((pairs >= ALIKE).mean()) if pairs.size else np.nan


def _share(found: Hand) -> Estimate:
    """Return the share of pairs that are alike. Where all or none are, no draw differs; then the
    exact interval is that of as many pairs as have no start in common.
    """
    together = np.zeros(len(found.of))  # all starts are of one kind here, whatever their grid
    drawn = of_pairs(lambda draw: _alike(found, draw), together)
    if 0 < drawn.value < 1:
        return drawn
    apart = len(found.of) // 2
    return replace(share(int(drawn.value) * apart, apart), n=len(found.of))


def judge_returning(found: Hand) -> Judgement:
    """C-IX-2: nearly all pairs of the map's OIPs are alike, and not in two large groups."""
    starts = len(found.of)
    if starts < STARTS.least:
        return too_few(starts, "starts that the map answers", "one map", STARTS.least)
    if unsaid := _not_left(found):
        return unsaid
    _, group = connected_components(found.likeness[-1] >= ALIKE, directed=False)
    sizes = np.sort(np.bincount(group))[::-1]
    alike = _share(found)
    verdict: Verdict = "confirmed" if alike.value >= OFTEN else "mixed"
    if (sizes >= FIFTH * starts).sum() > 1:
        verdict = "refuted"
    return Judgement(
        verdict,
        f"pairs with a correlation of {ALIKE} or more: {in_per_cent(alike.value, OFTEN, digits=1)}"
        f" ({between(alike, 1, OFTEN)}); the largest of {len(sizes)} groups"
        f" holds {sizes[0]} of {starts} starts; {_told(found)}"
        f"{'' if verdict == 'refuted' else reaching(alike, OFTEN)}",
        estimate=alike,
        unit="%",
        sample=STARTS.kind,
        alone=STARTS.alone,
    )


def judge_wavelengths(found: Hand) -> Judgement:
    """C-HM-1: OIPs from starts of different grids are about as alike as those from one grid."""
    within, across = found.pairs()
    if not (within.size and across.size) or len(found.of) < STARTS.least:
        answered = int((found.answered > 0).sum())
        evidence = f"grids whose starts the map answers: {answered}"
        return too_few(len(found.of), "starts in two grids or more", evidence, STARTS.least)
    if unsaid := _not_left(found):
        return unsaid
    evidence = (
        f"likeness in the median {np.median(within):.2f} within grids and {np.median(across):.2f}"
        f" across them, {np.median(found.stranger):.2f} to OIPs of other maps; {_told(found)}; gap"
        " of the first two"
    )
    return judged(of_pairs(lambda draw: _gap(found, draw), found.of), GAP, STARTS, evidence)


JUDGED = (
    Judged("C-IX-2", (HAND,), judge_returning),
    Judged("C-HM-1", (HAND,), judge_wavelengths, GAP.words()),
)
