"""All maps climb from many starts: what a search knows, and what its starts reach."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from analysis.ascent.climb import Ascent
from analysis.ascent.domains import Domain, DomainName
from analysis.networks.layers import rest_of
from analysis.oips.ladder import StartClimber, Starts, into, plain_seeds
from analysis.oips.ways import Pictures, unclimbed
from analysis.results.data_responses import DataResponses
from analysis.results.oips import OipGallery, OipSet
from analysis.settings import Ladder
from analysis.study import Advance, Study

if TYPE_CHECKING:
    import keras


HELD = 2**26  # numbers of pictures that are at work together, 256 MiB; a few copies are alive


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
        return self.study.subject.domain(self.domain_name)

    @property
    def rule(self) -> Ladder:
        return self.study.settings.ladder

    @property
    def rest(self) -> np.ndarray:
        """The response (map) that a map has to exceed to answer."""
        return rest_of(self.model, self.layer)

    @property
    def climber(self) -> StartClimber:
        return StartClimber(self.model, self.layer, self.rule, self.where)


def scanned(search: Search, seed: np.ndarray) -> np.ndarray:
    """Return the maps whose starts, by their seeds (map, start), are candidates of a scan."""
    return np.flatnonzero((seed != plain_seeds(search.study, search.layer)).any(axis=1))


def plain_starts(search: Search, maps: np.ndarray) -> Starts:
    """Return the plain starts of these maps (map)."""
    seeds = plain_seeds(search.study, search.layer)
    images = into(search.study.subject.mixture(search.layer).starts(seeds), search.where)
    each = np.broadcast_to(images, (len(maps), *images.shape))
    return Starts(each, np.tile(seeds, (len(maps), 1)), np.zeros(len(maps), int))


def climbed(search: Search, *sets: tuple[np.ndarray, Starts, str]) -> list[Pictures]:
    """Climb from all starts of sets of them, each with its maps (map) and a name, in one go."""
    maps = np.concatenate([np.repeat(maps, starts.seed.shape[1]) for maps, starts, _ in sets])
    if not len(maps):
        return [
            unclimbed(starts.images, starts.seed, np.full(starts.seed.shape, name))
            for _, starts, name in sets
        ]
    label = f"OIPs of {search.layer} on the {search.domain_name}"
    with search.study.progress(label, search.rule.steps * len(maps)) as advance:
        ascent = _in_portions(search, [starts for _, starts, _ in sets], maps, advance)
    ends = np.cumsum([0, *(starts.seed.size for _, starts, _ in sets)])
    return [
        pictures_of(ascent.part(slice(*ends[k : k + 2])), starts.seed, name)
        for k, (_, starts, name) in enumerate(sets)
    ]


def _in_portions(search: Search, sets: list[Starts], maps: np.ndarray, advance: Advance) -> Ascent:
    """Climb for the maps (image) from all starts of some sets, those of one after those of the
    other; at most ``HELD`` numbers of pictures climb at once.
    """
    picture = search.study.subject.picture
    size = max(1, HELD // int(np.prod(picture)))
    if len(maps) <= size:
        return search.climber.climb(_portion(sets, 0, len(maps)), maps, advance)
    images = np.empty((len(maps), *picture), np.float32)
    response = np.empty(len(maps), np.float32)
    curves = []
    for first in range(0, len(maps), size):
        stop = min(first + size, len(maps))
        part = search.climber.climb(_portion(sets, first, stop), maps[first:stop], advance)
        images[first:stop], response[first:stop] = part.images, part.response
        curves.append(part.curve)
    return Ascent(images, response, np.concatenate(curves, axis=1), part.frames)


def _portion(sets: list[Starts], first: int, stop: int) -> np.ndarray:
    """Return some of the starts of sets, counted through all of them."""
    parts, before = [], 0
    for starts in sets:
        count, each = starts.seed.shape
        here = np.arange(max(first - before, 0), min(stop - before, count * each))
        parts.append(starts.images[here // each, here % each])
        before += count * each
    return np.concatenate(parts)


def many_starts(search: Search, starts: Starts) -> tuple[Pictures, Pictures]:
    """Climb from all starts of all maps, and from the plain ones of maps whose starts are
    candidates of a scan: that a map answers no plain start says little of what they reach once they
    are woken.
    """
    replaced = scanned(search, starts.seed)
    every, plain = climbed(
        search,
        (np.arange(len(starts.seed)), starts, "many starts"),
        (replaced, plain_starts(search, replaced), "plain starts"),
    )
    return every, plain


def pictures_of(ascent: Ascent, seed: np.ndarray, origin: str) -> Pictures:
    """Return what climbed from the starts of these seeds (map, start)."""
    return Pictures(
        ascent.images.reshape(*seed.shape, *ascent.images.shape[1:]),
        ascent.response.reshape(seed.shape),
        seed,
        np.full(seed.shape, origin),
        ascent.curve.T.reshape(*seed.shape, len(ascent.curve)),
        np.zeros(seed.shape, int),
    )
