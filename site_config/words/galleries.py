"""Which layers have a gallery: those for whose maps OIPs were published, asked of the manifest.

Whatever was measured of another subject than that of the series has ids that begin with a prefix.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from analysis.artifacts import Artifacts
from analysis.problem import Problem

SETS = re.compile(r"(?P<prefix>.*?)oip-set-(?P<address>.+)-[a-z]+")


@dataclass(frozen=True)
class Shelf:
    """A layer of a subject, and how ids and addresses spell it.

    Arrays hold the maps that were looked at, which pages go through by their places; what readers
    see, and what an address is made of, is the number that a map has in the network.
    """

    layer: str
    address: str  # e.g. conv2d-3
    prefix: str = ""  # of the subject
    chosen: tuple[int, ...] = ()  # the numbers of its maps that were looked at; empty: all

    @property
    def folder(self) -> str:
        """Its staged path without suffix: the page has one, the pictures lie below it."""
        return f"gallery/{self.prefix}{self.address}"

    @property
    def numbers(self) -> str:
        """The staged path of the numbers of its maps."""
        return f"{self.folder}/maps.json"

    def number(self, place: int) -> int:
        """Return the number in the network of the map at a place."""
        return self.chosen[place] if self.chosen else place

    def place(self, number: int) -> int | None:
        """Return the place of a map by its number; None where it was not looked at."""
        if not self.chosen:
            return number
        return self.chosen.index(number) if number in self.chosen else None

    def map_id(self, place: int) -> str:
        """Return the permanent id of a map, e.g. ``conv2d-3/120``."""
        return f"{self.prefix}{self.address}/{self.number(place)}"

    def map_stem(self, place: int) -> str:
        """Return the staged path of a map without suffix: the page has one, its files lie below."""
        return f"{self.folder}/{self.number(place)}"

    def map_name(self, place: int) -> str:
        """Return what readers call a map."""
        return f"Map {self.number(place)} of {self.layer}"

    def id(self, what: str, domain: str = "") -> str:
        """Return the id of what was measured of its maps, e.g. ``trust-conv2d-3-box``."""
        return "-".join([f"{self.prefix}{what}", self.address, *([domain] if domain else [])])


def shelf_of(keywords: Mapping[str, Any], address: str, prefix: str) -> Shelf:
    """Return the layer that a measurement was asked about, by what its record says of it."""
    return Shelf(keywords["layer"], address, prefix, tuple(keywords.get("maps", ())))


def shelves(artifacts: Artifacts) -> tuple[Shelf, ...]:
    """Return the layers that have a gallery, in the order of the manifest.

    Raises:
        Problem: a set of OIPs does not say of which layer it is.
    """
    found: dict[Shelf, None] = {}
    for name, record in artifacts.measurements.items():
        if match := SETS.fullmatch(name):
            if "layer" not in record.keywords:
                raise Problem(
                    f"measurement {name!r} does not say of which layer it is; it has the keywords"
                    f" {', '.join(record.keywords) or 'none'}. Declare it with 'layer'."
                )
            found[shelf_of(record.keywords, match["address"], match["prefix"])] = None
    return tuple(found)


def galleries(artifacts: Artifacts) -> dict[str, Shelf]:
    """Return the layers of the series' subject that have a gallery, by name."""
    return {shelf.layer: shelf for shelf in shelves(artifacts) if not shelf.prefix}
