"""Companion DD: what a pure ascent and carving leave of a picture, and how large patterns come
out.
"""

from __future__ import annotations

import numpy as np

from analysis.artifacts import Verdict
from analysis.catalogue.claims.bars import unsure
from analysis.catalogue.claims.trainings import too_few
from analysis.catalogue.companions.dreams import DREAM_MAPS, DREAM_SCALES, OVERLAPPING, kept
from analysis.catalogue.companions.hand import HAND, of_own_start
from analysis.catalogue.declarations import Judged, Judgement
from analysis.digits import beside
from analysis.figures.activations import listed
from analysis.figures.dream_pictures import DOUBLED, FAILED, PASSED, QUARTER
from analysis.figures.dream_scales import ends_of_growth
from analysis.oips.described import ALIKE
from analysis.results.dreams import DreamMaps, DreamScales
from analysis.results.hand import Hand
from analysis.statistics import Estimate, median

LEAST = 6  # maps: below it no exact interval of a median exists
KIND = "maps that answer a picture"


def _of_maps(values: np.ndarray, answered: np.ndarray) -> np.ndarray:
    """Return the mean (map) of numbers (picture, map) over the pictures that a map answers; maps
    that answer none are left out.
    """
    some = answered.any(axis=0)
    known = np.where(answered, values, 0)[:, some].sum(axis=0)
    return np.asarray(known / answered[:, some].sum(axis=0))


def _answered(found: DreamMaps) -> np.ndarray:
    """Return (picture, map) where a dream could be made and described."""
    told = (found.pure_edges, found.pure_even, found.carved_edges, found.carved_ratio)
    return np.asarray((found.before > 0) & np.isfinite(np.stack(told)).all(axis=0))


def _of_edges(edges: Estimate, verdict: Verdict, evidence: str, over: str) -> Judgement:
    value, low, high = (beside(end, FAILED, PASSED) for end in (edges.value, edges.low, edges.high))
    told = f"{value} ({low} to {high}, {edges.n} maps)"
    return Judgement(
        verdict,
        f"median correlation of edges {told}; {evidence}{over}",
        estimate=edges,
        sample="maps",
        alone="one training",
    )


def judge_erasing(found: DreamMaps, noise: Hand) -> Judgement:
    """C-DD-1: after the pure ascent the edges are gone and more of the background is even.

    That a scene is not erased is said only of ascents that are long enough to leave noise.
    """
    answered = _answered(found)
    edges, even = (_of_maps(one, answered) for one in (found.pure_edges, found.pure_even))
    if len(edges) < LEAST:
        return too_few(len(edges), KIND, f"maps tried: {len(found.map)}", LEAST)
    middle, growth = median(edges), median(even)
    verdict = _erased(middle.value, growth.value)
    grown = beside(100 * growth.value, 0, digits=0, signed=True)
    kept_noise = of_own_start(noise)
    if verdict != "confirmed" and kept_noise >= ALIKE:
        return Judgement(
            "not tested",
            f"median correlation of edges {beside(middle.value, FAILED, PASSED)}, but as many steps"
            f" leave noise as it was, too: OIPs of one map correlate with their starts by"
            f" {beside(kept_noise, ALIKE)} in the median, where {ALIKE} counts as the same picture",
            sample=KIND,
        )
    return _of_edges(
        middle,
        verdict,
        f"the share of even background changes by {grown} points in the median and"
        f" grows for {int((even > 0).sum()) or 'none'} of them",
        unsure(_erased, middle, growth),
    )


def _erased(edges: float, grown: float) -> Verdict:
    """Return what follows from what is left of the edges and by how much even background grows."""
    if edges > PASSED:
        return "refuted"
    return "confirmed" if edges < FAILED and grown > 0 else "mixed"


def judge_carving(found: DreamMaps) -> Judgement:
    """C-DD-2: carving keeps the edges, and the response is at least doubled."""
    answered = _answered(found)
    if answered.any(axis=0).sum() < LEAST:
        tried = f"maps tried: {len(found.map)}"
        return too_few(int(answered.any(axis=0).sum()), KIND, tried, LEAST)
    edges = median(_of_maps(found.carved_edges, answered))
    # the picture in which a map rises least, since one large ratio would hide a small one
    least = np.where(answered, found.carved_ratio, np.inf).min(axis=0)[answered.any(axis=0)]
    ratio = median(least)
    rise, low, high = (
        beside(end, DOUBLED, digits=1) for end in (ratio.value, ratio.low, ratio.high)
    )
    both = int((kept(found) | ~answered)[:, answered.any(axis=0)].all(axis=0).sum())
    return _of_edges(
        edges,
        _carved(edges.value, ratio.value),
        f"responses {rise} times as large ({low} to {high}); both hold for"
        f" {both or 'none'} of them",
        unsure(_carved, edges, ratio),
    )


def _carved(edges: float, ratio: float) -> Verdict:
    """Return what follows from what is kept of the edges and how many times a response grows."""
    return "confirmed" if edges >= PASSED and ratio >= DOUBLED else "refuted"


def growth_with_tiles(scales: DreamScales) -> np.ndarray:
    """Return how many times as long waves (picture, 0) get, and how many times as large tiles are
    (picture, 1), from the smallest to the largest tile that anything was added with.

    Pictures without two such tiles are left out.
    """
    rows = [
        [each[large] / each[small] for each in (scales.wavelength[OVERLAPPING, :, p], scales.tile)]
        for p, small, large in ends_of_growth(scales)
    ]
    return np.array(rows).reshape(-1, 2)


def judge_tiles(scales: DreamScales) -> Judgement:
    """C-DD-3: what is added has waves in proportion to the tile, in each picture: two of them are
    too few to judge a mean by.
    """
    growth = growth_with_tiles(scales)
    if len(growth) < 2:
        evidence = "the map has to answer tiles of two sizes"
        return too_few(len(growth), "pictures", evidence, least=2)
    longer, larger = growth.T
    of_proportion = longer / larger
    verdict: Verdict = "refuted" if (longer <= 1 + QUARTER).all() else "mixed"
    if (np.abs(of_proportion - 1) <= QUARTER).all():
        verdict = "confirmed"
    waves = listed([beside(one, 1, 1 + QUARTER) for one in longer])
    tiles = listed([f"{one:.2f}" for one in larger])
    shares = listed([beside(one, 1 - QUARTER, 1 + QUARTER) for one in of_proportion])
    return Judgement(
        verdict,
        f"waves {waves} times as long for tiles {tiles} times as large, picture by picture:"
        f" {shares} of proportion",
        alone="one map",
    )


JUDGED = (
    Judged("C-DD-1", (DREAM_MAPS, HAND), judge_erasing),
    Judged("C-DD-2", (DREAM_MAPS,), judge_carving),
    Judged("C-DD-3", (DREAM_SCALES,), judge_tiles),
)
