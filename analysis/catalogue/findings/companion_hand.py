"""The hand of MNIST: what the pictures of one map have in common, and what is left of the noise."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from analysis.catalogue.companions.hand import (
    HAND,
    SURPRISE,
    blurred,
    direction,
    early_in_middle,
    every,
    in_direction,
    in_direction_by_chance,
    kept,
    left,
    most_by_chance,
    of_own_start,
    one_step,
    shared_area,
)
from analysis.catalogue.declarations import Found, Seen
from analysis.catalogue.findings.shares import most
from analysis.catalogue.intervals import between, in_per_cent, with_interval
from analysis.digits import beside
from analysis.figures.style import per_cent
from analysis.oips.described import ALIKE
from analysis.results.hand import Hand, split_pairs
from analysis.statistics import mean, of_pairs, rank_correlation, share

LEAST = 6  # starts: below it there are too few pairs to speak of most
MOST = 0.5  # more than that of the pictures
Look = Callable[[Hand], Seen]


def _of_starts(look: Look) -> Look:
    """Ask only where enough starts climbed."""

    def seen(found: Hand) -> Seen:
        few = len(found.of) < LEAST
        return Seen(None, f"starts that climbed: {len(found.of)}") if few else look(found)

    return seen


def _of_grids(look: Look) -> Look:
    """Ask only where enough starts climbed, from more than one grid."""

    def seen(found: Hand) -> Seen:
        grids = len(np.unique(found.of))
        return Seen(None, f"grids with a start that climbed: {grids}") if grids < 2 else look(found)

    return _of_starts(seen)


def noise_fades(found: Hand) -> Seen:
    """Finished pictures do not count as the ones they began with, by the rule of C-IX-2."""
    alike, share = of_own_start(found), float(np.median(left(found)))
    return Seen(
        alike < ALIKE,
        f"an OIP correlates with its start by {beside(alike, ALIKE)}, and {per_cent(share)} of its"
        " variance are its start's (medians)",
    )


def answers_every_grid(found: Hand) -> Seen:
    """The map answers noise of every wavelength, at least one start of each."""
    told = ", ".join(str(count) for count in found.answered)
    return Seen(
        bool((found.answered > 0).all()), f"of {found.tried} starts a grid it answers {told}"
    )


def begins_in_the_middle(found: Hand) -> Seen:
    """Where all nodes look, more changes at first than in as large an area elsewhere."""
    inside, area = mean(early_in_middle(found)), shared_area(found)
    told = " to ".join(in_per_cent(one, area) for one in (inside.low, inside.high))
    return Seen(
        inside.low > area,
        f"{in_per_cent(inside.value, area)} ({told}) of the first change lie in"
        f" {per_cent(area)} of the pixels",
    )


def one_direction(found: Hand) -> Seen:
    """Most pictures run as their common direction does, and more of them than by chance: that
    direction is their own mean.
    """
    chosen = in_direction(found)
    one_way = share(int(chosen.sum()), chosen.size)
    shares = in_direction_by_chance(chosen.size)
    high = most_by_chance(shares)
    what = f"pictures within 22.5 degrees of their mean direction, {direction(found):.0f} degrees"
    told = (
        f"{what}: {chosen.sum()} of {chosen.size}, {in_per_cent(one_way.value, MOST, high)}"
        f" ({between(one_way)}); by chance"
        f" {per_cent(float(shares.mean()))} in the mean, up to {per_cent(high)} in 19 of 20 draws"
    )
    if one_way.value <= MOST:
        return Seen(False, told)
    return Seen(True if one_way.value > high else None, told)


def own_kind(found: Hand) -> Seen:
    """Across wavelengths pictures are more alike than their starts, and than with other maps'."""

    def lead(draw: np.ndarray) -> float:
        begun, grown = (
            split_pairs(found.likeness[frame][np.ix_(draw, draw)], found.of[draw])[1]
            for frame in (0, -1)
        )
        if not grown.size:
            return np.nan
        return float(np.median(grown) - max(np.median(begun), np.median(found.stranger[draw])))

    more = of_pairs(lead, found.of)
    told = (
        "likeness across wavelengths, less that of the starts or that with other maps (the larger"
        " of these two)"
    )
    return Seen(more.low > 0, f"{told}: {with_interval(more, bars=(0,))}")


