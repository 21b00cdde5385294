"""Dreams: sizes change as they should, detail survives, tiles add up, and the convolutions do not
care how large a picture is.
"""

from __future__ import annotations

import numpy as np
import oracles
import pytest

from analysis.catalogue.companions.dreams import DREAM_MAPS, DREAM_SCALES, DREAMS, VALUES
from analysis.experiments.dreams.carving import (
    Amplifier,
    carve,
    corners,
    cut,
    joined,
    on_side,
    standard,
)
from analysis.experiments.dreams.pictures import (
    SIDE,
    background,
    chart,
    edge_correlations,
    edges,
    landscape,
)
from analysis.experiments.dreams.scales import (
    added_wavelength,
    border_share,
    by_tiles,
    check_tile,
    shared_nodes,
)
from analysis.images.resizing import resized
from analysis.problem import Problem

RNG = np.random.default_rng(5)
NET = 28  # px; what the series' network takes


def averaged(image: np.ndarray, side: int) -> np.ndarray:
    """Return an image averaged to another side, by cutting every pixel into equal pieces."""
    fine = image.repeat(side, axis=0).repeat(side, axis=1)
    return fine.reshape(side, len(image), side, len(image)).mean(axis=(1, 3))


@pytest.mark.parametrize("side", [28, 12, 8, 5])
def test_a_smaller_picture_holds_the_means_of_its_cells(side):
    image = RNG.random((28, 28))
    np.testing.assert_allclose(resized(image, side), averaged(image, side), atol=1e-12)


def test_a_larger_picture_is_interpolated_between_the_middles_of_pixels():
    ramp = np.add.outer(np.arange(6.0), 2 * np.arange(6.0))
    place = np.clip((np.arange(18) + 0.5) / 3 - 0.5, 0, 5)
    np.testing.assert_allclose(resized(ramp, 18), np.add.outer(place, 2 * place))


def test_the_chart_shows_its_digits_in_four_sizes_and_fills_its_square(data):
    digits = data.test.images[:24]
    picture = chart(digits)
    assert picture.shape == landscape().shape == (SIDE, SIDE)
    np.testing.assert_allclose(picture[126:154, 28:56], digits[7] / 255)
    np.testing.assert_allclose(picture[154:, :14], averaged(digits[12] / 255, 14), atol=1e-12)


def test_edges_are_the_slope_and_background_has_none():
    ramp = np.add.outer(3 * np.arange(9.0), 4 * np.arange(9.0))
    np.testing.assert_allclose(edges(ramp), 5)
    half = np.where(np.arange(10) < 5, -1.0, 1.0)[None, :].repeat(10, axis=0)
    even, dark = background(half[None])
    assert even == pytest.approx([0.8]) and dark == pytest.approx([0.4])
    assert edge_correlations(np.stack([half, -2 * half]), half) == pytest.approx([1, 1])


def test_carving_changes_the_base_and_leaves_the_detail():
    images = RNG.standard_normal((3, 56, 56))
    after = carve(images, NET, lambda base: base[:, ::-1])
    assert not np.allclose(after, images)
    base = resized(images, NET)
    np.testing.assert_allclose(
        after - resized(base[:, ::-1], 56), images - resized(base, 56), atol=1e-12
    )
    np.testing.assert_allclose(carve(images, NET, lambda base: base), images, atol=1e-9)


def test_a_constant_picture_has_nothing_to_carve():
    flat = np.full((1, 56, 56), 3.0)
    np.testing.assert_allclose(carve(flat, NET, lambda base: base + 1), flat, atol=1e-9)
    assert standard(flat)[0] == pytest.approx(0)


