"""What is known of a map's firing, as one word."""

from __future__ import annotations

import numpy as np

from analysis.results.data_responses import DataResponses

RARE = 0.01  # a map that fires on a smaller share of the training images is rare


def status(
    response: np.ndarray, responses: DataResponses, bound: np.ndarray, rest: np.ndarray | float = 0
) -> np.ndarray:
    """Return the status (map) of every map: what is known of its firing, from the strongest
    statement down.

    *Proven dead*: no image of the domain can make it fire. *Synthetic only*: it fires on no
    training or test image, but an OIP makes it. *Never seen firing*: neither. *Rare*: it fires on
    less than one training image in a hundred. ``response`` (map) is its strongest to the OIPs of
    the layer: a search of its own may have failed where that of another map hit it.

    Args:
        rest: (map), the response that is exceeded where a map fires: 0 behind a ReLU; see
            ``networks.layers.rest_of``.
    """
    seen = np.where(responses.rate < RARE, "rare", "normal")
    unseen = np.where(response > rest, "synthetic only", "never seen firing")
    return np.where(bound <= rest, "proven dead", np.where(responses.fires, seen, unseen))
