"""What the gallery knows of the maps of a layer, and how it shows a picture and says a status.

Everything is asked of the artifacts: names of layers, sizes of images, which pixels a layer sees.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from types import SimpleNamespace

import numpy as np

from analysis import greys, statuses
from analysis.artifacts import Artifacts
from site_config.words.galleries import Shelf
from site_config.words.subjects import Called, called

DOMAINS = ("sphere", "box")
FIELDS = "map-fields"  # the measurement that tells what nodes see
NETWORK = "network"  # the measurement that tells of another network than that of the series
SAME = 1e-6  # as a share: two means no farther apart are one
SCAN = "precursor-scan"  # the measurement that looks among many starts for maps of a walk


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
    def walk(self) -> SimpleNamespace:
        """What the series' method found, with the seeds of the plain starts."""
        return self._read("oip-gallery")

    @cached_property
    def scanned(self) -> np.ndarray:
        """The response of each map (map) to what grew from the start that it answers most of many,
        that at rest where none was climbed from.
        """
        found = np.full(self.maps, self.rest)
        record = self.artifacts.measurements.get(SCAN)
        if record is not None and self.shelf.id("oip-gallery") in record.inputs:
            scan = self.artifacts.arrays(SCAN)
            found[scan.map] = scan.response
        return found

    @cached_property
    def portraits(self) -> SimpleNamespace:
        return self._read("map-portraits")

    @cached_property
    def links(self) -> SimpleNamespace | None:
        """What its maps add to the layer that reads them; None where not one layer does."""
        known = self.shelf.id("map-links") in self.artifacts.measurements
        return self._read("map-links") if known else None

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
    def whole(self) -> int:
        """How many maps the layer has in the network, looked at or not."""
        if not self.shelf.chosen:
            return self.maps
        told = self.artifacts.arrays(NETWORK)
        return int(told.shape[told.layer == self.shelf.layer][0, -1])

    def by_number(self, values: np.ndarray) -> np.ndarray:
        """Return values (map) by the numbers that maps have in the network; NaN for maps that were
        not looked at.
        """
        if not self.shelf.chosen:
            return values
        found = np.full(self.whole, np.nan)
        found[list(self.shelf.chosen)] = values
        return found

    @cached_property
    def some(self) -> str:
        """Which maps of the layer were looked at, as a sentence; empty where all were."""
        if not self.shelf.chosen:
            return ""
        numbers = spans(self.shelf.chosen)
        return (
            f"Of the {self.whole} maps of {self.shelf.layer}, {self.maps} were looked at"
            f" ({numbers}); what is said of other maps of the layer, or of all, is said of these."
        )

    @cached_property
    def rest(self) -> float:
        """What its maps give at rest; a map fires where its response exceeds that."""
        if NETWORK not in self.artifacts.measurements:
            return 0.0  # those of the series are behind a ReLU
        told = self.artifacts.arrays(NETWORK)
        return float(told.rest[told.layer == self.shelf.layer].item())

    def shades(self, images: np.ndarray) -> np.ndarray:
        """Return real images, as they are kept, as pictures of 8 bits."""
        if NETWORK not in self.artifacts.measurements:
            return images  # those of the series are such pictures
        told = self.artifacts.arrays(NETWORK)
        return contrast(images.astype(np.float32), told.low.min(), told.high.max())

    @cached_property
    def visible(self) -> tuple[slice, slice]:
        """Rows and columns of an image that some node of the layer sees."""
        found = self.sets[DOMAINS[0]]
        return slice(*found.visible_rows), slice(*found.visible_columns)

    @cached_property
    def seen_by_node(self) -> tuple[slice, slice]:
        """Rows and columns of an image that the node of the portraits sees; all that the layer sees
        where fields were not measured.
        """
        fields = f"{self.shelf.prefix}{FIELDS}"
        if fields not in self.artifacts.measurements:
            return self.visible
        told = self.artifacts.arrays(fields)
        place = told.layer.tolist().index(self.shelf.layer)
        first = told.first[place] + self.portraits.node * told.step[place]
        ends = np.minimum(first + told.size[place], told.side)  # as far as the image reaches
        (top, left), (bottom, right) = np.maximum(first, 0), ends
        return slice(int(top), int(bottom)), slice(int(left), int(right))


def spans(numbers: Sequence[int]) -> str:
    """Return rising numbers in words, those that follow one another by the first and the last."""
    cuts = [k for k in range(1, len(numbers)) if numbers[k] != numbers[k - 1] + 1]
    ends = zip([0, *cuts], [*cuts, len(numbers)], strict=True)
    return ", ".join(
        f"{numbers[one]}" if stop == one + 1 else f"{numbers[one]} to {numbers[stop - 1]}"
        for one, stop in ends
    )


