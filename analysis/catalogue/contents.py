"""All that one profile publishes, as tasks, checks and commands ask for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from analysis.ascent.domains import DomainName
from analysis.catalogue.declarations import (
    Claim,
    Figure,
    Finding,
    Measurement,
    Question,
    Training,
    Value,
)


@dataclass(frozen=True)
class Contents:
    """The declarations of one publication.

    Attributes:
        trainings: those of ``measurements`` that leave a network.
        oip_sets: those that hold the published OIPs, by layer and domain.
        maps: how many maps each layer with a gallery has.
        chosen: the numbers of the maps that are looked at, of layers of which not all are.
        varied: whether its claims are judged on other trainings and choices too.
    """

    trainings: tuple[Training, ...]
    measurements: tuple[Measurement, ...]
    oip_sets: Mapping[tuple[str, DomainName], Measurement]
    maps: Mapping[str, int]
    figures: tuple[Figure, ...] = ()
    values: tuple[Value, ...] = ()
    claims: tuple[Claim, ...] = ()
    questions: tuple[Question, ...] = ()
    findings: tuple[Finding, ...] = ()
    chosen: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    varied: bool = False
