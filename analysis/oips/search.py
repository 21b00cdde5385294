"""The search for the pictures that are shown: all starts climb, the ladder's last rungs and the
series' walk lead where they reach more, and what leads is challenged.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from analysis.ascent.climb import Ascent
from analysis.ascent.domains import Domain, DomainName, domain
from analysis.oips.challenge import Challenger, Strangers, challenge, strangers
from analysis.oips.ladder import StartClimber, Starts, into
from analysis.oips.ways import Pictures, joined, unclimbed
from analysis.results.data_responses import DataResponses
from analysis.results.oips import RUNGS, OipGallery, OipSet
from analysis.settings import Ladder
from analysis.study import Study

if TYPE_CHECKING:
    import keras


FROM_ELSEWHERE = 3  # pictures of each map from another domain, counted as strangers


@dataclass(frozen=True)
class Search:
    """What a search for the OIPs of one layer in one domain knows."""

    study: Study
    model: keras.Model
    layer: str
    domain_name: DomainName
    gallery: OipGallery
    responses: DataResponses
    elsewhere: tuple[OipSet, ...] = ()  # of the same maps, in other domains

    @property
    def where(self) -> Domain:
        return domain(self.domain_name, self.study.data)

    @property
    def rule(self) -> Ladder:
        return self.study.settings.ladder

    @property
    def climber(self) -> StartClimber:
        return StartClimber(self.model, self.layer, self.rule, self.where)


def many_starts(search: Search, starts: Starts) -> Pictures:
    """Climb from all starts of all maps."""
    shape = starts.seed.shape
    maps = np.repeat(np.arange(len(starts.seed)), shape[1])
    label = f"OIPs of {search.layer} on the {search.domain_name}"
    with search.study.progress(label, search.rule.steps * len(maps)) as advance:
        ascent = search.climber.climb(
            starts.images.reshape(-1, *starts.images.shape[2:]), maps, advance
        )
    return _pictures(ascent, starts.seed, "many starts")


def _pictures(ascent: Ascent, seed: np.ndarray, origin: str) -> Pictures:
    """Return what climbed from the starts of these seeds (map, start)."""
    return Pictures(
        ascent.images.reshape(*seed.shape, *ascent.images.shape[1:]),
        ascent.response.reshape(seed.shape),
        seed,
        np.full(seed.shape, origin),
        ascent.curve.T.reshape(*seed.shape, -1),
        np.zeros(seed.shape, int),
    )


def led_by(search: Search, plain: Pictures, rung: np.ndarray) -> tuple[Pictures, np.ndarray]:
    """Return the pictures of the many starts, the weakest of a map replaced by what another search
    found where that is stronger, and the rungs (map) on which the maps stand.
    """
    led, rung = plain, rung.copy()
    silent = np.flatnonzero((plain.response.max(axis=1) == 0) & (search.responses.maximum > 0))
    if len(silent):
        led = led.led(silent, _from_images(search, silent))
    rung[silent] = 3
    rung[led.response.max(axis=1) == 0] = 4
    if search.domain_name == "sphere":  # what the series' long walk found counts too
        better = np.flatnonzero(search.gallery.response > led.response.min(axis=1))
        # its walk began at plain starts
        rung[better] = np.where(rung[better] == 4, 0, rung[better])
        led = led.led(better, _walked(search.gallery, better))
    return led, rung


def _from_images(search: Search, maps: np.ndarray) -> Pictures:
    """Climb from the training images that excite these maps most."""
    images = search.study.data.standardise(search.responses.top_image[maps, 0])
    starts = np.asarray(search.where.nearest(images))[..., 0]
    return _pictures(search.climber.climb(starts, maps), np.full((len(maps), 1), -1), "many starts")


def _walked(gallery: OipGallery, maps: np.ndarray) -> Pictures:
    """Return what the series' walk found for these maps."""
    return Pictures(
        gallery.images[maps][:, None],
        gallery.response[maps][:, None],
        gallery.seed[maps][:, None],
        np.full((len(maps), 1), "series"),
        gallery.curve.T[maps][:, None],
        np.zeros((len(maps), 1), int),
    )


def scales(search: Search) -> Strangers:
    """Return starts on each length scale alone."""
    seed = search.study.seed("strangers") + np.arange(search.rule.challenge.scales)
    alone = search.study.subject.mixture(search.layer).alone
    images = np.concatenate([mixture.starts(seed) for mixture in alone.values()])
    origin = np.repeat(list(alone), len(seed))
    return Strangers(into(images, search.where), np.tile(seed, len(alone)), origin)


def from_elsewhere(other: OipSet, more: int) -> Pictures:
    """Return the OIP of each map that another set shows, and the best of its starts."""
    maps = np.arange(len(other.images))[:, None]
    best = np.argsort(-other.every_response, axis=1, kind="stable")[:, :more]
    images = np.concatenate([other.images[:, None], other.every_image[maps, best]], axis=1)
    seed = np.concatenate([other.seed[:, None], other.every_seed[maps, best]], axis=1)
    return unclimbed(images.astype(np.float32), seed, np.full(seed.shape, "the other domain"))


def competitors(
    search: Search, climbing: Challenger, known: Pictures, maps: np.ndarray
) -> Pictures:
    """Return what competes with the known pictures of these maps: what was found for them in
    another domain, and strangers, all of which climb first.
    """
    left, new = climbing.strangers, []
    for other in search.elsewhere[:left]:
        own = from_elsewhere(other, min(FROM_ELSEWHERE, left) - 1).of(maps)
        flat = own.images.reshape(-1, *own.images.shape[2:])
        new.append(replace(own, images=into(flat, search.where).reshape(own.images.shape)))
        left -= own.seed.shape[1]
    if left:
        new.append(strangers(climbing, known, scales(search), maps, left))
    return climbing.raised(joined(*new), maps)


def challenged(search: Search, led: Pictures) -> Pictures:
    """Return the strongest picture (map, one) of each map after it was challenged; a silent map is
    left out.

    It begins with the pictures as they are stored, so that it can be repeated from these.
    """
    known = replace(led, images=led.images.astype(np.float16).astype(np.float32))
    awake = np.flatnonzero(led.response.max(axis=1) > 0)
    best = led.best()
    if not len(awake):
        return best
    climbing = Challenger(search.model, search.layer, search.rule.challenge, search.where)
    new = competitors(search, climbing, known, awake)
    seed = search.study.seed(f"challenge {search.layer} {search.domain_name}")
    label = f"challenge of {search.layer} on the {search.domain_name}"
    with search.study.progress(label, climbing.evaluations) as advance:
        ended = challenge(climbing, joined(known.of(awake), new), awake, seed, advance)
    higher = np.flatnonzero(ended.response[:, 0] > best.response[awake, 0])
    return best.led(awake[higher], ended.of(higher))


def again(search: Search, found: OipSet) -> Pictures:
    """Return the pictures that are shown (map, one), challenged again from what is stored; their
    curves begin with the challenge.
    """
    shape = found.every_seed.shape
    plain = Pictures(
        found.every_image.astype(np.float32),
        found.every_response,
        found.every_seed,
        np.full(shape, "many starts"),
        np.zeros((*shape, 0), np.float32),
        np.zeros(shape, int),
    )
    rung = np.array([RUNGS.index(str(name)) for name in found.rung])
    return challenged(search, led_by(search, plain, rung)[0])
