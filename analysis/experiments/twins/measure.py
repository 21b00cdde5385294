"""Four short trainings: two sets of initial weights, each with two orders of the images. Between
two of them maps are matched by what they answer.

Two maps are alike where the means of their activations rise and fall together over the test images.
The best matching of all maps of a layer is the one whose correlations sum to most (the assignment
of Kuhn and Munkres). What classes alone give is shown by the same matching after the images of one
training were exchanged within their class.
"""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import linear_sum_assignment

from analysis.experiments.twins.lines import ORDERED, PLACES, Weights, along, reordered
from analysis.images.datasets import Dataset, Images
from analysis.looking.batchwise import activations
from analysis.networks.training import begin, recipe_of, train
from analysis.results.twins import Twins
from analysis.settings import Settings, changed
from analysis.study import FULL_RECIPE, Study

if TYPE_CHECKING:
    import keras

# what differs, and the pairs of (initial weights, order) that differ in just that
KINDS = {
    "order of the images": (((0, 0), (0, 1)), ((1, 0), (1, 1))),
    "initial weights": (((0, 0), (1, 0)), ((0, 1), (1, 1))),
    "both": (((0, 0), (1, 1)), ((0, 1), (1, 0))),
}
PAIRS = 2
Run = tuple[int, int]  # which initial weights, which order


def shortened(data: Dataset, images: int) -> Dataset:
    """Return the data with so many training images, from the front, in the same units."""
    few = Images(data.training.images[:images], data.training.labels[:images])
    return Dataset(few, data.validation, data.test, data.mean, data.deviation)


def trained(settings: Settings, data: Dataset, start: int, order: int) -> keras.Model:
    """Return a CNN that was trained from the initial weights of one seed, with the order of images
    of another.
    """
    model, _ = train(
        begin(settings, FULL_RECIPE, data, start),
        recipe_of(settings, FULL_RECIPE),
        data,
        seed=order,
    )
    return model


def correlations(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Return the correlation (map, map) of responses (image, map) of two networks; 0 for a map that
    answers all images alike.
    """

    def unit(responses: np.ndarray) -> np.ndarray:
        centred = responses.astype(float) - responses.mean(axis=0)
        length = np.linalg.norm(centred, axis=0)
        return np.divide(centred, length, out=np.zeros_like(centred), where=length > 1e-9)

    return unit(one).T @ unit(other)


def matched(likeness: np.ndarray) -> np.ndarray:
    """Return for each map its partner in the matching whose likenesses (map, map) sum to most."""
    return np.asarray(linear_sum_assignment(likeness, maximize=True)[1])


def exchanged(labels: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Return an order of images in which each stands at the place of another one of its class."""
    order = np.arange(len(labels))
    for label in np.unique(labels):
        places = np.flatnonzero(labels == label)
        order[places] = rng.permutation(places)
    return order


def _lines(
    model: keras.Model,
    responses: dict[Run, dict[str, np.ndarray]],
    weights: dict[Run, Weights],
    pair: tuple[Run, Run],
    data: Dataset,
) -> dict[str, np.ndarray]:
    """Return losses and shares of right classes on the line between two networks, as they are and
    with the maps of the second in the order of the first.
    """
    one, other = pair
    order = {
        layer: matched(correlations(responses[one][layer], responses[other][layer]))
        for layer in ORDERED
    }
    loss, right = along(model, (weights[one], weights[other]), data)
    ends = weights[one], reordered(weights[other], order)
    loss_matched, right_matched = along(model, ends, data)
    return {
        "loss": loss,
        "right": right,
        "loss_matched": loss_matched,
        "right_matched": right_matched,
    }


def measure_twins(study: Study) -> Twins:
    """Train the four networks; match the maps of each pair, layer by layer."""
    rule, data = study.settings.twins, shortened(study.data, study.settings.twins.images)
    settings = changed(study.all_settings, {"training.full_recipe.epochs": rule.epochs})
    layers, labels = tuple(study.subject.layers), data.test.labels
    responses, right, weights = {}, {}, {}
    for start, order in product(range(2), repeat=2):
        seeds = study.seed(f"twins start {start}"), study.seed(f"twins order {order}")
        model = trained(settings, data, *seeds)
        seen = activations(model, data, data.test.images, (*ORDERED, model.layers[-1].name))
        said = seen.pop(model.layers[-1].name)
        right[start, order] = float((said.argmax(axis=1) == labels).mean())
        weights[start, order] = model.get_weights()
        responses[start, order] = {
            name: one.mean(axis=tuple(range(1, one.ndim - 1))) for name, one in seen.items()
        }
    mixed = exchanged(labels, np.random.default_rng(study.seed("twins exchanged")))
    found: dict[str, list[np.ndarray]] = {"likeness": [], "partner": [], "by_class": []}
    for layer, pairs in product(layers, KINDS.values()):
        for one, other in pairs:
            ours, theirs = responses[one][layer], responses[other][layer]
            likeness = correlations(ours, theirs)
            chance = correlations(ours, theirs[mixed])
            own = np.arange(len(likeness))
            found["partner"].append(matched(likeness))
            found["likeness"].append(likeness[own, found["partner"][-1]])
            found["by_class"].append(chance[own, matched(chance)])
    lines = [_lines(model, responses, weights, pairs[0], data) for pairs in KINDS.values()]
    sizes = [len(one) for one in found["likeness"]]
    rows = list(product(layers, KINDS, range(PAIRS)))
    return Twins(
        images=np.array(len(data.training.images)),
        epochs=np.array(rule.epochs),
        accuracy=np.array(list(right.values())),
        layer=np.repeat([row[0] for row in rows], sizes),
        differs=np.repeat([row[1] for row in rows], sizes),
        pair=np.repeat([row[2] for row in rows], sizes),
        number=np.concatenate([np.arange(size) for size in sizes]),
        **{name: np.concatenate(parts) for name, parts in found.items()},
        kind=np.array(list(KINDS)),
        place=np.linspace(0, 1, PLACES),
        **{name: np.array([line[name] for line in lines]) for name in lines[0]},
    )
