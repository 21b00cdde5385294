"""The table of contents of the publication: every measurement, figure, value and claim, in the order of the series."""

from __future__ import annotations

from analysis.catalogue import (
    claims,
    companion_clusters,
    companion_dreams,
    companion_frank,
    companion_hand,
    companion_mlp,
    experiments,
    measurements,
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
from analysis.catalogue.declarations import Claim, Figure, Measurement, Value

PARTS = (part_01, part_02, part_03, part_04, part_05, part_06, part_07, part_08, part_09, part_10, part_11, part_12)
COMPANIONS = (companion_hand, companion_dreams, companion_mlp, companion_clusters, companion_frank)
MEASUREMENTS: tuple[Measurement, ...] = (
    measurements.MEASUREMENTS + experiments.MEASUREMENTS + tuple(item for companion in COMPANIONS for item in companion.MEASUREMENTS)
)
FIGURES: tuple[Figure, ...] = tuple(figure for part in (*PARTS, *COMPANIONS) for figure in part.FIGURES)
VALUES: tuple[Value, ...] = (
    values.VALUES + values_oips.VALUES + values_trust.VALUES + experiments.VALUES + tuple(value for companion in COMPANIONS for value in companion.VALUES)
)
CLAIMS: tuple[Claim, ...] = claims.CLAIMS
