from __future__ import annotations

import numpy as np
import oracles
import pytest

from analysis.networks import training
from analysis.networks.storage import load_model, pack_model
from analysis.settings import Recipe

SEED = 41


@pytest.fixture(scope="module")
def recipe(settings):
    return settings.training.full_recipe


@pytest.fixture(scope="module")
def undisturbed(settings, data, recipe, tmp_path_factory):
    """A whole run; its checkpoints are packed as the pipeline packs them."""
    kept: list[tuple[bytes, dict]] = []
    begun = training.begin(settings, "full-recipe", data, SEED)
    first = [w.copy() for w in begun.model.get_weights()]
    told: list[int] = []

    def keep(checkpoint):
        kept.append((pack_model(checkpoint.model), checkpoint.measured))

    model, history = training.train(
        begun, recipe, data, seed=SEED, after_epoch=keep, on_batch=told.append
    )
    return {"model": model, "history": history, "kept": kept, "first": first, "batches": sum(told)}


def _same(one, other) -> bool:
    return all((a == b).all() for a, b in zip(one.get_weights(), other.get_weights(), strict=True))


def _recipe(**changes) -> Recipe:
    plain = {
        "optimiser": "sgd",
        "learning_rate": 0.08,
        "schedule": "cosine",
        "warm_up": 0.1,
        "momentum": 0.9,
        "l2": 0.0,
        "batch_size": 32,
        "epochs": 2,
    }
    return Recipe(**{**plain, **changes})


@pytest.mark.parametrize("schedule", ["cosine", "constant"])
@pytest.mark.parametrize("warm_up", [0.0, 0.1, 0.33])
@pytest.mark.parametrize("optimiser", ["sgd", "rmsprop", "adam"])
def test_the_published_rates_are_those_the_optimiser_uses(schedule, warm_up, optimiser):
    recipe = _recipe(schedule=schedule, warm_up=warm_up, optimiser=optimiser)
    steps = 40
    used = training._optimiser(recipe, steps)
    expected = []
    for step in range(steps):
        used.iterations.assign(step)
        expected.append(float(used.learning_rate))
    np.testing.assert_allclose(training.rates(recipe, steps), expected, rtol=1e-5, atol=1e-8)


def test_the_rates_rise_linearly_then_fall_as_half_a_cosine():
    rates = training.rates(_recipe(warm_up=0.25), 80)
    assert (
        rates[0] == 0
        and rates[10] == pytest.approx(0.04)
        and rates[20] == pytest.approx(0.08) == rates.max()
    )
    assert rates[50] == pytest.approx(0.04) and 0 < rates[-1] < 1e-3 * 0.08 * 2
    assert (np.diff(rates[20:]) < 0).all()


def test_each_run_has_its_recipe(settings):
    for run in ("full-recipe", "first-run", "mlp"):
        assert isinstance(training.recipe_of(settings, run), Recipe)


def test_a_last_batch_that_is_not_full_is_a_step_too(data):
    assert training.steps_per_epoch(data, _recipe(batch_size=300)) == 4
    assert training.steps_per_epoch(data, _recipe(batch_size=250)) == 4


def test_training_moves_the_weights_and_lowers_the_loss(undisturbed):
    history = undisturbed["history"]
    assert history.training_loss[-1] < history.training_loss[0]
    assert not any(
        (a == b).all()
        for a, b in zip(
            undisturbed["first"][::2], undisturbed["model"].get_weights()[::2], strict=True
        )
    )


def test_the_history_has_every_epoch_and_the_rate_of_every_step(undisturbed, recipe, data):
    history = undisturbed["history"]
    steps = training.steps_per_epoch(data, recipe) * recipe.epochs
    assert len(history.training_loss) == len(history.validation_accuracy) == recipe.epochs
    assert len(history.learning_rate) == steps == undisturbed["batches"]


def test_the_measured_loss_is_the_cross_entropy_without_the_penalty(undisturbed, data):
    images = data.standardise(data.validation.images)
    weights = undisturbed["model"].get_weights()
    chosen = range(0, len(images), 5)
    sure = {i: oracles.forward(weights, images[i, ..., 0])["Dense_10"] for i in chosen}
    every = np.asarray(undisturbed["model"](images)).astype(float)
    np.testing.assert_allclose([every[i] for i in chosen], list(sure.values()), atol=1e-4)
    expected = -np.log(every[np.arange(len(images)), data.validation.labels]).mean()
    assert undisturbed["history"].validation_loss[-1] == pytest.approx(expected, rel=1e-4)
    assert undisturbed["history"].validation_accuracy[-1] == pytest.approx(
        (every.argmax(axis=1) == data.validation.labels).mean()
    )


@pytest.mark.parametrize("epochs", [1, 2])
def test_a_run_resumed_from_a_checkpoint_ends_with_the_very_same_weights(
    undisturbed, recipe, data, tmp_path, epochs
):
    import keras

    content, measured = undisturbed["kept"][epochs - 1]
    (tmp_path / "checkpoint.keras").write_bytes(content)
    keras.utils.set_random_seed(99)  # whatever happened in between must not matter
    checkpoint = training.resume(tmp_path / "checkpoint.keras", measured, SEED)
    assert checkpoint.epochs == epochs
    model, history = training.train(checkpoint, recipe, data, seed=SEED)
    assert _same(model, undisturbed["model"])
    for name, values in undisturbed["history"].arrays().items():
        assert (history.arrays()[name] == values).all(), name


def test_the_same_seed_gives_the_same_weights_and_another_one_others(
    undisturbed, settings, recipe, data
):
    again, _ = training.train(
        training.begin(settings, "full-recipe", data, SEED), recipe, data, seed=SEED
    )
    assert _same(again, undisturbed["model"])
    assert pack_model(again) == pack_model(undisturbed["model"])
    other = training.begin(settings, "full-recipe", data, SEED + 1).model
    assert not (other.get_weights()[0] == undisturbed["first"][0]).any()


@pytest.mark.parametrize("run", ["first-run", "mlp"])
def test_the_other_networks_train_too(settings, data, run):
    model, history = training.train(
        training.begin(settings, run, data, SEED),
        training.recipe_of(settings, run),
        data,
        seed=SEED,
    )
    assert (
        model.name == ("mlp" if run == "mlp" else "cnn")
        and np.isfinite(history.training_loss).all()
    )
    assert history.training_accuracy[-1] > 0.2


def test_a_trained_network_is_published_without_optimiser(undisturbed, tmp_path):
    (tmp_path / "network.keras").write_bytes(pack_model(undisturbed["model"]))
    assert _same(load_model(tmp_path / "network.keras"), undisturbed["model"])
    assert len(pack_model(undisturbed["model"])) < len(undisturbed["kept"][-1][0])
