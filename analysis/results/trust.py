"""What the OIPs of a layer are worth: one number or verdict per map and question."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.results.base import Result, array


@dataclass(frozen=True)
class Trust(Result):
    """The trust numbers of a layer's OIPs in one domain. Ratios are NaN where what they refer to is 0."""

    status: np.ndarray = array("map")
    ratio_maximum: np.ndarray = array("map", optional_nan=True)  # response / largest over the training images
    ratio_quantile: np.ndarray = array("map", optional_nan=True)  # response / their 99.9 % quantile
    ratio_black: np.ndarray = array("map", optional_nan=True)  # response to the black image / response
    shift: np.ndarray = array("map shift_px", optional_nan=True)  # what is left of the response after small changes
    rotation: np.ndarray = array("map rotation_degrees", optional_nan=True)
    noise: np.ndarray = array("map noise_deviations", optional_nan=True)
    blur: np.ndarray = array("map blur_px", optional_nan=True)
    high_share: np.ndarray = array("map", optional_nan=True)  # of spectral power at wavelengths below 4 px; an even image has none
    high_reference: np.ndarray = array("")  # what 95 % of the training images stay below
    excites: np.ndarray = array("image map", unit="mean activation")  # of every map, to the OIP of every map
    rank: np.ndarray = array("map")  # place of the own map among all that see its OIP, each in units of its data maximum
    selectivity: np.ndarray = array("map", optional_nan=True)  # own / (own + mean of the others), in the same units
    hit_rate: np.ndarray = array("map", optional_nan=True)  # two-way choice with the OIP as hint
    hit_rate_other: np.ndarray = array("map", optional_nan=True)  # the control: with the OIP of another map
    hit_rate_images: np.ndarray = array("map", optional_nan=True)  # the same with the nine strongest training images
    bound: np.ndarray = array("map", unit="mean activation")  # no image of the box exceeds it
