"""One map, climbed from noise of several wavelengths."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.results.base import Result, array


@dataclass(frozen=True)
class Hand(Result):
    """OIPs of one map from starts of one grid of random values at a time, and how alike they
    are.
    """

    # of the layer: the first that any node sees, and one past the last
    visible_rows: np.ndarray = array("two=2", unit="px")
    visible_columns: np.ndarray = array("two=2", unit="px")
    map: np.ndarray = array("")
    data_maximum: np.ndarray = array("", unit="mean activation")  # over the training images
    grid: np.ndarray = array("scale", unit="nodes per side")
    tried: np.ndarray = array("", unit="starts")  # of each grid
    answered: np.ndarray = array("scale", unit="starts")  # of those, how many the map answers
    of: np.ndarray = array("start")  # index of the grid that each climbing start was drawn from
    seed: np.ndarray = array("start")
    starts: np.ndarray = array("start y x", unit="standardised pixel")
    # the best iterate of each
    images: np.ndarray = array("start y x", unit="standardised pixel")
    response: np.ndarray = array("start", unit="mean activation")
    curve: np.ndarray = array("start step", unit="mean activation")
    step: np.ndarray = array("frame", unit="step")
    # the last is the best iterate
    frames: np.ndarray = array("start frame y x", unit="standardised pixel")
    likeness: np.ndarray = array("frame start start")  # best correlation over shifts, at each frame
    # gap of the last frame with the grids shuffled among the starts
    chance: np.ndarray = array("trial")
    # median likeness of each OIP with those of the layer's other maps
    stranger: np.ndarray = array("start")

    def pairs(self, frame: int = -1) -> tuple[np.ndarray, np.ndarray]:
        """Return the likeness (pair) of all pairs of starts from one grid, and (pair) of those from
        different grids.
        """
        return split_pairs(self.likeness[frame], self.of)

    def gaps(self) -> np.ndarray:
        """Return (frame) by how much the median likeness within a grid exceeds that across
        grids.
        """
        return np.array([gap(alike, self.of) for alike in self.likeness])


def split_pairs(alike: np.ndarray, of: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the entries above the diagonal of a likeness (start, start): those of one group ``of``
    (start), and those of two.
    """
    one, other = np.triu_indices(len(of), 1)
    same: np.ndarray = of[one] == of[other]
    return alike[one, other][same], alike[one, other][~same]


def gap(alike: np.ndarray, of: np.ndarray) -> float:
    """Return the median likeness within groups minus that across them; 0 where there are no pairs
    of one of the two kinds.
    """
    within, across = split_pairs(alike, of)
    return float(np.median(within) - np.median(across)) if len(within) and len(across) else 0.0
