"""Part XII: OIPs of the first two layers, beside those of the third."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from analysis import statistics
from analysis.artifacts import Verdict
from analysis.catalogue.claims.bars import OVER, Bar, Sample, judged, reaching, too_few
from analysis.catalogue.claims.told import MAPS, TRAINING, decided
from analysis.catalogue.declarations import Judged, Judgement
from analysis.catalogue.intervals import between, digits_apart, in_per_cent
from analysis.catalogue.series.measurements import (
    OIP_GALLERIES,
    OIP_GALLERY_1,
    OIP_SCALES,
    OIP_SETS,
)
from analysis.catalogue.series.values_oips import fired, not_left
from analysis.counts import out_of
from analysis.figures.oips import visible_in
from analysis.figures.style import counted
from analysis.images.similarity import repetitions
from analysis.networks.series import CONVOLUTIONS
from analysis.oips.described import ALIKE
from analysis.results.oips import OipGallery, OipScales, OipSet
from analysis.statistics import Estimate

FEWEST = 28  # maps of Conv2D_1
SERVED = Bar(17, 17, unit="maps")
STARTS = Sample("starts", alone=TRAINING)
A_FIFTH = (0.1, 0.3)  # share of silent maps
WOKEN = 2  # maps
HALF = 0.5  # of the silent maps
MANY = 4  # repetitions


def judge_first_layer(gallery: OipGallery) -> Judgement:
    """C-XII-1: short plain starts give an OIP for every map of the first layer."""
    maps, found = len(gallery.silent), int(fired(gallery).sum())
    if maps < MAPS.least:
        return too_few(maps, MAPS, "of the layer")
    share = statistics.share(found, maps)
    verdict: Verdict = "mixed"
    if found == maps:
        verdict = "confirmed"
    elif found < FEWEST:
        verdict = "refuted"
    return decided(
        verdict,
        f"with an OIP after {counted(len(gallery.start_responses), 'plain start')}:"
        f" {out_of(found, maps, 'map', 'maps')} ({between(share, 1, 1)})"
        f"{'' if verdict == 'confirmed' else reaching(share, FEWEST / maps)}",
        share,
        MAPS,
    )


def judge_one_start(gallery: OipGallery) -> Judgement:
    """C-XII-2: a single start excites most maps of the first layer."""
    served = (gallery.start_responses > 0).sum(axis=1)
    evidence = "maps of Conv2D_1 that one start excites, in the median"
    if not len(served):
        return too_few(0, STARTS, evidence)
    return judged(statistics.median(served), SERVED, STARTS, evidence)


def judge_second_layer(found: OipSet) -> Judgement:
    """C-XII-3: some maps of the second layer stay silent, whatever large scales are tried."""
    maps, quiet = len(found.rung), int((found.rung != "plain").sum())
    if maps < MAPS.least:
        return too_few(maps, MAPS, "of the layer")
    woken = int((found.rung == "precursor").sum())
    silent = statistics.share(quiet, maps)
    verdict: Verdict = "mixed"
    if 2 * woken > quiet:
        verdict = "refuted"
    elif A_FIFTH[0] <= silent.value <= A_FIFTH[1] and woken <= WOKEN:
        verdict = "confirmed"
    of_these, unsure = "", ""
    if quiet:
        helped = statistics.share(woken, quiet)
        of_these = f"; the scan wakes {woken} of these {quiet} ({between(helped, 0, HALF)})"
        unsure = reaching(helped, HALF, what="the interval of what it wakes")
    # how many are silent decides nothing where large scales wake more than these few
    if not unsure and verdict != "refuted" and woken <= WOKEN:
        unsure = reaching(silent, *A_FIFTH)
    return decided(
        verdict,
        f"{in_per_cent(silent.value, *A_FIFTH)} of {maps} maps ({between(silent, 0, *A_FIFTH)})"
        " answer none of"
        f" {found.every_seed.shape[1]} plain starts{of_these}{unsure}",
        silent,
        MAPS,
    )


def _by_layer(values: dict[str, np.ndarray]) -> dict[str, Estimate] | Judgement:
    """Return the median of each layer's values (map), or that one of them has too few."""
    for name, of_maps in values.items():
        if len(of_maps) < MAPS.least:
            return too_few(len(of_maps), MAPS, f"with an OIP on {name}")
    return {name: statistics.median(of_maps) for name, of_maps in values.items()}


