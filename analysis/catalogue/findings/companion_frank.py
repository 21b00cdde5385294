"""Common patterns: how near sums come to the normal, which families activations follow, and what a
law of the largest is worth as a forecast.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np

from analysis.catalogue.companions.frank import (
    ACTIVATION_FAMILIES,
    BEST_OF_MANY,
    INDEPENDENT,
    INK_SUMS,
    LEAST_MAPS,
    NEIGHBOURS,
    ONE_IMAGE,
    PRE_ACTIVATION_SHAPES,
    UNTRAINED,
    layers_farther_across,
    maps_of,
    medians_to_normal,
    place_of,
)
from analysis.catalogue.declarations import Found, Seen
from analysis.catalogue.findings.medians import above, apart, below, every
from analysis.catalogue.intervals import digits_apart, with_interval
from analysis.figures.distributions import distance_of_best, wins
from analysis.figures.extremes import errors
from analysis.networks.series import CONVOLUTIONS
from analysis.results.distributions import (
    ActivationFamilies,
    BestOfMany,
    InkSums,
    PreActivationShapes,
)
from analysis.statistics import median, rank_correlation, share

KOLMOGOROV = 1.36  # over the root of the sample: reached by chance in one of twenty samples
NORMALS = ("half-normal", "cut normal")
DENSE = ("Dense_100", "Dense_10")
TOO_FEW = "too few maps"

_told = partial(with_interval, digits=3)  # of distances and errors


def slower(kind: int) -> Callable[[InkSums], Seen]:
    """Return the test whether a kind of sum stays farther from the normal than independent ones."""

    def look(ink: InkSums) -> Seen:
        one, independent = ink.distance[[kind, INDEPENDENT], -1]
        chance = KOLMOGOROV / np.sqrt(float(ink.images))
        told = (
            f"distance to the bell of sums of {ink.count[-1]} pixels {one:.3f}, of as many"
            f" independent ones {independent:.3f}; sampling alone makes up to {chance:.3f}"
        )
        more = one - independent
        return Seen(bool(more > 0) if abs(more) > chance else None, told)

    return look


def dense_leaves_normal(shapes: PreActivationShapes) -> Seen:
    """In both dense layers the trained network is the farther one."""
    found = [medians_to_normal(layer, shapes) for layer in DENSE]
    known = [both for both in found if both]
    if len(known) < len(DENSE):
        return Seen(None, TOO_FEW)
    told = "; ".join(
        f"{layer} trained {_told(trained)}, untrained {_told(other)}"
        for layer, (trained, other) in zip(DENSE, known, strict=True)
    )
    holds = every(*(apart(other, trained) for trained, other in known))
    return Seen(holds, f"distance to a normal: {told}")


def depth_nearer_normal(shapes: PreActivationShapes) -> Seen:
    """The last convolutional layer is nearer than the first, trained and untrained."""
    first, last = (medians_to_normal(CONVOLUTIONS[end], shapes) for end in (0, -1))
    if not (first and last):
        return Seen(None, TOO_FEW)
    pairs = list(zip(last, first, strict=True))
    told = "; ".join(
        f"{kind}: {CONVOLUTIONS[-1]} {_told(deep)}, {CONVOLUTIONS[0]} {_told(shallow)}"
        for kind, (deep, shallow) in zip(("trained", "untrained"), pairs, strict=True)
    )
    holds = every(*(apart(deep, shallow) for deep, shallow in pairs))
    return Seen(holds, f"distance to a normal: {told}")


def training_shows_across(shapes: PreActivationShapes) -> Seen:
    """Across the maps, most layers of the trained network are farther than every untrained one."""
    untrained, layers = len(shapes.across[UNTRAINED]), len(shapes.layer)
    farther = int(layers_farther_across(shapes))
    told = f"farther in {farther} of {layers} layers; untrained networks beside it: {untrained}"
    return Seen(None if untrained < 2 else 2 * farther > layers, told)


def last_layer_farthest(shapes: PreActivationShapes) -> Seen:
    """Training made the last layer the farthest of all."""
    found = [medians_to_normal(str(layer), shapes) for layer in shapes.layer]
    if not found[-1]:
        return Seen(None, TOO_FEW)
    trained, untrained = found[-1]
    layers = zip(shapes.layer, found, strict=True)
    others = {str(name): both[0] for name, both in list(layers)[:-1] if both}
    told = f"{shapes.layer[-1]} trained {_told(trained)}, untrained {_told(untrained)}"
    if others:
        name = max(others, key=lambda name: others[name].high)
        told += f"; of the other layers {name} reaches highest, {_told(others[name])}"
    farthest = every(*(apart(one, trained) for one in (untrained, *others.values())))
    return Seen(farthest, f"distance to a normal: {told}")


def normal_survives_relu(fits: ActivationFamilies) -> Seen:
    """One of the two normals is the best for most of the convolutional maps."""
    counted = wins(fits)[[place_of(layer, fits) for layer in CONVOLUTIONS]].sum(axis=0)
    maps = int(counted.sum())
    normal = int(sum(counted[list(fits.family).index(name)] for name in NORMALS))
    if maps < LEAST_MAPS:
        return Seen(None, f"maps: {maps}")
    most = above(share(normal, maps), 0.5)
    return Seen(most, f"a normal is the best for {normal} of {maps} maps")


def deep_maps_fit_better(fits: ActivationFamilies) -> Seen:
    """The fits of the last convolutional layer leave less than those of the first."""
    beyond = distance_of_best(fits) - fits.halves
    ends = [beyond[maps_of(CONVOLUTIONS[end], fits)] for end in (-1, 0)]
    known = [values[~np.isnan(values)] for values in ends]
    if min(map(len, known)) < LEAST_MAPS:
        return Seen(None, TOO_FEW)
    last, first = (median(values) for values in known)
    digits = digits_apart((last, first), 3)
    deep, shallow = (with_interval(one, digits) for one in (last, first))
    return Seen(
        apart(last, first),
        f"distance beyond that of the two halves of the images: {CONVOLUTIONS[-1]} {deep},"
        f" {CONVOLUTIONS[0]} {shallow}",
    )


def law_beats(other: str) -> Callable[[BestOfMany], Seen]:
    """Return the test whether the law's errors are smaller than those of another forecast."""
    rivals = {"best so far": "the best so far", "Gumbel": "Gumbel's law"}

    def look(found: BestOfMany) -> Seen:
        law, rival = (abs(errors(found, name)[-1]) for name in ("law", other))
        less = (law - rival)[~np.isnan(law)]
        if len(less) < LEAST_MAPS:
            return Seen(None, f"maps: {len(less)}")
        gap = median(less)
        return Seen(
            below(gap, 0),
            f"relative error of the law, less that of {rivals[other]}:"
            f" {_told(gap, of='maps', bars=(0,))}",
        )

    return look


