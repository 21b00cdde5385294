"""The further ascents of every map, and how the start of one was woken first."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.results.base import array
from analysis.results.maps import MapPortraits


@dataclass(frozen=True)
class Portraits(MapPortraits):
    """The further ascents of every map. Where the start of the one that is followed leaves its map
    silent, its pre-activation climbs first; ``frames`` and ``curve`` begin where that ends.
    """

    woken: np.ndarray = array("woken")  # the maps that are silent to their start
    wake_step: np.ndarray = array("wake_frame")
    wake_frames: np.ndarray = array(
        "woken wake_frame y x channel?", unit="standardised pixel"
    )  # the first of them is the start
    wake_curve: np.ndarray = array("waking woken", unit="mean pre-activation")  # before each step
