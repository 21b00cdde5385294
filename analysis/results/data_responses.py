"""What the maps of one layer respond to among the images of a data set."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.results.base import Result, array


@dataclass(frozen=True)
class DataResponses(Result):
    """Every map's response to the images of the data; an index counts the training images from the
    first one stored, which is 0.

    Training images are here all that the profile uses, those kept for validation among them: they
    come last, so that an index is also the place in the official training set. For a map that no
    training image excites, the strongest images are the first ones stored, each with the response
    0.
    """

    # over the training images, as the next two
    maximum: np.ndarray = array("map", unit="mean activation")
    quantile_999: np.ndarray = array("map", unit="mean activation")
    rate: np.ndarray = array("map")  # share of the images with a response above 0
    test_rate: np.ndarray = array("map")
    fires: np.ndarray = array("map")  # whether any training or test image has a response above 0
    top_index: np.ndarray = array("map rank")  # strongest first
    top_response: np.ndarray = array("map rank", unit="mean activation")
    top_image: np.ndarray = array("map rank y x channel?", unit="grey value")
    top_label: np.ndarray = array("map rank")
    top_node: np.ndarray = array("map rank two=2")  # row and column of the strongest node
    # what that node sees: the first pixel, and one past the last
    top_rows: np.ndarray = array("map rank two=2", unit="px")
    top_columns: np.ndarray = array("map rank two=2", unit="px")
    level: np.ndarray = array("level")  # of the quantiles that the next three refer to
    # the training image whose response is nearest to the quantile
    quantile_index: np.ndarray = array("map level")
    quantile_response: np.ndarray = array("map level", unit="mean activation")  # of that image
    quantile_image: np.ndarray = array("map level y x channel?", unit="grey value")
    # over the test images of each class; NaN for a class without images
    digit_mean: np.ndarray = array("map digit", unit="mean activation", optional_nan=True)
    # response to the image of grey value 0 throughout
    black: np.ndarray = array("map", unit="mean activation")
