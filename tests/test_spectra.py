from __future__ import annotations

import numpy as np
import pytest

from analysis.images.spectra import against, high_share


def _wave(side: int, down: int, right: int) -> np.ndarray:
    """A wave of whole periods per side, on a mean that is not 0."""
    y, x = np.mgrid[:side, :side]
    return 5 + np.cos(2 * np.pi * (down * y + right * x) / side + 0.4)


@pytest.mark.parametrize(
    ("down", "right", "share"),
    [(0, 6, 0), (0, 7, 1), (6, 0, 0), (4, 4, 0), (5, 5, 1), (13, 13, 1), (0, 1, 0)],
)
def test_a_wave_lies_on_one_side_of_the_quarter(down, right, share):
    assert high_share(_wave(26, down, right)[None]) == pytest.approx(share, abs=1e-9)


def test_wavelengths_of_exactly_four_pixels_are_not_high():
    assert high_share(_wave(24, 0, 6)[None]) == pytest.approx(0, abs=1e-9)


def test_shares_are_those_of_power_not_of_amplitude():
    image = 3 * _wave(26, 0, 2) + 1 * _wave(26, 9, 0)
    assert high_share(image[None]) == pytest.approx(1 / (9 + 1))


@pytest.mark.parametrize(("down", "right", "share"), [(0, 7, 0), (0, 8, 1), (6, 0, 1), (2, 2, 0)])
def test_pictures_need_not_be_square(down, right, share):
    y, x = np.mgrid[:20, :30]
    image = np.cos(2 * np.pi * (down * y / 20 + right * x / 30) + 0.4)
    assert high_share(image[None]) == pytest.approx(share, abs=1e-9)


def test_a_constant_image_has_no_share():
    images = np.stack(
        [np.full((28, 28), 0.1, np.float32), np.random.default_rng(1).random((28, 28), np.float32)]
    )
    assert np.isnan(high_share(images)).tolist() == [True, False]
    assert high_share(np.zeros((0, 28, 28))).shape == (0,)


def test_white_noise_has_the_share_of_the_frequencies_that_are_high():
    images = np.random.default_rng(2).standard_normal((600, 26, 26))
    found = high_share(images)
    assert found.shape == (600,) and found.mean() == pytest.approx(0.7985, abs=0.005)
    assert found[-1] == pytest.approx(high_share(images[-1:])[0])


def test_images_are_held_against_the_quantile_of_the_reference():
    reference = np.stack(
        [_wave(26, 0, 1) + weight * _wave(26, 0, 10) for weight in np.linspace(0, 1, 101)]
        + [np.ones((26, 26))]
    )
    shares, limit = against(_wave(26, 0, 8)[None], reference)
    weight = 0.95
    assert shares == pytest.approx(1) and limit == pytest.approx(weight**2 / (1 + weight**2))
    assert against(reference, reference, quantile=0.5)[1] == pytest.approx(0.2)
