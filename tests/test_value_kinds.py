"""Every value says of what kind it is: what only names something, or only counts what a design
gives, is no number that a training may move.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from analysis.catalogue import VALUES
from analysis.catalogue.declarations import DesignValue
from analysis.catalogue.tolerance import NETWORK

DOCS = Path(__file__).parent.parent / "docs"
BY_ID = {one.id: one for one in VALUES}

# how many there are is found out by a network
FOUND_OUT = {
    "precursor-gaps": "maps that plain starts leave silent",
    "unclear-fours-found": "4s that are read rightly without the common points",
    "gap-maps": "maps that are silent",
    "stroke-maps": "maps with an OIP",
    "hand-climbed": "starts that the map answers",
    "hand-in-direction-by-chance": "of as many pictures as climbed",
    "hand-in-direction-by-chance-most": "of as many pictures as climbed",
}

# a word that a name follows: map 5, row 3
NAMES = re.compile(r"\b(?:map|node|row|column|image|number) \[= ?value\('([^']+)'")


class Sizes:
    """An array of which nothing is known but that all its axes have one size."""

    def __init__(self, size: int) -> None:
        self.size, self.shape = size, (size,) * 6

    def __len__(self) -> int:
        return self.size


class Sized:
    """A result all arrays of which are such."""

    def __init__(self, size: int) -> None:
        self._of = Sizes(size)

    def __getattr__(self, name: str) -> Sizes:
        return self._of


def by_size_alone(read) -> bool:
    """Return whether a reader needs no more than the sizes of arrays, and follows them: what asks
    for something inside finds none of it in any size.
    """
    try:
        few, many = read(Sized(3)), read(Sized(5))
    except (AttributeError, IndexError, KeyError, TypeError, ValueError):
        return False
    return isinstance(few, float) and few != many


@pytest.mark.parametrize(
    ("read", "alone"),
    [
        (lambda found: float(len(found.curve)), True),
        (lambda found: float(found.silent.size), True),
        (lambda found: float(min(9, found.seed.shape[1])), True),
        (lambda found: float((found.rung == "plain").sum()), False),
        (lambda found: float(found.map), False),
        (lambda found: float(found.curve[0, 1]), False),
    ],
)
def test_sizes_are_told_from_what_lies_in_an_array(read, alone):
    assert by_size_alone(read) == alone


def test_what_counts_places_of_an_array_is_of_the_design():
    sized = {one.id for one in VALUES if by_size_alone(one.read)}
    trained = {id for id in sized if BY_ID[id].tolerance is NETWORK}
    assert trained == set(FOUND_OUT) & sized
    assert sum(isinstance(BY_ID[id], DesignValue) for id in sized) > 20


def test_every_one_that_is_found_out_is_there():
    assert set(FOUND_OUT) <= BY_ID.keys()


def test_what_names_something_on_a_page_is_a_name():
    pages = [path.read_text(encoding="utf-8") for path in sorted(DOCS.rglob("*.md"))]
    named = {id for page in pages for id in NAMES.findall(page)}
    assert {"evolution-map", "dream-map"} <= named
    moved = {id for id in named if BY_ID[id].tolerance is NETWORK and not BY_ID[id].unit}
    assert not moved, "say IndexValue where a number names something"


@pytest.mark.parametrize(
    "id", ["trust-reference", "common-area", "concept-own-distance", "horizontal-input"]
)
def test_what_the_data_give_is_of_the_data_wherever_it_is_read(id):
    assert BY_ID[id].tolerance is not NETWORK
