"""The published picture of one map, climbed again from where its own climb began.

Which search found a picture stands in its set: ``origin`` says whether one of the many starts or
the series' long walk reached most, and ``rung`` whether it began at an image of the training set.
What won a challenge on its way, or began at a picture of another map, can be had only by
challenging all maps of the layer again.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from analysis.ascent.climb import Ascent
from analysis.ascent.domains import Domain, domain
from analysis.oips import series
from analysis.oips.ladder import StartClimber, into
from analysis.oips.many import Search as SetSearch
from analysis.oips.search import again
from analysis.results.data_responses import DataResponses
from analysis.results.oips import OipGallery, OipSet
from analysis.study import Study


@dataclass(frozen=True)
class Search:
    """A published set of OIPs with what its search read: the study, the layer and its inputs."""

    study: Study
    layer: str
    domain_name: str
    found: OipSet
    gallery: OipGallery
    responses: DataResponses
    elsewhere: tuple[OipSet, ...] = ()

    @property
    def where(self) -> Domain:
        return domain(self.domain_name, self.study.data)  # type: ignore[arg-type]

    def ladder(self, model: Any, start: np.ndarray, number: int) -> Ascent:
        """Climb from one start image (y, x), as all starts of the set climbed."""
        climber = StartClimber(model, self.layer, self.study.settings.ladder, self.where)
        return climber.climb(start[None], np.array([number]))


@dataclass(frozen=True)
class Picture:
    """An OIP that was climbed again: (y, x), its response, and where it began, in words."""

    image: np.ndarray
    response: float
    began: str


def _many_starts(search: Search, model: Any, number: int) -> tuple[Ascent, str]:
    """Climb from the seed that reached most: a plain start, or a candidate of the scan."""
    found, mixture = search.found, search.study.subject.mixture(search.layer)
    seed = int(found.every_seed[number, found.every_response[number].argmax()])
    plain = str(found.rung[number]) == "plain"
    if not plain:
        mixture = mixture.weighing(search.study.settings.ladder.weights)
    start = into(mixture.starts(np.array([seed])), search.where)[0]
    kind = "plain start" if plain else "candidate of the scan"
    return search.ladder(model, start, number), f"{kind} of seed {seed}"


def _series_walk(search: Search, model: Any, number: int) -> tuple[Ascent, str]:
    """Walk once more as the series does, from the start that its gallery stored."""
    start = search.gallery.starts[number][None]
    ascent = series.climb_as_in_the_series(
        search.study, model, search.layer, np.array([number]), start
    )
    return ascent, f"the series' walk from seed {int(search.gallery.seed[number])}"


def _image(search: Search, model: Any, number: int) -> tuple[Ascent, str]:
    """Climb from the training image that excites the map most."""
    image = search.study.data.standardise(search.responses.top_image[number, 0][None])
    start = np.asarray(search.where.nearest(image))[0, ..., 0]
    index = int(search.responses.top_index[number, 0])
    return search.ladder(model, start, number), f"training image {index}"


def _way(found: OipSet, number: int) -> Callable[[Search, Any, int], tuple[Ascent, str]]:
    if str(found.origin[number]) == "series":
        return _series_walk
    return _image if str(found.rung[number]) == "image" else _many_starts


def _challenged(search: Search, number: int) -> Picture:
    """Challenge the stored pictures of all maps again."""
    known = SetSearch(
        search.study,
        search.study.subject.network,
        search.layer,
        search.domain_name,  # type: ignore[arg-type]
        search.gallery,
        search.responses,
        search.elsewhere,
    )
    ended, found = again(known, search.found), search.found
    won = f"{int(found.won[number])} challenges won after {found.origin[number]}"
    began = f"{won}, seed {int(found.seed[number])}"
    return Picture(ended.images[number, 0], float(ended.response[number, 0]), began)


def climb_again(search: Search, number: int) -> Picture:
    """Return the published picture of a map, climbed again from its stored origin."""
    found = search.found
    if found.won[number] or str(found.origin[number]) not in ("many starts", "series"):
        return _challenged(search, number)
    ascent, began = _way(search.found, number)(search, search.study.subject.network, number)
    return Picture(ascent.images[0], float(ascent.response[0]), began)
