"""Mixtures of scales for images of any size."""

from __future__ import annotations

import numpy as np
import pytest

from analysis.ascent.mixtures import grids_for, mixture_for

GRIDS = (3, 7, 14, 28)
WEIGHTS = ((0.0, 0.0, 0.2, 0.4), (0.0, 0.1, 0.2, 0.4), (0.2, 0.2, 0.0, 0.0))


@pytest.mark.parametrize(
    ("shape", "expected"),
    [
        ((28, 28), GRIDS),
        ((32, 32), GRIDS),
        ((128, 96), GRIDS),
        ((8, 8), (3, 4, 6, 8)),
        ((8, 40), (3, 4, 6, 8)),
        ((2, 2), (2, 2, 2, 2)),
    ],
)
def test_grids_have_no_more_nodes_than_there_are_pixels(shape, expected):
    assert grids_for(GRIDS, shape) == expected


def test_the_finest_grid_of_small_images_is_one_node_a_pixel():
    for side in range(3, 28):
        found = grids_for(GRIDS, (side, 2 * side))
        assert found[-1] == side and list(found) == sorted(found) and found[0] == 3


def test_weights_of_the_last_layer_hold_for_all_that_follow():
    found = [mixture_for(GRIDS, WEIGHTS, depth, (32, 32, 3)) for depth in range(5)]
    assert [one.weights for one in found] == [*WEIGHTS, WEIGHTS[-1], WEIGHTS[-1]]
    assert all(one.channels == 3 and one.grids == GRIDS for one in found)


@pytest.mark.parametrize("picture", [(8, 8), (9, 14), (32, 20, 3), (5, 3, 3)])
def test_starts_have_the_shape_of_an_image(picture):
    starts = mixture_for(GRIDS, WEIGHTS, 2, picture).starts(np.arange(3))
    assert starts.shape == (3, *picture) and starts.dtype == np.float32
    axes = tuple(range(1, starts.ndim))
    np.testing.assert_allclose(starts.mean(axis=axes), 0, atol=1e-6)
    np.testing.assert_allclose(starts.std(axis=axes), 1, atol=1e-5)
