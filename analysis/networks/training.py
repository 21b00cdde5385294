"""Training, epoch by epoch, so that it can be watched, stopped, and taken up again where it
stopped.

Source: parts II (RMSprop, defaults) and III (schedule, momentum, L2) of the series.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from analysis import framework
from analysis.images.datasets import Dataset
from analysis.networks.series import build_cnn, build_mlp
from analysis.networks.storage import bare_copy, load_model
from analysis.results.training import TrainingHistory
from analysis.settings import Recipe, Settings

if TYPE_CHECKING:
    import keras

MEASURES = ("training_loss", "training_accuracy", "validation_loss", "validation_accuracy")


@dataclass(frozen=True)
class Checkpoint:
    """A training after some whole epochs: the compiled model and what was measured so far."""

    model: keras.Model
    measured: dict[str, list[float]]

    @property
    def epochs(self) -> int:
        return len(self.measured["training_loss"])


def recipe_of(settings: Settings, run: str) -> Recipe:
    """Return the recipe of a run, e.g. ``full-recipe``."""
    return getattr(settings.training, run.replace("-", "_"))


def rates(recipe: Recipe, steps: int) -> np.ndarray:
    """Return the learning rate (step) float64: a linear rise, then constant or half a cosine down
    to 0.
    """
    warm = int(recipe.warm_up * steps)
    step = np.arange(steps)
    rise = np.minimum(1.0, step / warm) if warm else np.ones(steps)
    if recipe.schedule == "constant":
        return recipe.learning_rate * rise
    fall = 0.5 * (1 + np.cos(np.pi * np.clip((step - warm) / (steps - warm), 0, 1)))
    return recipe.learning_rate * np.where(step < warm, rise, fall)


def _optimiser(recipe: Recipe, steps: int) -> keras.Optimizer:
    import keras

    warm = int(recipe.warm_up * steps)
    rate: float | keras.optimizers.schedules.LearningRateSchedule = recipe.learning_rate
    if recipe.schedule == "constant" and warm:
        rate = keras.optimizers.schedules.PolynomialDecay(0.0, warm, recipe.learning_rate)
    if recipe.schedule == "cosine":
        rate = keras.optimizers.schedules.CosineDecay(
            initial_learning_rate=0.0 if warm else recipe.learning_rate,
            decay_steps=steps - warm,
            warmup_target=recipe.learning_rate if warm else None,
            warmup_steps=warm,
        )
    if recipe.optimiser == "sgd":
        return keras.optimizers.SGD(rate, momentum=recipe.momentum)
    kinds = {"rmsprop": keras.optimizers.RMSprop, "adam": keras.optimizers.Adam}
    return kinds[recipe.optimiser](rate)


def steps_per_epoch(data: Dataset, recipe: Recipe) -> int:
    """Return how many batches an epoch has; the last one may be smaller."""
    return -(-len(data.training.images) // recipe.batch_size)


def begin(settings: Settings, run: str, data: Dataset, seed: int) -> Checkpoint:
    """Return a run before its first epoch; the seed fixes the initial weights."""
    import keras

    framework.prepare(seed)
    recipe = recipe_of(settings, run)
    model = (
        build_mlp(seed, settings.training.mlp_hidden)
        if run == "mlp"
        else build_cnn(seed, recipe.l2)
    )
    entropy = keras.metrics.SparseCategoricalCrossentropy(name="cross_entropy")
    steps = steps_per_epoch(data, recipe) * recipe.epochs
    # the loss holds the L2 penalty, so the cross-entropy alone is measured beside it
    model.compile(
        _optimiser(recipe, steps),
        "sparse_categorical_crossentropy",
        metrics=["accuracy", entropy],
        jit_compile=framework.chosen().XLA_TRAINS,
    )
    return Checkpoint(model, {name: [] for name in MEASURES})


def resume(path: Path, measured: dict[str, list[float]], seed: int) -> Checkpoint:
    """Return a run after the epochs it had finished."""
    framework.prepare(seed)
    return Checkpoint(load_model(path, training=True), measured)


def train(
    checkpoint: Checkpoint,
    recipe: Recipe,
    data: Dataset,
    *,
    seed: int,
    after_epoch: Callable[[Checkpoint], None] = lambda checkpoint: None,
    on_batch: Callable[[int], None] = lambda batches: None,
) -> tuple[keras.Model, TrainingHistory]:
    """Train until the recipe's last epoch.

    The order of the images in an epoch is a function of (seed, epoch) alone, so a run that was
    stopped between two epochs ends with the same weights as one that was not.

    Returns:
        The network without optimiser and penalties, and its history.
    """
    import keras

    watch = keras.callbacks.LambdaCallback(on_train_batch_end=lambda batch, logs: on_batch(1))
    model, measured = checkpoint.model, checkpoint.measured
    held_out = data.standardise(data.validation.images)
    for epoch in range(checkpoint.epochs, recipe.epochs):
        order = np.random.default_rng([seed, epoch]).permutation(len(data.training.images))
        images = data.standardise(data.training.images[order])
        fitted = model.fit(
            images,
            data.training.labels[order],
            batch_size=recipe.batch_size,
            shuffle=False,
            verbose=0,
            callbacks=[watch],
        )
        scores = model.evaluate(
            held_out, data.validation.labels, batch_size=500, verbose=0, return_dict=True
        )
        values = (
            fitted.history["cross_entropy"][0],
            fitted.history["accuracy"][0],
            scores["cross_entropy"],
            scores["accuracy"],
        )
        measured = {
            name: [*measured[name], float(value)]
            for name, value in zip(MEASURES, values, strict=True)
        }
        after_epoch(Checkpoint(model, measured))
    curve = rates(recipe, steps_per_epoch(data, recipe) * recipe.epochs)
    history = TrainingHistory(
        **{name: np.array(values) for name, values in measured.items()}, learning_rate=curve
    )
    return bare_copy(model), history
