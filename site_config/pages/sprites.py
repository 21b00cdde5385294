"""The pictures of a layer's maps, all of a kind in one file, so that a page of many maps asks for
few files.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from analysis.greys import PERCENTILES, SPREAD
from site_config.pages.files import png
from site_config.pages.gallery import (
    DOMAINS,
    Gallery,
    contrast,
    enhanced,
    hatched,
)

ACROSS = 16  # pictures in a row of a file
SCALES = ("map", "layer", "network", "fixed")  # what shares black and white with what
STRONGEST = "strongest.png"
Ends = tuple[float, float]  # what black and white stand for


@dataclass(frozen=True)
class Lattice:
    """Where each picture lies in a file."""

    maps: int
    height: int
    width: int

    @property
    def across(self) -> int:
        return min(ACROSS, self.maps)

    @property
    def shape(self) -> tuple[int, int]:
        """Height and width of the file."""
        return -(-self.maps // self.across) * self.height, self.across * self.width

    def corner(self, number: int) -> tuple[int, int]:
        """Return the row and the column of the first pixel of a picture."""
        row, column = divmod(number, self.across)
        return row * self.height, column * self.width

    def box(self, number: int) -> str:
        """Return what SVG calls the view box of a picture."""
        y, x = self.corner(number)
        return f"{x} {y} {self.width} {self.height}"


def lattice(gallery: Gallery) -> Lattice:
    """Return where the pictures of a layer's maps lie."""
    return Lattice(gallery.maps, *gallery.sets[DOMAINS[0]].images.shape[1:3])


def name(domain: str, scale: str) -> str:
    """Return the name of the file with the OIPs of a domain; that on the page needs no more."""
    domain = "" if domain == DOMAINS[0] else f"-{domain}"
    scale = "" if scale == SCALES[0] else f"-{scale}"
    return f"oips{domain}{scale}.png"


def shared(galleries: Sequence[Gallery], domain: str) -> Ends:
    """Return black and white for the OIPs of some layers together: the same percentiles that
    stretch a single picture, of all pixels that their nodes see.
    """
    seen = []
    for gallery in galleries:
        found = gallery.sets[domain]
        images = found.images[found.response > gallery.rest]
        seen.append(images[:, *gallery.visible].ravel())
    pixels = np.concatenate(seen)
    if not len(pixels):
        return -SPREAD, SPREAD
    low, high = np.percentile(pixels, PERCENTILES)
    return float(low), float(high)


def scales(gallery: Gallery, every: Sequence[Gallery], domain: str) -> dict[str, Ends | None]:
    """Return what black and white stand for by scale; nothing where each map has its own.

    Args:
        every: all layers of the same subject.
    """
    ends = (None, shared([gallery], domain), shared(every, domain), (-SPREAD, SPREAD))
    return dict(zip(SCALES, ends, strict=True))


def silent(height: int, width: int) -> np.ndarray:
    """Return what stands for a picture that was not found: a light field, crossed out."""
    made = np.full((height, width), 224, np.uint8)
    across = np.arange(max(height, width))
    down, over = across * height // len(across), across * width // len(across)
    made[down, over] = made[down, width - 1 - over] = 144
    return made


def _grey(gallery: Gallery, number: int, domain: str, ends: Ends | None) -> np.ndarray:
    found = gallery.sets[domain]
    image = found.images[number]
    if not found.response[number] > gallery.rest:
        return silent(*image.shape[:2])
    shown = contrast(image, *ends) if ends else enhanced(image, gallery.visible)
    return hatched(shown, gallery.visible)


def _strongest(gallery: Gallery, number: int) -> np.ndarray:
    image = gallery.shades(gallery.data.top_image[number, 0])
    if not gallery.data.maximum[number] > gallery.rest:
        return silent(*image.shape[:2])
    return hatched(image, gallery.visible)


def _file(pictures: Sequence[np.ndarray], places: Lattice) -> bytes:
    colours = max((one.shape[2:] for one in pictures), default=())
    made = np.full((*places.shape, *colours), 255, np.uint8)
    for number, picture in enumerate(pictures):
        y, x = places.corner(number)
        # what is crossed out is grey among colours too
        shown = picture if picture.ndim == made.ndim else picture[..., np.newaxis]
        made[y : y + places.height, x : x + places.width] = shown
    return png(made, smallest=True)


def sprites(gallery: Gallery, every: Sequence[Gallery]) -> dict[str, bytes]:
    """Return the files of a layer by staged path: the OIPs of each domain on each scale, and the
    training image that excites each map most.
    """
    places, maps, folder = lattice(gallery), range(gallery.maps), gallery.shelf.folder
    files = {STRONGEST: _file([_strongest(gallery, number) for number in maps], places)}
    for domain in DOMAINS:
        for scale, ends in scales(gallery, every, domain).items():
            shown = [_grey(gallery, number, domain, ends) for number in maps]
            files[name(domain, scale)] = _file(shown, places)
    return {f"{folder}/{file}": content for file, content in files.items()}
