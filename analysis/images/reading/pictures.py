"""What every reader gives: images with the values a pixel can have, labels where there are any."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from analysis.problem import Problem

FEWEST = 10  # images; of fewer nothing can be said
SMALLEST = 3  # px, the shortest side: a kernel of three pixels fits once
CHANNELS = (1, 3)
AT_ONCE = 2**24  # pixel values held as floats at once


@dataclass(frozen=True, eq=False)
class Pictures:
    """Images, perhaps with labels, and the values that a pixel of each channel can have.

    Attributes:
        images: (image, y, x, channel), uint8 or a kind of float, all finite; may lie on disk.
        labels: (image) int64 that count from 0, or None.
        low, high: by channel, the values of the darkest and of the brightest pixel there can be.
        names: of the classes, where folders name them.
        remarks: what a person should know of how the files were read, a sentence each.
    """

    images: np.ndarray
    labels: np.ndarray | None
    low: tuple[float, ...]
    high: tuple[float, ...]
    names: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()

    @property
    def shape(self) -> tuple[int, int, int]:
        """Rows and columns of an image, in px, and its channels."""
        rows, columns, channels = self.images.shape[1:]
        return rows, columns, channels

    @property
    def classes(self) -> int | None:
        """The number of classes as far as images tell: the highest label and one, or as many as
        there are names; None without labels.
        """
        if self.labels is None:
            return None
        return max(len(self.names), int(self.labels.max()) + 1)

    def taken(self, which: np.ndarray) -> Pictures:
        """Return some of the images, by index (image), with their labels."""
        labels = None if self.labels is None else self.labels[which]
        return replace(self, images=self.images[which], labels=labels)

    def spread(self, most: int) -> np.ndarray:
        """Return indices (image) of so many images at most, evenly spread over all of them: also
        where they come class by class, each class has its share.
        """
        count = len(self.images)
        if count <= most:
            return np.arange(count)
        return np.linspace(0, count - 1, most).round().astype(np.int64)


def portions(images: np.ndarray) -> Iterator[np.ndarray]:
    """Yield images a few at a time, so that those on disk are never all held at once."""
    step = max(AT_ONCE // max(int(np.prod(images.shape[1:])), 1), 1)
    return (images[first : first + step] for first in range(0, len(images), step))


def refuse_few(count: int, where: str) -> None:
    """``Raises Problem`` where there are too few images to look at a network with."""
    if count < FEWEST:
        raise Problem(
            f"{where}: {count} image{'s' * (count != 1)}; {FEWEST} or more are needed, and some"
            " hundreds tell more."
        )
