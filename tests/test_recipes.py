"""Short runs are the trainings they claim to be; effects and intervals are those of the
textbook.
"""

from __future__ import annotations

import numpy as np
import pytest

from analysis.catalogue.series.experiments import (
    PENALTY_SCAN,
    RATE_TUNING,
    RECIPE_FACTORIAL,
    RIVALS,
)
from analysis.experiments.recipes.effects import factorial_effects
from analysis.experiments.recipes.measure import (
    PAIRS,
    deviations,
    diverged,
    kernel_counts,
    kernel_edges,
    mean_loss,
    rate_for,
)
from analysis.experiments.recipes.short_runs import ShortRuns, kernels_of, rmsprop, with_momentum
from analysis.networks.training import rates
from analysis.statistics import mean_and_reach


@pytest.fixture(scope="module")
def bench(make_study):
    return ShortRuns(make_study("variants", "training"))


@pytest.fixture(scope="module")
def mlp(make_study):
    return ShortRuns(make_study("variants", "training"), mlp=True)


def _by_keras(bench, recipe, seed, optimiser):
    """The same run in Keras' own loop, batch by batch, the penalty by Keras' own regulariser."""
    import keras

    model = bench.network.build(1)
    for layer in model.layers:
        if hasattr(layer, "kernel") and recipe.l2:
            layer.kernel.regularizer = keras.regularizers.L2(recipe.l2)
    model.set_weights(bench.begin(seed))
    model.compile(optimiser, "sparse_categorical_crossentropy", jit_compile=False)
    steps = len(bench.images) // recipe.batch_size
    course = rates(recipe, steps * recipe.epochs)
    for epoch in range(recipe.epochs):
        order = np.random.default_rng([seed, epoch]).permutation(len(bench.images))
        for k in range(steps):
            optimiser.learning_rate = course[epoch * steps + k]
            batch = order[k * recipe.batch_size : (k + 1) * recipe.batch_size]
            model.train_on_batch(bench.images[batch], bench.labels[batch])
    return model.get_weights()