def constants_spoil(fits: ActivationFamilies) -> Seen:
    """Behind the first pooling maps with a larger share of one number fit worse."""
    distance, one = distance_of_best(fits), fits.commonest
    known = maps_of("Max_Pool_1", fits) & np.isfinite(distance) & np.isfinite(one)
    if known.sum() < LEAST_MAPS:
        return Seen(None, f"{TOO_FEW}: {int(known.sum())}")
    order = rank_correlation(distance[known], one[known])
    shown = with_interval(order, bars=(0,))
    told = f"rank correlation of distance and share of the commonest: {shown}"
    return Seen(order.low > 0, told)


FOUND = (
    Found("neighbours-slower", (INK_SUMS,), slower(NEIGHBOURS)),
    Found("one-image-slower", (INK_SUMS,), slower(ONE_IMAGE)),
    Found("dense-leaves-normal", (PRE_ACTIVATION_SHAPES,), dense_leaves_normal),
    Found("depth-nearer-normal", (PRE_ACTIVATION_SHAPES,), depth_nearer_normal),
    Found("training-shows-across", (PRE_ACTIVATION_SHAPES,), training_shows_across),
    Found("last-layer-farthest", (PRE_ACTIVATION_SHAPES,), last_layer_farthest),
    Found("normal-survives-relu", (ACTIVATION_FAMILIES,), normal_survives_relu),
    Found("deep-maps-fit-better", (ACTIVATION_FAMILIES,), deep_maps_fit_better),
    Found("constants-spoil-pooled-fits", (ACTIVATION_FAMILIES,), constants_spoil),
    Found("law-beats-no-forecast", (BEST_OF_MANY,), law_beats("best so far")),
    Found("shape-helps", (BEST_OF_MANY,), law_beats("Gumbel")),
)
