"""The page 'What, then, is a feature?': readings of the word, each with the claims it rests on."""

from __future__ import annotations

from collections import Counter
from functools import partial

from analysis.artifacts import ClaimRecord, Manifest
from site_config.pages.standing import standing, trainings_of
from site_config.paths import REPOSITORY
from site_config.words.context import Here
from site_config.words.feature import FILE, Reading, State, load_feature, refuse_unknown
from site_config.words.prose import Prose
from site_config.words.published import address_of_claim, ref
from site_config.words.ways import part

PAGE = "feature.md"
SAID: dict[State, str] = {
    "stands": "stands",
    "falls": "falls",
    "divided": "is divided",
    "open": "stays open",
}


def on_trainings(
    manifest: Manifest, reading: Reading, claims: dict[str, ClaimRecord]
) -> Counter[State]:
    """Return in how many trainings, the published one among them, a reading comes out how."""
    named = [one.claim for one in reading.demands]
    each = zip(*(standing(manifest, claims[name]).trainings for name in named), strict=True)
    return Counter(
        reading.state({name: one.told for name, one in zip(named, told, strict=True)})
        for told in each
    )


def conclusion(state: State, trainings: Counter[State]) -> str:
    """Return how a reading comes out, and in which trainings otherwise."""
    total = trainings.total()
    if trainings[state] == total:
        many = "both" if total == 2 else f"all {total}"
        return f"it {SAID[state]}" + (f", in {many} trainings" if total > 1 else "")
    others = [one for one in SAID if one != state and trainings[one]]
    *first, last = (f"{SAID[one]} in {trainings[one]}" for one in (state, *others))
    return f"it {SAID[state]} here; of {total} trainings it {', '.join(first)} and {last}"


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
    conclusions = {
        one.id: conclusion(states[one.id], on_trainings(manifest, one, claims))
        for one in told.readings
        if one.demands
    }
    return here.fill(
        "feature.md.j2",
        readings=told.readings,
        states=states,
        conclusions=conclusions,
        ending=told.ending(states),
        say=partial(_say, here),
        maps=here.artifacts.values["maps-conv2d-3"].text,
        claims=claims,
        questions=questions,
        judged=any(one.kind == "alternative" for one in manifest.variations),
        trainings=trainings_of(manifest),
        standing=partial(standing, manifest),
        figure_number=partial(ref, here),
        part=partial(part, here),
        address=address_of_claim,
    )
