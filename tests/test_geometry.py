from __future__ import annotations

import numpy as np
import oracles
import pytest

from analysis.catalogue.series.measurements import CONVOLUTION, EXAMPLE_IMAGES, GEOMETRY, KERNELS
from analysis.networks.series import MAP_LAYERS
from analysis.networks.windows import windows


@pytest.mark.parametrize("layer", MAP_LAYERS)
def test_receptive_fields_equal_the_pixels_found_by_following_indices(layer, model):
    for side in windows(model, layer):
        assert side.count == oracles.nodes_of(layer)
        for node, centre in enumerate(side.centres):
            pixels = oracles.pixels_of(layer, node)
            field = side.of_node(node)
            assert pixels == set(range(field.start, field.stop)) and len(pixels) == side.size
            assert centre == np.mean(sorted(pixels))


def test_the_gradients_reach_exactly_the_pixels_of_the_receptive_fields(take):
    geometry = take(GEOMETRY)
    assert (geometry.visits == oracles.visits()).all()
    for i, j in np.ndindex(3, 3):
        expected = np.zeros((28, 28), bool)
        expected[
            np.ix_(
                sorted(oracles.pixels_of("Conv2D_3", i)), sorted(oracles.pixels_of("Conv2D_3", j))
            )
        ] = True
        assert (geometry.influence[i, j].astype(bool) == expected).all()


def test_the_blind_strip_is_rows_and_columns_26_and_27_and_changes_nothing(take):
    geometry = take(GEOMETRY)
    blind = geometry.visits == 0
    assert blind[26:].all() and blind[:, 26:].all() and not blind[:26, :26].any()
    assert geometry.blind_logit_change == 0


def test_the_ink_in_the_blind_strip_is_counted(take, data):
    geometry = take(GEOMETRY)
    inked = [image for image in data.test.images if image[26:].any() or image[:, 26:].any()]
    assert geometry.blind_ink_images == len(inked)
    total = sum(int(image.sum()) for image in data.test.images)
    seen = sum(int(image[:26, :26].sum()) for image in data.test.images)
    assert geometry.blind_ink_share == pytest.approx((total - seen) / total)


def test_shapes_and_parameters_are_those_of_the_series(take):
    geometry = take(GEOMETRY)
    assert geometry.layer.tolist() == [
        "Conv2D_1",
        "Max_Pool_1",
        "Conv2D_2",
        "Max_Pool_2",
        "Conv2D_3",
        "Dense_100",
        "Dense_10",
    ]
    assert geometry.shape.tolist() == [
        [26, 26, 32],
        [13, 13, 32],
        [11, 11, 64],
        [5, 5, 64],
        [3, 3, 128],
        [1, 1, 100],
        [1, 1, 10],
    ]
    assert geometry.parameters.sum() == 208_982
    assert geometry.field.tolist() == [3, 4, 8, 10, 18] and geometry.stride.tolist() == [
        1,
        2,
        2,
        4,
        4,
    ]


def test_the_shown_convolution_adds_up(take, weights, data):
    one, examples = take(CONVOLUTION), take(EXAMPLE_IMAGES)
    seen = oracles.forward(weights, data.standardise(examples.images[:1])[0, ..., 0])
    chosen, (row, column) = int(one.map), one.node
    by_hand = (
        sum(one.image[row + i, column + j] * one.kernel[i, j] for i in range(3) for j in range(3))
        + one.bias
    )
    assert one.pre_activation == pytest.approx(by_hand, rel=1e-4)
    assert one.feature_map[row, column] == pytest.approx(
        by_hand, rel=1e-4
    ) and by_hand == pytest.approx(one.feature_map.max(), rel=1e-4)
    assert seen["Conv2D_1"][row, column, chosen] == seen["Conv2D_1"].max()
    np.testing.assert_allclose(one.feature_map, seen["Conv2D_1"][..., chosen], atol=1e-4)
    np.testing.assert_allclose(one.pooled, seen["Max_Pool_1"][..., chosen], atol=1e-4)


def test_the_kernels_are_those_of_both_networks_without_biases(take, networks):
    from analysis.networks.storage import load_model

    kernels = take(KERNELS)
    assert len(kernels.layer) == 208_982 - (32 + 64 + 128 + 100 + 10)
    for name, values in (("full-recipe", kernels.full_recipe), ("first-run", kernels.first_run)):
        dense = load_model(networks[name]).get_layer("Dense_100").get_weights()[0]
        assert (values[kernels.layer == "Dense_100"] == dense.ravel()).all()
