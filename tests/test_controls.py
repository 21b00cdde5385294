"""Controls: the closed form is an optimum, and the ascent comes close to it."""

from __future__ import annotations

import numpy as np
import oracles
import pytest

from analysis.catalogue.series.measurements import CONTROLS
from analysis.images.similarity import best_correlation
from analysis.oips.controls import across_trainings, closed_form


def test_no_image_of_the_sphere_exceeds_the_closed_form(model, weights):
    known = closed_form(model)
    rng = np.random.default_rng(1)
    for _ in range(20):
        image = oracles.standardise(rng.standard_normal((28, 28)))
        assert (oracles.forward(weights, image)["Conv2D_1/pre"].mean(axis=(0, 1)) <= known).all()


def test_the_closed_form_is_reached_by_the_image_it_stands_for(model, weights):
    slope = np.array(
        [
            oracles.forward(weights, e)["Conv2D_1/pre"].mean(axis=(0, 1))
            for e in np.eye(784).reshape(784, 28, 28)[[0, 40, 400]]
        ]
    )
    black = oracles.forward(weights, np.zeros((28, 28)))["Conv2D_1/pre"].mean(axis=(0, 1))
    # an inner pixel is seen by every weight of the kernel once
    inner = weights[0].sum(axis=(0, 1, 2)) / 26**2
    np.testing.assert_allclose((slope - black)[2], inner, atol=1e-6)


def test_pictures_of_two_trainings_are_compared_each_with_each():
    one = np.random.default_rng(2).standard_normal((3, 12, 12))
    other = np.stack([np.roll(one[1], 2, axis=1), np.zeros((12, 12)), one[0]])
    alike = across_trainings(one, other)
    assert np.isnan(alike[:, 1]).all() and not np.isnan(alike[:, [0, 2]]).any()
    assert alike[1, 0] == pytest.approx(1) and alike[0, 2] == pytest.approx(1)
    for k, partner in ((0, 0), (2, 0), (1, 2)):
        assert alike[k, partner] == pytest.approx(best_correlation(one[k], other[partner]))


def test_controls_compare_three_networks(take):
    found = take(CONTROLS)
    assert found.network.tolist() == ["published", "second training", "untrained"]
    assert found.ratio_maximum.shape == (3, 128) and found.alike.shape == (128, 128)
    assert (found.reached <= found.optimum * (1 + 1e-4) + 1e-5).all()
    assert np.median(found.reached / found.optimum) == pytest.approx(1, abs=0.05)