def beside(gallery: Gallery, every: Sequence[Gallery]) -> tuple[Gallery | None, Gallery | None]:
    """Return the layer whose maps a layer reads, and the layer that reads its maps; None where
    there is none, or not one alone.

    Args:
        every: all layers of the same subject with a gallery, from the input up.
    """
    known = gallery.artifacts.measurements.get(NETWORK)
    if known is None:  # those of the series stand in a row
        place = [one.shelf for one in every].index(gallery.shelf)
        row = [None, *every, None]
        return row[place], row[place + 2]
    told = gallery.artifacts.arrays(NETWORK)
    readers = dict(zip(told.layer.tolist(), told.reader.tolist(), strict=True))
    layer = gallery.shelf.layer
    below = [one for one in every if readers[one.shelf.layer] == layer]
    above = [one for one in every if one.shelf.layer == readers[layer]]
    return next(iter(below), None), next(iter(above), None)


def in_bits(shades: np.ndarray) -> np.ndarray:
    """Return shades 0..1 as a picture of 8 bits."""
    return (shades * 255).astype(np.uint8)


def contrast(image: np.ndarray, low: float, high: float) -> np.ndarray:
    """Return a picture of 8 bits, as many as there are values, black at the low one and white at
    the high one; one (y, x, 3) has colours.
    """
    return in_bits(greys.between(image, low, high))


def plain(image: np.ndarray) -> np.ndarray:
    """Return a picture of 8 bits on the fixed scale of +-3 deviations."""
    return in_bits(greys.plain(image))


def enhanced(image: np.ndarray, visible: tuple[slice, slice]) -> np.ndarray:
    """Return a picture of 8 bits with enhanced contrast, by its visible pixels."""
    return in_bits(greys.enhanced(image, image[visible]))


def hatched(grey: np.ndarray, visible: tuple[slice, slice]) -> np.ndarray:
    """Return the picture with a fine pattern over the pixels that no node of the layer sees."""
    row, column = np.indices(grey.shape[:2])
    pattern = np.where((row + column) % 2, 96, 160).astype(np.uint8)
    made = np.empty_like(grey)
    made.T[...] = pattern.T
    made[visible] = grey[visible]
    return made


def _unanswered(gallery: Gallery, number: int, seed: int) -> bool:
    """Return whether the start of this seed is known to have been woken before it could climb."""
    more = gallery.portraits
    return int(more.seed[number]) == seed and number in more.woken


def begun(gallery: Gallery, domain: str, number: int) -> str:
    """Return what the OIP of a map in a domain began with, in words."""
    found = gallery.sets[domain]
    if found.origin[number] == "series":
        return "the walk of the series"
    # the rung tells what woke the map, not where the way to this picture began
    image, origin = found.seed[number] < 0, str(found.origin[number])
    seed = "the map's strongest training image" if image else f"seed {int(found.seed[number])}"
    if origin == "another map":
        seed = "that map's strongest training image" if image else seed
        return f"what was found for another map, from {seed}"
    if origin == "plain starts":
        # they are climbed from as well where a map answers none of them, once something woke it
        return f"a plain start, {seed}, which the map did not answer at first"
    if origin == "the other domain":
        # there it may have begun with what was found for another map
        seed = "a training image" if image else seed
        return f"what was found for the map in the other domain, from {seed}"
    if origin == "many starts":
        # in the box a start is another picture, which the map may have answered
        woken = domain == DOMAINS[0] and not image
        woken = woken and _unanswered(gallery, number, int(found.seed[number]))
        return f"{seed}, which the map did not answer at first" if woken else seed
    nodes = origin.removeprefix("grid ")
    return f"{seed} of fluctuations on one grid alone, of {nodes} nodes a side"


def status(gallery: Gallery, number: int) -> str:
    """Return the status of a map from those in both domains."""
    sphere, box = (np.asarray(gallery.trusts[name].status) for name in DOMAINS)
    return str(statuses.of_both(sphere, box, gallery.scanned > gallery.rest)[number])


def silent_tests(gallery: Gallery, number: int) -> int:
    """Return how many test images leave a map silent."""
    return round(float(gallery.kin.zero[number]) * int(gallery.kin.images))


def unexcited(gallery: Gallery, number: int) -> str:
    """Return what is said of a map that no training image excites, without a stop: it may be one
    that a test image excites all the same.
    """
    told = "no training image excites it"
    heard = int(gallery.kin.images) - silent_tests(gallery, number)
    if heard:
        told += f", but {heard} test {'image does' if heard == 1 else 'images do'}"
    return told


def favourite(gallery: Gallery, number: int) -> int | None:
    """Return the class whose test images a map answers most; None if it answers none, or another
    as much.
    """
    means = gallery.data.digit_mean[number]
    top = np.nanmax(means)
    # of a map that gives every image the same, rounding alone tells classes apart
    tied = (means >= top - SAME * abs(top)).sum() > 1
    return int(np.nanargmax(means)) if top > gallery.rest and not tied else None
