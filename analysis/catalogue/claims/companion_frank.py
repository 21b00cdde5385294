"""Companion FR: sums, limits other than the normal distribution, and extremes."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from analysis.artifacts import Verdict
from analysis.catalogue.claims.bars import Bar, Sample, judged, reaching, unsure
from analysis.catalogue.claims.told import decided
from analysis.catalogue.claims.trainings import too_few
from analysis.catalogue.companions.frank import (
    ACTIVATION_FAMILIES,
    BARS_OF_ERROR,
    BEST_OF_MANY,
    INDEPENDENT,
    INK_SUMS,
    PRE_ACTIVATION_SHAPES,
    best_of_families,
    known_distances,
    layers_apart,
    of_sum,
    place_of,
)
from analysis.catalogue.declarations import Judged, Judgement
from analysis.digits import beside, told_apart
from analysis.figures.distributions import wins
from analysis.figures.extremes import errors
from analysis.networks.series import CONVOLUTIONS
from analysis.results.distributions import (
    ActivationFamilies,
    BestOfMany,
    InkSums,
    PreActivationShapes,
)
from analysis.statistics import Estimate, median, share

NEAR = 0.05  # distance from the normal distribution that counts as reached
AS_STATED = 0.1  # how far the excess kurtosis may be off its law, as a share
NAMED = 5  # families that the claim names; a normal cut off elsewhere is a sixth, ours
NORMAL = "half-normal"
LEFT_TO_CHANCE = 0.05  # of the maps: as many may take another family by the luck of the halves
OFF = Bar(*BARS_OF_ERROR, digits=1, falls=True)
MAPS = Sample("maps", least=6, alone="one training")


def _shrinking(ink: InkSums) -> bool:
    """Return whether the excess kurtosis of sums goes as one over their number."""
    first, last = (of_sum("excess", INDEPENDENT, end)(ink) for end in (0, -1))
    due = first * float(ink.count[0] / ink.count[-1])
    return abs(last - due) <= AS_STATED * abs(due)


def _layers(shapes: PreActivationShapes) -> list[tuple[str, Estimate, Estimate]]:
    """Return name and median distances, trained and untrained, of the layers in which both are
    known; those of too few maps for an interval may lie anywhere.
    """
    found = []
    for layer in map(str, shapes.layer):
        trained, untrained = known_distances(layer, shapes)
        if trained.size and untrained.size:
            found.append((layer, _anywhere(median(trained)), _anywhere(median(untrained))))
    return found


def _anywhere(known: Estimate) -> Estimate:
    return known if np.isfinite(known.low) else replace(known, low=-np.inf, high=np.inf)


def judge_sums(ink: InkSums, shapes: PreActivationShapes) -> Judgement:
    """C-FR-1: sums of pixels come near the normal, and training leads sums away from it."""
    layers = _layers(shapes)
    if not layers:
        return Judgement("not tested", "no layer has varying values in both kinds of networks")
    first, last = (of_sum("distance", INDEPENDENT, end)(ink) for end in (0, -1))

    def verdict(*medians: float) -> Verdict:
        trained, untrained = np.reshape(medians, (-1, 2)).T
        if last < NEAR and _shrinking(ink) and (untrained < trained).all():
            return "confirmed"
        return "refuted" if last >= first or (untrained > trained).all() else "mixed"

    both = [one for _, *pair in layers for one in pair]
    told = ", ".join(
        f"{name} {' and '.join(told_apart(trained.value, untrained.value, digits=3))}"
        for name, trained, untrained in layers
    )
    surely = int(layers_apart(0)(shapes) + layers_apart(1)(shapes))
    return Judgement(
        verdict(*(one.value for one in both)),
        f"distance of sums of {int(ink.count[-1])} pixels {beside(last, NEAR, digits=3)}, of one"
        f" pixel {first:.3f}; of pre-activations, trained and untrained, medians: {told}; their"
        f" intervals stand apart in {surely} of {len(layers)} layers{unsure(verdict, *both)}",
        alone="one training",
    )


def judge_limits(fits: ActivationFamilies) -> Judgement:
    """C-FR-2: in some maps another family than the half-normal is the best, and in surely more than
    chance is left: that others occur does not say that they prevail.
    """
    counted = wins(fits, NAMED)[[place_of(layer, fits) for layer in CONVOLUTIONS]]
    maps, normal = int(counted.sum()), int(counted[:, list(fits.family).index(NORMAL)].sum())
    if maps < MAPS.least:
        return too_few(maps, "maps with enough positive values", "five families", MAPS.least)
    cut = best_of_families((NORMAL, "cut normal"), NAMED + 1)(fits)
    evidence = (
        f"a family other than the half-normal is the best of five (with the normal cut off anywhere"
        f" as a sixth, one of the two normals is the best for {100 * cut:.0f} %)"
    )
    others = share(maps - normal, maps)
    verdict: Verdict = "mixed"
    if others.low > LEFT_TO_CHANCE:
        verdict = "confirmed"
    elif others.value <= LEFT_TO_CHANCE:
        verdict = "refuted"
    value, low, high = (
        beside(100 * end, 100 * LEFT_TO_CHANCE, digits=0)
        for end in (others.value, others.low, others.high)
    )
    return decided(
        verdict,
        f"{evidence}: {value} % ({low} % to {high} %, {others.n} maps of the convolutional layers)"
        f"{reaching(others, LEFT_TO_CHANCE)}",
        others,
        MAPS,
    )


def judge_extremes(found: BestOfMany) -> Judgement:
    """C-FR-3: the law fitted to N starts predicts the best of 4 N."""
    off = abs(errors(found, "law")[-1])
    known = off[np.isfinite(off)]
    if len(known) < MAPS.least:
        return too_few(len(known), "maps that a law could be fitted to", "one set", MAPS.least)
    size = int(found.size[-1])
    evidence = (
        f"median size of the relative error of the prediction from {size:,} starts for {4 * size:,}"
    )
    return judged(median(known), OFF, MAPS, evidence)


JUDGED = (
    Judged("C-FR-1", (INK_SUMS, PRE_ACTIVATION_SHAPES), judge_sums),
    Judged("C-FR-2", (ACTIVATION_FAMILIES,), judge_limits),
    Judged("C-FR-3", (BEST_OF_MANY,), judge_extremes, OFF.words()),
)
