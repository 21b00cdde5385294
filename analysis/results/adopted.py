"""What is known of a network that was not trained as those of the series."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.results.base import Result, array


@dataclass(frozen=True)
class Adopted(Result):
    """How a network was read, and how often it is right under each scale of its images.

    Without labels there are no scales here. Which images there are is another measurement.
    """

    trained_here: np.ndarray = array("")  # bool: an example of ours
    scale: np.ndarray = array("scale")  # by name; the first is the one that is used
    right: np.ndarray = array("scale bound", unit="share")  # low, value, high; of judging images
    mean: np.ndarray = array("channel")  # what is taken from every pixel,
    deviation: np.ndarray = array("channel")  # and what it is then divided by
    low: np.ndarray = array("channel")  # values of the darkest pixel there can be
    high: np.ndarray = array("channel")  # and of the brightest
    remark: np.ndarray = array("remark")  # what a person should know, a sentence each
    layer: np.ndarray = array("layer")  # names of all layers that have weights or make maps
    kind: np.ndarray = array("layer")  # of Keras
    shape: np.ndarray = array("layer side")  # y, x, maps; 1, 1, nodes where there are no maps
    parameters: np.ndarray = array("layer")
    # what its maps give at rest, which a map that fires exceeds; see ``networks.layers.rest_of``
    rest: np.ndarray = array("layer", unit="activation")
    reader: np.ndarray = array("layer")  # which layer reads its maps; empty where not one does
