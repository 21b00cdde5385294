"""The classes of what a replay finds, as types; the JSON Schema of its table is made of them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeVar, get_args

from analysis.artifacts import Record

VERSION = 1
Outcome = Literal["same", "within", "changed", "flipped", "only here", "only there"]
Kind = Literal[
    "values", "verdicts", "varied", "findings", "answers", "arrays", "figures", "networks"
]
OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)
KINDS: tuple[Kind, ...] = get_args(Kind)
CONCLUSIONS = ("verdicts", "findings")  # what a flip of is another conclusion
Told = TypeVar("Told")


class Compared(Record):
    """One published thing here and there."""

    kind: Kind
    id: str
    outcome: Outcome
    here: str  # what is told of it; empty where it is not
    there: str
    rests_on: str  # of a value: data, network or name, as its tolerance says
    difference: float | None  # of two numbers; of arrays, as a share of the largest number there
    within: float | None  # how much is allowed, where there is a number to hold it against

    @property
    def near(self) -> bool:
        """Whether a number is known of both, and they are no further apart than is allowed."""
        far, allowed = self.difference, self.within
        return far is not None and allowed is not None and far <= allowed

    @property
    def decides(self) -> bool:
        """Whether it says that the other build was not replayed."""
        flipped = self.outcome == "flipped" and self.kind in CONCLUSIONS
        return flipped or self.outcome == "only there"


class Made(Record):
    """What is known of how a build was made."""

    profile: str
    commit: str
    frameworks: tuple[str, ...]
    devices: tuple[str, ...]


class Setting(Record):
    """A key of the profile that is another one here than there."""

    key: str
    here: Any
    there: Any


class Replay(Record):
    """A build beside another one."""

    schema_version: int
    agrees: bool  # no verdict or finding is another one, and nothing is missing here
    here: Made
    there: Made
    settings: tuple[Setting, ...]
    counts: dict[Kind, dict[Outcome, int]]
    items: tuple[Compared, ...]


@dataclass(frozen=True)
class Seen:
    """How one thing compares that both builds have."""

    outcome: Outcome
    here: str
    there: str
    difference: float | None = None
    within: float | None = None
    rests_on: str = ""


def pairs(
    kind: Kind,
    both: tuple[Mapping[str, Told], Mapping[str, Told]],
    see: Callable[[Told, Told], Seen],
) -> Iterator[Compared]:
    """Yield how all things of a kind compare, in the order of both builds: ours, then theirs."""
    here, there = both
    for id in dict.fromkeys([*here, *there]):
        if id in here and id in there:
            seen = see(here[id], there[id])
        else:
            seen = Seen("only here" if id in here else "only there", "", "")
        yield Compared(kind=kind, id=id, **vars(seen))


def json_schema() -> str:
    """Return the JSON Schema of the table."""
    schema = Replay.model_json_schema(mode="serialization")
    schema["properties"]["$schema"] = {"type": "string"}
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    return json.dumps(schema, indent=1, sort_keys=True) + "\n"
