"""Part VII: how much the start of an ascent matters, and what pixel noise reaches."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis import statistics
from analysis.artifacts import Verdict
from analysis.catalogue.claims.bars import Bar, judged, reaching, too_few
from analysis.catalogue.claims.maxima import not_climbed, still_climbing
from analysis.catalogue.claims.told import MAPS, decided, share_over_maps
from analysis.catalogue.declarations import Judged, Judgement
from analysis.catalogue.intervals import between, in_per_cent
from analysis.catalogue.series.measurements import OIP_GALLERY_3, OIP_SETS, PRECURSOR_SCAN
from analysis.digits import told_apart
from analysis.figures.oips import visible_in
from analysis.figures.style import per_cent
from analysis.images.similarity import best_correlations
from analysis.oips.described import ALIKE as SAME
from analysis.results.oips import OipGallery, OipSet, PrecursorScan
from analysis.statistics import Estimate

ALIKE = 0.8  # best correlation over shifts of two pictures that share their gross structure
OFTEN = 0.7  # share of pairs
BY_CHANCE = 0.99  # quantile of pairs of different maps
NOISE = Bar(0.5, 0.25)
STARTS = 16
PIXEL_NOISE = "grid 28"  # of the starts: a random value for every pixel


@dataclass(frozen=True)
class Likeness:
    """How alike the OIPs of a layer are, by map: those from its own starts, and its strongest with
    the strongest of other maps.
    """

    alike: np.ndarray  # (map) share of its pairs
    one_form: np.ndarray  # (map) share of its pairs that count as one picture
    own: np.ndarray  # (map) median of its pairs
    strangers: np.ndarray  # (map) median
    every_own: np.ndarray  # (pair)
    every_stranger: np.ndarray  # (pair)

    @property
    def median(self) -> float:
        return float(np.median(self.every_own))

    @property
    def chance(self) -> float:
        return float(np.quantile(self.every_stranger, BY_CHANCE))


def likeness(found: OipSet) -> Likeness | None:
    """Return how alike OIPs are, over the maps with a response from two starts or more; none where
    there are no two of these.
    """
    fired = found.every_response > 0
    chosen = np.flatnonzero(fired.sum(axis=1) >= 2)
    if len(chosen) < 2:
        return None
    seen = visible_in(found).of(found.every_image[chosen].astype(np.float32))
    fired = fired[chosen]
    one, other = np.triu_indices(fired.shape[1], 1)
    pairs = best_correlations(seen)[:, one, other]
    own = [row[both] for row, both in zip(pairs, fired[:, one] & fired[:, other], strict=True)]
    top = found.every_response[chosen].argmax(axis=1)
    among = best_correlations(seen[np.arange(len(chosen)), top])
    others = among[~np.eye(len(among), dtype=bool)].reshape(len(among), -1)
    return Likeness(
        alike=np.array([(row >= ALIKE).mean() for row in own]),
        one_form=np.array([(row >= SAME).mean() for row in own]),
        own=np.array([np.median(row) for row in own]),
        strangers=np.median(others, axis=1),
        every_own=np.concatenate(own),
        every_stranger=others.ravel(),
    )


def judge_starts(found: OipSet, gallery: OipGallery) -> Judgement:
    """C-VII-1: OIPs of one map from different starts are alike, and more so than those of different
    maps. That they are not is said only of ascents that were not cut off.
    """
    if unsaid := not_climbed(found, gallery):
        return unsaid
    pairs = likeness(found)
    maps = 0 if pairs is None else len(pairs.own)
    if pairs is None or maps < MAPS.least:
        return too_few(maps, MAPS, "with a response from two starts or more")
    alike = share_over_maps(pairs.alike)
    verdict: Verdict = "mixed"
    if statistics.median(pairs.own - pairs.strangers).low <= 0:
        verdict = "refuted"
    elif alike.value >= OFTEN and pairs.median > pairs.chance:
        verdict = "confirmed"
    told = _pairs_told(pairs, alike)
    if verdict != "refuted" and pairs.median > pairs.chance:  # else the share decides nothing
        told += reaching(alike, OFTEN)
    if verdict == "refuted" and (climbing := still_climbing(found)):
        return Judgement("not tested", f"{climbing} ({told})", sample=MAPS.kind)
    return decided(verdict, told, alike, MAPS)


def _pairs_told(pairs: Likeness, alike: Estimate) -> str:
    own, chance = told_apart(pairs.median, pairs.chance)
    return (
        f"{in_per_cent(alike.value, OFTEN, digits=1)} of the pairs of OIPs of one map"
        f" ({between(alike, 1, OFTEN)}, {alike.n} maps) correlate with {ALIKE:.1f} or more; their"
        f" median is {own}, that of different maps {np.median(pairs.every_stranger):.2f} with"
        f" {per_cent(BY_CHANCE)} below {chance}"
    )


def woken_by_noise(scan: PrecursorScan, found: OipSet) -> tuple[Estimate, int]:
    """Return the share of the maps that answer one of a few starts of pixel noise, and how many
    starts these are.
    """
    row = np.flatnonzero(scan.candidates <= STARTS)[-1]
    awake = int(scan.responding[row, scan.scale.tolist().index(PIXEL_NOISE)])
    return statistics.share(awake, len(found.response)), int(scan.candidates[row])


def judge_pixel_noise(scan: PrecursorScan, found: OipSet) -> Judgement:
    """C-VII-4: starts of pixel noise wake many maps of the deepest layer. An ascent rises from any
    response above 0, so each of these has an OIP.
    """
    names, maps = scan.scale.tolist(), len(found.response)
    if PIXEL_NOISE not in names:
        return Judgement("not tested", f"no starts of {PIXEL_NOISE} among {', '.join(names)}")
    awake, starts = woken_by_noise(scan, found)
    evidence = f"maps that answer one of {starts} starts of pixel noise"
    if maps < MAPS.least:
        return too_few(maps, MAPS, evidence)
    return judged(awake, NOISE, MAPS, evidence)


SPHERE = OIP_SETS["Conv2D_3", "sphere"]
JUDGED = (
    Judged("C-VII-1", (SPHERE, OIP_GALLERY_3), judge_starts),
    Judged("C-VII-4", (PRECURSOR_SCAN, SPHERE), judge_pixel_noise, NOISE.words()),
)
