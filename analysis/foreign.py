"""Another subject than that of the series: its images as every measurement reads them, and its
network, read from a file or trained as an example.

Nothing that is measured of the series' own networks comes through here, so that no change of how
others' files are read makes it stale.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import numpy as np

from analysis.images.datasets import Dataset, Images
from analysis.images.reading.parting import as_images, on_scale
from analysis.images.reading.pictures import Pictures
from analysis.images.shown import Shown
from analysis.networks.examples import steps_of_example, train_example
from analysis.networks.layers import at_once, batches
from analysis.seeds import derived
from analysis.settings import Settings
from analysis.study import Progress
from analysis.subject import Subject, mixtures

if TYPE_CHECKING:
    import keras


def seed_of_example(seed: int, example: str) -> int:
    """Return the seed of an example's network, from that of a profile."""
    return derived(seed, f"example {example}")


def trained_example(
    example: str, there: Shown, settings: Settings, progress: Progress
) -> keras.Model:
    """Return the network of an example, trained on those of its images that do not judge it."""
    seen = there.seen
    assert seen.labels is not None
    epochs = settings.others.epochs
    with progress(f"training {example}", steps_of_example(len(seen.images), epochs)) as advance:
        return train_example(
            example,
            seed_of_example(settings.seed, example),
            there.scale.apply(seen.images),
            seen.labels,
            epochs,
            advance,
        )


def answers(model: keras.Model, images: np.ndarray) -> np.ndarray:
    """Return the class (image) that a network names for images as it is shown them."""
    parts = batches(images, at_once(model))
    given = [np.asarray(model(images[some], training=False)) for some in parts]
    return np.concatenate(given).argmax(axis=1)


def _labelled(pictures: Pictures, there: Shown, model: keras.Model) -> Images:
    """Return images with their labels; without any, each counts as what the network calls it."""
    labels = pictures.labels
    if labels is None:
        labels = answers(model, there.scale.apply(pictures.images))
    return as_images(pictures, labels)


def dataset(there: Shown, model: keras.Model) -> Dataset:
    """Return the images of a subject as all measurements read them."""
    seen = _labelled(there.seen, there, model)
    judging = _labelled(there.judging, there, model) if there.parted else seen
    none = Images(seen.images[:0], seen.labels[:0])  # nothing was chosen by any
    return on_scale((seen, none, judging), there.seen, there.scale)


def subject_of(
    name: str,
    data: Dataset,
    model: keras.Model,
    rule: Callable[[], tuple[Sequence[int], Sequence[Sequence[float]]]],
    names: tuple[str, ...],
) -> Subject:
    """Return a network with its images as what is looked at.

    Args:
        data: see ``dataset``.
        rule: gives the grids of starts and their weights by layer; see ``subject.mixtures``.
        names: of the classes.
    """
    return Subject(name, data, model, mixtures(data, model, rule), names=names)
