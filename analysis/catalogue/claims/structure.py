"""Parts V and VII over many images: likeness to the input, direction, empty maps, gratings."""

from __future__ import annotations

from itertools import pairwise

from analysis.artifacts import Verdict
from analysis.catalogue.claims.bars import Bar, Sample, judged, reaching, too_few
from analysis.catalogue.declarations import Judged, Judgement
from analysis.catalogue.intervals import with_interval
from analysis.catalogue.series.structure import (
    EMPTY,
    FEWEST,
    GRATINGS,
    HORIZONTALITY,
    LIKE,
    MANY,
    STRUCTURE,
    best_wavelengths,
    empty_for_fours,
    empty_for_others_too,
)
from analysis.experiments.structure.measure import DIGIT
from analysis.figures.style import per_cent
from analysis.results.direction import Horizontality
from analysis.results.structure import Gratings, Structure
from analysis.statistics import Estimate, difference, mean, median, share

ALONE = "one training"
SHOWS = Bar(MANY[1], MANY[0])
FALLS = Bar(0.5, 0.2)
SHARED = Bar(0.8, 0.5)
MAPS = Sample("maps", 6, ALONE)
FOURS = Sample(f"images of a {DIGIT}", FEWEST, ALONE)
DEEP = ("Conv2D_2", "Conv2D_3")  # the layers that C-V-4 names
DOUBLED = (1.5, 2.7)  # for each pooling


def judge_first_layer(found: Structure) -> Judgement:
    """C-V-1: many maps of Conv2D_1 correlate with the input."""
    shares = (found.likeness >= LIKE).mean(axis=1)
    return judged(
        mean(shares),
        SHOWS,
        Sample("images of a 4", 20, ALONE),
        "maps of Conv2D_1 like the input, mean",
    )


def judge_direction(found: Structure) -> Judgement:
    """C-V-2: direction is lost in the second pool, more than by averages."""
    if len(found.coherence[0]) < FOURS.least:
        return too_few(len(found.coherence[0]), FOURS, "in the test set")
    before, pooled, averaged = (row.mean() for row in found.coherence)
    if not before > 0:
        return Judgement("not tested", "no map of Conv2D_2 has a direction that could be lost")
    fall = difference(found.coherence[0], found.coherence[1])
    scaled = [float(value / before) for value in (fall.value, fall.low, fall.high)]
    verdict: Verdict = FALLS.verdict(scaled[0])
    estimate = Estimate(scaled[0], scaled[1], scaled[2], fall.n)
    ends = FALLS.confirmed, FALLS.refuted
    told = with_interval(estimate, 1, "%", signed=True, of="images of a 4", bars=ends)
    evidence = (
        f"coherence {before:.2f} on Conv2D_2 and {pooled:.2f} behind the pool; what it falls:"
        f" {told}; averages in place of maxima keep {averaged:.2f}"
    )
    evidence += reaching(estimate, *ends)
    return Judgement(verdict, evidence, estimate, "%", "images", ALONE)


def horizontal(found: Horizontality, layer: str) -> tuple[Verdict, str, Estimate]:
    """Return how far a layer's maps are as C-V-4 says, in words, and the mean over the 4s."""
    at = list(found.stage).index(layer)
    seen, offered = found.of_digit(DIGIT)[at], found.of_digit(DIGIT)[0]
    untrained = found.untrained[:, at].mean(axis=0)
    middle = mean(seen)
    verdict: Verdict = "mixed"
    beyond = difference(seen, untrained)
    if middle.high <= 0 or beyond.high <= 0:
        verdict = "refuted"
    elif min(middle.low, beyond.low, difference(seen, offered).low) > 0:
        verdict = "confirmed"
    told = (
        f"{with_interval(middle, signed=True)} on {layer}, without training {untrained.mean():+.2f}"
    )
    return verdict, told, middle


