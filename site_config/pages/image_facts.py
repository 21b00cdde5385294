"""What the page of an image says in numbers: lists of maps, sums beside a logit, what nodes see."""

from __future__ import annotations

import posixpath
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import numpy as np

from site_config.pages.cases import Case, Share, exactly
from site_config.pages.image_pictures import scale_of, wall_of
from site_config.pages.image_words import counted, ordered, plain, signed, without_one
from site_config.paths import address

SHOWN = 5  # maps that add most, and as many that take most away
PLACE = "{}"  # where the number of a map stands in an address


def map_address(share: Share, pages: Collection[str], page: str) -> str:
    """Return the address of the page of a map, as a page writes it, with a place for its number;
    that of its card on the layer's page where maps have no pages.
    """
    folder = share.layer.shelf.folder
    start = address(page)
    if f"{share.layer.shelf.map_stem(0)}.md" in pages:
        return f"{posixpath.relpath(folder, start)}/{PLACE}/"
    return f"{posixpath.relpath(folder, start)}/#map-{PLACE}"


def sums(case: Case, of: int) -> list[dict[str, Any]]:
    """Return what adds up to the logit of a class at the pixels and at each layer with maps, with
    what goes around it, the biases behind it, and what is missing; where sums are told.
    """
    logit = float(case.logits[of])
    biases = sum(float(values[of]) for values in case.biases.values())
    rows = [] if case.of.bent else [("pixels", float(case.pixels[of].sum()), 0.0, biases)]
    rows += [
        (
            one.layer.shelf.layer,
            float(one.contribution[of].sum()),
            float(one.around[of]),
            float(one.behind[of]),
        )
        for one in case.layers
        if not one.layer.bent
    ]
    return [
        {
            "place": place,
            "added": added,
            "around": around,
            "behind": behind,
            "gap": added + around + behind - logit,
        }
        for place, added, around, behind in rows
    ]


def paper(case: Case) -> np.ndarray:
    """Return what the pixels without ink, that is black ones, add to each class (class)."""
    black = case.image == 0
    black = black if black.ndim == 2 else black.all(axis=-1)
    return np.asarray(case.pixels[:, black].sum(axis=-1))


@dataclass(frozen=True)
class Row:
    """A map in a list, as texts."""

    number: int
    added: str
    lost: str
    gates: str
    corner: tuple[int, int]  # of its picture


def _rows(share: Share, added: np.ndarray, lost: np.ndarray, sign: int) -> list[Row]:
    wall = wall_of(share)
    return [
        Row(
            share.layer.shelf.number(one),
            signed(added[one]),
            signed(lost[one]),
            signed(lost[one] - added[one]),
            wall.corner(one),
        )
        for one in ordered(added, sign)[:SHOWN]
    ]


def lists(share: Share, of: int) -> list[dict[str, Any]]:
    """Return the two ordered lists of a layer: what speaks for and against a class, and what sets
    it apart from its strongest rival, where it has one.
    """
    pairs = [("own", share.contribution[of], share.lost[of])]
    if (rival := share.case.rival(of)) is not None:
        pairs.append(
            (
                "apart",
                share.contribution[of] - share.contribution[rival],
                share.lost[of] - share.lost[rival],
            )
        )
    return [
        {
            "kind": kind,
            "most": _rows(share, added, lost, 1),
            "least": _rows(share, added, lost, -1),
        }
        for kind, added, lost in pairs
    ]


def layer_facts(share: Share, pages: Collection[str], page: str) -> dict[str, Any]:
    """Return what a page says of one layer; numbers of maps and nodes that its script needs too."""
    wall, (low, high) = wall_of(share), scale_of(share)
    largest = share.activation.max(axis=(0, 1))
    return {
        "name": share.layer.shelf.layer,
        "address": share.layer.shelf.address,
        "maps": wall.maps,
        "nodes": (wall.rows, wall.columns),
        "size": wall.size,
        "numbers": [share.layer.shelf.number(place) for place in range(wall.maps)],
        "corners": [wall.corner(number) for number in range(wall.maps)],
        "largest": [plain(float(one)) for one in largest],
        "empty": int((share.activation == 0).all(axis=(0, 1)).sum()),
        "scale": (plain(low), plain(high)),
        "map_address": map_address(share, pages, page),
        "layer_page": f"{share.layer.shelf.folder}.md",
        "bent": share.layer.bent,
        "counted": "" if share.layer.bent else counted(share, share.case.said),
        "without_one": without_one(share),
        "lists": lists(share, share.case.said),
        "field": share.layer.fields["size"],
    }


def _sees(first: int, size: int, side: int) -> str:
    """Return which rows, or columns, of the image a node sees, in words."""
    return f"{max(first, 0)} to {min(first + size, side) - 1}"


def lens_facts(share: Share, pages: Collection[str], page: str) -> dict[str, Any]:
    """Return what is shown large at first: the strongest node of the map that adds most."""
    wall, case, fields = wall_of(share), share.case, share.layer.fields
    number = int(share.contribution[case.said].argmax())
    named = share.layer.shelf.number(number)
    strongest = int(share.activation[..., number].argmax())
    row, column = divmod(strongest, wall.columns)
    top, left = (
        fields["first"][axis] + node * fields["step"][axis]
        for axis, node in enumerate((row, column))
    )
    seen = [_sees(*one) for one in zip((top, left), fields["size"], case.of.side, strict=True)]
    return {
        "address": share.layer.shelf.address,
        "map": named,
        "node": (row, column),
        "top": top,
        "left": left,
        "field": fields["size"],
        "corner": wall.corner(number),
        "nodes": (wall.rows, wall.columns),
        "size": wall.size,
        "page": map_address(share, pages, page).replace(PLACE, str(named)),
        "told": f"Map {named} of {share.layer.shelf.layer}, row {row}, column {column}:"
        f" {plain(float(exactly(share.activation[row, column, number])))}."
        f" Sees rows {seen[0]}, columns {seen[1]}.",
    }
