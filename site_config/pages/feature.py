"""The page 'What, then, is a feature?': readings of the word, each with the claims it rests on."""

from __future__ import annotations

from functools import partial

from site_config.pages.standing import standing
from site_config.words.feature import State, load_feature, refuse_unknown
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
        counts={state: list(states.values()).count(state) for state in SAID},
        ending=told.ending(states),
        maps=here.artifacts.values["maps-conv2d-3"].text,
        claims=claims,
        questions=questions,
        standing=partial(standing, manifest),
        figure_number=partial(ref, here),
        part=partial(part, here),
        address=address_of_claim,
    )
