"""What is published: every measurement, figure, value, claim, question and finding, in the order
of the series.

Declarations only, frozen; they refer to one another by object. May use all rooms that measure or
draw.
"""

from __future__ import annotations

from analysis.catalogue import claims, findings, questions
from analysis.catalogue.companions import COMPANIONS
from analysis.catalogue.contents import Contents
from analysis.catalogue.declarations import Claim, Figure, Finding, Measurement, Question, Value
from analysis.catalogue.series import (
    PARTS,
    ascents,
    concept,
    decisions,
    experiments,
    measurements,
    mixtures,
    points,
    structure,
    translation,
    twins,
    values,
    values_activations,
    values_evolution,
    values_oips,
    values_trust,
    wakers,
)
from analysis.networks.series import MAPS

MEASUREMENTS: tuple[Measurement, ...] = (
    *measurements.MEASUREMENTS,
    *experiments.MEASUREMENTS,
    *points.MEASUREMENTS,
    *structure.MEASUREMENTS,
    *twins.MEASUREMENTS,
    *translation.MEASUREMENTS,
    *concept.MEASUREMENTS,
    *mixtures.MEASUREMENTS,
    *wakers.MEASUREMENTS,
    *ascents.MEASUREMENTS,
    *decisions.MEASUREMENTS,
    *(item for companion in COMPANIONS for item in companion.MEASUREMENTS),
)
FIGURES: tuple[Figure, ...] = tuple(
    figure for part in (*PARTS, *COMPANIONS) for figure in part.FIGURES
)
VALUES: tuple[Value, ...] = (
    *values.VALUES,
    *values_activations.VALUES,
    *values_oips.VALUES,
    *values_evolution.VALUES,
    *values_trust.VALUES,
    *experiments.VALUES,
    *points.VALUES,
    *structure.VALUES,
    *twins.VALUES,
    *concept.VALUES,
    *translation.VALUES,
    *wakers.VALUES,
    *ascents.VALUES,
    *decisions.VALUES,
    *(value for companion in COMPANIONS for value in companion.VALUES),
)
CLAIMS: tuple[Claim, ...] = claims.CLAIMS
QUESTIONS: tuple[Question, ...] = questions.QUESTIONS
FINDINGS: tuple[Finding, ...] = findings.FINDINGS
SERIES = Contents(
    trainings=measurements.TRAININGS,
    measurements=MEASUREMENTS,
    oip_sets=measurements.OIP_SETS,
    maps=MAPS,
    figures=FIGURES,
    values=VALUES,
    claims=CLAIMS,
    questions=QUESTIONS,
    findings=FINDINGS,
    varied=True,
)
