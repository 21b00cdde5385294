"""The page 'What, then, is a feature?': readings of the word, each with the claims it rests on."""

from __future__ import annotations

from functools import partial

from analysis.artifacts import ClaimRecord, Manifest
from site_config.pages.standing import Share, standing
from site_config.paths import REPOSITORY
from site_config.words.context import Here
from site_config.words.feature import FILE, Reading, State, load_feature, refuse_unknown
from site_config.words.prose import Prose
from site_config.words.published import address_of_claim, ref
from site_config.words.ways import part

PAGE = "feature.md"
SAID: dict[State, str] = {
    "stands": "It stands",
    "falls": "It falls",
    "divided": "It is divided",
    "open": "It stays open",
}


def on_trainings(manifest: Manifest, reading: Reading, claims: dict[str, ClaimRecord]) -> Share:
    """Return in how many trainings a reading comes out as in the published one."""
    named = [one.claim for one in reading.demands]
    each = zip(*(standing(manifest, claims[name]).trainings for name in named), strict=True)
    states = [
        reading.state({name: one.told for name, one in zip(named, told, strict=True)})
        for told in each
    ]
    return Share(states.count(reading.state(claims)), len(states))


def _say(here: Here, text: str) -> str:
    return here.say(text, FILE.relative_to(REPOSITORY), FILE.read_text())


def feature_page(prose: Prose) -> str:
    """Return the page as Markdown.

    Raises:
        Problem: a reading rests on what is not published.
    """
    here, told = prose.on(PAGE), load_feature()
    manifest = here.artifacts.manifest
    claims = {one.id: one for one in manifest.claims}
    questions = {one.id: one for one in manifest.questions}
    refuse_unknown(told, claims, questions)
    states = {one.id: one.state(claims) for one in told.readings}
    return here.fill(
        "feature.md.j2",
        readings=told.readings,
        states=states,
        said=SAID,
        trainings={one.id: on_trainings(manifest, one, claims) for one in told.readings},
        ending=told.ending(states),
        say=partial(_say, here),
        maps=here.artifacts.values["maps-conv2d-3"].text,
        claims=claims,
        questions=questions,
        standing=partial(standing, manifest),
        figure_number=partial(ref, here),
        part=partial(part, here),
        address=address_of_claim,
    )
