"""OIPs, and the search for them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.results.base import Result, array

# of the ladder of searches, from the cheapest up
RUNGS = ("plain", "precursor", "pre-activation", "image", "silent")


@dataclass(frozen=True)
class OipGallery(Result):
    """One OIP for each map of a layer, by the series' method."""

    # of the layer: the first that any node sees, and one past the last
    visible_rows: np.ndarray = array("two=2", unit="px")
    visible_columns: np.ndarray = array("two=2", unit="px")
    images: np.ndarray = array("map y x channel?", unit="standardised pixel")
    starts: np.ndarray = array("map y x channel?", unit="standardised pixel")
    response: np.ndarray = array("map", unit="mean activation")
    start_response: np.ndarray = array("map", unit="mean activation")
    seed: np.ndarray = array("map")
    attempts: np.ndarray = array("map", unit="starts")
    silent: np.ndarray = array("map")
    data_maximum: np.ndarray = array("map", unit="mean activation")  # over the training images
    curve: np.ndarray = array("step map", unit="mean activation")
    start_responses: np.ndarray = array("start map", unit="mean activation")


@dataclass(frozen=True)
class OipEvolution(Result):
    """One map's ascent frame by frame, from several converging starts."""

    # of the layer: the first that any node sees, and one past the last
    visible_rows: np.ndarray = array("two=2", unit="px")
    visible_columns: np.ndarray = array("two=2", unit="px")
    map: np.ndarray = array("")
    step: np.ndarray = array("frame", unit="step")
    frames: np.ndarray = array("start frame y x", unit="standardised pixel")
    curve: np.ndarray = array("start step", unit="mean activation")
    seed: np.ndarray = array("start")
    silent_starts: np.ndarray = array("silent y x", unit="standardised pixel")
    silent_seed: np.ndarray = array("silent")
    silent_mixture: np.ndarray = array("silent")  # the mixture or single grid it was drawn from
    # share of the tried starts of the mixture that the map is silent to
    zero_share: np.ndarray = array("")
    mixture: np.ndarray = array("mixture")
    # the same for the mixture and for each grid alone
    mixture_zero_share: np.ndarray = array("mixture")


@dataclass(frozen=True)
class SingleNodeOips(Result):
    """OIPs of the nodes of one Conv2D_3 map, and of their mean."""

    # of the layer: the first that any node sees, and one past the last
    visible_rows: np.ndarray = array("two=2", unit="px")
    visible_columns: np.ndarray = array("two=2", unit="px")
    # what each node sees, in the same way
    field_rows: np.ndarray = array("node_y two=2", unit="px")
    field_columns: np.ndarray = array("node_x two=2", unit="px")
    map: np.ndarray = array("")
    images: np.ndarray = array("node_y node_x y x", unit="standardised pixel")
    response: np.ndarray = array("node_y node_x", unit="activation")
    mean_image: np.ndarray = array("y x", unit="standardised pixel")
    shifted_correlation: np.ndarray = array("node_y node_x")  # with the centre node's field


@dataclass(frozen=True)
class PrecursorScan(Result):
    """Best of many large-scale starts for the maps that stayed silent, and what the ascent made of
    them.
    """

    map: np.ndarray = array("gap")
    best_start: np.ndarray = array("gap y x", unit="standardised pixel")
    best_seed: np.ndarray = array("gap")
    best_response: np.ndarray = array("gap", unit="mean activation")
    images: np.ndarray = array("gap y x", unit="standardised pixel")
    response: np.ndarray = array("gap", unit="mean activation")
    candidates: np.ndarray = array("count")
    # of all 128, by number of candidates
    responding: np.ndarray = array("count scale", unit="maps")
    scale: np.ndarray = array("scale")


@dataclass(frozen=True)
class OipScales(Result):
    """Spectral-centroid wavelength of every OIP, by layer; NaN for silent maps."""

    conv2d_1: np.ndarray = array("map1", unit="px", optional_nan=True)
    conv2d_2: np.ndarray = array("map2", unit="px", optional_nan=True)
    conv2d_3: np.ndarray = array("map3", unit="px", optional_nan=True)


