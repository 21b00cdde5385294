"""The search for the pictures that are shown: all starts climb, the ladder's last rungs and the
series' walk lead where they reach more, and what leads is challenged.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from analysis.images.channels import as_pictures
from analysis.oips.challenge import Challenger, Strangers, challenge, strangers
from analysis.oips.ladder import into
from analysis.oips.many import HELD, Search, climbed, pictures_of, plain_starts, scanned
from analysis.oips.ways import Pictures, joined, unclimbed
from analysis.results.oips import RUNGS, OipGallery, OipSet

FROM_ELSEWHERE = 3  # pictures of each map from another domain, counted as strangers


def led_by(
    search: Search, found: Pictures, plain: Pictures, rung: np.ndarray
) -> tuple[Pictures, np.ndarray]:
    """Return the pictures of the many starts, the weakest of a map replaced by what another search
    found where that is stronger, and the rungs (map) on which the maps stand.

    Args:
        found, plain: what ``many_starts`` gives.
    """
    led, rung = found, rung.copy()
    if len(replaced := scanned(search, found.seed)):
        best = plain.best()
        better = np.flatnonzero(best.response[:, 0] > found.response[replaced].min(axis=1))
        led = led.led(replaced[better], best.of(better))
    rest = search.rest
    asleep = led.response.max(axis=1) <= rest
    silent = np.flatnonzero(asleep & (search.responses.maximum > rest))
    if len(silent):
        led = led.led(silent, _from_images(search, silent))
    rung[silent] = 3
    rung[led.response.max(axis=1) <= rest] = 4
    if search.domain_name == "sphere":  # what the series' long walk found counts too
        walked = np.where(search.gallery.silent, -np.inf, search.gallery.response)
        better = np.flatnonzero(walked > led.response.min(axis=1))
        # its walk began at plain starts
        rung[better] = np.where(rung[better] == 4, 0, rung[better])
        led = led.led(better, _walked(search.gallery, better))
    return led, rung


def _from_images(search: Search, maps: np.ndarray) -> Pictures:
    """Climb from the training images that excite these maps most."""
    images = search.study.data.standardise(search.responses.top_image[maps, 0])
    starts = as_pictures(np.asarray(search.where.nearest(images)))
    return pictures_of(
        search.climber.climb(starts, maps), np.full((len(maps), 1), -1), "many starts"
    )


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

    It begins with the pictures as they are stored, so that it can be repeated from these. Maps are
    challenged together as far as their pictures are not more than ``HELD`` numbers.
    """
    known = replace(led, images=led.images.astype(np.float16))
    awake = np.flatnonzero(led.response.max(axis=1) > search.rest)
    best = led.best()
    if not len(awake):
        return best
    climbing = Challenger(search.model, search.layer, search.rule.challenge, search.where)
    seed = search.study.seed(f"challenge {search.layer} {search.domain_name}")
    label = f"challenge of {search.layer} on the {search.domain_name}"
    blocks = _blocks(awake, (known.seed.shape[1] + climbing.strangers) * known.images[0, 0].size)
    with search.study.progress(label, climbing.evaluations * len(blocks)) as advance:
        for maps in blocks:
            new = competitors(search, climbing, known, maps)
            own = known.of(maps)
            own = replace(own, images=own.images.astype(np.float32))
            ended = challenge(climbing, joined(own, new), maps, seed, advance)
            higher = np.flatnonzero(ended.response[:, 0] > best.response[maps, 0])
            best = best.led(maps[higher], ended.of(higher))
    return best


def _blocks(maps: np.ndarray, numbers: int) -> list[np.ndarray]:
    """Return maps (map) in blocks that hold together no more than ``HELD`` numbers, where each map
    holds so many.
    """
    each = max(1, HELD // numbers)
    return [maps[first : first + each] for first in range(0, len(maps), each)]


def again(search: Search, found: OipSet) -> Pictures:
    """Return the pictures that are shown (map, one), challenged again from what is stored; their
    curves begin with the challenge.
    """
    shape = found.every_seed.shape
    every = Pictures(
        found.every_image.astype(np.float32),
        found.every_response,
        found.every_seed,
        np.full(shape, "many starts"),
        np.zeros((*shape, 0), np.float32),
        np.zeros(shape, int),
    )
    rung = np.array([RUNGS.index(str(name)) for name in found.rung])
    replaced = scanned(search, every.seed)
    (plain,) = climbed(search, (replaced, plain_starts(search, replaced), "plain starts"))
    return challenged(search, led_by(search, every, plain, rung)[0])
