from __future__ import annotations

import numpy as np
import pytest

from analysis.images.resizing import enlargement, resized, shrinking


@pytest.mark.parametrize(("side", "nodes"), [(8, 2), (28, 7), (8, 3), (28, 5), (6, 6), (5, 4)])
def test_shrinking_averages_equal_stretches_with_shared_borders(side, nodes):
    # each pixel becomes so many small ones that every stretch holds a whole number of them
    line = np.random.default_rng(side).standard_normal(side)
    slow = np.repeat(line, nodes).reshape(nodes, side).mean(axis=1)
    np.testing.assert_allclose(shrinking(side, nodes) @ line, slow, atol=1e-12)


@pytest.mark.parametrize("nodes", [1, 2, 5, 8])
def test_both_keep_a_constant_and_never_leave_the_range(nodes):
    for matrix in (shrinking(8, nodes), enlargement(nodes, 8)):
        np.testing.assert_allclose(matrix.sum(axis=1), 1, atol=1e-12)
        assert (matrix >= 0).all()


def test_one_node_fills_the_whole_side():
    assert (enlargement(1, 5) == 1).all()


@pytest.mark.parametrize("side", [4, 8, 13])
def test_images_are_resized_along_both_axes_one_by_one(side):
    images = np.random.default_rng(2).standard_normal((2, 3, 8, 8))
    found = resized(images, side)
    assert found.shape == (2, 3, side, side)
    np.testing.assert_allclose(resized(images[1, 2], side), found[1, 2])
    # an image that is the same along x stays so
    flat = np.broadcast_to(images[..., :1], images.shape)
    np.testing.assert_allclose(np.ptp(resized(flat, side), axis=-1), 0, atol=1e-12)


def test_the_same_side_leaves_an_image_as_it_is():
    image = np.random.default_rng(4).standard_normal((7, 7))
    np.testing.assert_allclose(resized(image, 7), image, atol=1e-12)
