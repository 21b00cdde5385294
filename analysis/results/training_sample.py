"""Images that a training elsewhere, such as in a reader's browser, can do with."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.results.base import Result, array


@dataclass(frozen=True)
class TrainingSample(Result):
    """Some training images, and test images to judge by; ``test_index`` is the official index."""

    images: np.ndarray = array("image y x channel?", unit="grey value 0..255")
    labels: np.ndarray = array("image")
    test_images: np.ndarray = array("test_image y x channel?", unit="grey value 0..255")
    test_labels: np.ndarray = array("test_image")
    test_index: np.ndarray = array("test_image")
