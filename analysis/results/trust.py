"""What the OIPs of a layer are worth: one number or verdict per map and question."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.results.base import Result, array


@dataclass(frozen=True)
class Trust(Result):
    """The trust numbers of a layer's OIPs in one domain. Ratios are NaN where what they refer to is
    0, and where there is no OIP.
    """

    status: np.ndarray = array("map")
    # response / largest over the training images
    ratio_maximum: np.ndarray = array("map", optional_nan=True)
    ratio_quantile: np.ndarray = array("map", optional_nan=True)  # response / their 99.9 % quantile
    # response to the black image / response
    ratio_black: np.ndarray = array("map", optional_nan=True)
    # what is left of the response after small changes
    shift: np.ndarray = array("map shift_px", optional_nan=True)
    rotation: np.ndarray = array("map rotation_degrees", optional_nan=True)
    noise: np.ndarray = array("map noise_deviations", optional_nan=True)
    blur: np.ndarray = array("map blur_px", optional_nan=True)
    # of spectral power at wavelengths below 4 px; an even image has none
    high_share: np.ndarray = array("map", optional_nan=True)
    high_reference: np.ndarray = array("")  # what 95 % of the training images stay below
    # of every map, to the OIP of every map
    excites: np.ndarray = array("image map", unit="mean activation")
    # place of the own map among all that see its OIP, each in units of its data maximum
    rank: np.ndarray = array("map")
    # own / (own + mean of the others), in the same units
    selectivity: np.ndarray = array("map", optional_nan=True)
    hit_rate: np.ndarray = array("map", optional_nan=True)  # two-way choice with the OIP as hint
    # the control: the same with the OIPs of all other maps, in the mean over these
    hit_rate_other: np.ndarray = array("map", optional_nan=True)
    # the same with the nine strongest training images
    hit_rate_images: np.ndarray = array("map", optional_nan=True)
    # no image of the domain exceeds it; NaN where none is known for such a network
    bound: np.ndarray = array("map", unit="mean activation", optional_nan=True)


@dataclass(frozen=True)
class TrustTable(Result):
    """Every trust number of a layer's OIPs in one domain, with what it is called and means."""

    number: np.ndarray = array("number")  # its id
    label: np.ndarray = array("number")
    heading: np.ndarray = array("number")  # on the cards of the galleries; empty: it has no place
    reading: np.ndarray = array("number")  # in plain words
    formula: np.ndarray = array("number")
    value: np.ndarray = array("number map", optional_nan=True)
    text: np.ndarray = array("number map")  # as readers see it
    middle: np.ndarray = array("number", optional_nan=True)  # over the maps
    middle_text: np.ndarray = array("number")
    beside: np.ndarray = array("number", optional_nan=True)  # what it should be held against
    top: np.ndarray = array("number", optional_nan=True)  # the largest value it can have