@dataclass(frozen=True)
class OipSet(Result):
    """OIPs of every map of a layer in one domain, from many starts: the best, the others, and how
    well they agree.
    """

    # of the layer: the first that any node sees, and one past the last
    visible_rows: np.ndarray = array("two=2", unit="px")
    visible_columns: np.ndarray = array("two=2", unit="px")
    images: np.ndarray = array("map y x channel?", unit="standardised pixel")  # the best
    response: np.ndarray = array("map", unit="mean activation")
    # of the image as it comes back from an 8-bit file
    stored_response: np.ndarray = array("map", unit="mean activation")
    rung: np.ndarray = array("map")  # of the ladder: the first search that woke the map
    # where the way to the picture began: one of the many starts, a plain start where these are
    # candidates of a scan, the series' walk where that reached more, the map's OIPs in the other
    # domain, another map's, or a start on one scale
    origin: np.ndarray = array("map")
    seed: np.ndarray = array("map")  # of the start it began with; -1 for a training image
    won: np.ndarray = array("map", unit="challenges")  # on that way: parts of others, taken over
    # before every step of the climbs on that way, one after the other; NaN after its end
    curve: np.ndarray = array("step map", unit="mean activation", optional_nan=True)
    every_image: np.ndarray = array("map start y x channel?", unit="standardised pixel")
    every_response: np.ndarray = array("map start", unit="mean activation")
    every_seed: np.ndarray = array("map start")
    # median best correlation of the picture that is shown with those of the starts
    agreement: np.ndarray = array("map", optional_nan=True)
    # (response shown - least of the starts that fired) / response shown
    spread: np.ndarray = array("map", optional_nan=True)
    clusters: np.ndarray = array("map", unit="patterns")
    outside: np.ndarray = array("map")  # share of pixels that no real image can have
    plain_share: np.ndarray = array("map")  # share of starts that ended with a response


@dataclass(frozen=True)
class RecipeVariants(Result):
    """OIPs of the same maps from the same start, climbed in several ways; all in the box."""

    # of the layer: the first that any node sees, and one past the last
    visible_rows: np.ndarray = array("two=2", unit="px")
    visible_columns: np.ndarray = array("two=2", unit="px")
    recipe: np.ndarray = array("recipe")
    start: np.ndarray = array("y x", unit="standardised pixel")
    images: np.ndarray = array("recipe map y x", unit="standardised pixel")
    # to the image itself, whatever was climbed
    response: np.ndarray = array("recipe map", unit="mean activation")
    maximum: np.ndarray = array("map", unit="mean activation")  # over the training images
    likeness: np.ndarray = array("recipe map")  # best correlation with the OIP of the first recipe
    # of spectral power at wavelengths below 4 px
    high_share: np.ndarray = array("recipe map", optional_nan=True)
    # mean after a shift by 1 px in four directions
    shifted_response: np.ndarray = array("recipe map", unit="mean activation")
    # after a blur of 1 px
    blurred_response: np.ndarray = array("recipe map", unit="mean activation")
    # two-way choice with the OIP as hint
    hit_rate: np.ndarray = array("recipe map", optional_nan=True)


@dataclass(frozen=True)
class Controls(Result):
    """The same search on other networks, and a linear response against its known optimum."""

    network: np.ndarray = array("network")
    ratio_maximum: np.ndarray = array("network map", optional_nan=True)
    agreement: np.ndarray = array("network map", optional_nan=True)
    high_share: np.ndarray = array("network map", optional_nan=True)
    # best correlation of the OIP of a map with that of each map of a second training
    alike: np.ndarray = array("map partner", optional_nan=True)
    # of Conv2D_1 on the sphere, in closed form
    optimum: np.ndarray = array("map1", unit="mean pre-activation")
    reached: np.ndarray = array("map1", unit="mean pre-activation")
