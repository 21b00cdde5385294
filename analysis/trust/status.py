"""What is known of a map's firing, as one word."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from analysis.networks.layers import activation_name, layers_up_to
from analysis.results.data_responses import DataResponses

if TYPE_CHECKING:
    import keras

RARE = 0.01  # a map that fires on a smaller share of the training images is rare
# activation functions that give no value below 0, so that 0 is silence and any value is firing
NEVER_NEGATIVE = ("relu", "relu6", "sigmoid", "hard_sigmoid", "softplus", "softmax", "exponential")
SIGNED = "signed"


def can_be_negative(model: keras.Model, layer: str) -> bool:
    """Return whether the activation function of a layer may give values below 0."""
    return activation_name(layers_up_to(model, layer)[-1]) not in NEVER_NEGATIVE


def status(response: np.ndarray, responses: DataResponses, bound: np.ndarray) -> np.ndarray:
    """Return the status (map) of every map: what is known of its firing, from the strongest
    statement down.

    *Proven dead*: no image of the domain can make it fire. *Synthetic only*: it is 0 on all
    training and test images, but an OIP makes it fire. *Never seen firing*: neither. *Rare*: it
    fires on less than one training image in a hundred. ``response`` (map) is its strongest to the
    OIPs of the layer: a search of its own may have failed where that of another map hit it.

    All this takes 0 for silence, as it is behind a ReLU. Of a layer whose activation can be
    negative nothing of the kind can be said; see ``can_be_negative`` and ``statuses``.
    """
    seen = np.where(responses.rate < RARE, "rare", "normal")
    unseen = np.where(response > 0, "synthetic only", "never seen firing")
    return np.where(bound <= 0, "proven dead", np.where(responses.fires, seen, unseen))


def statuses(
    model: keras.Model,
    layer: str,
    response: np.ndarray,
    responses: DataResponses,
    bound: np.ndarray,
) -> np.ndarray:
    """Return the status (map) of every map of a layer; *signed* for all of them where 0 is not
    silence.
    """
    if can_be_negative(model, layer):
        return np.full(len(response), SIGNED)
    return status(response, responses, bound)
