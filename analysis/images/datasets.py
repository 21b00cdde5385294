"""MNIST: load, verify, standardise. The four files are carried in ``analysis/images/mnist`` with
their checksums.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

import numpy as np

from analysis.images.carried import FILES, FOLDER, REMEDY, checksums, content_of
from analysis.images.idx import parse
from analysis.problem import Problem
from analysis.settings import Settings

SHAPE, CLASSES = (28, 28), 10  # of every image in px; digits
# what is taken from every grey value, and what it is then divided by
SCALERS: dict[str, Callable[[np.ndarray], tuple[float, float]]] = {
    "standard": lambda images: (float(images.mean()), float(images.std())),
    "range": lambda images: (0.0, 255.0),
}


@dataclass(frozen=True)
class Images:
    """Images (image, y, x) uint8, grey value 0..255, and labels (image) uint8, in the official
    order.
    """

    images: np.ndarray
    labels: np.ndarray


@dataclass(frozen=True)
class Dataset:
    """Training, validation and test images, and the one mean and deviation that standardises them
    all.

    One mean and one deviation, taken from the training images, keep the valid range of pixels a
    plain box; standardising each pixel for itself is an experiment of part V.
    """

    training: Images
    validation: Images
    test: Images
    mean: float
    deviation: float
    grey: tuple[int, int] = (
        0,
        255,
    )  # values of the darkest and of the brightest pixel there can be

    def __post_init__(self) -> None:
        if not self.deviation > 0:
            raise Problem(
                f"the training images have a deviation of {self.deviation}, so nothing can be"
                " measured in units of it: they are all alike everywhere. Use other images."
            )

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns of an image, in px."""
        rows, columns = self.training.images.shape[1:3]
        return rows, columns

    @cached_property
    def classes(self) -> int:
        """The number of classes; labels count from 0."""
        return int(self.training.labels.max()) + 1

    def standardise(self, images: np.ndarray) -> np.ndarray:
        """Return float32 (image, y, x, 1) in units of the training deviation, from grey values
        (image, y, x).
        """
        return ((images.astype(np.float32) - self.mean) / self.deviation)[..., np.newaxis]


def _pair(images: str, labels: str, folder: Path, stated: dict[str, str]) -> Images:
    """Return images with their labels from two files, their headers checked."""
    parsed = []
    for name, dimensions in ((images, 3), (labels, 1)):
        try:
            parsed.append(parse(content_of(name, folder, stated), dimensions))
        except ValueError as error:
            raise Problem(
                f"MNIST file {folder / name}.gz is no IDX file of the kind: {error}. {REMEDY}"
            ) from None
    pictures, classes = parsed
    if pictures.shape[1:] != SHAPE:
        rows, columns = pictures.shape[1:]
        raise Problem(
            f"MNIST file {folder / images}.gz holds images of {rows} x {columns} px, not of"
            f" {SHAPE[0]} x {SHAPE[1]}. {REMEDY}"
        )
    if len(pictures) != len(classes):
        raise Problem(
            f"MNIST in {folder}: {images} holds {len(pictures)} images, {labels} {len(classes)}"
            f" labels. {REMEDY}"
        )
    if classes.size and classes.max() >= CLASSES:
        raise Problem(
            f"MNIST file {folder / labels}.gz holds the label {classes.max()}; there are digits"
            f" only. {REMEDY}"
        )
    return Images(pictures, classes)


@cache  # unpacking takes a second, and every measurement of a process asks for them
def load_mnist(folder: Path = FOLDER) -> tuple[Images, Images]:
    """Return all training and test images.

    Raises:
        Problem: a file is missing, its checksum is not the stated one, or its header contradicts
            what follows or what belongs to it.

    Source: Y. LeCun, C. Cortes, C. J. C. Burges, the MNIST database of handwritten digits.
    """
    stated = checksums(folder)
    return _pair(*FILES[:2], folder, stated), _pair(*FILES[2:], folder, stated)


def load_dataset(settings: Settings, folder: Path = FOLDER) -> Dataset:
    """Return the images a profile uses; the validation images are the last of the training
    images.

    Raises:
        Problem: as ``load_mnist``, or the profile asks for more images than there are.
    """
    train, test = load_mnist(folder)
    used, wanted = settings.data.training_images, settings.data.test_images
    for key, count, there in (
        ("training_images", used, train.images),
        ("test_images", wanted, test.images),
    ):
        if count > len(there):
            raise Problem(f"data.{key} is {count}, but there are {len(there)}. Ask for fewer.")
    split = used - settings.data.validation_images
    training = Images(train.images[:split], train.labels[:split])
    mean, deviation = SCALERS[settings.data.scaler](training.images)
    return Dataset(
        training=training,
        validation=Images(train.images[split:used], train.labels[split:used]),
        test=Images(test.images[:wanted], test.labels[:wanted]),
        mean=mean,
        deviation=deviation,
    )
