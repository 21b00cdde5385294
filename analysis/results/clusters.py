"""What the comparison MLP makes of distances to cluster centres instead of pixels."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.results.base import Result, array


@dataclass(frozen=True)
class ClusterMlps(Result):
    """Accuracies of the same MLP on clusters, pixels and convolved images; ``chosen`` is made on
    validation images alone.
    """

    clusters: np.ndarray = array("count")
    chosen: np.ndarray = array("", unit="clusters")
    distance_validation: np.ndarray = array("count run epoch")
    distance_test: np.ndarray = array("count run")
    drawn_test: np.ndarray = array("count")  # distances to training images drawn at random
    one_hot_test: np.ndarray = array("count")  # the nearest centre alone
    # no network: each centre names the class most frequent around it
    vote_test: np.ndarray = array("count")
    pixel_validation: np.ndarray = array("run epoch")
    pixel_test: np.ndarray = array("run")
    points_validation: np.ndarray = array("epoch")  # on the activations of Conv2D_3
    points_test: np.ndarray = array("")
    points: np.ndarray = array("", unit="inputs")
    weights: np.ndarray = array("count")  # of the MLP behind so many clusters
    pixel_weights: np.ndarray = array("")
    points_weights: np.ndarray = array("")
    centres: np.ndarray = array("centre y x", unit="grey value 0..255")
    centre_label: np.ndarray = array("centre")  # the class most frequent around it
    centre_purity: np.ndarray = array("centre")  # the share of that class
    centre_size: np.ndarray = array("centre", unit="images")
