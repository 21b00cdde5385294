from __future__ import annotations

import numpy as np
import pytest

from analysis.ascent.starts import standardise, wavelength
from analysis.images.similarity import (
    autocorrelation,
    best_correlation,
    best_correlations,
    clusters,
    correlation,
    pairwise,
    repetitions,
)
from analysis.looking.activations import _correlation


def _noise(seed: int, side: int = 20) -> np.ndarray:
    return np.random.default_rng(seed).standard_normal((side, side))


def test_the_correlation_is_pearsons_and_zero_for_a_constant_picture():
    one, other = _noise(1), _noise(2)
    assert correlation(one, other) == pytest.approx(np.corrcoef(one.ravel(), other.ravel())[0, 1])
    assert correlation(one, 3 - 2 * one) == pytest.approx(-1)
    assert correlation(one, np.ones_like(one)) == 0


@pytest.mark.parametrize(("down", "right"), [(0, 0), (3, 0), (-2, 4), (-4, -4)])
def test_a_shifted_picture_is_recognised_within_reach(down, right):
    large = _noise(3, 40)
    here = large[10:30, 10:30]
    there = large[10 + down : 30 + down, 10 + right : 30 + right]
    assert best_correlation(here, there) == pytest.approx(1)
    assert best_correlation(there, here) == pytest.approx(1)


def test_a_shift_beyond_reach_is_not_recognised():
    large = _noise(3, 40)
    assert best_correlation(large[10:30, 10:30], large[16:36, 10:30]) < 0.5


def test_every_pair_is_compared_once():
    images = np.stack([_noise(4), _noise(5), _noise(4)])
    found = pairwise(images, reach=1)
    assert (
        found.shape == (3,) and found[1] == pytest.approx(1) and found[0] == pytest.approx(found[2])
    )


def test_the_autocorrelation_equals_plain_sums_over_the_overlap():
    image = _noise(6, 8)
    centred, found = image - image.mean(), autocorrelation(image)
    assert found.shape == (9, 9) and found[4, 4] == pytest.approx(1)
    for dy, dx in ((0, 3), (2, -1), (-4, 4)):
        products = [
            centred[y, x] * centred[y + dy, x + dx]
            for y in range(8)
            for x in range(8)
            if 0 <= y + dy < 8 and 0 <= x + dx < 8
        ]
        assert found[4 + dy, 4 + dx] == pytest.approx(np.mean(products) / centred.var())


def test_repetitions_are_counted_once_for_each_shift_and_its_opposite():
    y, x = np.mgrid[:24, :24]
    assert repetitions(np.sin(2 * np.pi * x / 8) * np.sin(2 * np.pi * y / 24 + 0.3) + 0.0) >= 1
    spots = ((x % 8 == 2) & (y % 8 == 2)).astype(float)
    lags = [(dy, dx) for dy in (-8, 0, 8) for dx in (-8, 0, 8) if (dy, dx) != (0, 0)]
    assert repetitions(spots) == len(lags) // 2
    assert repetitions(_noise(7)) == 0


def test_all_pairs_at_once_are_the_pairs_one_by_one():
    images = np.stack([*(_noise(k) for k in range(4)), np.ones((20, 20))])
    images[3, 2:, 3:] = images[0, :-2, :-3]
    together = best_correlations(images)
    for i in range(5):
        for j in range(5):
            assert together[i, j] == pytest.approx(best_correlation(images[i], images[j]), abs=1e-9)
    assert together[0, 3] == pytest.approx(1)


def test_pictures_fall_into_clusters_by_their_likeness():
    alike = np.eye(5)
    alike[0, 1] = alike[1, 0] = 0.9
    alike[1, 4] = alike[4, 1] = 0.71
    assert clusters(alike) == 3 and clusters(alike, 0.8) == 4 and clusters(np.zeros((0, 0))) == 0


@pytest.mark.parametrize("grey", [0.1, -0.4242, 3e7])
def test_rounding_gives_a_constant_picture_no_pattern(grey):
    flat = np.full((9, 9), grey, np.float32)
    other = np.random.default_rng(4).standard_normal((9, 9)).astype(np.float32)
    assert correlation(flat, other) == correlation(other, flat) == correlation(flat, flat) == 0
    assert best_correlation(flat, other, 2) <= 1 and not autocorrelation(flat).any()
    assert not standardise(flat[None]).any()
    assert np.isnan(wavelength(flat[None])).all()
    assert np.isnan(_correlation(flat[..., None], other)).all()
    assert np.isnan(_correlation(other[..., None], flat)).all()
