"""Deep dreams: what is left of a scene, what other maps do to it, how tiles and octaves differ."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from analysis.catalogue.claims.companion_dreams import growth_with_tiles
from analysis.catalogue.companions.dreams import (
    CARVED,
    DREAM_MAPS,
    DREAM_SCALES,
    DREAMS,
    END,
    borders,
    likeness,
    octaves_higher,
    turned,
)
from analysis.catalogue.declarations import Found, Seen
from analysis.catalogue.findings.shares import most
from analysis.digits import beside
from analysis.experiments.dreams.pictures import edges
from analysis.figures.dream_pictures import FAILED, PASSED, QUARTER, both
from analysis.figures.oips import visible_in
from analysis.oips.described import ALIKE
from analysis.results.dreams import DreamMaps, Dreams, DreamScales

BOTH = 2  # pictures
LEAST = 6  # maps that answer a picture: below it nothing is said of what most maps do
BARS = (0.05, 0.1, 0.2, 0.4)  # deviations per pixel, below which a pixel may count as even


def even_changes(dreams: Dreams) -> np.ndarray:
    """Return by how much the share of even pixels changes in the pure ascent (picture, bar)."""
    before, after = (edges(visible_in(dreams).of(one)) for one in (dreams.base, dreams.pure))
    return np.stack([((after < bar).mean((1, 2)) - (before < bar).mean((1, 2))) for bar in BARS], 1)


def even_at_any_bar(dreams: Dreams) -> Seen:
    """In each picture the share of even pixels changes in one direction at all bars."""
    changes = even_changes(dreams)
    one_way = (np.sign(changes) == np.sign(changes[:, :1])).all()
    told = "; ".join(
        f"{name} {', '.join(beside(100 * one, 0, digits=0, signed=True) for one in row)} points"
        for name, row in zip(dreams.name, changes, strict=True)
    )
    bars = ", ".join(map(str, BARS))
    return Seen(bool(one_way), f"change of the even share, with gradients below {bars}: {told}")


def coarse_scene_is_lost(dreams: Dreams) -> Seen:
    """The edges of the base are no longer kept after carving, in neither picture."""
    left = dreams.coarse_edges[CARVED, :, END]
    told = f"correlation of the edges of the base after carving: {both(left)}"
    return Seen(bool((left < PASSED).all()), told)


def _of_maps(look: Callable[[DreamMaps], Seen]) -> Callable[[DreamMaps], Seen]:
    """Ask only where enough maps answer a picture: the dreams of one map are not independent."""

    def seen(maps: DreamMaps) -> Seen:
        answering = int((maps.before > 0).any(axis=0).sum())
        if answering < LEAST:
            return Seen(None, f"maps that answer a picture: {answering}, where {LEAST} are needed")
        return look(maps)

    return seen


def turns_change(dreams: Dreams) -> Seen:
    """Turns change the response to one picture at least."""
    count = int(turned(dreams))
    return Seen(count > 0, f"pictures whose response turns change by 5 % or more: {count}")


@_of_maps
def most_maps_erase(maps: DreamMaps) -> Seen:
    """Most dreams leave little of the edges after the pure ascent."""
    erased = maps.pure_edges[maps.before > 0] < FAILED
    return most(erased, f"dreams with an edge correlation below {FAILED}")


@_of_maps
def even_ground_grows(maps: DreamMaps) -> Seen:
    """Most dreams end with a larger share of even pixels."""
    return most(maps.pure_even[maps.before > 0] > 0, "dreams with more even ground")


def maps_carve_differently(maps: DreamMaps) -> Seen:
    """What two maps add to a picture is not the same."""
    if len(maps.shown) < 2:
        return Seen(
            None, f"of the maps that were tried, those that answer both pictures: {len(maps.shown)}"
        )
    mean = likeness(maps)
    return Seen(
        mean < ALIKE, f"what two maps added correlates by {beside(mean, ALIKE)} in the mean"
    )


def smaller_in_both(scales: DreamScales) -> Seen:
    """Waves get longer with the tiles in each of the two pictures, by more than C-DD-3 lets pass as
    no change.
    """
    longer = growth_with_tiles(scales)[:, 0]
    waves = ", ".join(beside(one, 1 + QUARTER) for one in longer)
    told = f"waves {waves} times as long, picture by picture"
    if len(longer) < BOTH:
        return Seen(None, f"pictures with tiles of two sizes: {len(longer)}")
    return Seen(bool((longer > 1 + QUARTER).all()), told)


def in_proportion_in_one(scales: DreamScales) -> Seen:
    """In one picture or more they do so in proportion, as C-DD-3 has it."""
    growth = growth_with_tiles(scales)
    if len(growth) < BOTH:
        return Seen(None, f"pictures with tiles of two sizes: {len(growth)}")
    off = np.abs(growth[:, 0] / growth[:, 1] - 1)
    told = ", ".join(f"{beside(100 * one, 100 * QUARTER, digits=0)} %" for one in off)
    return Seen(bool((off <= QUARTER).any()), f"off proportion, picture by picture: {told}")


def borders_are_faint(scales: DreamScales) -> Seen:
    """In most cases tiles side by side add less near their borders than elsewhere."""
    return most(borders(scales)[0] < 1, "cases with less near borders than elsewhere")


def overlap_mends_borders(scales: DreamScales) -> Seen:
    """In most cases overlapping tiles add more near the borders than tiles side by side."""
    apart, overlapping = borders(scales)
    return most(overlapping > apart, "cases with more near borders than without overlap")


def octaves_raise_more(scales: DreamScales) -> Seen:
    """In most cases octaves raise the map higher than overlapping tiles."""
    return most(octaves_higher(scales), "cases with a higher response")


FOUND = (
    Found("dream-even-at-any-bar", (DREAMS,), even_at_any_bar),
    Found("dream-coarse-scene-is-lost", (DREAMS,), coarse_scene_is_lost),
    Found("dream-turns-change", (DREAMS,), turns_change),
    Found("dream-most-maps-erase", (DREAM_MAPS,), most_maps_erase),
    Found("dream-even-ground-grows", (DREAM_MAPS,), even_ground_grows),
    Found("dream-maps-carve-differently", (DREAM_MAPS,), maps_carve_differently),
    Found("dream-smaller-in-both", (DREAM_SCALES,), smaller_in_both),
    Found("dream-in-proportion-in-one", (DREAM_SCALES,), in_proportion_in_one),
    Found("dream-borders-are-faint", (DREAM_SCALES,), borders_are_faint),
    Found("dream-overlap-mends-borders", (DREAM_SCALES,), overlap_mends_borders),
    Found("dream-octaves-raise-more", (DREAM_SCALES,), octaves_raise_more),
)
