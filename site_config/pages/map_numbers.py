"""The numbers of a layer's maps for machines, and for what narrows, sorts and compares them: as
they were measured, each with what it is called, what it means, and how readers see it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from analysis.signs import true_signs
from site_config.pages.gallery import DOMAINS, Gallery, favourite, status
from site_config.pages.kinship import Plane, plane
from site_config.pages.numerals import number_of, points_of, share_of
from site_config.pages.sprites import STRONGEST, lattice, name, scales, sprites
from site_config.paths import schema_of


@dataclass(frozen=True)
class Number:
    """One number that every map has, or could have."""

    id: str
    label: str
    reading: str
    heading: str = ""  # where there is little room; empty for one that is not shown there
    percent: bool = False  # readers see it times 100
    unit: str = ""  # what its value counts in


SHARE = "share"  # of 1
RATE = Number(
    "rate",
    "fires on",
    "The share of the training images on which the map fires.",
    percent=True,
    unit=SHARE,
)
CHANGE = Number(
    "off", "off", "The change of the test accuracy, in points, without the map.", unit="points"
)
RESPONSE = Number(
    "response",
    "response",
    "The mean of the map's nodes in answer to its OIP.",
    unit="mean activation",
)
OF_MAP = (RATE, CHANGE)  # they have nothing to do with a picture


def of_picture(gallery: Gallery) -> tuple[Number, ...]:
    """Return the numbers that an OIP has: its response and all that it is to be trusted by."""
    table = gallery.tables[DOMAINS[0]]
    told = zip(table.number, table.label, table.reading, table.heading, table.text, strict=True)
    return (
        RESPONSE,
        *(
            Number(
                str(id),
                str(label),
                str(reading),
                str(heading),
                _percent(texts),
                SHARE if _percent(texts) else "",
            )
            for id, label, reading, heading, texts in told
        ),
    )


def _percent(texts: np.ndarray) -> bool:
    return any(str(text).endswith("%") for text in texts)


def _of_map(gallery: Gallery, number: int) -> Iterator[tuple[str, float, str]]:
    rate, change = gallery.data.rate[number], 100 * float(gallery.ablation.change[number])
    yield RATE.id, float(rate), share_of(float(rate))
    yield CHANGE.id, change, points_of(change)


def _of_picture(gallery: Gallery, domain: str, number: int) -> Iterator[tuple[str, float, str]]:
    found, table = gallery.sets[domain], gallery.tables[domain]
    response = float(found.response[number])
    yield RESPONSE.id, response, number_of(response)
    for id, value, text in zip(
        table.number, table.value[:, number], table.text[:, number], strict=True
    ):
        yield str(id), float(value), true_signs(str(text))


def measured(gallery: Gallery, number: int, domain: str = "") -> list[tuple[str, float, str]]:
    """Return the numbers of a map, or of its OIP in a domain: id, value, and as readers see it;
    none where no OIP was found.
    """
    if not domain:
        return list(_of_map(gallery, number))
    if not gallery.sets[domain].response[number] > gallery.rest:
        return []
    return list(_of_picture(gallery, domain, number))


def told(gallery: Gallery, number: int, domain: str = "") -> dict[str, str]:
    """Return the numbers of a map, or of its OIP in a domain, as readers see them, by id."""
    return {id: text for id, _, text in measured(gallery, number, domain)}


def _both(gallery: Gallery, number: int, domain: str = "") -> dict[str, Any]:
    found = measured(gallery, number, domain)
    return {
        "values": [value if np.isfinite(value) else None for _, value, _ in found],
        "told": [text for *_, text in found],
    }


def _map(gallery: Gallery, number: int) -> dict[str, Any]:
    return {
        "map": gallery.shelf.number(number),
        "status": status(gallery, number),
        "class": favourite(gallery, number),
        "excited": bool(gallery.data.maximum[number] > gallery.rest),
        "measured": _both(gallery, number),
        # nothing where no OIP was found
        "oip": {one: _both(gallery, number, one) for one in DOMAINS},
    }


def _described(numbers: Sequence[Number]) -> list[dict[str, Any]]:
    kept = ("id", "label", "reading", "percent", "unit")
    return [{key: getattr(one, key) for key in kept} for one in numbers]


def layer_json(gallery: Gallery, every: Sequence[Gallery]) -> bytes:
    """Return what is known of all maps of a layer.

    Args:
        every: all layers of the same subject.
    """
    places = lattice(gallery)
    said = {
        "$schema": schema_of("layer", gallery.shelf.numbers),
        "layer": gallery.shelf.layer,
        "domains": DOMAINS,
        # in the order of each map's values
        "numbers": {
            "measured": _described(OF_MAP),
            "oip": _described(of_picture(gallery)),
        },
        "pictures": {
            "across": places.across,
            "height": places.height,
            "width": places.width,
            "strongest": STRONGEST,
            **{
                domain: {
                    scale: {"file": name(domain, scale), "ends": ends}
                    for scale, ends in scales(gallery, every, domain).items()
                }
                for domain in DOMAINS
            },
        },
        # where each map stands, column and row, close to those that respond alike
        "plane": asdict(plane(gallery)),
        "maps": [_map(gallery, number) for number in range(gallery.maps)],
    }
    return json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()


def read_plane(numbers: bytes) -> Plane:
    """Return where the maps of a layer stand, as the file of their numbers has it."""
    found = json.loads(numbers)["plane"]
    cells = [(column, row) for column, row in found["cells"]]
    return Plane(found["across"], found["down"], cells)


def layer_files(gallery: Gallery, every: Sequence[Gallery]) -> dict[str, bytes]:
    """Return the pictures and the numbers of a layer's maps by staged path.

    Args:
        every: all layers of the same subject, itself among them.
    """
    numbers = layer_json(gallery, every)
    return {gallery.shelf.numbers: numbers, **sprites(gallery, every)}
