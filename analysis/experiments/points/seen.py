"""What the network and the comparison MLP see in the images of some classes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.images.datasets import Images
from analysis.looking.batchwise import activations
from analysis.networks.series import CONVOLUTIONS
from analysis.study import Study

FOUR, NINE = 4, 9
LAYER, DENSE, LAST = CONVOLUTIONS[-1], "Dense_100", "Dense_10"
DOUBT = 0.2  # probability that an MLP gives the other class where an image counts as unclear


@dataclass(frozen=True)
class Seen:
    """Images of 4s and 9s in their official order."""

    index: np.ndarray  # (image) in their set
    label: np.ndarray  # (image)
    grey: np.ndarray  # (image, y, x)
    points: np.ndarray  # (image, point), activations of Conv2D_3 row by row
    dense: np.ndarray  # (image, node)
    probability: np.ndarray  # (image, class), by the CNN
    by_mlp: np.ndarray  # (image, class)

    @property
    def nine(self) -> np.ndarray:
        """Whether each image is a 9."""
        return self.label == NINE

    @property
    def doubted(self) -> np.ndarray:
        """Whether the MLP gives the other of the two classes a probability of ``DOUBT``."""
        return np.where(self.nine, self.by_mlp[:, FOUR], self.by_mlp[:, NINE]) >= DOUBT


def look_at(study: Study, images: Images) -> Seen:
    """Return what is seen in the 4s and 9s among some images."""
    index = np.flatnonzero(np.isin(images.labels, (FOUR, NINE)))
    grey = images.images[index]
    data = study.data
    seen = activations(study.network("full-recipe"), data, grey, (LAYER, DENSE, LAST))
    return Seen(
        index,
        images.labels[index],
        grey,
        seen[LAYER].reshape(len(index), -1),
        seen[DENSE],
        seen[LAST],
        activations(study.network("mlp"), data, grey, (LAST,))[LAST],
    )
