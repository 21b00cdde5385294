from __future__ import annotations

import numpy as np
import oracles
import pytest
from hypothesis import given
from hypothesis import settings as trials
from hypothesis import strategies as some

from analysis.ascent.starts import (
    SERIES,
    Mixture,
    field,
    fluctuation,
    fluctuations,
    mulberry32,
    radial_power,
    standardise,
    wavelength,
)
from analysis.images.resizing import enlargement

GRIDS = (3, 7, 14, 28)
SEEDS = some.integers(0, 2**32 - 1)


@given(seed=SEEDS, count=some.integers(1, 40))
def test_the_generator_equals_its_definition_to_the_last_bit(seed, count):
    assert mulberry32(seed, count).tolist() == oracles.mulberry32(seed, count)


def test_the_generator_gives_what_it_gives_in_javascript():
    assert mulberry32(0, 3).tolist() == [
        0.26642920868471265,
        0.0003297457005828619,
        0.2232720274478197,
    ]


@given(seed=SEEDS)
def test_a_longer_stream_begins_with_the_shorter_one(seed):
    assert (mulberry32(seed, 50)[:20] == mulberry32(seed, 20)).all()


def test_the_numbers_fill_the_unit_interval_evenly():
    numbers = mulberry32(11, 100_000)
    counts, _ = np.histogram(numbers, bins=20, range=(0, 1))
    assert numbers.min() >= 0 and numbers.max() < 1
    assert abs(counts - 5000).max() < 400  # 5.8 standard deviations


@pytest.mark.parametrize("nodes", GRIDS)
def test_the_enlargement_equals_the_bilinear_one(nodes):
    grid = np.random.default_rng(nodes).standard_normal((nodes, nodes))
    matrix = enlargement(nodes, 28)
    np.testing.assert_allclose(matrix @ grid @ matrix.T, oracles.enlarge(grid), atol=1e-12)


@trials(max_examples=15, deadline=None)
@given(seed=SEEDS, weights=some.tuples(*[some.sampled_from([0.0, 0.2, 0.4, 1.0])] * 4))
def test_a_field_equals_the_sum_of_its_enlarged_grids(seed, weights):
    np.testing.assert_allclose(
        field(seed, GRIDS, weights), oracles.field(seed, GRIDS, weights), atol=1e-12
    )


def test_a_grid_keeps_its_random_values_when_the_others_weights_change():
    alone = sum(
        w * field(5, GRIDS, unit) for w, unit in zip((0.2, 0.1, 0.4, 0.3), np.eye(4), strict=True)
    )
    np.testing.assert_allclose(field(5, GRIDS, (0.2, 0.1, 0.4, 0.3)), alone, atol=1e-12)


@trials(max_examples=25, deadline=None)
@given(seed=SEEDS)
def test_a_start_has_mean_0_and_deviation_1_and_is_a_pure_function(seed):
    start = fluctuation(seed, GRIDS, (0.2, 0.2, 0.0, 0.0))
    assert start.shape == (SERIES[0], SERIES[0]) and start.dtype == np.float32
    assert abs(start.mean()) < 1e-5 and start.std() == pytest.approx(1, abs=1e-5)
    assert (start == fluctuation(seed, GRIDS, (0.2, 0.2, 0.0, 0.0))).all()


def test_many_starts_are_those_of_their_seeds_one_by_one():
    many = fluctuations([3, 4, 9], GRIDS, (0.0, 0.1, 0.2, 0.4))
    assert (many[2] == fluctuation(9, GRIDS, (0.0, 0.1, 0.2, 0.4))).all()
    assert not (many[0] == many[1]).any()


def test_standardising_leaves_the_pattern_and_fixes_mean_and_deviation():
    images = np.random.default_rng(1).uniform(3, 9, (2, 5, 5))
    np.testing.assert_allclose(standardise(images)[1], oracles.standardise(images[1]))


