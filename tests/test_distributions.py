"""Distributions: sums by convolution, families of largest entropy, samples of the network, laws of
the largest.
"""

from __future__ import annotations

import itertools

import numpy as np
import oracles
import pytest
from scipy import stats

from analysis.ascent.answers import start_responses
from analysis.ascent.starts import fluctuations
from analysis.catalogue.companions.frank import (
    ACTIVATION_FAMILIES,
    BEST_OF_MANY,
    INK_SUMS,
    PRE_ACTIVATION_SHAPES,
)
from analysis.experiments.distributions import aggregation
from analysis.experiments.distributions import measure as distributions
from analysis.experiments.distributions.aggregation import (
    characteristic,
    convolution_power,
    moments,
    step_distance,
)
from analysis.experiments.distributions.extremes import (
    Law,
    best_of,
    fit_extremes,
    median_best,
)
from analysis.experiments.distributions.families import FAMILIES
from analysis.experiments.distributions.measure import (
    halves_distance,
    judge_map,
    law_distance,
)
from analysis.experiments.distributions.pre_activations import shape_of
from analysis.experiments.distributions.sampling import draw_nodes, sample, sees_ink
from analysis.networks.windows import windows
from analysis.study import Study

BY_NAME = {family.name: family for family in FAMILIES}


def test_a_convolution_power_is_the_distribution_of_a_sum():
    weights = np.array([0.5, 0.2, 0.3])
    expected = np.zeros(7)
    for draw in itertools.product(range(3), repeat=3):
        expected[sum(draw)] += weights[list(draw)].prod()
    np.testing.assert_allclose(convolution_power(weights, 3), expected, atol=1e-12)
    np.testing.assert_allclose(convolution_power(weights, 1), weights, atol=1e-12)


def test_excess_kurtosis_falls_as_one_over_n_and_skewness_as_its_root():
    weights = np.random.default_rng(1).dirichlet(np.ones(9))
    skewness, excess = moments(np.arange(9), weights)
    power = convolution_power(weights, 16)
    np.testing.assert_allclose(
        moments(np.arange(len(power)), power), (skewness / 4, excess / 16), atol=1e-9
    )


def test_the_distance_to_the_normal_counts_both_ends_of_a_step():
    # at -1 and +1 deviations: just below +1 the step function is still 0.5
    coin = np.array([0.5, 0.5])
    assert step_distance(np.array([0.0, 1.0]), coin) == pytest.approx(stats.norm.cdf(1) - 0.5)
    values = np.random.default_rng(2).gamma(2, size=500)
    known = stats.kstest(values, stats.norm(values.mean(), values.std()).cdf).statistic
    assert shape_of(values)[0] == pytest.approx(known, rel=1e-9)
    assert shape_of(values)[1:] == pytest.approx((stats.skew(values), stats.kurtosis(values)))
    assert np.isnan(shape_of(np.ones(5))).all()


def test_the_characteristic_function_of_a_sum_is_a_power():
    weights, frequency = np.array([0.6, 0.1, 0.3]), np.linspace(0, 3, 7)
    slow = [
        abs(sum(w * np.exp(1j * t * k / np.sqrt(0.81)) for k, w in enumerate(weights)))
        for t in frequency
    ]
    # variance 0.1 + 4 * 0.3 - 0.7 ** 2
    np.testing.assert_allclose(characteristic(weights, frequency), slow)
    np.testing.assert_allclose(
        characteristic(convolution_power(weights, 4), frequency),
        characteristic(weights, frequency / 2) ** 4,
        atol=1e-9,
    )


def test_sums_of_dependent_pixels_are_sums_of_their_own_image():
    # every pixel of an image is the same
    images = np.repeat(np.arange(1, 6, dtype=np.uint8), 28 * 28).reshape(5, 28, 28)
    for sums in aggregation.dependent_sums(images, np.random.default_rng(0)).values():
        for count, found in zip(aggregation.COUNTS, sums, strict=True):
            assert found.tolist() == [count * value for value in range(1, 6)]
    assert [a * b for a, b in aggregation.SHAPES] == list(aggregation.COUNTS)


