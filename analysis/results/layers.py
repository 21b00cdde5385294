"""What layers do with an image, and what they can see of it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.results.base import Result, array


@dataclass(frozen=True)
class ExampleActivations(Result):
    """Every layer's activation for the example images, in the order of ``ExampleImages``."""

    conv2d_1: np.ndarray = array("image y1 x1 map1", unit="activation")
    max_pool_1: np.ndarray = array("image py1 px1 map1", unit="activation")
    conv2d_2: np.ndarray = array("image y2 x2 map2", unit="activation")
    max_pool_2: np.ndarray = array("image py2 px2 map2", unit="activation")
    conv2d_3: np.ndarray = array("image y3 x3 map3", unit="activation")
    dense_100: np.ndarray = array("image node", unit="activation")
    dense_10: np.ndarray = array("image class", unit="probability")


@dataclass(frozen=True)
class OnThresholds(Result):
    """A node is on when its activation exceeds this value."""

    conv2d_3: np.ndarray = array("y x map", unit="activation")
    dense_100: np.ndarray = array("node", unit="activation")


@dataclass(frozen=True)
class LayerAbstraction(Result):
    """C-IV-1: how far a layer's maps still resemble the input."""

    correlation: np.ndarray = array("layer image")  # median over maps of |r(enlarged map, input)|
    # |r(input averaged to map size and enlarged, input)|
    baseline: np.ndarray = array("layer image")
    layer: np.ndarray = array("layer")


@dataclass(frozen=True)
class MapMaxima(Result):
    """Largest mean activation of every map over the training images, and the training image that
    gave it.
    """

    conv2d_1: np.ndarray = array("map1", unit="mean activation")
    conv2d_2: np.ndarray = array("map2", unit="mean activation")
    conv2d_3: np.ndarray = array("map3", unit="mean activation")
    conv2d_1_image: np.ndarray = array("map1")
    conv2d_2_image: np.ndarray = array("map2")
    conv2d_3_image: np.ndarray = array("map3")


@dataclass(frozen=True)
class Geometry(Result):
    layer: np.ndarray = array("layer")
    shape: np.ndarray = array("layer three")  # y, x, map; y and x are 1 for dense layers
    parameters: np.ndarray = array("layer")
    field: np.ndarray = array("stage", unit="px")
    stride: np.ndarray = array("stage", unit="px")
    stage: np.ndarray = array("stage")
    visits: np.ndarray = array("y x", unit="Conv2D_3 nodes")
    influence: np.ndarray = array("node_y node_x y x")  # 1 where any gradient was non-zero
    blind_logit_change: np.ndarray = array("")
    blind_ink_images: np.ndarray = array("", unit="images")
    blind_ink_share: np.ndarray = array("")


@dataclass(frozen=True)
class Convolution(Result):
    """One 3x3 kernel on one digit: every number of the sum."""

    image: np.ndarray = array("y x", unit="standardised pixel")
    kernel: np.ndarray = array("ky kx")
    bias: np.ndarray = array("")
    feature_map: np.ndarray = array("my mx", unit="activation")
    pooled: np.ndarray = array("py px", unit="activation")
    map: np.ndarray = array("")
    node: np.ndarray = array("two")
    pre_activation: np.ndarray = array("")


@dataclass(frozen=True)
class Kernels(Result):
    """Kernel values of both trainings by layer, flattened."""

    layer: np.ndarray = array("weight")
    first_run: np.ndarray = array("weight")
    full_recipe: np.ndarray = array("weight")
