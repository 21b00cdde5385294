"""The published picture of a map is climbed again from where its own climb began."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from analysis.catalogue.series.measurements import OIP_SETS
from analysis.oips.ladder import StartClimber
from analysis.problem import Problem
from analysis.publishing import reproduce
from analysis.publishing.pictures import Search, climb_again

LAYERS = ("Conv2D_1", "Conv2D_2", "Conv2D_3")


def _plain(search):
    """Return the maps that fire, whose picture was the best of many starts and won no challenge."""
    found = search.found
    right = (found.origin == "many starts") & (found.response > 0) & (found.won == 0)
    return np.flatnonzero(right)


def _challenged(search):
    """Return the maps whose picture won a challenge."""
    found = search.found
    return np.flatnonzero((found.won > 0) | ~np.isin(found.origin, ["many starts", "series"]))


@pytest.fixture(params=["sphere", "box"])
def search_with(request, take, make_study):
    """A function that finds the search on the first layer with maps of a kind: which layer has
    some depends on the network.
    """

    def on(layer):
        item = OIP_SETS[layer, request.param]
        gallery, responses, *other = (take(one) for one in item.inputs)
        study, found = make_study(*item.settings), take(item)
        return Search(study, layer, request.param, found, gallery, responses, tuple(other))

    return lambda kind: next(one for one in map(on, LAYERS) if len(kind(one)))


@pytest.fixture
def search(search_with):
    return search_with(_plain)


def _with(search, number, **changes):
    """Return a search in whose set some arrays are others at one map, which won no challenge."""
    arrays = {}
    for name, value in {"won": 0, **changes}.items():
        arrays[name] = getattr(search.found, name).astype(
            "U20" if isinstance(value, str) else np.float32
        )
        arrays[name][number] = value
    return dataclasses.replace(search, found=dataclasses.replace(search.found, **arrays))


def test_the_best_of_many_starts_is_climbed_again_from_its_own_seed(search):
    number = int(_plain(search)[0])
    again = climb_again(search, number)
    best = search.found.every_response[number].argmax()
    assert str(search.found.every_seed[number, best]) in again.began
    np.testing.assert_allclose(again.response, search.found.response[number], rtol=1e-4)
    np.testing.assert_allclose(again.image, search.found.images[number], atol=1e-3)


def test_a_picture_of_the_series_walk_is_walked_again_and_no_other_is_taken_for_it(search):
    number = int(np.flatnonzero(~search.gallery.silent)[0])
    walked = _with(
        search,
        number,
        origin="series",
        images=search.gallery.images[number],
        response=search.gallery.response[number],
    )
    again = climb_again(walked, number)
    assert again.began == f"the series' walk from seed {search.gallery.seed[number]}"
    np.testing.assert_allclose(again.response, search.gallery.response[number], rtol=1e-4)
    said: list[str] = []
    reproduce._picture(walked, number, number, said.append)
    assert said[0].startswith(
        f"map {number} of {search.layer} on the {search.domain_name}: the published"
    )
    with pytest.raises(Problem, match="pixels differ by"):
        reproduce._picture(_with(walked, number, origin="many starts"), number, number, said.append)


def test_a_picture_that_began_at_an_image_begins_there_again(search):
    number = int(_plain(search)[0])
    image = search.study.data.standardise(search.responses.top_image[number, 0][None])
    start = np.asarray(search.where.nearest(image))[..., 0]
    climber = StartClimber(
        search.study.network(), search.layer, search.study.settings.ladder, search.where
    )
    climbed = climber.climb(start, np.array([number]))
    shown = _with(
        search, number, rung="image", images=climbed.images[0], response=climbed.response[0]
    )
    again = climb_again(shown, number)
    assert again.began == f"training image {search.responses.top_index[number, 0]}"
    reproduce._picture(shown, number, number, lambda text: None)
    with pytest.raises(Problem, match="pixels differ by"):
        reproduce._picture(_with(shown, number, rung="plain"), number, number, lambda text: None)


def test_another_picture_of_the_same_response_is_refused(search):
    number = int(_plain(search)[0])
    other = np.flip(search.found.images[number])
    with pytest.raises(Problem, match=r"pixels differ by .* of their range, allowed 0.01"):
        reproduce._picture(_with(search, number, images=other), number, number, lambda text: None)


def test_a_picture_that_won_a_challenge_wins_it_again(search_with):
    search = search_with(_challenged)
    found, number = search.found, int(_challenged(search)[0])
    again = climb_again(search, number)
    assert f"seed {found.seed[number]}" in again.began
    np.testing.assert_allclose(again.response, found.response[number], rtol=1e-4)
    np.testing.assert_allclose(again.image, found.images[number], atol=1e-3)
