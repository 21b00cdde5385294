"""Pictures that were read, parted into images to train on, to choose by and to test with."""

from __future__ import annotations

import numpy as np

from analysis.images.datasets import Dataset, Images
from analysis.images.reading.pictures import Pictures
from analysis.images.reading.scale import Numbers, Scale
from analysis.problem import Problem

VALIDATION, TEST = 0.1, 0.2  # shares of the images
SEED = 7  # of the order in which images are dealt out


def parted(
    pictures: Pictures,
    scale: Scale,
    *,
    validation: float = VALIDATION,
    test: float = TEST,
    seed: int = SEED,
) -> Dataset:
    """Return pictures as a data set: with one channel (image, y, x), in colour (image, y, x, 3).

    Of each class the same shares go into each part, as far as whole images allow, in an order that
    the seed gives.

    Args:
        scale: as the network was trained with; see ``scale``.
        validation, test: shares of the images, 0..1.

    Raises:
        Problem: there are no labels.
    """
    if pictures.labels is None:
        raise Problem(
            "images without labels cannot be parted by class. Give labels: an .npz with x and y,"
            " or one folder for each class."
        )
    ends = np.cumsum([1 - validation - test, validation])
    parts: list[list[np.ndarray]] = [[], [], []]
    rng = np.random.default_rng(seed)
    for label in np.unique(pictures.labels):
        own = rng.permutation(np.flatnonzero(pictures.labels == label))
        dealt = np.split(own, np.rint(ends * len(own)).astype(int))
        for part, some in zip(parts, dealt, strict=True):
            part.append(some)
    # labels of all classes mixed, so that the first images of a part are a sample of it
    chosen = [rng.permutation(np.concatenate(part)) for part in parts]
    training, validating, testing = (
        as_images(some, np.asarray(some.labels)) for some in map(pictures.taken, chosen)
    )
    return on_scale((training, validating, testing), pictures, scale)


def on_scale(parts: tuple[Images, Images, Images], pictures: Pictures, scale: Scale) -> Dataset:
    """Return images to train on, to choose by and to test with as a data set.

    Args:
        pictures: what they are parts of; it tells which values a pixel can have.
    """
    return Dataset(
        *parts,
        mean=_level(scale.mean),
        deviation=_level(scale.deviation),
        grey=(_level(pictures.low), _level(pictures.high)),
    )


def as_images(pictures: Pictures, labels: np.ndarray) -> Images:
    """Return pictures with labels (image): with one channel (image, y, x), else with colours."""
    images = pictures.images
    return Images(images[..., 0] if images.shape[3] == 1 else images, labels)


def _level(numbers: Numbers) -> float | Numbers:
    """Return a number for each channel as one where there is one channel."""
    return numbers[0] if len(numbers) == 1 else numbers
