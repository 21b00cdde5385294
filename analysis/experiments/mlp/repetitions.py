"""Which digits the comparison MLP takes for one another, over several trainings, and the 4s and 9s
it reads worst.

A single training decides little: the order of 45 pairs of digits that share two or three hundred
errors is partly luck. Source: part XI of the author's MLP series; the repetitions are our choice.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import numpy as np

from analysis.looking.confusion import confusion_matrix, probabilities
from analysis.networks.training import begin, recipe_of, steps_per_epoch, train
from analysis.results.mlp import MlpRuns
from analysis.settings import Settings
from analysis.study import Study

if TYPE_CHECKING:
    import keras

    from analysis.results.training import TrainingHistory

DIGITS = (4, 9)
WORST = 5  # images shown of each of them
CNNS = ("full-recipe", "first-run")


def repeat_training(study: Study, seed: int) -> tuple[keras.Model, TrainingHistory]:
    """Train the MLP once more by the recipe of the published one, from another seed."""
    settings = cast(Settings, study.settings)
    recipe = recipe_of(settings, "mlp")
    checkpoint = begin(settings, "mlp", study.data, seed)
    # a step of so small a net takes less time than going back to Python for the next; the weights
    # come out the same
    checkpoint.model.steps_per_execution = steps_per_epoch(study.data, recipe)
    return train(checkpoint, recipe, study.data, seed=seed)


def worst_of(digit: int, labels: np.ndarray, said: np.ndarray, count: int = WORST) -> np.ndarray:
    """Return the indices of the images of a digit to which ``said`` (image, class) gives it the
    least probability, the worst first.
    """
    own = np.flatnonzero(labels == digit)
    return own[np.argsort(said[own, digit], kind="stable")[:count]]


def measure_mlp_runs(study: Study) -> MlpRuns:
    """Classify the test images with the published MLP, with repetitions of its training and with
    both CNNs.
    """
    test, count = study.data.test, study.settings.mlp_runs.repetitions
    seeds = study.seed("mlp repetitions") + np.arange(count)
    curves = []

    def said(model: keras.Model) -> np.ndarray:
        return probabilities(model, study.data, test.images)

    published = said(study.network("mlp"))
    cnns = [said(study.network(name)) for name in CNNS]
    mlps = [published]
    with study.progress("repetitions of the MLP", count) as advance:
        for seed in seeds:
            model, history = repeat_training(study, int(seed))
            mlps.append(said(model))
            curves.append(history.validation_accuracy)
            advance(1)
    worst = np.stack([worst_of(digit, test.labels, published) for digit in DIGITS])
    read = np.stack([one.argmax(axis=1) for one in mlps])
    return MlpRuns(
        matrices=np.stack([confusion_matrix(test.labels, one) for one in read]),
        cnn_matrices=np.stack([confusion_matrix(test.labels, one.argmax(axis=1)) for one in cnns]),
        validation_accuracy=np.stack(curves),
        seed=seeds,
        digit=np.array(DIGITS),
        worst_index=worst,
        worst_images=test.images[worst],
        mlp_probabilities=published[worst],
        cnn_probabilities=cnns[0][worst],
        misread=(read[:, worst] != test.labels[worst]).sum(axis=0),
    )
