"""The table of contents of the publication: every figure, value and claim, in the order of the series."""

from __future__ import annotations

from analysis.catalogue import (
    claims,
    part_01,
    part_02,
    part_03,
    part_04,
    part_05,
    part_06,
    part_07,
    part_08,
    part_09,
    part_10,
    part_11,
    part_12,
    values,
    values_oips,
    values_trust,
)
from analysis.catalogue.declarations import Claim, Figure, Value

PARTS = (part_01, part_02, part_03, part_04, part_05, part_06, part_07, part_08, part_09, part_10, part_11, part_12)
FIGURES: tuple[Figure, ...] = tuple(figure for part in PARTS for figure in part.FIGURES)
VALUES: tuple[Value, ...] = values.VALUES + values_oips.VALUES + values_trust.VALUES
CLAIMS: tuple[Claim, ...] = claims.CLAIMS
