"""MNIST: load, verify, standardise. The four files are carried in ``analysis/images/mnist`` with
their checksums.
"""

from __future__ import annotations

import gzip
import hashlib
import zlib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np

from analysis.problem import Problem
from analysis.settings import Settings

FOLDER = Path(__file__).parent / "mnist"
FILES = (
    "train-images-idx3-ubyte",
    "train-labels-idx1-ubyte",
    "t10k-images-idx3-ubyte",
    "t10k-labels-idx1-ubyte",
)
REMEDY = "Restore it with: git checkout -- analysis/images/mnist"


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


def checksums(folder: Path = FOLDER) -> dict[str, str]:
    """Return SHA-256 by file name, as stated beside the files."""
    path = folder / "SHA256SUMS.uncompressed"
    if not path.is_file():
        raise Problem(f"the checksums of MNIST, {path.name}, are missing from {folder}. {REMEDY}")
    lines = path.read_text().splitlines()
    return {name: digest for digest, name in (line.split() for line in lines if line)}


def _read(name: str, folder: Path) -> bytes:
    path = folder / f"{name}.gz"
    if not path.is_file():
        raise Problem(f"MNIST file {path.name} is missing from {folder}. {REMEDY}")
    try:
        content = gzip.decompress(path.read_bytes())
    except (OSError, EOFError, zlib.error) as error:
        raise Problem(
            f"MNIST file {path} is damaged: it does not decompress ({error}). {REMEDY}"
        ) from None
    found, stated = hashlib.sha256(content).hexdigest(), checksums(folder)[name]
    if found != stated:
        raise Problem(
            f"MNIST file {path} is damaged: SHA-256 {found[:12]}..., stated {stated[:12]}..."
            f" {REMEDY}"
        )
    return content


def load_mnist(folder: Path = FOLDER) -> tuple[Images, Images]:
    """Return all training and test images.

    Raises:
        Problem: a file is missing or its checksum is not the stated one.

    Source: Y. LeCun, C. Cortes, C. J. C. Burges, the MNIST database of handwritten digits.
    """
    train_images, train_labels, test_images, test_labels = (_read(name, folder) for name in FILES)

    def pair(images: bytes, labels: bytes) -> Images:
        # the IDX header is 16 bytes for images, 8 for labels
        return Images(
            np.frombuffer(images, np.uint8, offset=16).reshape(-1, 28, 28),
            np.frombuffer(labels, np.uint8, offset=8),
        )

    return pair(train_images, train_labels), pair(test_images, test_labels)


def load_dataset(settings: Settings, folder: Path = FOLDER) -> Dataset:
    """Return the images a profile uses; the validation images are the last of the training
    images.
    """
    train, test = load_mnist(folder)
    used, kept = settings.data.training_images, settings.data.validation_images
    if kept >= used:
        raise Problem(
            f"data.validation_images is {kept}, but only {used} training images are used. Keep"
            " fewer for validation."
        )
    split = used - kept
    training = Images(train.images[:split], train.labels[:split])
    return Dataset(
        training=training,
        validation=Images(train.images[split:used], train.labels[split:used]),
        test=Images(
            test.images[: settings.data.test_images], test.labels[: settings.data.test_images]
        ),
        mean=float(training.images.mean()),
        deviation=float(training.images.std()),
    )