def judge_horizontal(found: Horizontality) -> Judgement:
    """C-V-4: for a 4, differences between rows outweigh those between columns on both layers, more
    than in the input and than without training.
    """
    offered = found.of_digit(DIGIT)[0]
    if len(offered) < FOURS.least:
        return too_few(len(offered), FOURS, "in the test set")
    layers = [horizontal(found, layer) for layer in DEEP]
    verdicts = {verdict for verdict, _, _ in layers}
    last = list(found.stage).index(DEEP[-1])
    others = [found.of_digit(digit)[last] for digit in set(found.label.tolist()) - {DIGIT}]
    lower = sum(len(one) > 0 and one.mean() < layers[-1][2].value for one in others)
    evidence = (
        f"rows less columns, over both: {offered.mean():+.2f} in the input,"
        f" {'; '.join(told for _, told, _ in layers)} ({len(offered):,} images of a {DIGIT}); on"
        f" {DEEP[-1]}, {lower} of {len(others)} other digits have less in the mean"
    )
    over = (reaching(middle, 0, what="an interval") for _, _, middle in layers)
    evidence += next(filter(None, over), "")
    verdict = verdicts.pop() if len(verdicts) == 1 else "mixed"
    least = min((middle for _, _, middle in layers), key=lambda one: one.value)
    return Judgement(verdict, evidence, least, sample=FOURS.kind, alone=ALONE)


def judge_empty(found: Structure) -> Judgement:
    """C-V-5: maps of Conv2D_2 that are empty for 4s are empty for 1s and 2s too."""
    count = int(empty_for_fours(found).sum())
    if not count:
        return Judgement(
            "not tested",
            f"no map of Conv2D_2 is empty for {per_cent(EMPTY)} of the 4s; the nearest is empty for"
            f" {per_cent(found.empty[0].max())}",
        )
    too = int(empty_for_others_too(found).sum())
    return judged(
        share(too, count),
        SHARED,
        MAPS,
        "of the maps of Conv2D_2 that are empty for 4s, those empty for 1s and 2s too",
    )


def _factor(before: Estimate, after: Estimate) -> Estimate:
    """Return how many times as large one median is as another, as far as both intervals allow."""
    low, high = after.low / before.high, after.high / before.low
    return Estimate(after.value / before.value, low, high, min(before.n, after.n))


def _doubled(factor: Estimate) -> bool | None:
    """Return whether a factor is a doubling; none where its interval reaches over a bound."""
    least, most = DOUBLED
    if factor.high < least or factor.low > most:
        return False
    return True if least <= factor.low and factor.high <= most else None


def judge_gratings(found: Gratings) -> Judgement:
    """C-VII-10: from layer to layer the best wavelength grows as the pools between suggest."""
    best = [best_wavelengths(found, str(layer)) for layer in found.layer]
    least = min(map(len, best))
    if least < MAPS.least:
        return too_few(least, MAPS, "that answer a grating, in the layer with the fewest")
    middles = [median(one) for one in best]
    factors = [_factor(*pair) for pair in pairwise(middles)]
    told = ", ".join(
        f"{layer} {one.value:.1f} px ({one.low:.1f} to {one.high:.1f})"
        for layer, one in zip(found.layer, middles, strict=True)
    )
    inside = [_doubled(one) for one in factors]
    verdict: Verdict = "mixed" if False in inside else "not tested"
    if len(set(inside)) == 1 and inside[0] is not None:
        verdict = "confirmed" if inside[0] else "refuted"
    steps = " and ".join(with_interval(one, bars=DOUBLED) for one in factors)
    over = (reaching(one, *DOUBLED, what="an interval") for one in factors)
    few = f"medians of {least} maps or more are too unsure to part a doubling from less or more: "
    evidence = f"median of the best wavelengths: {told}; factors {steps}"
    evidence = f"{few}{evidence}" if verdict == "not tested" else evidence
    evidence += next(filter(None, over), "")
    return Judgement(verdict, evidence, middles[-1], "px", "maps", ALONE)


JUDGED = (
    Judged("C-V-1", (STRUCTURE,), judge_first_layer, SHOWS.words()),
    Judged("C-V-2", (STRUCTURE,), judge_direction),
    Judged("C-V-4", (HORIZONTALITY,), judge_horizontal),
    Judged("C-V-5", (STRUCTURE,), judge_empty, SHARED.words()),
    Judged("C-VII-10", (GRATINGS,), judge_gratings),
)
