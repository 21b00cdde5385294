"""What the points of Conv2D_3 and the nodes of the dense layer tell of a 4 and of a 9."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.results.base import Result, array


@dataclass(frozen=True)
class CommonPoints(Result):
    """Points that are on in several 4s or 9s at once: over many draws, not for one choice."""

    # points on in all three of one class and in none of three of the other, by draw
    only_fours: np.ndarray = array("draw", unit="points")
    only_nines: np.ndarray = array("draw", unit="points")
    # mean share of the points of only_fours that is on, over the draws an image had no part in
    clear_share: np.ndarray = array("clear")
    clear_nines: np.ndarray = array("", unit="images")  # that the other three are drawn from
    unclear_share: np.ndarray = array("unclear")
    unclear_index: np.ndarray = array("unclear")  # in the test set
    unclear_four: np.ndarray = array("unclear", unit="probability")  # by the CNN
    unclear_right: np.ndarray = array("unclear")  # whether the CNN takes it for a 4
    four: np.ndarray = array("four", unit="probability")  # of a 4, for every 4 of the test set
    # three 4s: points on in all of them over points on in any; maps with the same points on in all
    # three, not none, over maps with any point on
    common: np.ndarray = array("triple")
    same_maps: np.ndarray = array("triple")


@dataclass(frozen=True)
class Separation(Result):
    """How well 4s and 9s of the test images are told apart, by single points and by all of them;
    what is chosen is chosen on training images.
    """

    images: np.ndarray = array("", unit="images")  # 4s and 9s of the test set
    unclear: np.ndarray = array("", unit="images")  # those of them that the MLP doubts
    stage: np.ndarray = array("stage")  # points of Conv2D_3, nodes of the dense layer
    auc_points: np.ndarray = array("point")  # area under the curve, 9 above 4
    auc_dense: np.ndarray = array("node")
    mean_wrong: np.ndarray = array("stage image")  # whether the nearest class mean is the wrong one
    probe_wrong: np.ndarray = array("stage image")  # whether a linear probe errs
    doubted: np.ndarray = array("image")  # whether the MLP doubts it
    intact: np.ndarray = array("image")  # whether the CNN is right between 4 and 9
    count: np.ndarray = array("count", unit="points")
    kept: np.ndarray = array("count image")  # right with the best points alone, others at the mean
    silenced: np.ndarray = array("count image")  # right with the best points at the mean

    def right(self, name: str, count: int) -> np.ndarray:
        """Return which images (image) are told apart with so many best points ``kept``, or
        ``silenced``.
        """
        return np.asarray(getattr(self, name)[list(self.count).index(count)])


@dataclass(frozen=True)
class Probes(Result):
    """How much of the class linear probes read off two layers: from bits, means, and all points."""

    layer: np.ndarray = array("layer")
    what: np.ndarray = array("what")  # maps on or off, means of maps, points on or off, points
    maps: np.ndarray = array("", unit="maps")  # of each layer
    learned: np.ndarray = array("", unit="images")
    right: np.ndarray = array("layer what image")  # test images
