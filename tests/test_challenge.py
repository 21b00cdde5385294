"""Pictures are put together from the right parts, and only what is stronger takes a place."""

from __future__ import annotations

import numpy as np
import pytest

from analysis.ascent.recombine import Pool, children, sums_of
from analysis.catalogue.series.measurements import OIP_SETS
from analysis.networks.fields import Window
from analysis.networks.series import MAPS
from analysis.networks.windows import windows
from analysis.oips.challenge import compete, is_convex
from analysis.oips.many import Search
from analysis.oips.search import again, from_elsewhere
from analysis.oips.ways import Lines, Pictures, joined

every_set = pytest.mark.parametrize(("layer", "name"), OIP_SETS, ids=lambda v: v)
PLAIN = Window(side=6, count=6)  # every pixel is a node


def pool(maps=3, members=4, seed=1):
    """Return a pool whose nodes are its pixels."""
    images = np.random.default_rng(seed).uniform(0, 1, (maps, members, 6, 6)).astype(np.float32)
    return Pool(images, images.mean(axis=(2, 3)), sums_of(images))


def pictures(response, steps=2, origin="many starts"):
    response = np.asarray(response, np.float32)
    images = np.broadcast_to(response[..., None, None], (*response.shape, 4, 4)).copy()
    seed = np.arange(response.size).reshape(response.shape)
    curve = np.broadcast_to(response[..., None], (*response.shape, steps)).astype(np.float32)
    origins = np.full(response.shape, origin)
    return Pictures(images, response, seed, origins, curve, np.zeros(response.shape, int))


def test_sums_over_nodes_are_those_of_loops():
    nodes = np.random.default_rng(3).uniform(size=(1, 2, 3, 5))
    sums = sums_of(nodes)
    for y, x in np.ndindex(4, 6):
        np.testing.assert_allclose(sums[0, :, y, x], nodes[0, :, :y, :x].sum(axis=(1, 2)))


def test_a_child_is_its_parent_but_for_one_rectangle_of_another_picture():
    given = pool()
    new = children(given, 2, (PLAIN, PLAIN), np.random.default_rng(2))
    assert new.shape == (3, 2, 6, 6)
    for m, parent in np.ndindex(3, 2):
        other = new[m, parent] != given.images[m, parent]
        rows, columns = (np.flatnonzero(other.any(axis=axis)) for axis in (1, 0))
        block = new[m, parent, rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
        windows_of = np.lib.stride_tricks.sliding_window_view(given.images[m], block.shape, (1, 2))
        assert (windows_of == block).all(axis=(3, 4)).any()


def test_where_nodes_are_pixels_the_promise_of_a_rectangle_is_kept():
    given = pool(maps=40)
    new = children(given, 1, (PLAIN, PLAIN), np.random.default_rng(5))
    # the best of a few rectangles mostly holds more than what it replaces
    assert (new.sum(axis=(2, 3)) > given.images[:, :1].sum(axis=(2, 3))).mean() > 0.8


@pytest.mark.parametrize("layer", MAPS)
def test_every_pixel_belongs_to_a_node_that_is_nearest_to_it(model, layer):
    window, _ = windows(model, layer)
    away = abs(np.arange(window.side)[:, None] - window.centres)
    assert (np.take_along_axis(away, window.node_of_pixels[:, None], 1)[:, 0] <= away.min(1)).all()


def test_only_what_is_stronger_takes_its_parents_place_and_losers_stay_if_they_are_not_last():
    given, grown = pool(maps=1, members=3), pool(maps=1, members=2, seed=9)
    given.response[:] = [[5.0, 4.0, 1.0]]
    grown.response[:] = [[6.0, 3.0]]
    won = compete(given, grown)
    assert won.tolist() == [[True, False]]
    # the first parent takes the place of the last member; the loser is weaker than that parent
    assert given.response.tolist() == [[6.0, 4.0, 5.0]]
    assert (given.images[0, 0] == grown.images[0, 0]).all()


def test_pictures_side_by_side_keep_their_ways():
    both = joined(pictures([[1.0, 2.0]]), pictures([[3.0]], steps=4, origin="series"))
    assert both.curve.shape == (1, 3, 4) and np.isnan(both.curve[0, 0, 2:]).all()
    best = both.best()
    assert best.origin[0, 0] == "series" and best.response[0, 0] == 3 and best.seed[0, 0] == 0


def test_another_picture_replaces_the_weakest_of_its_map_only():
    led = pictures([[1.0, 2.0], [3.0, 1.5]]).led(np.array([1]), pictures([[9.0]], origin="series"))
    assert led.response.tolist() == [[1.0, 2.0], [3.0, 9.0]]
    assert led.origin.tolist() == [["many starts"] * 2, ["many starts", "series"]]


def test_a_way_holds_the_climbs_that_won_one_after_the_other():
    lines = Lines(pictures([[1.0, 2.0]]))
    lines.go_on(np.array([[True, False]]), np.array([[[3.0, 4.0], [5.0, 6.0]]]))
    ended = lines.end(np.zeros((1, 2, 4, 4)), np.array([[4.0, 2.0]]))
    assert ended.won.tolist() == [[1, 0]]
    assert ended.curve[0, 0].tolist() == [1, 1, 3, 4] and np.isnan(ended.curve[0, 1, 2:]).all()


def test_only_the_first_layers_response_is_convex(model):
    assert [is_convex(model, layer) for layer in MAPS] == [True, False, False]


@pytest.mark.parametrize("layer", MAPS)
def test_the_sphere_hands_its_best_pictures_to_the_box(take, layer):
    sphere = take(OIP_SETS[layer, "sphere"])
    handed = from_elsewhere(sphere, 1)
    assert (handed.images[:, 0] == sphere.images).all() and handed.images.shape[1] == 2
    best = sphere.every_response.argmax(axis=1)
    maps = np.arange(len(best))
    np.testing.assert_allclose(handed.images[:, 1], sphere.every_image[maps, best])
    assert (handed.seed[:, 1] == sphere.every_seed[maps, best]).all()
    assert OIP_SETS[layer, "sphere"] in OIP_SETS[layer, "box"].inputs


@every_set
def test_the_way_of_what_is_shown_ends_with_it(take, layer, name):
    found = take(OIP_SETS[layer, name])
    fires = found.response > 0
    np.testing.assert_allclose(np.nanmax(found.curve, axis=0)[fires], found.response[fires], 1e-5)
    plain = (found.won == 0) & (found.origin == "many starts") & (found.rung != "image")
    best = found.every_seed[np.arange(len(plain)), found.every_response.argmax(axis=1)]
    assert (found.seed[plain] == best[plain]).all()


@every_set
def test_what_is_shown_comes_out_again_of_what_is_stored(take, make_study, layer, name):
    item = OIP_SETS[layer, name]
    study = make_study(*item.settings)
    found, (gallery, responses, *other) = take(item), [take(one) for one in item.inputs]
    search = Search(study, study.network(), layer, name, gallery, responses, tuple(other))
    ended = again(search, found)
    challenged = (found.won > 0) | ~np.isin(found.origin, ["many starts", "series"])
    np.testing.assert_allclose(ended.response[:, 0], found.response, rtol=1e-4)
    np.testing.assert_allclose(
        ended.images[challenged, 0], found.images[challenged], rtol=1e-3, atol=1e-3
    )
    assert (ended.seed[:, 0] == found.seed).all() and (ended.won[:, 0] == found.won).all()
