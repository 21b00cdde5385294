"""Every map climbs the ladder as far as it must, and what is published of it is true of the
pictures.
"""

from __future__ import annotations

import dataclasses

import numpy as np
import oracles
import pytest

from analysis.ascent.answers import looking
from analysis.ascent.domains import Sphere, box_of
from analysis.ascent.forward import pre_activations
from analysis.ascent.objectives import PRE_ACTIVATION, response
from analysis.ascent.starts import fluctuation, fluctuations
from analysis.catalogue.series.measurements import DATA_RESPONSES, OIP_GALLERIES, OIP_SETS
from analysis.networks.series import MAPS
from analysis.networks.storage import bare_copy, load_model, pack_model
from analysis.oips.described import stored
from analysis.oips.ladder import StartClimber, choose_starts, into, plain_seeds
from analysis.oips.many import Search, climbed, plain_starts, scanned
from analysis.oips.search import led_by
from analysis.oips.sets import measure_oip_set
from analysis.oips.ways import Pictures
from analysis.results.oips import RUNGS
from analysis.study import Study

every_set = pytest.mark.parametrize(("layer", "name"), OIP_SETS, ids=lambda v: v)


@pytest.fixture(scope="module")
def sleepy(networks, settings, tmp_path_factory):
    """A study whose network has one Conv2D_3 map that is dead and one that is asleep on everything
    but can be woken.
    """
    model = bare_copy(load_model(networks["full-recipe"]))
    kernel, bias = model.get_layer("Conv2D_3").get_weights()
    starts = fluctuations(range(1, 200), settings.oip.grids, settings.ladder.weights)
    reached = np.asarray(pre_activations(model, "Conv2D_3")(starts[..., None], None))[..., 77].max()
    bias[3], bias[77] = -1e6, bias[77] - reached - 0.01  # just below what such starts reach
    model.get_layer("Conv2D_3").set_weights([kernel, bias])
    path = tmp_path_factory.mktemp("sleepy") / "full-recipe.keras"
    path.write_bytes(pack_model(model))
    return Study(settings, {"full-recipe": path}, ("oip", "ladder"))


@every_set
def test_every_map_has_a_rung_and_an_oip_that_fires_unless_it_is_silent(take, layer, name):
    found = take(OIP_SETS[layer, name])
    assert len(found.images) == MAPS[layer] and set(found.rung.tolist()) <= set(RUNGS)
    assert ((found.response > 0) == (found.rung != "silent")).all()
    assert (found.response >= found.every_response.max(axis=1)).all()


@every_set
def test_the_response_is_that_of_the_picture_shown(take, weights, layer, name):
    found = take(OIP_SETS[layer, name])
    for m in np.flatnonzero(found.response > 0)[[0, 9, -1]]:
        assert oracles.forward(weights, found.images[m])[layer][..., m].mean() == pytest.approx(
            found.response[m], rel=1e-3
        )


@every_set
def test_pictures_lie_in_their_domain(take, data, layer, name):
    images = take(OIP_SETS[layer, name]).images
    if name == "box":
        box = box_of(data)
        assert images.min() >= box.low - 1e-5 and images.max() <= box.high + 1e-5
    else:
        np.testing.assert_allclose(images.std(axis=(1, 2)), 1, atol=1e-3)
        np.testing.assert_allclose(images.mean(axis=(1, 2)), 0, atol=1e-4)


@pytest.mark.parametrize("layer", MAPS)
def test_no_map_gets_less_than_the_series_method_finds(take, layer):
    series, found = take(OIP_GALLERIES[layer]), take(OIP_SETS[layer, "sphere"])
    assert (found.response >= series.response).all()
    assert (found.origin[found.response == series.response] == "series").all() or (
        series.response == 0
    ).any()


@pytest.mark.parametrize("name", ["sphere", "box"])
def test_starts_can_be_made_again_from_their_seeds(take, settings, data, name):
    found, rule = take(OIP_SETS["Conv2D_3", name]), settings.oip
    seeds = found.every_seed[found.rung == "plain"]
    assert (seeds == seeds[0]).all()  # plain starts are the same for all maps
    where = box_of(data) if name == "box" else Sphere()
    start = into(fluctuation(int(seeds[0, 0]), rule.grids, rule.fluctuation.conv2d_3)[None], where)[
        0
    ]
    assert (
        (start.min(), start.max()) == pytest.approx((where.low, where.high))
        if name == "box"
        else start.std() == pytest.approx(1, abs=1e-5)
    )


def test_a_dead_map_is_silent_and_a_sleeping_one_is_woken(sleepy, take):
    data = take(DATA_RESPONSES["Conv2D_3"])
    responses = dataclasses.replace(data, maximum=np.where(np.arange(128) == 3, 0, data.maximum))
    gallery = take(OIP_GALLERIES["Conv2D_3"])
    found = measure_oip_set(
        sleepy,
        dataclasses.replace(gallery, response=0 * gallery.response),
        responses,
        layer="Conv2D_3",
        domain_name="sphere",
    )
    assert (
        found.rung[3] == "silent"
        and found.response[3] == 0
        and found.clusters[3] == 0
        and np.isnan(found.agreement[3])
    )
    assert found.rung[77] in ("precursor", "pre-activation", "image")