@pytest.mark.parametrize(("tile", "step"), [(168, 168), (56, 56), (56, 28), (28, 14)])
def test_tiles_put_together_again_are_the_pictures(tile, step):
    pictures = RNG.standard_normal((2, SIDE, SIDE))
    tiles = cut(pictures, tile, step)
    assert len(tiles) == 2 * len(corners(tile, step)) == 2 * ((SIDE - tile) // step + 1) ** 2
    np.testing.assert_allclose(joined(tiles, 2, step), pictures, atol=1e-12)


def test_where_tiles_overlap_the_middle_of_a_tile_counts_more_than_its_border():
    tiles = cut(np.zeros((1, SIDE, SIDE)), 56, 28)
    tiles[0] = 1
    whole = joined(tiles, 1, 28)[0]
    assert (
        whole[0, 0] == pytest.approx(1)
        and 0 < whole[5, 50] < whole[5, 40] < 1
        and not whole[60:].any()
    )


def test_the_wavelength_of_a_wave_is_its_own_and_nothing_has_none():
    wave = np.sin(2 * np.pi * np.arange(SIDE) / 12)[None, :].repeat(SIDE, axis=0)
    assert added_wavelength(wave) == pytest.approx(12) and np.isnan(added_wavelength(0 * wave))


def test_borders_of_tiles_that_were_left_out_are_found():
    even = np.ones((SIDE, SIDE))
    assert (
        border_share(even, 56, NET) == pytest.approx(1)
        and np.isnan(border_share(even, SIDE, NET))
        and np.isnan(border_share(0 * even, 56, NET))
    )
    gaps = even.copy()
    for place in (56, 112):
        gaps[place - 4 : place + 4] = gaps[:, place - 4 : place + 4] = 0
    assert border_share(gaps, 56, NET) == 0


def test_the_convolutions_take_any_side_from_the_field_of_one_node_on(model):
    assert on_side(model, 18).output_shape == (None, 1, 1, 128) and on_side(
        model, SIDE
    ).output_shape == (None, 38, 38, 128)
    with pytest.raises(Problem, match="18 px or more"):
        on_side(model, 17)


def test_a_large_map_is_made_of_the_maps_of_crops(make_study, model, weights):
    picture = standard(landscape()[None])[0][0]
    count, difference = shared_nodes(make_study("oip").subject, picture)
    assert count == 36**2 and difference < 1e-5
    whole = Amplifier(model, 56, 0.01, 1).responses(resized(picture, 56)[None], np.array([5]))
    maps = resized(picture, 56)[..., None]
    for kernel, bias, pooled in zip(
        weights[0:6:2], weights[1:6:2], (True, True, False), strict=True
    ):
        maps = np.maximum(oracles.convolve(maps, kernel.astype(float), bias.astype(float)), 0)
        maps = oracles.max_pool(maps) if pooled else maps
    expected = maps[..., 5].mean()
    np.testing.assert_allclose(whole, [expected], rtol=1e-4, atol=1e-6)


def test_the_amplifier_raises_every_image_for_itself_whatever_the_block(model):
    images = standard(RNG.standard_normal((5, NET, NET)))[0]
    maps = np.array([3, 9, 3, 60, 9])
    few, many = Amplifier(model, NET, 0.05, 2), Amplifier(model, NET, 0.05, 8)
    before = few.responses(images, maps)
    raised = few.raised(images, maps, 5)
    np.testing.assert_allclose(raised, many.raised(images, maps, 5), atol=2e-3)
    after = many.responses(raised, maps)
    assert (after[before > 0] > before[before > 0]).all() and (before > 0).any()
    np.testing.assert_array_equal(raised[before == 0], images[before == 0].astype(np.float32))
    walk = few.walk(images, maps, [0, 2, 4])
    np.testing.assert_array_equal(walk[0], images.astype(np.float32))
    np.testing.assert_allclose(walk[:, :2], many.walk(images[:2], maps[:2], [0, 2, 4]), atol=2e-3)


def test_carving_and_its_controls_make_the_same_number_of_steps(model):
    images = standard(RNG.standard_normal((4, NET, NET)))[0]
    maps = np.array([3, 9, 60, 100])
    amplifier = Amplifier(model, NET, 0.02, 4)
    rising = amplifier.responses(images, maps) > 0
    assert rising.any()
    for steps in (1, 3):
        walked = amplifier.walk(images, maps, [steps])[0]
        raised = amplifier.raised(images, maps, steps)
        # so early in an ascent every step raises the response, so the last iterate is the best
        np.testing.assert_allclose(raised[rising], walked[rising], atol=1e-5)
        assert abs(raised - images)[rising].max() > 0.01


def test_the_pure_ascent_makes_as_many_steps_as_the_page_says(take, settings):
    dreams = take(DREAMS)
    said = {value.id: value.read(dreams) for value in VALUES if value.of is DREAMS}
    assert dreams.pure_step[-1] == said["dream-pure-steps"] == settings.oip.steps
    assert dreams.steps[-1] == said["dream-total-steps"] == settings.dreams.steps * 2


def test_one_tile_as_large_as_the_picture_is_carving():
    pictures = standard(RNG.standard_normal((2, SIDE, SIDE)))[0]
    np.testing.assert_allclose(
        by_tiles(pictures, SIDE, SIDE, NET, np.sin), standard(carve(pictures, NET, np.sin))[0]
    )


@pytest.mark.parametrize("tile", [50, 21])
def test_tiles_that_do_not_fill_the_picture_are_refused(tile):
    with pytest.raises(Problem, match="do not fill a picture of 168 px"):
        check_tile(tile)


def test_dreams_begin_at_the_picture_and_put_its_detail_back(take):
    dreams = take(DREAMS)
    np.testing.assert_array_equal(dreams.carved[:, 0], dreams.picture)
    assert dreams.edges[0, :, 0] == pytest.approx(1) and dreams.edges[1, :, 0] == pytest.approx(
        1, abs=1e-5
    )
    assert (dreams.edges[0] > dreams.edges[2]).all() and (
        dreams.response[0, :, -1] >= dreams.response[0, :, 0]
    ).all()
    np.testing.assert_allclose(dreams.pure_edges[:, 0], 1)
    assert (dreams.pure_dark <= dreams.pure_even).all()


def test_one_scale_is_the_same_by_all_ways_where_there_is_one_tile(take):
    scales = take(DREAM_SCALES)
    whole = list(scales.tile).index(SIDE)
    for way in (1, 2):
        np.testing.assert_array_equal(scales.dream[way, whole], scales.dream[0, whole])
    assert (
        scales.pixels[0].tolist() == scales.pixels[2].tolist()
        and (scales.pixels[1, 1:] > scales.pixels[0, 1:]).all()
    )
    assert np.isnan(scales.border[:, whole]).all() and scales.node_difference < 1e-5


def test_maps_that_are_silent_leave_the_picture_alone(take):
    maps = take(DREAM_MAPS)
    silent = maps.before == 0
    assert (
        len(maps.map) == 8
        and np.isnan(maps.carved_ratio[silent]).all()
        and not np.isnan(maps.carved_edges[~silent]).any()
    )
    assert (maps.carved_ratio[~silent] >= 1 - 1e-3).all()
    assert (maps.before[:, np.isin(maps.map, maps.shown)] > 0).all()


def test_dreams_are_dreamed_with_a_map_that_answers(take):
    dreams, maps = take(DREAMS), take(DREAM_MAPS)
    assert dreams.answered[int(dreams.map)] == dreams.answered.max() > 0
    assert dreams.answered[maps.map].tolist() == (maps.before > 0).sum(axis=0).tolist()
    assert take(DREAM_SCALES).map == dreams.map
    assert dreams.response[0, :, -1].max() > 0