def test_ink_is_measured_and_tends_to_the_normal_only_when_it_is_independent(take, data):
    ink = take(INK_SUMS)
    assert ink.mean == pytest.approx(
        data.training.images.mean()
    ) and ink.deviation == pytest.approx(data.training.images.std())
    assert ink.sums[0, 0] == pytest.approx((data.training.images == 0).mean())
    np.testing.assert_allclose(ink.excess[0], ink.excess[0, 0] / ink.count, rtol=1e-6)
    assert (np.diff(ink.distance[0]) < 0).all() and ink.distance[0, -1] < 0.05 < ink.distance[2, -1]
    np.testing.assert_allclose(ink.scaled[-1], np.exp(-(ink.frequency**2) / 2), atol=0.05)


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.name)
def test_a_fit_has_the_largest_likelihood_and_density_and_distribution_agree(family):
    values = np.random.default_rng(3).gamma(1.3, 0.7, size=4000)
    fit = family.fit(values)
    best = family.log_density(values, *fit).mean()
    # the start at 0 and the ends are given
    free = [k for k, p in enumerate(fit) if p != 0 and not (family.name == "power law" and k > 0)]
    for k, step in itertools.product(free, (0.98, 1.02)):
        assert (
            family.log_density(
                values, *(p * step if j == k else p for j, p in enumerate(fit))
            ).mean()
            < best
        )
    x = np.linspace(values.min(), values.max(), 20001)
    density = np.exp(family.log_density(x, *fit))
    law = family.distribution(x, *fit)
    np.testing.assert_allclose(
        np.cumsum((density[1:] + density[:-1]) / 2 * np.diff(x))[::500],
        (law[1:] - law[0])[::500],
        atol=2e-3,
    )


@pytest.mark.parametrize("beta", [-2.0, 0.0, 1.5])
def test_a_cut_normal_is_found_again(beta):
    values = stats.truncnorm.rvs(
        -beta, np.inf, loc=beta * 0.5, scale=0.5, size=60000, random_state=4
    )
    fit = BY_NAME["cut normal"].fit(values)
    assert fit == pytest.approx((beta, 0.5), abs=0.25)
    known = stats.truncnorm(-fit[0], np.inf, loc=fit[0] * fit[1], scale=fit[1])
    np.testing.assert_allclose(
        BY_NAME["cut normal"].log_density(values[:50], *fit), known.logpdf(values[:50]), rtol=1e-6
    )
    np.testing.assert_allclose(
        BY_NAME["cut normal"].distribution(values[:50], *fit), known.cdf(values[:50]), rtol=1e-6
    )


def test_a_cut_normal_of_values_more_spread_than_an_exponential_becomes_the_exponential():
    values = np.random.default_rng(5).gamma(0.5, size=5000)
    np.testing.assert_allclose(
        BY_NAME["cut normal"].distribution(values, *BY_NAME["cut normal"].fit(values)),
        stats.expon(0, values.mean()).cdf(values),
        atol=0.01,
    )


@pytest.mark.parametrize("exponent", [-0.5, 1.0, 2.5])
def test_a_power_law_is_found_again_and_has_no_density_outside_its_ends(exponent):
    u = np.random.default_rng(6).random(60000)
    low = 0.01
    high = 5.0
    k = 1 - exponent
    values = low * (high / low) ** u if k == 0 else (low**k + u * (high**k - low**k)) ** (1 / k)
    fit = BY_NAME["power law"].fit(values, low, high)
    assert fit == pytest.approx((exponent, low, high), abs=0.03)
    assert (BY_NAME["power law"].log_density(np.array([0.005, 6.0]), *fit) == -np.inf).all()


def test_distances_are_those_of_scipy():
    rng = np.random.default_rng(7)
    first, second = rng.random(80), rng.random(120) ** 1.2
    assert halves_distance(first, second) == pytest.approx(stats.ks_2samp(first, second).statistic)
    assert law_distance(first, stats.uniform.cdf) == pytest.approx(
        stats.kstest(first, stats.uniform.cdf).statistic
    )


def test_the_family_values_come_from_describes_held_out_values_best():
    values = np.random.default_rng(8).lognormal(0, 1, size=(4000, 1))
    found = judge_map(values)
    names = [family.name for family in FAMILIES]
    assert names[int(np.argmax(found.log_likelihood))] == "log-normal" and found.values == 2000
    assert found.log_likelihood[3] == pytest.approx(
        stats.lognorm.logpdf(values[1::2], *found.fits[3]).mean()
    )
    assert judge_map(values[: 2 * distributions.FEWEST - 1]) is None and judge_map(-values) is None


def test_a_node_sees_ink_where_its_window_holds_some(model):
    images = np.zeros((2, 28, 28), np.uint8)
    images[0, 10, 20] = 1
    for layer, (side, step, nodes) in {
        "Conv2D_1": (3, 1, 26),
        "Max_Pool_1": (4, 2, 13),
        "Conv2D_3": (18, 4, 3),
    }.items():
        inked = sees_ink(images, windows(model, layer))
        slow = [
            [
                images[0, i * step : i * step + side, j * step : j * step + side].any()
                for j in range(nodes)
            ]
            for i in range(nodes)
        ]
        assert inked.shape == (2, nodes, nodes) and (inked[0] == slow).all() and not inked[1].any()