def _told(medians: dict[str, Estimate], digits: int) -> str:
    return ", ".join(
        f"{name} {one.value:.{digits}f} ({one.low:.{digits}f} to {one.high:.{digits}f},"
        f" {one.n} maps)"
        for name, one in medians.items()
    )


def _by_repetitions(least: float, deep: float) -> Verdict:
    """Return what follows from the repetitions of an element in the lower layer that has fewer, and
    in the deepest layer.
    """
    if least <= deep:
        return "refuted"
    return "confirmed" if least >= MANY else "mixed"


def judge_repetitions(*sets: OipSet) -> Judgement:
    """C-XII-4: OIPs of the first two layers repeat an element often, and more often than deep
    ones.
    """
    counts = {
        name: np.array(
            [repetitions(one) for one in visible_in(found).of(found.images[found.response > 0])]
        )
        for name, found in zip(CONVOLUTIONS, sets, strict=True)
    }
    medians = _by_layer(counts)
    if isinstance(medians, Judgement):
        return medians
    first, second, third = medians.values()
    least = min(first, second, key=lambda one: one.value)
    verdict = _by_repetitions(least.value, third.value)
    ends = {
        _by_repetitions(min(first.low, second.low), third.high),
        _by_repetitions(min(first.high, second.high), third.low),
    }
    unsure = "" if ends == {verdict} else f"; an interval {OVER}"
    evidence = f"repetitions in the median: {_told(medians, 1)}{unsure}"
    return decided(verdict, evidence, least, MAPS, "repetitions")


def judge_scale(scales: OipScales, *galleries: OipGallery) -> Judgement:
    """C-XII-5: the wavelength of OIPs grows from layer to layer.

    OIPs that have not left their starts have the wavelengths that were chosen for these.
    """
    known = {
        name: scale[np.isfinite(scale)]
        for name, scale in zip(CONVOLUTIONS, scales.arrays().values(), strict=True)
    }
    medians = _by_layer(known)
    if isinstance(medians, Judgement):
        return medians
    told = _told(medians, digits_apart(list(medians.values())))
    evidence = f"wavelengths in px, in the median: {told}"
    if kept := not_left(dict(zip(CONVOLUTIONS, galleries, strict=True))):
        said = f"{kept}, where {ALIKE} counts as the same picture ({evidence})"
        return Judgement("not tested", said, sample=MAPS.kind)
    steps = list(pairwise(medians.values()))
    verdict: Verdict = "mixed"
    if all(lower.high < upper.low for lower, upper in steps):
        verdict = "confirmed"
    elif any(lower.low > upper.high for lower, upper in steps):
        verdict = "refuted"
    overlap = any(lower.low <= upper.high and upper.low <= lower.high for lower, upper in steps)
    return decided(
        verdict,
        f"{evidence}{'; intervals overlap' if overlap else ''}",
        list(medians.values())[-1],
        MAPS,
        "px",
    )


SPHERES = tuple(OIP_SETS[layer, "sphere"] for layer in CONVOLUTIONS)
JUDGED = (
    Judged("C-XII-1", (OIP_GALLERY_1,), judge_first_layer),
    Judged("C-XII-2", (OIP_GALLERY_1,), judge_one_start, SERVED.words()),
    Judged("C-XII-3", (OIP_SETS["Conv2D_2", "sphere"],), judge_second_layer),
    Judged("C-XII-4", SPHERES, judge_repetitions),
    Judged("C-XII-5", (OIP_SCALES, *OIP_GALLERIES.values()), judge_scale),
)
