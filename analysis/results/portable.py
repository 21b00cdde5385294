"""A network and its ascent, told so that code that knows no framework can run both."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.results.base import Result, array


@dataclass(frozen=True)
class PortableNetwork(Result):
    """A network as operations, and its weights one after another.

    ``why`` is a sentence where the network has a layer that none of the operations stands for; then
    ``described`` tells of the images and the ascent alone, and there are no weights.
    """

    described: np.ndarray = array("")  # JSON
    weights: np.ndarray = array("number", unit="weight")
    why: np.ndarray = array("")
