from __future__ import annotations

import dataclasses

import numpy as np
import oracles
import pytest
from hypothesis import given
from hypothesis import strategies as some

from analysis.ascent.answers import start_responses
from analysis.ascent.starts import Mixture, fluctuation, wavelength
from analysis.catalogue.series.measurements import (
    DATA_RESPONSES,
    OIP_EVOLUTION,
    OIP_GALLERY_1,
    OIP_GALLERY_2,
    OIP_GALLERY_3,
    OIP_SCALES,
    SINGLE_NODE_OIPS,
)
from analysis.experiments.dreams.choice import choose_dream_map
from analysis.networks.fields import Window
from analysis.networks.storage import bare_copy, load_model, pack_model
from analysis.oips.evolution import choose_map, frame_steps, measure_evolution
from analysis.oips.series import measure_gallery
from analysis.results.oips import OipGallery
from analysis.study import Study
from analysis.subject import MapLayer

GALLERIES = {"Conv2D_1": OIP_GALLERY_1, "Conv2D_2": OIP_GALLERY_2, "Conv2D_3": OIP_GALLERY_3}


@pytest.fixture(scope="module")
def shut(networks, settings, tmp_path_factory):
    """A function from the numbers of Conv2D_3 maps to a study of a network in which these maps can
    never fire.
    """

    def study(maps, *declared):
        model = bare_copy(load_model(networks["full-recipe"]))
        kernel, bias = model.get_layer("Conv2D_3").get_weights()
        bias[maps] = -1e6
        model.get_layer("Conv2D_3").set_weights([kernel, bias])
        path = tmp_path_factory.mktemp("shut") / "full-recipe.keras"
        path.write_bytes(pack_model(model))
        return Study(settings, {"full-recipe": path}, declared)

    return study


@pytest.mark.parametrize("layer", GALLERIES)
def test_every_map_of_a_layer_has_an_oip_or_is_silent(take, layer, settings):
    gallery = take(GALLERIES[layer])
    assert gallery.images.shape == (
        {"Conv2D_1": 32, "Conv2D_2": 64, "Conv2D_3": 128}[layer],
        28,
        28,
    )
    assert gallery.curve.shape == (settings.oip.steps, len(gallery.images))
    fires = ~gallery.silent
    assert (gallery.response[fires] > 0).all() and (
        gallery.response[fires] >= gallery.start_response[fires]
    ).all()
    assert (gallery.response[gallery.silent] == 0).all() and not gallery.images[
        gallery.silent
    ].any()
    np.testing.assert_allclose(gallery.images[fires].std(axis=(1, 2)), 1, atol=1e-4)


@pytest.mark.parametrize("layer", GALLERIES)
def test_each_map_climbs_from_the_first_start_it_answers(take, layer, settings):
    gallery, rule = take(GALLERIES[layer]), settings.oip
    first_seed = gallery.seed - gallery.attempts + 1
    for m in np.flatnonzero(~gallery.silent):
        tried = gallery.start_responses[:, m]
        assert (tried[: gallery.attempts[m] - 1] == 0).all() and tried[
            gallery.attempts[m] - 1
        ] == gallery.start_response[m] > 0
    assert len(set(first_seed[~gallery.silent].tolist())) == 1
    m = np.flatnonzero(~gallery.silent)[0]
    assert (
        gallery.starts[m]
        == fluctuation(int(gallery.seed[m]), rule.grids, rule.fluctuation.weights(layer))
    ).all()


@pytest.mark.parametrize("layer", GALLERIES)
def test_responses_are_the_mean_activations_of_the_pictures_shown(take, weights, layer):
    gallery = take(GALLERIES[layer])
    for m in np.flatnonzero(~gallery.silent)[[0, -1]]:
        assert oracles.forward(weights, gallery.images[m])[layer][..., m].mean() == pytest.approx(
            gallery.response[m], rel=1e-3
        )
        assert oracles.forward(weights, gallery.starts[m])[layer][..., m].mean() == pytest.approx(
            gallery.start_response[m], rel=1e-3
        )
        assert gallery.curve[0, m] == pytest.approx(gallery.start_response[m], rel=1e-3)


def test_a_map_that_answers_no_start_is_silent_and_shown_empty_never_as_noise(take, shut, settings):
    gallery = measure_gallery(
        shut([3, 77], "oip"), take(DATA_RESPONSES["Conv2D_3"]), layer="Conv2D_3"
    )
    for m in (3, 77):
        assert gallery.silent[m] and gallery.attempts[m] == settings.oip.starts
        assert (
            not gallery.images[m].any()
            and not gallery.starts[m].any()
            and not gallery.curve[:, m].any()
        )
        assert gallery.response[m] == gallery.start_response[m] == 0
    np.testing.assert_allclose(gallery.response[10], take(OIP_GALLERY_3).response[10], rtol=1e-3)


