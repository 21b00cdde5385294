"""Recipes and extent: what a picture owes to the way it was climbed."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from analysis.catalogue.companions.recipes import (
    COVERS,
    DEEP,
    RECIPE_START,
    REPEATS,
    common_area,
    common_energy,
    large,
    longest_side,
    oips,
    repeated,
)
from analysis.catalogue.declarations import Found, Seen
from analysis.catalogue.findings.medians import (
    FEWEST,
    above,
    apart,
    below,
    every,
    middle,
    ratio,
    told,
)
from analysis.catalogue.intervals import between, in_per_cent
from analysis.catalogue.series.measurements import OIP_SETS, RECIPE_VARIANTS
from analysis.figures.style import per_cent
from analysis.results.oips import OipSet, RecipeVariants
from analysis.results.recipe_start import RecipeStart
from analysis.statistics import Estimate, share

ALIKE = 0.7  # joins two pictures, as on all pages
WAVES, ROBUST, BOTH = "1/f", "robust", "1/f and robust"


def _of(variants: RecipeVariants, values: np.ndarray, recipe: str) -> np.ndarray:
    """Return numbers (recipe, map) of one recipe less those of the plain one."""
    known = answered(variants, values)
    found: np.ndarray = known[list(variants.recipe).index(recipe)] - known[0]
    return found


def answered(variants: RecipeVariants, values: np.ndarray) -> np.ndarray:
    """Return numbers (recipe, map), NaN of a map that one of the recipes leaves silent: there is no
    picture then that could be compared.
    """
    return np.where((variants.response > 0).all(axis=0), values, np.nan)


def from_the_start(variants: RecipeVariants, start: RecipeStart) -> np.ndarray:
    """Return how alike the recipes' pictures are (recipe, map), of the maps that climb from the
    start itself: the others begin with a picture that excites them already.
    """
    return np.where(start.response > 0, answered(variants, variants.likeness), np.nan)


def change_the_picture(variants: RecipeVariants, start: RecipeStart) -> Seen:
    """No other recipe gives the picture that the plain one gives."""
    likeness = from_the_start(variants, start)
    alike = {name: middle(likeness[k]) for k, name in enumerate(variants.recipe) if k}
    said = "; ".join(f"{name} {told(one, bars=(ALIKE,))}" for name, one in alike.items())
    return Seen(every(*(below(one, ALIKE) for one in alike.values())), f"likeness: {said}")


def changes_the_picture(recipe: str) -> Callable[[RecipeVariants, RecipeStart], Seen]:
    """Return the test whether one recipe gives another picture than the plain one."""

    def look(variants: RecipeVariants, start: RecipeStart) -> Seen:
        likeness = from_the_start(variants, start)
        alike = middle(likeness[list(variants.recipe).index(recipe)])
        return Seen(below(alike, ALIKE), f"likeness: {told(alike, bars=(ALIKE,))}")

    return look


def waves_smooth(variants: RecipeVariants) -> Seen:
    """The same maps from the same start have less fine power by waves."""
    more = middle(_of(variants, variants.high_share, WAVES))
    said = f"share of power below 4 px, waves less pixels: {told(more, 0, 'points', (0,))}"
    return Seen(below(more, 0), said)


def plain_answers_most(variants: RecipeVariants) -> Seen:
    """Every other recipe ends with a weaker response."""
    whole = np.broadcast_to(variants.maximum, variants.response.shape)
    times = answered(variants, ratio(variants.response, whole))
    less = [middle(one - times[0]) for one in times[1:]]
    names = [str(name) for name in variants.recipe[1:]]
    said = "; ".join(
        f"{name} {told(one, bars=(0,))}" for name, one in zip(names, less, strict=True)
    )
    told_of = "response in units of the largest to a training image, less that of the plain recipe"
    return Seen(every(*(below(one, 0) for one in less)), f"{told_of}: {said}")


def robust_keeps_more(variants: RecipeVariants) -> Seen:
    """The picture of the robust recipe keeps more of its response when it is moved."""
    left = ratio(variants.shifted_response, variants.response)
    more = middle(_of(variants, left, ROBUST))
    said = f"response left after a move by 1 px, robust less plain: {told(more, 0, 'points')}"
    return Seen(above(more, 0), said)


def waves_worse_hints(variants: RecipeVariants) -> Seen:
    """Pictures from waves are right less often in the two-way choice."""
    more = middle(_of(variants, variants.hit_rate, WAVES))
    said = f"share of right choices, waves less plain: {told(more, 1, 'points')}"
    return Seen(below(more, 0), said)


def robust_better_hints(variants: RecipeVariants) -> Seen:
    """Pictures of the robust recipe are right more often in the two-way choice."""
    more = middle(_of(variants, variants.hit_rate, ROBUST))
    said = f"share of right choices, robust less plain: {told(more, 1, 'points')}"
    return Seen(above(more, 0), said)


def crowded(found: OipSet) -> Seen:
    """Deep OIPs spend more energy on what all nodes see than its area would give."""
    share = middle(np.array([common_energy(picture) for picture in oips(found)]))
    area = common_area(found)
    where = f"{per_cent(area)} of the pixels where all look"
    said = f"share of the energy on the {where}: {told(share, 0, '%', (area,))}"
    return Seen(above(share, area), said)


def larger(shallow: OipSet, deep: OipSet) -> Seen:
    """The median OIP of the deepest layer is larger than that of a layer before it."""
    first, last = (middle(np.array(list(map(longest_side, oips(one))))) for one in (shallow, deep))
    said = f"longest side in px: {told(last, 1)}; of the other layer {told(first, 1)}"
    return Seen(apart(first, last), said)


def reached(one: Estimate, bar: float) -> bool | None:
    """Return whether a share reaches a bar; none where chance may carry it over."""
    return True if one.low >= bar else False if one.high < bar else None


def reach_one_bar(found: OipSet) -> Seen:
    """One of the two shares that C-XI-1 asks for reaches its bar, and the other does not."""
    pictures = oips(found)
    if len(pictures) < FEWEST:
        return Seen(None, f"maps with an OIP: {len(pictures)}")
    covers, repeats = (share(sum(map(so, pictures)), len(pictures)) for so in (large, repeated))
    by_bars = reached(covers, COVERS), reached(repeats, REPEATS)
    told = " and ".join(
        f"{name} {in_per_cent(one.value, bar, digits=1)} ({between(one, 1, bar)})"
        for name, one, bar in (("large", covers, COVERS), ("repeating", repeats, REPEATS))
    )
    holds = None if None in by_bars else by_bars[0] != by_bars[1]
    return Seen(holds, f"{told} of {covers.n} maps")


BEGUN = (RECIPE_VARIANTS, RECIPE_START)
FOUND: tuple[Found, ...] = (
    Found("recipes-change-the-picture", BEGUN, change_the_picture),
    Found("waves-change-the-picture", BEGUN, changes_the_picture(WAVES)),
    Found("robust-changes-the-picture", BEGUN, changes_the_picture(ROBUST)),
    Found("both-change-the-picture", BEGUN, changes_the_picture(BOTH)),
    Found("waves-smooth", (RECIPE_VARIANTS,), waves_smooth),
    Found("plain-answers-most", (RECIPE_VARIANTS,), plain_answers_most),
    Found("robust-keeps-more", (RECIPE_VARIANTS,), robust_keeps_more),
    Found("waves-worse-hints", (RECIPE_VARIANTS,), waves_worse_hints),
    Found("robust-better-hints", (RECIPE_VARIANTS,), robust_better_hints),
    Found("energy-where-all-look", (DEEP,), crowded),
    Found("deep-oips-larger-than-first", (OIP_SETS["Conv2D_1", "sphere"], DEEP), larger),
    Found("deep-oips-larger-than-second", (OIP_SETS["Conv2D_2", "sphere"], DEEP), larger),
    Found("deep-oips-reach-a-bar", (DEEP,), reach_one_bar),
)
