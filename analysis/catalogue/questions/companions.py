"""Answers to questions that the companions left open, made of numbers alone."""

from __future__ import annotations

import numpy as np

from analysis.catalogue.companions.clusters import CLUSTERS
from analysis.catalogue.companions.dreams import (
    DREAM_SCALES,
    OCTAVES,
    OVERLAPPING,
    several_tiles,
)
from analysis.catalogue.companions.frank import ACTIVATION_FAMILIES
from analysis.catalogue.declarations import UNTOLD, Answered
from analysis.figures.activations import listed
from analysis.figures.distributions import wins
from analysis.figures.style import per_cent
from analysis.results.clusters import ClusterMlps
from analysis.results.distributions import ActivationFamilies
from analysis.results.dreams import DreamScales
from analysis.statistics import share

EQUAL = 1e-4  # of the largest activation: what is left to rounding
GUESSING = 0.1  # accuracy of ten classes
EVEN = 0.5  # of the maps of two families
# what a family preserves, since it has the largest entropy of all that share it
PRESERVED = {
    "half-normal": "mean square",
    "exponential": "mean",
    "gamma": "mean and mean of the logarithm",
    "log-normal": "mean and variance of the logarithm",
    "power law": "mean of the logarithm",
    "cut normal": "mean and variance",
}


def answer_octaves(scales: DreamScales) -> str:
    """Q-DD-1: whether convolutions take larger pictures, and what octaves reach beside tiles."""
    largest = float(scales.node_difference)
    if not int(scales.nodes) or len(scales.tile) < 2:
        return f"{UNTOLD}: no larger picture excites the map that was tried."
    several = several_tiles(scales)
    before, tiles, octaves = (
        every[several]
        for every in (scales.before, scales.after[OVERLAPPING], scales.after[OCTAVES])
    )
    saved = 1 - float(scales.pixels[OCTAVES, -1] / max(scales.pixels[OVERLAPPING, -1], 1))
    raised, more = int((octaves > before).sum()), int((octaves > tiles).sum())
    so = "No" if largest > EQUAL else "Yes" if raised else "They can be computed, and raise nothing"
    off = "nothing at all"
    if largest:
        told = np.format_float_positional(float(f"{largest:.1g}"), trim="-")
        off = f"at most {told} of the largest activation"
    return (
        f"{so}: {int(scales.nodes):,} nodes of larger pictures differ from those of crops by"
        f" {off}. Of {before.size} pairs of a size and a"
        f" picture octaves raise map {int(scales.map)} in {raised}, and higher than overlapping"
        f" tiles in {more}; at the smallest scale they compute {per_cent(saved)} fewer pixels."
    )


def answer_clusters(found: ClusterMlps) -> str:
    """Q-CLU-1: the fewest clusters on which the MLP is as good as on the points."""
    points, accuracy = float(found.points_test), found.distance_test.mean(axis=1)
    if points <= GUESSING:
        return f"{UNTOLD}: the MLP guesses on the points, with {per_cent(points, 2)}."
    enough, most = found.clusters[accuracy >= points], int(found.clusters[-1])
    so = f"{int(enough.min()):,}" if len(enough) else f"No number that was tried, {most:,} at most"
    return (
        f"{so}: the same MLP reads {per_cent(points, 2)} of the test images from"
        f" {int(found.points):,} points ({int(found.points_weights):,} weights), and from distances"
        f" to {most:,} clusters {per_cent(float(accuracy[-1]), 2)} ({int(found.weights[-1]):,}"
        f" weights). From {int(found.clusters[0]):,} clusters it reads"
        f" {per_cent(float(accuracy[0]), 2)}. What it reads from clusters is the mean of"
        f" {found.distance_test.shape[1]} runs."
    )


def _with_ties(preserved: list[str]) -> str:
    """Return all quantities whose families describe equally many maps best."""
    return " as well as ".join(preserved)


def _leads(counts: np.ndarray) -> bool:
    """Return whether the first of some counts is ahead of the second by more than chance."""
    second, first = np.sort(counts)[-2:]
    return share(int(first), int(first + second)).low > EVEN


def answer_families(fits: ActivationFamilies) -> str:
    """Q-FR-1: what the family that describes most maps of a layer preserves. Layers differ where
    the leads of two families in two layers are no chance.
    """
    counted = wins(fits)
    best = {
        str(layer): [PRESERVED[str(name)] for name in fits.family[row == row.max()]]
        for layer, row in zip(fits.layer, counted, strict=True)
        if row.sum()
    }
    if not best:
        return f"{UNTOLD}: no map has enough positive values to fit a family."
    told = [
        f"{layer} {_with_ties(best[str(layer)])} ({row.max()} of {row.sum()}"
        f"{' each' if len(best[str(layer)]) > 1 else ''})"
        for layer, row in zip(fits.layer, counted, strict=True)
        if row.sum()
    ]
    shared = set.intersection(*map(set, best.values()))
    ahead = [
        best[str(layer)][0]
        for layer, row in zip(fits.layer, counted, strict=True)
        if row.sum() and _leads(row)
    ]
    so = "Not the same one in every layer"
    if len(best) == 1:
        so = "Of one layer alone it can be asked"
    elif shared:
        so = "The same one in every layer"
        if len(ahead) < len(best):  # in some layer the lead may be chance
            so += ", by count alone"
    elif not ahead:
        so = f"{UNTOLD} by these maps, since in no layer a family leads by more than chance"
    elif len(ahead) == 1:
        so = f"{ahead[0]} in the one layer of {len(best)} where a family leads by more than chance"
    elif len(set(ahead)) == 1:
        so = (
            f"The same one, {ahead[0]}, wherever a family leads by more than chance, which is in"
            f" {len(ahead)} of {len(best)} layers"
        )
    if len(best) > 1 and shared and any(len(names) > 1 for names in best.values()):
        so = f"{listed(sorted(shared))} in every layer, by count alone, and in some beside others"
    return (
        f"{so}: of the quantities that {len(fits.family)} families preserve, that of the family"
        f" which describes held-out values best in no fewer maps than any other does is, by layer,"
        f" {'; '.join(told)}."
    )


ANSWERED = (
    Answered("Q-DD-1", (DREAM_SCALES,), answer_octaves),
    Answered("Q-CLU-1", (CLUSTERS,), answer_clusters),
    Answered("Q-FR-1", (ACTIVATION_FAMILIES,), answer_families),
)
