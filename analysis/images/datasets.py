"""MNIST: load, verify, standardise. The four files are carried in ``analysis/images/mnist`` with
their checksums.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import numpy as np

from analysis.images.carried import FILES, FOLDER, REMEDY, checksums, content_of
from analysis.images.channels import RGB, as_pictures, luminance
from analysis.images.idx import parse
from analysis.problem import Problem
from analysis.settings import Settings

SHAPE, CLASSES = (28, 28), 10  # of every image in px; digits
# what is taken from every grey value, and what it is then divided by
SCALERS: dict[str, Callable[[np.ndarray], tuple[float, float]]] = {
    "standard": lambda images: (float(images.mean()), float(images.std())),
    "range": lambda images: (0.0, 255.0),
}


Level = float | tuple[float, ...]  # of all channels, or of each


def by_channel(level: Level) -> Any:
    """Return a number that holds for all channels as it is, one for each as an array (channel)
    float32.
    """
    return np.array(level, np.float32) if isinstance(level, tuple) else level


@dataclass(frozen=True)
class Images:
    """Images with labels (image), whole numbers that count from 0.

    Those of MNIST are (image, y, x) uint8, grey value 0..255, with labels uint8, in the official
    order. Pictures in colour are (image, y, x, 3); pixels may be of any kind of number.
    """

    images: np.ndarray
    labels: np.ndarray


@dataclass(frozen=True)
class Dataset:
    """Training, validation and test images, and the mean and deviation that standardise them all.

    One mean and one deviation for all pixels, taken from the training images, keep the valid range
    of pixels a plain box; standardising each pixel for itself is an experiment of part V. Images
    in colour may have one of each for every channel, and so may ``grey``: that is a box too.

    Attributes:
        mean, deviation: a number, or one for each channel.
        grey: values of the darkest and of the brightest pixel there can be; a number each, or one
            for each channel.
    """

    training: Images
    validation: Images
    test: Images
    mean: Level
    deviation: Level
    grey: tuple[Any, Any] = (0, 255)

    def __post_init__(self) -> None:
        if not np.all(np.asarray(self.deviation) > 0):
            raise Problem(
                f"the training images have a deviation of {self.deviation}, so nothing can be"
                " measured in units of it: they are all alike everywhere. Use other images."
            )

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns of an image, in px."""
        rows, columns = self.training.images.shape[1:3]
        return rows, columns

    @property
    def picture(self) -> tuple[int, ...]:
        """The shape of an image: (y, x) with one channel, (y, x, 3) in colour."""
        return self.training.images.shape[1:]

    @property
    def channels(self) -> int:
        return RGB if len(self.picture) == RGB else 1

    @cached_property
    def classes(self) -> int:
        """The number of classes; labels count from 0."""
        return int(self.training.labels.max()) + 1

    def standardise(self, images: np.ndarray) -> np.ndarray:
        """Return float32 (image, y, x, channel) in units of the training deviation, from grey
        values (image, y, x), or (image, y, x, 3) of colours.
        """
        mean, deviation = (by_channel(one) for one in (self.mean, self.deviation))
        scaled = (images.astype(np.float32) - mean) / deviation
        return scaled if self.channels == RGB else scaled[..., np.newaxis]

    def shown(self, images: np.ndarray) -> np.ndarray:
        """Return images as a network is shown them, float32, without an axis for one channel:
        (image, y, x) or (image, y, x, 3) as they are given.
        """
        return np.asarray(as_pictures(self.standardise(images)))

    def colours(self, images: np.ndarray) -> np.ndarray:
        """Return standardised pictures (..., y, x, 3) float32 as values of pixels again, in which
        all channels have the same unit; with one channel, the standardised pictures themselves.
        """
        if self.channels == 1:
            return images
        return images.astype(np.float32) * by_channel(self.deviation) + by_channel(self.mean)

    def luminance(self, images: np.ndarray) -> np.ndarray:
        """Return how bright standardised pictures (..., y, x, 3) are: (..., y, x) float32, values
        of pixels weighted by Rec. 709; with one channel, the standardised pictures themselves.
        """
        return images if self.channels == 1 else luminance(self.colours(images))

    @cached_property
    def dark(self) -> np.ndarray:
        """The picture whose pixels are all as dark as can be, of the kind of the images."""
        dark = np.empty(self.picture, self.training.images.dtype)
        dark[:] = self.grey[0]
        return dark


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
