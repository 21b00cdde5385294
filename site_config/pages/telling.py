"""The most telling maps of a build, by a rule: what the home page opens with. Each leads to the
page of its map.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from site_config.pages.files import inline
from site_config.pages.gallery import Gallery, enhanced, hatched
from site_config.words.context import Here
from site_config.words.galleries import Shelf, galleries

SHOWN = 3  # maps of a layer
DOMAIN = "box"  # of real pixel values: such a picture could be an image of the data


@dataclass(frozen=True)
class Telling:
    """One map: its OIP, the training image that excites it most, and how the two compare."""

    number: int
    label: int
    times: str  # how far the OIP exceeds the image
    oip: str  # data URI
    image: str


def ranked(gallery: Gallery) -> np.ndarray:
    """Return the maps of a layer, the most telling first: those whose worst rank by three numbers
    is the best; equal numbers have one rank. A map that lacks one of the numbers, since no training
    image excites it or its OIP is even, is left out, and so is one of which a single start fired:
    there is nothing that agrees with it.
    """
    oips, trust = gallery.sets[DOMAIN], gallery.trusts[DOMAIN]
    fired = oips.every_response > gallery.rest
    short = fired & (oips.every_response < oips.response[:, None])
    # nothing agrees better than starts that all ended at the OIP itself
    agreement = np.where(short.any(axis=1), oips.agreement, 1.0)
    numbers = np.stack([agreement, -trust.high_share, trust.ratio_maximum])
    found = (oips.response > gallery.rest) & (fired.sum(axis=1) > 1)
    known = np.flatnonzero(~np.isnan(numbers).any(axis=0) & found)
    own = numbers[:, known]
    places = (own[:, None, :] > own[:, :, None]).sum(axis=-1)
    return np.asarray(known[np.lexsort((places.sum(axis=0), places.max(axis=0)))])


def _told(gallery: Gallery, number: int) -> Telling:
    seen = gallery.visible
    return Telling(
        gallery.shelf.number(number),
        int(gallery.data.top_label[number, 0]),
        f"{gallery.trusts[DOMAIN].ratio_maximum[number]:.1f}",
        inline(hatched(enhanced(gallery.sets[DOMAIN].images[number], seen), seen)),
        inline(gallery.data.top_image[number, 0]),
    )


def telling(here: Here) -> str:
    """Return the most telling maps of each layer as Markdown, a word of a page."""
    shown: list[tuple[Shelf, list[Telling]]] = []
    maps = 0
    for shelf in galleries(here.artifacts).values():
        gallery = Gallery(here.artifacts, shelf)
        maps += gallery.maps
        shown.append((shelf, [_told(gallery, int(m)) for m in ranked(gallery)[:SHOWN]]))
    return here.fill("telling.md.j2", shown=[one for one in shown if one[1]], maps=maps)
