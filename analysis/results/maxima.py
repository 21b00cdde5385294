"""The maxima that ascents of one map end on."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.results.base import Result, array


@dataclass(frozen=True)
class Maxima(Result):
    """What the OIPs of many starts of each map are like as maxima: which node they excite, how much
    they reach, and how the response falls between two of them.
    """

    node: np.ndarray = array("map start row column", unit="activation")
    response: np.ndarray = array("map start", unit="mean activation")
    # of anything that was found for the map, by whatever search
    strongest: np.ndarray = array("map", unit="mean activation")
    first: np.ndarray = array("pair")  # start
    second: np.ndarray = array("pair")
    # at even angles on the sphere from the one OIP to the other, both included
    path: np.ndarray = array("map pair point", unit="mean activation")

    @property
    def fired(self) -> np.ndarray:
        """Which pairs (map, pair) have a response at both ends."""
        return np.asarray((self.path[..., 0] > 0) & (self.path[..., -1] > 0))

    @property
    def depth(self) -> np.ndarray:
        """How far the response falls on the way (map, pair) below that of its lower end, as a share
        of it; 0 where it does not.
        """
        lower = np.minimum(self.path[..., 0], self.path[..., -1])
        least = self.path.min(axis=-1)
        return np.asarray(1 - least / np.where(lower > 0, lower, 1)) * self.fired

    @property
    def above_line(self) -> np.ndarray:
        """The response on the way (pair, point) in units of the straight line between the responses
        of both ends, over all maps and the pairs with a response at both.
        """
        path = self.path[self.fired]
        along = np.linspace(0, 1, path.shape[-1])
        return np.asarray(path / (path[:, :1] * (1 - along) + path[:, -1:] * along))

    @property
    def half_way(self) -> float:
        """The median of these in the middle of the way; NaN where there are no pairs."""
        share = self.above_line
        return float(np.median(share[:, share.shape[1] // 2])) if len(share) else float("nan")