@pytest.mark.parametrize(
    ("optimiser", "momentum", "l2"), [("sgd", 0.0, 0.0), ("sgd", 0.9, 0.05), ("rmsprop", 0.0, 0.0)]
)
def test_a_run_ends_where_keras_own_loop_ends(mlp, optimiser, momentum, l2):
    import keras

    recipe = mlp.recipe(
        optimiser=optimiser,
        learning_rate=0.002 if optimiser == "rmsprop" else 0.1,
        schedule="cosine",
        momentum=momentum,
        l2=l2,
        epochs=2,
    )
    keras_one = (
        keras.optimizers.SGD(0.1, momentum=momentum)
        if optimiser == "sgd"
        else keras.optimizers.RMSprop(0.002)
    )
    expected = _by_keras(mlp, recipe, 5, keras_one)
    found, losses = mlp.train(recipe, 5)
    for one, other, begun in zip(found, expected, mlp.begin(5), strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-3, atol=2e-5)
        assert abs(one - begun).max() > 1e-3  # and it did move
    assert len(losses) == 2 * (len(mlp.images) // recipe.batch_size) and np.isfinite(losses).all()


def test_runs_with_one_seed_share_initial_weights_and_other_seeds_do_not(bench):
    for one, same, other in zip(
        kernels_of(bench.begin(3)),
        kernels_of(bench.begin(3)),
        kernels_of(bench.begin(4)),
        strict=True,
    ):
        np.testing.assert_array_equal(one, same)
        assert (one != other).any()


def test_momentum_adds_up_what_agrees_and_rmsprop_ignores_the_size_of_a_gradient():
    weight, speed = 0.0, 0.0
    for _ in range(300):
        before = weight
        weight, speed = with_momentum(weight, speed, 1.0, 0.01, 0.9)
    assert before - weight == pytest.approx(0.01 / (1 - 0.9))
    small, large = (
        float(np.asarray(rmsprop(np.float32(0), np.float32(0), np.float32(g), 0.01, 0)[0]))
        for g in (1.0, 1000.0)
    )
    assert small == pytest.approx(large, rel=1e-4) and small == pytest.approx(
        -0.01 / np.sqrt(0.1), rel=1e-3
    )


def test_a_rate_is_given_for_no_momentum(bench):
    assert bench.recipe(learning_rate=0.4, momentum=0.9).learning_rate == pytest.approx(0.04)
    assert bench.recipe(learning_rate=0.4).learning_rate == 0.4
    assert (
        bench.recipe(learning_rate=0.4).warm_up
        > 0
        == bench.recipe(optimiser="rmsprop", learning_rate=0.4).warm_up
    )


def test_judging_images_are_spread_over_the_whole_set(bench, data):
    scaled, labels = bench.judged(data.test)
    assert len(labels) == bench.budgeted.held_out
    np.testing.assert_array_equal(scaled[-1], data.standardise(data.test.images[-1:])[0])
    np.testing.assert_array_equal(labels[[0, -1]], data.test.labels[[0, -1]])


def test_effects_recover_a_known_model():
    a, b, c = np.meshgrid([0, 1], [0, 1], [0, 1], indexing="ij")
    truth = 3 * a - 2 * b + 4 * a * b
    seeds = np.array([10.0, -5.0, 0.5])
    found = factorial_effects((truth[..., None] + seeds) + 0 * c[..., None], ("a", "b", "c"))
    assert found.names == ["a", "b", "c", "a x b", "a x c", "b x c", "a x b x c"]
    # a main effect averages over the other knob; what a seed adds to all cells is no effect
    np.testing.assert_allclose(found.size, [3 + 2, -2 + 2, 0, 2, 0, 0, 0], atol=1e-12)
    np.testing.assert_allclose(found.by_seed, found.size[:, None] + 0 * seeds, atol=1e-12)


def test_a_histogram_loses_no_weight():
    edges = np.array([[-1.0, 0.0, 1.0]])
    assert kernel_counts(
        [[np.array([-9.0, -0.5, 0.5])], [np.array([9.0, 0.1, 0.2])]], edges
    ).tolist() == [[2, 4]]


def test_a_training_that_diverges_is_counted_and_stands_in_no_mean(mlp, data):
    calm, steady = mlp.train(mlp.recipe(learning_rate=0.01), 5)
    wild, lost = mlp.train(mlp.recipe(learning_rate=10.0, l2=1.0, epochs=9), 5)
    assert diverged([steady, lost, lost]).tolist() == [False, True, True]
    np.testing.assert_array_equal(mean_loss([steady, lost]), steady)
    assert np.isnan(mean_loss([lost, lost])).all()
    first = float((mlp.judged(data.test)[1] == 0).mean())
    assert mlp.accuracy(wild, data.test) == first  # it says the first class of every image
    kernels = [kernels_of(calm), kernels_of(wild)]
    assert np.isnan(deviations(kernels)).tolist() == [[False, True]] * len(kernels[0])
    edges = kernel_edges(kernels)
    np.testing.assert_array_equal(edges, kernel_edges(kernels[:1]))
    np.testing.assert_array_equal(kernel_counts(kernels, edges), kernel_counts(kernels[:1], edges))


def test_the_chosen_rates_are_the_best_of_the_tuning(take):
    tuning = take(RATE_TUNING)
    assert list(zip(tuning.schedule.tolist(), tuning.momentum.tolist(), strict=True)) == list(PAIRS)
    for k, (schedule, momentum) in enumerate(PAIRS):
        assert (
            tuning.accuracy[k, list(tuning.candidate).index(rate_for(tuning, schedule, momentum))]
            == tuning.accuracy[k].max()
        )


def test_the_factorial_takes_two_of_its_variants_from_the_scan(take):
    scan, factorial = take(PENALTY_SCAN), take(RECIPE_FACTORIAL)
    both = (factorial.schedule == "cosine") & (factorial.momentum == 0.9)
    np.testing.assert_array_equal(factorial.accuracy[both], scan.test[[0, int(scan.chosen)]])
    assert factorial.l2[both].tolist() == [0, scan.l2[int(scan.chosen)]] and scan.chosen > 0
    assert (scan.count.sum(axis=2) == scan.weights * scan.test.shape[1]).all()
    assert (scan.silent <= scan.maps).all() and (scan.unlit >= 0).all()


def test_variants_differ_in_rate_only_as_their_schedule_and_momentum_say(take):
    factorial = take(RECIPE_FACTORIAL)
    falling = factorial.schedule == "cosine"
    peak = factorial.rate.max(axis=1)
    assert (factorial.rate[falling, -1] < 0.5 * peak[falling]).all()
    np.testing.assert_array_equal(factorial.rate[~falling, -1], peak[~falling])
    # the penalty changes nothing about it
    np.testing.assert_array_equal(factorial.rate[::2], factorial.rate[1::2])


def test_rivals_are_compared_seed_by_seed(take):
    rivals = take(RIVALS)
    for k, (better, worse) in enumerate(zip(rivals.better, rivals.worse, strict=True)):
        assert (rivals.difference[k], rivals.half_width[k]) == pytest.approx(
            mean_and_reach(rivals.accuracy[better] - rivals.accuracy[worse])
        )
    assert rivals.kind.tolist()[2] == "CNN" and rivals.kind_epochs[1] > rivals.kind_epochs[0]