def test_a_map_with_candidates_of_a_scan_shows_no_less_than_its_plain_starts_reach(
    take, make_study
):
    layer, name = "Conv2D_3", "box"
    found, study = take(OIP_SETS[layer, name]), make_study("oip", "ladder")
    responses, gallery = take(DATA_RESPONSES[layer]), take(OIP_GALLERIES[layer])
    search = Search(study, study.network(), layer, name, gallery, responses)
    replaced = scanned(search, found.every_seed)
    (plain,) = climbed(search, (replaced, plain_starts(search, replaced), "plain starts"))
    assert len(replaced) and set(found.rung[replaced]) <= {*RUNGS[1:]}
    assert (found.response[replaced] >= plain.response.max(axis=1) * (1 - 1e-4)).all()


def test_plain_starts_that_a_scan_replaced_lead_where_they_reach_more(take, make_study):
    study = make_study("oip", "ladder")
    seeds, maps = plain_seeds(study, "Conv2D_2"), 64
    candidates = np.tile(seeds, (maps, 1))
    candidates[[5, 9]] += 1000  # those of two maps come from a scan
    weak = np.full(candidates.shape, 1e-6, np.float32)
    weak[9] = 1e6  # what the scan found for one of them is stronger
    many = np.full(candidates.shape, "many starts")
    images, none = np.zeros((*weak.shape, 28, 28), np.float32), np.zeros((*weak.shape, 0))
    found = Pictures(images, weak, candidates, many, none, np.zeros(weak.shape, int))
    search = Search(
        study,
        study.network(),
        "Conv2D_2",
        "box",
        take(OIP_GALLERIES["Conv2D_2"]),
        take(DATA_RESPONSES["Conv2D_2"]),
    )
    replaced = scanned(search, candidates)
    (plain,) = climbed(search, (replaced, plain_starts(search, replaced), "plain starts"))
    led, _ = led_by(search, found, plain, np.zeros(maps, int))
    origin = led.best().origin[:, 0]
    assert np.flatnonzero(origin == "plain starts").tolist() == [5]
    assert led.best().seed[5, 0] in seeds and led.best().response[5, 0] > 1e-3


def test_a_silent_start_is_climbed_by_its_pre_activation_first(model, settings):
    starts = fluctuations(range(1, 9), (3, 7, 14, 28), (0.2, 0.2, 0.0, 0.0))
    mean, _ = looking(model, "Conv2D_3")(starts)
    maps = np.array([np.flatnonzero(row == 0)[0] if (row == 0).any() else 0 for row in mean])
    asleep = mean[np.arange(8), maps] == 0
    assert asleep.any()
    changed = {"wake": 30, "first_step": 1.0, "last_step": 0.05}
    rule = settings.ladder.model_copy(update=changed)
    images = StartClimber(model, "Conv2D_3", rule, Sphere()).wake(starts, maps)
    before = np.asarray(
        response(model, "Conv2D_3", PRE_ACTIVATION)(starts[..., None], maps.astype(np.int32))
    )
    after = np.asarray(
        response(model, "Conv2D_3", PRE_ACTIVATION)(images[..., None], maps.astype(np.int32))
    )
    assert (after[asleep] > before[asleep]).all() and (images[~asleep] == starts[~asleep]).all()
    assert (looking(model, "Conv2D_3")(images)[0][np.arange(8), maps][asleep] > 0).any()


def test_a_look_gives_both_means_of_all_maps(model, weights):
    images = np.random.default_rng(2).standard_normal((3, 28, 28)).astype(np.float32)
    mean, before = looking(model, "Conv2D_2")(images)
    slow = [oracles.forward(weights, image) for image in images]
    np.testing.assert_allclose(mean, [s["Conv2D_2"].mean(axis=(0, 1)) for s in slow], atol=1e-5)
    np.testing.assert_allclose(
        before, [s["Conv2D_2/pre"].mean(axis=(0, 1)) for s in slow], atol=1e-5
    )


def test_candidates_are_ranked_by_response_then_by_pre_activation(sleepy, settings):
    model = sleepy.network()
    starts = choose_starts(sleepy, model, "Conv2D_3", Sphere())
    rule = settings.ladder
    more = sleepy.seed("candidates Conv2D_3") + np.arange(rule.candidates)
    _, before = looking(model, "Conv2D_3")(fluctuations(more, settings.oip.grids, rule.weights))
    assert starts.rung[3] == 2
    assert (
        starts.seed[3].tolist()
        == more[np.argsort(-before[:, 3], kind="stable")[: rule.starts]].tolist()
    )


def test_an_image_comes_back_from_8_bit_within_half_a_grey_value():
    images = np.random.default_rng(1).standard_normal((4, 28, 28)).astype(np.float32)
    images[3] = 0.7
    back, ends = stored(images)
    step = (ends[:, 1] - ends[:, 0]) / 255
    assert (abs(back - images).max(axis=(1, 2)) <= step / 2 + 1e-6).all()
    assert (back[3] == images[3]).all()