def test_a_layer_that_is_silent_as_a_whole_is_a_result_too(take, shut):
    gallery = measure_gallery(
        shut(np.arange(128), "oip"), take(DATA_RESPONSES["Conv2D_3"]), layer="Conv2D_3"
    )
    assert gallery.silent.all() and not gallery.images.any() and not gallery.response.any()


def test_an_evolution_without_a_converging_start_is_a_result_too(take, shut):
    silent = shut(np.arange(128), "oip", "evolution")
    gallery = dataclasses.replace(take(OIP_GALLERY_3))
    evolution = measure_evolution(silent, gallery)
    assert (
        len(evolution.seed) == 0 and evolution.zero_share == 1 and len(evolution.silent_starts) == 5
    )


def test_the_frames_of_the_series_are_found():
    assert frame_steps(600, 6) == (0, 9, 18, 36, 72, 144, 288, 599)


@given(epochs=some.integers(10, 2000), frames=some.integers(1, 8))
def test_frames_are_those_of_the_series_where_it_defines_them_and_always_rise(epochs, frames):
    steps = frame_steps(epochs, frames)
    assert list(steps) == sorted(set(steps)) and steps[0] == 0 and steps[-1] == epochs - 1
    if epochs >= 2**frames:
        assert list(steps) == oracles.frame_steps(epochs, frames)


def test_a_mixture_is_named_beside_each_grid_alone():
    every = Mixture((3, 7), (0.2, 0.4), (28, 28)).with_each_alone
    assert {name: one.weights for name, one in every.items()} == {
        "mixture": (0.2, 0.4),
        "grid 3": (1.0, 0.0),
        "grid 7": (0.0, 1.0),
    }


def test_starts_are_answered_map_by_map(model, weights):
    starts = np.random.default_rng(2).standard_normal((3, 28, 28)).astype(np.float32)
    answers = start_responses(model, "Conv2D_2", starts)
    assert answers.shape == (3, 64)
    np.testing.assert_allclose(
        answers[2],
        oracles.forward(weights, starts[2])["Conv2D_2"].mean(axis=(0, 1)),
        rtol=1e-4,
        atol=1e-5,
    )


def _gallery(waves, shares) -> OipGallery:
    """A gallery of plain waves; map m answers a share of ten starts."""
    x = np.arange(28)
    images = np.stack(
        [
            (
                np.zeros((28, 28))
                if not wave
                else np.broadcast_to(np.sin(2 * np.pi * x / wave), (28, 28))
            )
            for wave in waves
        ]
    )
    answers = np.stack([np.arange(10) < 10 * share for share in shares], axis=1).astype(float)
    n, nothing = len(waves), np.zeros(len(waves))
    return OipGallery(
        visible_rows=np.array([0, 26]),
        visible_columns=np.array([0, 26]),
        images=images,
        starts=images,
        response=nothing,
        start_response=nothing,
        seed=nothing,
        attempts=nothing,
        silent=np.array([not w for w in waves]),
        data_maximum=nothing,
        curve=np.zeros((2, n)),
        start_responses=answers,
    )


def _layer(first: int, step: int) -> MapLayer:
    """A layer of three nodes a side, each of which sees 18 pixels."""
    window = Window(28, 3, first=first, size=18, step=step)
    return MapLayer("Conv2D_3", 4, window, window)


def test_the_chosen_map_answers_half_of_the_starts_and_has_the_longest_wave():
    layer = _layer(0, 4)
    assert choose_map(_gallery(waves=[4, 13, 26, 0], shares=[0.9, 0.5, 0.4, 0.0]), layer) == 1
    assert choose_map(_gallery(waves=[4, 13, 26, 0], shares=[0.1, 0.3, 0.4, 0.0]), layer) == 2


@pytest.mark.parametrize(
    ("answers", "chosen"),
    [
        ([[1, 1, 1, 0, 1], [1, 1, 0, 1, 1]], 1),  # the last one answers few starts
        ([[1, 0, 0, 0, 1], [0, 0, 0, 0, 1]], 4),  # nothing else answers both pictures
        ([[1, 0, 0, 1, 0], [0, 1, 0, 0, 0]], 3),  # nothing answers both
        ([[0, 0, 0, 0, 0], [0, 0, 0, 0, 0]], 3),  # nothing answers any: the rule of part IX
    ],
)
def test_the_map_to_dream_with_is_chosen_among_those_that_answer_most_pictures(answers, chosen):
    gallery = _gallery(waves=[4, 7, 9, 13, 26], shares=[1, 0.9, 0.8, 0.6, 0.2])
    assert choose_dream_map(gallery, _layer(0, 4), np.array(answers, bool)) == chosen


