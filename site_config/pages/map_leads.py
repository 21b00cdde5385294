"""Which other maps, or nodes, the page of a map leads to, and the number each stands there for."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from site_config.pages.gallery import Gallery
from site_config.pages.numerals import likeness_of, percent_of, signed, value_of

SHOWN = 6  # of readers, relatives and the like


@dataclass(frozen=True)
class Neighbour:
    """Another map, or a node, that a page leads to."""

    number: int
    told: str  # why it stands here: a number with its unit
    page: str = ""  # staged path of its page; empty for one that has none
    picture: str = ""  # staged path of its picture
    name: str = ""


def neighbour(gallery: Gallery, number: int, told: str) -> Neighbour:
    """Return another map of a layer as what a page leads to."""
    shelf = gallery.shelf
    stem = shelf.map_stem(number)
    fires = gallery.sets["sphere"].response[number] > gallery.rest
    return Neighbour(
        shelf.number(number),
        told,
        f"{stem}.md",
        f"{stem}/oip.png" if fires else "",
        f"map {shelf.number(number)}",
    )


def _strongest(values: np.ndarray) -> list[int]:
    """Return the places of the largest values above 0, the largest first, as many as are shown."""
    order = np.argsort(-values, kind="stable")[:SHOWN]
    return [int(k) for k in order if values[k] > 0]


def answering(gallery: Gallery, number: int) -> list[Neighbour]:
    """Return which other maps answer a map's OIP most, in units of the response to their own."""
    trust, oips = gallery.trusts["sphere"], gallery.sets["sphere"]
    if not oips.response[number] > gallery.rest:
        return []
    own = np.where(oips.response > gallery.rest, oips.response - gallery.rest, np.inf)
    share = (trust.excites[number] - gallery.rest) / own
    share[number] = 0
    return [neighbour(gallery, other, percent_of(share[other])) for other in _strongest(share)]


def relatives(gallery: Gallery, number: int) -> list[Neighbour]:
    """Return the maps whose responses to the test images are most like a map's."""
    related = np.nan_to_num(gallery.kin.correlation[number], nan=-1).copy()
    related[number] = -1
    return [neighbour(gallery, other, likeness_of(related[other])) for other in _strongest(related)]


def inputs(below: Gallery | None, number: int) -> dict[str, list[Neighbour]]:
    """Return the maps of the layer below that a map rests on most: by what they add, by weight.

    Args:
        number: of the map in the network, by which what is read below counts its readers.
    """
    if below is None or below.links is None:
        return {}
    added, strength = (
        below.links.added.mean(axis=0)[:, number],
        below.links.strength[:, number],
    )
    return {
        "added": [neighbour(below, k, signed(added[k])) for k in _strongest(np.abs(added))],
        "weight": [neighbour(below, k, value_of(strength[k])) for k in _strongest(strength)],
    }


def outputs(gallery: Gallery, above: Gallery | None, number: int) -> dict[str, list[Neighbour]]:
    """Return the readers of a map, maps of the layer above or nodes: those to which it adds most,
    and those with the largest weights.
    """
    links = gallery.links
    if links is None:
        return {}
    added, strength = links.added.mean(axis=0)[number], links.strength[number]

    def reader(k: int, told: str) -> Neighbour:
        if above is None:
            return Neighbour(k, told, name=f"node {k}")
        place = above.shelf.place(k)
        if place is None:
            return Neighbour(k, told, name=f"map {k}")
        return neighbour(above, place, told)

    return {
        "added": [reader(k, signed(added[k])) for k in _strongest(np.abs(added))],
        "weight": [reader(k, value_of(strength[k])) for k in _strongest(strength)],
    }
