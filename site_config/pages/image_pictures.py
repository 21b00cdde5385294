"""The pictures on the page of an image: the image, what its pixels add to each class, and one
lossless file for each layer with all its maps.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from site_config.pages.cases import Case, Share
from site_config.pages.files import npy, png

GAP = 1  # px between maps
MOST = 12  # maps in a row: more would be too small for a finger on a phone
AGAINST, NEITHER, FOR = (33, 102, 172), (247, 247, 247), (178, 24, 43)  # RGB
STEPS = 21  # colours of a legend


@dataclass(frozen=True)
class Wall:
    """How the maps of a layer lie side by side in one picture, in px of the picture."""

    maps: int
    rows: int  # nodes
    columns: int

    @property
    def across(self) -> int:
        """Maps in a row: about twice as many as rows where that fits a page."""
        wide = int(np.ceil(np.sqrt(2 * self.maps * self.rows / self.columns)))
        return min(self.maps, wide, MOST)

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of the picture."""
        down = -(-self.maps // self.across)
        return self.across * (self.columns + GAP) - GAP, down * (self.rows + GAP) - GAP

    def corner(self, number: int) -> tuple[int, int]:
        """Return where the picture of a map begins, across and down."""
        down, across = divmod(number, self.across)
        return across * (self.columns + GAP), down * (self.rows + GAP)


def wall_of(share: Share) -> Wall:
    """Return how the maps of a layer lie."""
    rows, columns, maps = share.activation.shape
    return Wall(maps, rows, columns)


def scale_of(share: Share) -> tuple[float, float]:
    """Return the activations that black and white stand for, on one scale for a layer."""
    low, high = min(0.0, float(share.activation.min())), float(share.activation.max())
    return low, high if high > low else low + 1.0


def maps_picture(share: Share) -> np.ndarray:
    """Return all maps of a layer as grey and alpha (y, x, 2)."""
    wall, (low, high) = wall_of(share), scale_of(share)
    grey = ((share.activation - low) / (high - low) * 255).round().astype(np.uint8)
    width, height = wall.size
    made = np.zeros((height, width, 2), np.uint8)
    for number in range(wall.maps):
        x, y = wall.corner(number)
        place = slice(y, y + wall.rows), slice(x, x + wall.columns)
        made[*place, 0], made[*place, 1] = grey[..., number], 255
    return made


def colours(values: np.ndarray) -> np.ndarray:
    """Return the colours (..., 3) of values from -1 (against) over 0 to 1 (for)."""
    ends = np.where(values[..., None] < 0, AGAINST, FOR)
    share = np.abs(values)[..., None]
    return (np.array(NEITHER) * (1 - share) + ends * share).round().astype(np.uint8)


def legend() -> list[str]:
    """Return the colours of the scale from against to for, as pages write them."""
    steps = colours(np.linspace(-1, 1, STEPS))
    return [f"#{red:02x}{green:02x}{blue:02x}" for red, green, blue in steps.tolist()]


def reach(case: Case) -> float:
    """Return the largest contribution of any pixel to any class, without its sign: the end of the
    scale, which is one for all classes.
    """
    return float(np.abs(case.pixels).max()) or 1.0


def image_pictures(case: Case) -> dict[str, bytes]:
    """Return what an image's page shows, and the activations themselves, by staged path."""
    made = {"image.png": png(case.image)}
    if not case.of.bent:
        for one, values in enumerate(case.pixels / reach(case)):
            made[f"pixels-{one}.png"] = png(colours(values))
        made["pixels.npy"] = npy(case.pixels)
    for share in case.layers:
        made[f"{share.layer.shelf.address}.png"] = png(maps_picture(share))
        made[f"{share.layer.shelf.address}.npy"] = npy(share.activation)
    return {f"{case.stem}/{name}": content for name, content in made.items()}
