"""One short training as one compiled loop, so that many can stand side by side.

Everything that tells two recipes apart (rate at each step, momentum, penalty, order of the images,
initial weights) goes into the loop as an input. A change of recipe then needs no new compilation,
and two runs with one seed share initial weights and order of images. Source: parts II and III of
the series; ``training.py`` trains the published networks with Keras' own loop.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis import framework
from analysis.images.datasets import Images
from analysis.networks.layers import batches
from analysis.networks.series import CONVOLUTIONS, build_cnn, build_mlp
from analysis.networks.training import rates
from analysis.settings import Recipe
from analysis.study import Study

if TYPE_CHECKING:
    import keras

Weights = list[np.ndarray]
LAYER = CONVOLUTIONS[-1]  # whose maps are looked at for those that stay silent


def with_momentum(weight: Any, speed: Any, slope: Any, rate: Any, momentum: Any) -> tuple[Any, Any]:
    """Stochastic gradient descent: v <- momentum v - rate g, then w <- w + v."""
    speed = momentum * speed - rate * slope
    return weight + speed, speed


def rmsprop(weight: Any, square: Any, slope: Any, rate: Any, momentum: Any) -> tuple[Any, Any]:
    """RMSprop as Keras has it: each gradient is divided by the root of its own running mean
    square.
    """
    from keras import ops

    square = 0.9 * square + 0.1 * slope**2
    return weight - rate * slope / ops.sqrt(square + 1e-7), square


RULES = {"sgd": with_momentum, "rmsprop": rmsprop}


def training_loop(model: keras.Model, rule: Callable[..., tuple[Any, Any]]) -> Callable[..., Any]:
    """Return the compiled training: (state, given, steps) -> (last state, cross-entropy of each
    batch).

    The state is (step, weights, memory of the rule); given are images, labels, order (step, image
    of the batch), rates (step), momentum and lambda. The penalty lambda * sum(w ** 2) enters by its
    gradient, on kernels only.
    """
    from keras import losses, ops

    kernels = [len(weight.shape) > 1 for weight in model.trainable_variables]

    def body(state: Any, given: Any) -> Any:
        step, weights, memory = state
        images, labels, order, rate, momentum, l2 = given
        batch = ops.take(order, step, axis=0)
        x = ops.take(images, batch, axis=0)
        y = ops.take(labels, batch, axis=0)

        def entropy(weights: Any) -> Any:
            probabilities, _ = model.stateless_call(weights, [], x)
            return ops.mean(losses.sparse_categorical_crossentropy(y, probabilities))

        value, slopes = framework.value_and_gradient(entropy, list(weights))
        slopes = [
            g + 2 * l2 * w if kernel else g
            for g, w, kernel in zip(slopes, weights, kernels, strict=True)
        ]
        moved = [
            rule(w, m, g, ops.take(rate, step), momentum)
            for w, m, g in zip(weights, memory, slopes, strict=True)
        ]
        return (step + 1, [w for w, _ in moved], [m for _, m in moved]), value

    return framework.loop(body)


def kernels_of(weights: Weights) -> Weights:
    """Return the kernels without the biases."""
    return [weight for weight in weights if weight.ndim > 1]


class Architecture:
    """A network without weights of its own: how it is built, and what is compiled for it."""

    def __init__(self, hidden: tuple[int, ...]) -> None:
        self.hidden = hidden
        self.model = self.build(0)
        self.loop = cache(lambda optimiser: training_loop(self.model, RULES[optimiser]))
        self.look = framework.compiled(self._outputs())
        self.begin = cache(self._begin)

    def build(self, seed: int) -> keras.Model:
        """Return a new network: the MLP with these hidden layers, or the CNN without any."""
        return build_mlp(seed, self.hidden) if self.hidden else build_cnn(seed)

    @property
    def kernel_layers(self) -> list[str]:
        """The names of the layers that have a kernel, from the input up."""
        return [layer.name for layer in self.model.layers if hasattr(layer, "kernel")]

    def _begin(self, seed: int) -> Weights:
        framework.prepare(seed)
        return self.build(seed).get_weights()

    def _outputs(self) -> Callable[..., Any]:
        import keras

        deepest = [
            keras.ops.mean(layer.output, axis=(1, 2))
            for layer in self.model.layers
            if layer.name == LAYER
        ]
        both = keras.Model(self.model.inputs, [self.model.outputs[0], *deepest])

        def look(weights: Any, images: Any) -> list[Any]:
            seen = both.stateless_call(weights, [], images)[0]
            return seen if isinstance(seen, list) else [seen]  # Keras unpacks a list of one

        return look


architecture = cache(Architecture)  # compiled once for all measurements of a process; () is the CNN


class ShortRuns:
    """What the short runs of one measurement share: one architecture and the images, scaled."""

    def __init__(
        self,
        study: Study,
        *,
        mlp: bool = False,
        scale: Callable[[np.ndarray], np.ndarray] | None = None,
    ) -> None:
        self.budgeted, self.data = study.settings.variants, study.data
        self.network = architecture(study.settings.training.mlp_hidden if mlp else ())
        self.scale = scale or self.data.standardise
        self.images = self.scale(self.data.training.images[: self.budgeted.images])
        self.labels = self.data.training.labels[: self.budgeted.images].astype(np.int32)

    def recipe(self, **wanted: Any) -> Recipe:
        """Return a recipe of the common budget; the rate is given for a momentum of 0 and
        multiplied by (1 - momentum).
        """
        base = {
            "optimiser": "sgd",
            "schedule": "constant",
            "momentum": 0.0,
            "l2": 0.0,
            "epochs": self.budgeted.epochs,
        } | wanted
        base["learning_rate"] *= 1 - base["momentum"]
        return Recipe(
            **base,
            warm_up=self.budgeted.warm_up if base["optimiser"] == "sgd" else 0.0,
            batch_size=self.budgeted.batch_size,
        )

    def begin(self, seed: int) -> Weights:
        """Return initial weights: a function of the seed alone."""
        return self.network.begin(seed)

    def train(self, recipe: Recipe, seed: int) -> tuple[Weights, np.ndarray]:
        """Return the weights after the recipe's last step, and the cross-entropy (step) of its
        batches.
        """
        # a last smaller batch would need a second graph
        whole = len(self.images) // recipe.batch_size * recipe.batch_size
        orders = [
            np.random.default_rng([seed, epoch]).permutation(len(self.images))[:whole]
            for epoch in range(recipe.epochs)
        ]
        order = np.concatenate(orders).reshape(-1, recipe.batch_size).astype(np.int32)
        course = rates(recipe, len(order)).astype(np.float32)
        momentum, l2 = np.float32(recipe.momentum), np.float32(recipe.l2)
        weights = self.begin(seed)
        state = (np.int32(0), weights, [np.zeros_like(w) for w in weights])
        given = (self.images, self.labels, order, course, momentum, l2)
        (_, weights, _), losses = self.network.loop(recipe.optimiser)(state, given, len(order))
        return [np.asarray(w) for w in weights], losses

    def responses(self, weights: Weights, scaled: np.ndarray) -> tuple[np.ndarray, ...]:
        """Return probabilities (image, class) and, for a CNN, mean activations (image, map) of
        Conv2D_3.
        """
        parts = [self.network.look(weights, scaled[part]) for part in batches(scaled)]
        return tuple(np.concatenate(one) for one in zip(*parts, strict=True))

    def judging(self, images: Images) -> int:
        """Return how many of the images judge a run."""
        return min(self.budgeted.held_out, len(images.images))

    def judged(self, images: Images) -> tuple[np.ndarray, np.ndarray]:
        """Return the evenly spaced images, scaled, and labels that runs are judged on."""
        last = len(images.images) - 1
        count = self.judging(images)
        chosen = np.linspace(0, last, count).round().astype(int)
        return self.scale(images.images[chosen]), images.labels[chosen]

    def accuracy_and_maps(self, weights: Weights, images: Images) -> tuple[float, np.ndarray]:
        """Return the share of the judged images that are classified rightly, and the mean
        activations (image, map) of Conv2D_3.
        """
        scaled, labels = self.judged(images)
        classes, *maps = self.responses(weights, scaled)
        right = float((classes.argmax(axis=1) == labels).mean())
        return right, maps[0] if maps else np.zeros((len(labels), 0))

    def accuracy(self, weights: Weights, images: Images) -> float:
        """Return the share of the judged images that are classified rightly."""
        return self.accuracy_and_maps(weights, images)[0]

    def budget(self) -> dict[str, np.ndarray]:
        """Return what every figure has to say: images and epochs of a run, and how many test and
        validation images judge it.
        """
        counts = {
            "images": self.budgeted.images,
            "epochs": self.budgeted.epochs,
            "test_images": self.judging(self.data.test),
            "held_out": self.judging(self.data.validation),
        }
        return {name: np.array(count) for name, count in counts.items()}
