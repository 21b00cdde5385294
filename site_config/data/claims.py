"""Claims for machines: one file for each, and the list of all with open questions and findings."""

from __future__ import annotations

from typing import Any

from analysis.artifacts import (
    Artifacts,
    ChoiceRecord,
    ClaimRecord,
    FindingRecord,
    QuestionRecord,
    VariationRecord,
    Verdict,
    VerdictRecord,
)
from site_config.citing.item import absolute
from site_config.data.records import Cited, Data, Head, Measurement, Named, Part, Placed
from site_config.data.said import citations, head, measurements, named, part
from site_config.data.written import as_json
from site_config.pages.claims import JSON, LIST
from site_config.pages.deciding import Deciding, deciding
from site_config.pages.findings import PAGE as FINDINGS
from site_config.pages.standing import Standing, standing
from site_config.paths import address, below
from site_config.words.lengths import bare
from site_config.words.published import address_of_claim, address_of_figure


class Number(Data):
    """The number that decides a claim, as readers see it."""

    value: str
    """With its unit."""
    low: str
    high: str


class Listed(Named, ClaimRecord):
    """A claim of the series as a test, with its verdict."""

    verdict: Verdict
    """Mixed where neither what confirms it is seen, nor what refutes it."""
    value: float | None
    """The number that decides; null where no single one does. Of unit % it is a share of 1."""
    unit: str
    """What the value counts in; empty for a plain number or a ratio."""
    told: Number | None
    """The same as readers see it, with its unit."""


class Alternative(Data):
    """The verdict where one of our choices is made otherwise, on a smaller sample."""

    variation: str
    choice: str
    """What is chosen, in words."""
    otherwise: str
    """How it was chosen here."""
    told: VerdictRecord


class Training(Data):
    """The verdict on one training; all are alike but for the random seed."""

    name: str
    seed: int
    verdict: Verdict
    evidence: str
    value: float | None
    low: float | None
    high: float | None
    n: int | None
    unit: str


class Claim(Cited, Listed):
    """A claim with everything that its verdict rests on."""

    stands: Part
    """The part of the series that makes the claim."""
    figure_address: str
    """Of the page of the figure in which it is seen; empty where there is none."""
    trainings: tuple[Training, ...]
    """Its verdict on each training, the published one first."""
    smaller: VerdictRecord | None
    """Its verdict on the smaller sample that choices are tried on; null where none was tried."""
    alternatives: tuple[Alternative, ...]
    """Its verdict under each alternative that touches it; none where none was tried."""
    data: tuple[Measurement, ...]
    """What it was judged by."""


class Question(Placed, QuestionRecord):
    """An open question of the series."""


class Finding(Placed, FindingRecord):
    """A sentence of ours that pages say where it holds."""


class Claims(Head):
    """Claims of the series with their verdicts, its open questions, our findings."""

    claims: tuple[Listed, ...]
    """In reading order."""
    questions: tuple[Question, ...]
    """What the series left open."""
    findings: tuple[Finding, ...]
    """What our pages say beyond the series."""
    variations: tuple[VariationRecord, ...]
    """All claims judged once more with some settings changed."""
    choices: tuple[ChoiceRecord, ...]
    """What was ours to choose, with the alternatives."""


def _ends(number: Deciding) -> dict[str, str]:
    return {"value": number.value, "low": number.low, "high": number.high}


def _listed(claim: ClaimRecord) -> dict[str, Any]:
    name, line = f"Claim {claim.id}: {claim.verdict}", bare(claim.statement)
    told = named(claim.id, name, line, address_of_claim(claim.id), "claim")
    number = deciding(claim)
    return claim.model_dump() | told | {"told": number and _ends(number)}


def _at(record: QuestionRecord | FindingRecord, page: str) -> dict[str, Any]:
    """Return a record with where it stands on a page."""
    place = f"{address(page)}#{record.id.lower()}"
    return record.model_dump() | {"address": place, "url": absolute(place) or None}


def _stands(told: Standing) -> dict[str, Any]:
    """Return all verdicts on a claim."""
    kept = ("verdict", "evidence", "value", "low", "high", "n", "unit")
    return {
        "trainings": [
            {"name": one.name, "seed": one.seed, **{key: getattr(one.told, key) for key in kept}}
            for one in told.trainings
        ],
        "smaller": told.smaller,
        "alternatives": [
            {
                "variation": one.variation,
                "choice": one.what,
                "otherwise": one.says,
                "told": one.told,
            }
            for one in told.touching
        ],
    }


def _whole(artifacts: Artifacts, claim: ClaimRecord) -> dict[str, Any]:
    """Return all that is known of a claim."""
    return {
        **_listed(claim),
        **citations(address_of_claim(claim.id)),
        **_stands(standing(artifacts.manifest, claim)),
        "stands": part(claim.part),
        "figure_address": address(address_of_figure(claim.figure)) if claim.figure else "",
        "data": measurements(artifacts, claim.of),
    }


def claim_list(artifacts: Artifacts) -> bytes:
    """Return all claims, questions and findings, the verdicts under other trainings and choices,
    and these choices.
    """
    manifest = artifacts.manifest
    told = {
        **head(artifacts, "claims", JSON),
        "claims": [_listed(one) for one in manifest.claims],
        "questions": [_at(one, LIST) for one in manifest.questions],
        "findings": [_at(one, FINDINGS) for one in manifest.findings],
        "variations": manifest.variations,
        "choices": manifest.choices,
    }
    return as_json(Claims, told)


def claim_data(artifacts: Artifacts) -> dict[str, bytes]:
    """Return the files of all claims by staged path."""
    files = {JSON: claim_list(artifacts)}
    for one in artifacts.manifest.claims:
        path = below(address_of_claim(one.id), "claim.json")
        files[path] = as_json(Claim, head(artifacts, "claim", path) | _whole(artifacts, one))
    return files
