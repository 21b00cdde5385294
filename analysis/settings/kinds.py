"""Kinds of numbers that profiles hold, each with the range in which it makes sense."""

from __future__ import annotations

from itertools import pairwise
from typing import Annotated, TypeVar

from pydantic import AfterValidator, Field

from analysis.toml_files import Entry

Numbers = TypeVar("Numbers", bound=tuple[float, ...])


class Section(Entry):
    """A table of a profile."""


def _rising(values: Numbers) -> Numbers:
    if any(later <= earlier for earlier, later in pairwise(values)):
        raise ValueError(f"should rise from each number to the next; received {list(values)}")
    return values


def _falling(values: Numbers) -> Numbers:
    if any(later >= earlier for earlier, later in pairwise(values)):
        raise ValueError(f"should fall from each number to the next; received {list(values)}")
    return values


def _some(weights: Numbers) -> Numbers:
    # next to nothing would be divided by next to nothing
    if sum(weights) < 1e-6:
        raise ValueError(f"should not all be 0; received {list(weights)}")
    return weights


def _hidden(nodes: tuple[int, ...]) -> tuple[int, ...]:
    # layers are named by their nodes, and the output layer has ten
    if len(set(nodes)) < len(nodes) or 10 in nodes:
        raise ValueError(
            f"should be numbers that differ from one another and from 10; received {list(nodes)}"
        )
    return nodes


Rising, Falling = AfterValidator(_rising), AfterValidator(_falling)

Seed = Annotated[int, Field(ge=0, lt=2**31)]
Count = Annotated[int, Field(ge=1, le=100_000)]
Share = Annotated[float, Field(gt=0, lt=1)]  # neither nothing nor everything
ShareOrNone = Annotated[float, Field(ge=0, lt=1)]
Length = Annotated[float, Field(gt=0, le=1000)]  # of a step
Rate = Annotated[float, Field(gt=0, le=10)]  # of learning
Penalty = Annotated[float, Field(ge=0, le=10)]
Weight = Annotated[float, Field(ge=0, le=1000)]
# of the four grids; only their ratios matter
Weights = Annotated[tuple[Weight, Weight, Weight, Weight], AfterValidator(_some)]
# of 1 node would be constant, of more nodes than pixels would not be seen
Nodes = Annotated[int, Field(ge=2, le=28)]
Grids = Annotated[tuple[Nodes, Nodes, Nodes, Nodes], Rising]
Hidden = Annotated[
    tuple[Annotated[int, Field(ge=1, le=4096)], ...],
    Field(min_length=1, max_length=8),
    AfterValidator(_hidden),
]
# one number for each layer from the input up; the last one holds for all that follow
ByLayer = Annotated[tuple[Count, ...], Field(min_length=1, max_length=16)]