@pytest.mark.parametrize("nodes", [3, 7, 14])
def test_a_grids_power_falls_beyond_its_own_frequency(nodes):
    starts = fluctuations(range(64), GRIDS, [float(nodes == n) for n in GRIDS])
    frequency, power = radial_power(starts)
    mean, own = power.mean(axis=0), nodes / SERIES[0]
    within = mean[frequency <= own / 2].mean()
    beyond = mean[frequency > 0.8 * own]
    assert len(beyond) and (beyond < 0.1 * within).all()


def test_the_finest_grid_has_power_at_every_frequency():
    _, power = radial_power(fluctuations(range(64), GRIDS, (0, 0, 0, 1)))
    mean = power.mean(axis=0)
    assert mean.min() > 0.8 and mean.max() < 1.2


def test_coarser_grids_have_longer_waves():
    waves = [
        wavelength(fluctuations(range(32), GRIDS, [float(n == m) for m in GRIDS])).mean()
        for n in GRIDS
    ]
    assert waves == sorted(waves, reverse=True)


def test_the_radial_power_equals_the_fourier_sum_on_rings():
    image = np.random.default_rng(2).standard_normal((8, 8))
    rings: dict[int, list[float]] = {}
    for (ky, kx), power in oracles.power(image).items():
        rings.setdefault(round(np.hypot(ky, kx)), []).append(power / 64)
    frequency, power = radial_power(image)
    assert frequency.tolist() == [1 / 8, 2 / 8, 3 / 8, 4 / 8]
    np.testing.assert_allclose(power, [np.mean(rings[k]) for k in (1, 2, 3, 4)])


@pytest.mark.parametrize("cycles", [1, 2, 4, 7])
def test_the_wavelength_of_a_plain_wave_is_its_own(cycles):
    wave = np.broadcast_to(np.sin(2 * np.pi * cycles * np.arange(28) / 28), (28, 28))
    assert wavelength(wave + 5.0) == pytest.approx(28 / cycles)


def test_the_wavelength_equals_the_power_weighted_mean_frequency_inverted():
    image = np.random.default_rng(3).standard_normal((6, 6))
    powers = {k: p for k, p in oracles.power(image).items() if k != (0, 0)}
    mean = sum(p * np.hypot(*k) / 6 for k, p in powers.items()) / sum(powers.values())
    assert wavelength(image) == pytest.approx(1 / mean)


@pytest.mark.parametrize("shape", [(28, 40), (36, 20)])
def test_images_need_not_be_square(shape):
    down, right = np.indices(shape)
    assert wavelength(np.cos(2 * np.pi * right / (shape[1] / 4))) == pytest.approx(shape[1] / 4)
    assert wavelength(np.cos(2 * np.pi * down / (shape[0] / 4))) == pytest.approx(shape[0] / 4)
    noise = np.random.default_rng(1).standard_normal((400, *shape))
    frequency, power = radial_power(noise)
    assert frequency[-1] == 0.5 and len(frequency) == min(shape) // 2
    np.testing.assert_allclose(power.mean(axis=0), 1, atol=0.05)  # white: the same on every ring


def test_a_mixture_draws_on_its_own_grids_weights_and_shape():
    mixture = Mixture((2, 4), (0.5, 0.25), (8, 12))
    starts = mixture.starts([3, 5])
    assert starts.shape == (2, 8, 12)
    assert (starts[1] == fluctuation(5, (2, 4), (0.5, 0.25), (8, 12))).all()


def test_other_weights_leave_a_mixture_and_its_random_values_alone():
    mixture = Mixture((2, 4), (0.5, 0.25), (8, 8))
    other = mixture.weighing([0, 1])
    assert mixture.weights == (0.5, 0.25)
    assert other == Mixture((2, 4), (0, 1), (8, 8))
    assert (other.starts([3])[0] == fluctuation(3, (2, 4), (0, 1), (8, 8))).all()


def test_each_grid_alone_has_its_name_and_no_other_grid():
    mixture = Mixture((2, 4, 8), (0.5, 0.25, 0.1), (8, 8))
    assert list(mixture.alone) == ["grid 2", "grid 4", "grid 8"]
    assert mixture.alone["grid 4"].weights == (0, 1, 0)
    assert list(mixture.with_each_alone) == ["mixture", *mixture.alone]
    assert mixture.with_each_alone["mixture"] == mixture