def test_nodes_are_drawn_among_those_with_ink_and_repeated_only_where_they_are_too_few():
    inked = np.random.default_rng(9).random((50, 4, 4)) > 0.6
    inked[0] = np.arange(16).reshape(4, 4) == 5
    drawn = draw_nodes(inked, 3, np.random.default_rng(10))
    assert drawn[0].tolist() == [5, 5, 5]
    for one, nodes in zip(inked.reshape(50, 16), drawn, strict=True):
        assert one[nodes].all() and len(set(nodes)) == min(3, one.sum())


def test_samples_are_values_of_the_network(make_study, model, weights, data):
    study, images = make_study("distributions"), data.test.images[:3]
    found = sample(study, model, ("Conv2D_2", "Max_Pool_2", "Dense_10"), images)
    assert found["Conv2D_2"].shape == (3, study.settings.distributions.nodes, 64) and found[
        "Dense_10"
    ].shape == (3, 1, 10)
    seen = oracles.forward(weights, data.standardise(images[:1])[0, ..., 0])
    values = seen["Conv2D_2/pre"].reshape(-1, 64)
    for drawn in found["Conv2D_2"][0]:
        assert abs(values - drawn).max(axis=1).min() < 1e-4


def test_shapes_and_families_belong_together(take, settings):
    shapes, fits = take(PRE_ACTIVATION_SHAPES), take(ACTIVATION_FAMILIES)
    assert shapes.network.tolist() == ["trained", "untrained 1"] and np.bincount(
        shapes.layer_of
    ).tolist() == [32, 64, 128, 100, 10]
    assert (
        int(shapes.images) == settings.distributions.images
        and 0.3 < shapes.blank[0] < 0.9
        and (shapes.blank[3:] == 0).all()
    )
    assert (
        np.nanmax(shapes.distance) < 1 and (shapes.density @ np.diff(shapes.edge) <= 1 + 1e-9).all()
    )
    known = ~np.isnan(fits.halves)
    assert (
        known.any()
        and (fits.values[known] >= distributions.FEWEST).all()
        and np.isfinite(fits.log_likelihood[known]).all()
    )
    assert np.isnan(fits.distance[~known]).all() and (fits.distance[known] <= 1).all()


def test_extreme_value_laws_are_found_again():
    for shape in (-0.3, 0.2):
        values = stats.genextreme.rvs(-shape, loc=2, scale=0.5, size=(20000, 1), random_state=11)
        (found, place, width), _ = fit_extremes(values)
        assert [*found, *place, *width] == pytest.approx([shape, 2, 0.5], abs=0.02)
    _, (flat, place, width) = fit_extremes(
        stats.gumbel_r.rvs(1, 0.4, size=(20000, 1), random_state=12)
    )
    assert abs(flat[0]) < 1e-6 and [*place, *width] == pytest.approx([1, 0.4], abs=0.02)


@pytest.mark.parametrize("shape", [-0.3, 1e-7, 0.4])
def test_the_median_best_is_the_median_of_the_law_of_the_largest(shape):
    law = Law(np.array([shape]), np.array([1.0]), np.array([0.3]))
    for blocks in (1, 4, 100):
        assert stats.genextreme.cdf(
            median_best(law, blocks), -shape, 1, 0.3
        ) ** blocks == pytest.approx(0.5, rel=1e-5)


def test_the_best_of_each_disjoint_set_and_a_rest_that_fills_none():
    assert best_of(np.array([[1.0], [4.0], [2.0], [3.0], [9.0]]), 2).tolist() == [[4.0], [3.0]]


def test_the_best_of_many_is_measured_on_starts_the_fits_have_not_seen(
    take, make_study, model, settings
):
    found, count = take(BEST_OF_MANY), settings.precursor.candidates
    study: Study = make_study()
    seeds = study.seed("precursors") + np.arange(5 * count)
    responses = start_responses(
        model, "Conv2D_3", fluctuations(seeds, settings.oip.grids, settings.precursor.weights)
    )
    assert found.size.tolist() == [count // 16, count // 4, count] and found.count[-1] == 4 * count
    np.testing.assert_allclose(found.best[-1], responses[count:].max(axis=0), rtol=1e-4, atol=1e-5)
    np.testing.assert_allclose(
        found.best[0], np.median(responses[count:], axis=0), rtol=1e-4, atol=1e-5
    )
    np.testing.assert_allclose(
        found.so_far[-1], responses[:count].max(axis=0), rtol=1e-4, atol=1e-5
    )
    maxima = responses[:count].reshape(settings.distributions.blocks, -1, 128).max(axis=1)
    assert (
        np.isnan(found.shape[-1]) == ((maxima == 0).any(axis=0) | (np.ptp(maxima, axis=0) == 0))
    ).all() and (~np.isnan(found.shape[-1])).any()
    assert (np.isnan(found.scatter).all(axis=1) == (4 * count // found.count < 4)).all()