def test_what_no_node_sees_has_no_part_in_the_choice():
    long, short = _gallery(waves=[13, 4], shares=[0.9, 0.9]).images
    unseen = np.where(np.arange(28) < 8, long, short)  # long where only the first layer looks
    gallery = _gallery(waves=[13, 7], shares=[0.9, 0.9])
    gallery = dataclasses.replace(gallery, images=np.stack([unseen, gallery.images[1]]))
    assert choose_map(gallery, _layer(8, 1)) == 1
    narrow = Window(28, 1, first=0, size=8)
    assert choose_map(gallery, MapLayer("Conv2D_3", 2, narrow, narrow)) == 0


def test_an_evolution_carries_what_its_layer_sees(take):
    for result in (take(OIP_EVOLUTION), take(SINGLE_NODE_OIPS)):
        assert result.visible_rows.tolist() == result.visible_columns.tolist() == [0, 26]
    single = take(SINGLE_NODE_OIPS)
    assert (
        single.field_rows.tolist() == single.field_columns.tolist() == [[0, 18], [4, 22], [8, 26]]
    )


def test_an_evolution_starts_at_starts_that_its_seeds_reproduce(take, settings):
    evolution, rule = take(OIP_EVOLUTION), settings.oip
    assert evolution.step.tolist() == list(frame_steps(rule.steps, settings.evolution.frames))
    assert len(evolution.seed) == 1 + settings.evolution.more_starts
    for frames, seed in zip(evolution.frames, evolution.seed, strict=True):
        assert (frames[0] == fluctuation(int(seed), rule.grids, rule.fluctuation.conv2d_3)).all()
    assert (evolution.curve.max(axis=1) > evolution.curve[:, 0]).all() and evolution.curve[
        :, 0
    ].min() > 0


def test_the_silent_starts_of_an_evolution_are_silent(take, model, settings):
    evolution, rule = take(OIP_EVOLUTION), settings.oip
    mixed = Mixture(rule.grids, rule.fluctuation.conv2d_3, (28, 28))
    for start, seed, name in zip(
        evolution.silent_starts, evolution.silent_seed, evolution.silent_mixture, strict=True
    ):
        assert start_responses(model, "Conv2D_3", start[None])[0, int(evolution.map)] == 0
        assert (
            start == fluctuation(int(seed), rule.grids, mixed.with_each_alone[str(name)].weights)
        ).all()
    assert (
        evolution.zero_share == evolution.mixture_zero_share[0]
        and evolution.mixture[0] == "mixture"
    )
    assert set(evolution.silent_mixture.tolist()) == set(
        evolution.mixture[evolution.mixture_zero_share > 0].tolist()
    )


def test_the_oips_of_single_nodes_live_in_their_receptive_fields(take, weights):
    single = take(SINGLE_NODE_OIPS)
    for i, j in ((0, 0), (1, 1), (2, 2)):
        assert oracles.forward(weights, single.images[i, j])["Conv2D_3"][
            i, j, int(single.map)
        ] == pytest.approx(single.response[i, j], rel=1e-3, abs=1e-5)
    assert (
        single.shifted_correlation[1, 1] == pytest.approx(1)
        and (abs(single.shifted_correlation) <= 1 + 1e-6).all()
    )
    centre = single.images[1, 1, 4:22, 4:22]
    first = single.images[0, 0, 0:18, 0:18]
    assert single.shifted_correlation[0, 0] == pytest.approx(
        np.corrcoef(centre.ravel(), first.ravel())[0, 1], abs=1e-5
    )


def test_scales_are_wavelengths_of_the_visible_pixels_and_nothing_for_silent_maps(take):
    scales = take(OIP_SCALES)
    for layer, measurement in GALLERIES.items():
        gallery, found = take(measurement), getattr(scales, layer.lower())
        assert (np.isnan(found) == gallery.silent).all()
        m = np.flatnonzero(~gallery.silent)[0]
        seen = 26 if layer == "Conv2D_3" else 28  # the two layers below reach every pixel
        expected = float(wavelength(gallery.images[m, :seen, :seen]))
        assert found[m] == pytest.approx(expected, rel=1e-5)
