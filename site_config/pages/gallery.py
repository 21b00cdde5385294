"""What the gallery knows of the maps of a layer, and how it shows a picture and says a status.

Everything is asked of the artifacts: names of layers, sizes of images, which pixels a layer sees.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from types import SimpleNamespace

import numpy as np

from analysis.artifacts import Artifacts
from site_config.words.galleries import Shelf
from site_config.words.subjects import Called, called

DOMAINS = ("sphere", "box")
SPREAD = 3.0  # deviations that black and white of a plain picture stand for
PERCENTILES = (2, 98)  # of the visible pixels: black and white of an enhanced picture


@dataclass(frozen=True)
class Gallery:
    """What was published of the maps of one layer."""

    artifacts: Artifacts
    shelf: Shelf

    @cached_property
    def called(self) -> Called:
        """What the subject's images and classes are called."""
        return called(self.artifacts, self.shelf.prefix)

    def _read(self, what: str, domain: str = "") -> SimpleNamespace:
        return self.artifacts.arrays(self.shelf.id(what, domain))

    @cached_property
    def sets(self) -> dict[str, SimpleNamespace]:
        """The OIPs by domain."""
        return {name: self._read("oip-set", name) for name in DOMAINS}

    @cached_property
    def trusts(self) -> dict[str, SimpleNamespace]:
        """What the OIPs are worth, by domain."""
        return {name: self._read("trust", name) for name in DOMAINS}

    @cached_property
    def tables(self) -> dict[str, SimpleNamespace]:
        """Every trust number of the OIPs, with what it is called and means, by domain."""
        return {name: self._read("trust-table", name) for name in DOMAINS}

    @property
    def columns(self) -> list[tuple[str, str]]:
        """Heading and meaning of the trust numbers that stand on the cards."""
        table = self.tables[DOMAINS[0]]
        said = zip(table.heading.tolist(), table.reading.tolist(), strict=True)
        return [(heading, reading) for heading, reading in said if heading]

    @cached_property
    def data(self) -> SimpleNamespace:
        return self._read("data-responses")

    @cached_property
    def ablation(self) -> SimpleNamespace:
        return self._read("ablation")

    @cached_property
    def portraits(self) -> SimpleNamespace:
        return self._read("map-portraits")

    @cached_property
    def links(self) -> SimpleNamespace:
        return self._read("map-links")

    @cached_property
    def votes(self) -> SimpleNamespace:
        return self._read("map-votes")

    @cached_property
    def kin(self) -> SimpleNamespace:
        return self._read("map-kin")

    @property
    def maps(self) -> int:
        return len(self.data.maximum)

    @cached_property
    def visible(self) -> tuple[slice, slice]:
        """Rows and columns of an image that some node of the layer sees."""
        found = self.sets[DOMAINS[0]]
        return slice(*found.visible_rows), slice(*found.visible_columns)


def contrast(image: np.ndarray, low: float, high: float) -> np.ndarray:
    """Return 8-bit grey (y, x), black at the low value and white at the high one."""
    return (np.clip((image - low) / max(high - low, 1e-9), 0, 1) * 255).astype(np.uint8)


def plain(image: np.ndarray) -> np.ndarray:
    """Return 8-bit grey (y, x) on the fixed scale of +-3 deviations."""
    return contrast(image, -SPREAD, SPREAD)


def enhanced(image: np.ndarray, visible: tuple[slice, slice]) -> np.ndarray:
    """Return 8-bit grey (y, x), stretched between the 2nd and 98th percentile of the visible
    pixels.
    """
    low, high = np.percentile(image[visible], PERCENTILES)
    return contrast(image, low, high)


def hatched(grey: np.ndarray, visible: tuple[slice, slice]) -> np.ndarray:
    """Return the picture with a fine pattern over the pixels that no node of the layer sees."""
    row, column = np.indices(grey.shape)
    made = np.where((row + column) % 2, 96, 160).astype(np.uint8)
    made[visible] = grey[visible]
    return made


def begun(found: SimpleNamespace, number: int) -> str:
    """Return what the shown picture began with, in words; a dash where none is shown."""
    if not found.response[number] > 0:
        return "–"
    if found.origin[number] == "series":
        return "the walk of the series"
    # the rung tells what woke the map, not where the way to this picture began
    image, origin = found.seed[number] < 0, str(found.origin[number])
    seed = "its strongest training image" if image else f"seed {int(found.seed[number])}"
    if origin == "another map":
        return f"an OIP of another map, from {seed}"
    if origin == "plain starts":
        return f"a plain start, {seed}"
    if origin == "the other domain":
        return f"its picture of the other domain, from {seed}"
    return seed if origin == "many starts" else f"{seed} on {origin}"


def status(gallery: Gallery, number: int) -> str:
    """Return the status of a map in the box, and where nothing moves it there that on the sphere,
    which may know a picture that does.
    """
    sphere, box = (str(gallery.trusts[name].status[number]) for name in DOMAINS)
    return sphere if box == "never seen firing" else box


def favourite(gallery: Gallery, number: int) -> int | None:
    """Return the class whose test images a map answers most; None if it answers none."""
    means = gallery.data.digit_mean[number]
    return int(means.argmax()) if means.max() > 0 else None
