"""Four scalers, and what a black ground becomes behind each."""

from __future__ import annotations

import numpy as np
import pytest

from analysis.catalogue.series.experiments import SCALER_MAPS
from analysis.experiments.recipes.scalers import likeness_to_pixels, scalers


@pytest.fixture(scope="module")
def ways(data):
    return scalers(data)


def test_each_scaler_is_what_its_name_says(ways, data):
    images = data.training.images
    pixel = ways["per pixel"](images)[..., 0]
    image = ways["per image"](images)[..., 0]
    lit = images.std(axis=0) > 0
    np.testing.assert_allclose(pixel.mean(axis=0), 0, atol=1e-4)
    np.testing.assert_allclose(pixel.std(axis=0)[lit], 1, atol=1e-3)
    assert (pixel[:, ~lit] == 0).all() and not lit.all()
    np.testing.assert_allclose(image.mean(axis=(1, 2)), 0, atol=1e-5)
    np.testing.assert_allclose(image.std(axis=(1, 2)), 1, atol=1e-4)
    assert ways["divided by 255"](images).max() == 1
    np.testing.assert_array_equal(ways["one for all"](images[:2]), data.standardise(images[:2]))


def test_only_per_pixel_scaling_gives_black_paper_a_picture(ways):
    black = np.zeros((1, 28, 28), np.uint8)
    uneven = {name: float(np.ptp(scale(black))) for name, scale in ways.items()}
    assert uneven.pop("per pixel") > 0.5 and set(uneven.values()) == {0.0}


def test_likeness_is_the_larger_correlation_and_even_maps_have_none():
    rng = np.random.default_rng(0)
    first, second = rng.normal(size=(2, 26, 26))
    maps = np.stack(
        [
            3 - 2 * first,
            second + rng.normal(size=(26, 26)),
            np.full((26, 26), 0.4),
            np.zeros((26, 26)),
        ],
        axis=-1,
    )
    found = likeness_to_pixels(maps, first, second)
    expected = max(
        abs(np.corrcoef(maps[..., 1].ravel(), one.ravel())[0, 1]) for one in (first, second)
    )
    np.testing.assert_allclose(found[:2], [1, expected], atol=1e-9)
    assert np.isnan(found[2:]).all()
    assert np.isnan(likeness_to_pixels(np.zeros((26, 26, 2)), first, second)).all()


def test_a_black_image_leaves_every_map_even_but_for_per_pixel_scaling(take):
    found = take(SCALER_MAPS)
    black = list(found.picture).index("black")
    even = np.isnan(found.correlation[:, black])
    assert even[1:].all() and not even[0].all()
    assert (found.maps >= 0).all() and found.maps.shape == (4, 2, 26, 26, 32)
