"""How numbers are distributed: sums of pixels, values before and after the ReLU, the best of many
starts.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.results.base import Result, array


@dataclass(frozen=True)
class InkSums(Result):
    """Sums of n pixels: drawn independently (exact), drawn from one image, and neighbours in an
    image.
    """

    count: np.ndarray = array("count", unit="pixels in a sum")
    mean: np.ndarray = array("", unit="grey value")  # of one pixel
    deviation: np.ndarray = array("", unit="grey value")
    # of each sum of grey values, zero beyond the largest
    sums: np.ndarray = array("count ink", unit="probability")
    kinds: np.ndarray = array("kind")
    # Kolmogorov-Smirnov distance to the normal of equal mean and deviation
    distance: np.ndarray = array("kind count")
    skewness: np.ndarray = array("kind count")
    excess: np.ndarray = array("kind count")  # kurtosis less 3
    images: np.ndarray = array("", unit="images")  # for the sums of dependent pixels
    frequency: np.ndarray = array("frequency", unit="1 / deviation of the pixel or of the sum")
    # modulus of the characteristic function of the sum, in units of one pixel's deviation
    raw: np.ndarray = array("count frequency")
    scaled: np.ndarray = array("count frequency")  # the same in units of the sum's own deviation


@dataclass(frozen=True)
class PreActivationShapes(Result):
    """Pre-activations of the trained and of untrained networks against the normal distribution."""

    network: np.ndarray = array("network")
    layer: np.ndarray = array("layer")
    layer_of: np.ndarray = array("map")  # which layer a map, or a dense node, belongs to
    # one map over images; NaN where it never varies
    distance: np.ndarray = array("network map", optional_nan=True)
    skewness: np.ndarray = array("network map", optional_nan=True)
    excess: np.ndarray = array("network map", optional_nan=True)
    # the same distance for one node and image over the maps of a layer, pooled
    across: np.ndarray = array("network layer")
    edge: np.ndarray = array("edge", unit="deviations of the map")
    # of values standardised map by map, mean over the maps
    density: np.ndarray = array("network layer bin")
    images: np.ndarray = array("", unit="images")
    nodes: np.ndarray = array("", unit="nodes of an image")
    # share of nodes whose receptive field holds no ink; they are left out
    blank: np.ndarray = array("layer")


@dataclass(frozen=True)
class ActivationFamilies(Result):
    """Families of distributions fitted to positive activations of half of the images and judged on
    the other half.
    """

    family: np.ndarray = array("family")
    layer: np.ndarray = array("layer")
    layer_of: np.ndarray = array("map")
    number: np.ndarray = array("map")  # within its layer
    positive: np.ndarray = array("map")  # share of values above 0
    values: np.ndarray = array("map", unit="positive values in the fit half")
    # NaN: too few values
    log_likelihood: np.ndarray = array(
        "map family", unit="nat per held-out value", optional_nan=True
    )
    # Kolmogorov-Smirnov distance of fit and held-out values
    distance: np.ndarray = array("map family", optional_nan=True)
    # the same distance between the two halves: what sampling alone does
    halves: np.ndarray = array("map", optional_nan=True)
    # share of held-out values that are, to four decimals, one and the same number
    commonest: np.ndarray = array("map", optional_nan=True)
    # of the fitted gamma distribution; 1 is the exponential
    shape: np.ndarray = array("map", optional_nan=True)
    # position of the map that stands for its layer, -1 where there is none
    example: np.ndarray = array("layer")
    edge: np.ndarray = array("layer edge", unit="activation")
    # of the example's held-out values
    density: np.ndarray = array("layer bin", unit="1 / activation")
    # of the families fitted to it
    curve: np.ndarray = array("layer family bin", unit="1 / activation")
    images: np.ndarray = array("", unit="images")
    nodes: np.ndarray = array("", unit="nodes of an image")


@dataclass(frozen=True)
class BestOfMany(Result):
    """The best response among N starts, and what extreme-value fits to fewer starts had
    predicted.
    """

    count: np.ndarray = array("count", unit="starts")
    # median over disjoint sets of fresh starts
    best: np.ndarray = array("count map", unit="mean activation")
    # median deviation of one set from that, relative; NaN for fewer than four sets
    scatter: np.ndarray = array("count map", optional_nan=True)
    answering: np.ndarray = array("map")  # share of fresh starts the map answers
    size: np.ndarray = array("size", unit="starts")  # of the sets the fits were made on
    blocks: np.ndarray = array("")  # parts of such a set; their maxima are fitted
    so_far: np.ndarray = array("size map", unit="mean activation")  # the best of that set
    # median best of N by the fit; NaN: no fit
    line: np.ndarray = array("size count map", unit="mean activation", optional_nan=True)
    # prediction for four times the set, shape fixed at 0
    gumbel: np.ndarray = array("size map", unit="mean activation", optional_nan=True)
    shape: np.ndarray = array("size map", optional_nan=True)  # xi: below 0 there is an upper end
