"""The claims and open questions of the series: one page that lists them, one page for each claim
with its numbers, figure and data, and the strip in each part.
"""

from __future__ import annotations

from functools import partial

from analysis.artifacts import ClaimRecord, Manifest, VariationRecord
from site_config.pages.beside import beside
from site_config.pages.cards import claim_card, shared
from site_config.pages.citations import block, citing_files, claim_item, in_header
from site_config.pages.deciding import deciding
from site_config.pages.standing import changed_by, standing, trainings_of
from site_config.words.lengths import DESCRIPTION, bare, shortened
from site_config.words.prose import Prose
from site_config.words.published import VERDICTS, address_of_claim, ref
from site_config.words.swhid import lines_of
from site_config.words.ways import part

LIST, CHOICES = "about/claims.md", "about/choices.md"
JSON, SCHEMA = "claims.json", "claims.schema.json"


def _counts(claims: list[ClaimRecord]) -> dict[str, int]:
    """Return how many claims have each verdict."""
    return {verdict: sum(one.verdict == verdict for one in claims) for verdict in VERDICTS}


def _alternatives(manifest: Manifest) -> list[VariationRecord]:
    """Return the alternatives to our choices under which claims were judged, none in profiles that
    judge none.
    """
    return [one for one in manifest.variations if one.kind == "alternative"]


def claim_list(prose: Prose) -> str:
    """Return the page of all claims."""
    here = prose.on(LIST)
    manifest = here.artifacts.manifest
    claims = list(manifest.claims)
    return here.fill(
        "claims.md.j2",
        counts=_counts(claims),
        total=len(claims),
        claims=claims,
        questions=manifest.questions,
        figure_number=partial(ref, here),
        part=partial(part, here),
        address=address_of_claim,
        choices=CHOICES,
        judged=bool(_alternatives(manifest)),
        standing=partial(standing, manifest),
        trainings=trainings_of(manifest),
        files=(JSON, SCHEMA),
    )


def claim_page(prose: Prose, claim: ClaimRecord) -> str:
    """Return the page of one claim as Markdown."""
    here = prose.on(address_of_claim(claim.id))
    artifacts = here.artifacts
    item = claim_item(artifacts, claim)
    return here.fill(
        "claim_page.md.j2",
        claim=claim,
        description=shortened(bare(claim.statement), DESCRIPTION),
        figure=artifacts.figures.get(claim.figure),
        figure_number=partial(ref, here),
        made=[artifacts.measurements[name] for name in claim.of],
        lines=lambda record: lines_of(record.source),
        part=partial(part, here),
        address=address_of_claim,
        choices=CHOICES,
        standing=standing(artifacts.manifest, claim),
        number=deciding,
        manifest=artifacts.manifest,
        cited=in_header(item),
        citation=block(here, item),
        **beside(artifacts.manifest.claims, claim.id),
        shared=shared(here, claim_card(claim), claim.id),
    )


def strip(prose: Prose, page: str, number: str) -> str:
    """Return the claims of a part with their verdicts and its open questions, empty where it has
    neither.
    """
    here = prose.on(page)
    manifest = here.artifacts.manifest
    claims, questions = (
        [one for one in every if one.part == number]
        for every in (manifest.claims, manifest.questions)
    )
    if not (claims or questions):
        return ""
    return here.fill(
        "claims_strip.md.j2",
        claims=claims,
        questions=questions,
        list=LIST,
        figure_number=partial(ref, here),
        address=address_of_claim,
        standing=partial(standing, manifest),
    ).strip("\n")


def choice_list(prose: Prose) -> str:
    """Return the page of our choices, with the claims that depend on each."""
    here = prose.on(CHOICES)
    manifest = here.artifacts.manifest
    standings = [standing(manifest, claim) for claim in manifest.claims]
    others = _alternatives(manifest)
    smaller = [one for one in manifest.variations if one.kind == "smaller"]
    return here.fill(
        "choices.md.j2",
        profile=manifest.profile,
        judged=bool(others),
        trainings=trainings_of(manifest),
        choices=manifest.choices,
        changes={id: one for choice in manifest.choices for id, one in choice.changes.items()},
        changed={one.id: changed_by(standings, one.id) for one in others},
        touched={one.id: sum(told.touched for told in one.verdicts) for one in others},
        smaller=smaller[0].changes if smaller else {},
        standings=standings,
        address=address_of_claim,
    )


def claim_files(prose: Prose) -> dict[str, bytes]:
    """Return every file about claims by its path."""
    manifest = prose.publication.artifacts.manifest
    pages = {address_of_claim(one.id): claim_page(prose, one) for one in manifest.claims}
    pages |= {
        LIST: claim_list(prose),
        CHOICES: choice_list(prose),
    }
    files = {name: text.encode() for name, text in pages.items()}
    for one in manifest.claims:
        files |= citing_files(claim_item(prose.publication.artifacts, one))
    return files