def gap_by_chance(found: Hand) -> Seen:
    """A gap at least as large is no rare event when the wavelengths are dealt out at random."""
    gap = float(found.gaps()[-1])
    often = float((found.chance >= gap).mean())
    return Seen(
        often >= SURPRISE,
        f"a gap of {gap:.3f} or more in {in_per_cent(often, SURPRISE, digits=1)} of the trials",
    )


def gap_exceeds_starts(found: Hand) -> Seen:
    """The gap of the pictures is larger than that which their starts have."""

    def more(draw: np.ndarray) -> float:
        gaps = []
        for frame in (0, -1):
            alike = found.likeness[frame][np.ix_(draw, draw)].copy()
            alike[draw[:, None] == draw] = np.nan  # a start is no pair with itself
            parts = [one[~np.isnan(one)] for one in split_pairs(alike, found.of[draw])]
            if not all(one.size for one in parts):
                return np.nan
            gaps.append(np.median(parts[0]) - np.median(parts[1]))
        return float(gaps[1] - gaps[0])

    if not all(pairs.size for pairs in found.pairs()):
        return Seen(None, "no two starts of one grid climbed")
    wider = of_pairs(more, found.of)
    told = f"gap of the pictures less that of the starts, {found.gaps()[0]:.3f}"
    return Seen(wider.low > 0, f"{told}: {with_interval(wider, 3, bars=(0,))}")


def one_drawing(found: Hand) -> Seen:
    """Most pairs are alike as they are."""
    return most(every(found) >= ALIKE, f"pairs with a likeness of {ALIKE} or more")


def one_drawing_blurred(found: Hand) -> Seen:
    """Most pairs are alike after a blur."""
    return most(blurred(found) >= ALIKE, f"blurred pairs with a likeness of {ALIKE} or more")


def spaced_like_nodes(found: Hand) -> Seen:
    """Most pictures first repeat one step of the nodes away."""
    return most(one_step(found), "pictures that first repeat one step of the nodes away")


def start_is_remembered(found: Hand) -> Seen:
    """A picture correlates with its own start by more than by chance with another one."""
    own, others = kept(found)
    known = np.isfinite(others)
    told = "correlation with the own start less that with others"
    if known.sum() < 2:
        return Seen(None, f"{told}: {known.sum()} starts that are not alone in their grid")
    more = mean((own - others)[known])
    return Seen(more.low > 0, f"{told}: {with_interval(more, bars=(0,))}")


def fine_noise_is_remembered_best(found: Hand) -> Seen:
    """Pictures from finer grids correlate more with their own start."""
    order = rank_correlation(found.grid[found.of].astype(float), kept(found)[0])
    return Seen(
        True if order.low > 0 else False if order.high < 0 else None,
        f"rank correlation with the nodes of the grid: {with_interval(order, bars=(0,))}",
    )


FOUND = (
    Found("hand-noise-fades", (HAND,), _of_starts(noise_fades)),
    Found("hand-answers-every-grid", (HAND,), answers_every_grid),
    Found("hand-begins-in-the-middle", (HAND,), _of_starts(begins_in_the_middle)),
    Found("hand-one-direction", (HAND,), _of_starts(one_direction)),
    Found("hand-own-kind", (HAND,), _of_grids(own_kind)),
    Found("hand-gap-by-chance", (HAND,), _of_grids(gap_by_chance)),
    Found("hand-gap-exceeds-starts", (HAND,), _of_grids(gap_exceeds_starts)),
    Found("hand-one-drawing", (HAND,), _of_starts(one_drawing)),
    Found("hand-one-drawing-blurred", (HAND,), _of_starts(one_drawing_blurred)),
    Found("hand-spaced-like-nodes", (HAND,), _of_starts(spaced_like_nodes)),
    Found("hand-start-is-remembered", (HAND,), _of_starts(start_is_remembered)),
    Found("hand-fine-noise-is-remembered-best", (HAND,), _of_grids(fine_noise_is_remembered_best)),
)
