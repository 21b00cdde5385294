"""Nodes that answer the OIP of every start, and the response on the way between two of them."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from analysis import framework
from analysis.ascent.forward import pre_activations
from analysis.ascent.starts import standardise
from analysis.networks.layers import batches, layers_up_to
from analysis.networks.series import CONVOLUTIONS
from analysis.results.maxima import Maxima
from analysis.results.oips import OipSet
from analysis.study import Study
from analysis.subject import Subject

LAYER = CONVOLUTIONS[-1]
POINTS = 17  # of a path, at even angles; both ends are among them

Nodes = Callable[[np.ndarray, np.ndarray], np.ndarray]


def own_nodes(subject: Subject) -> Nodes:
    """Return a function from images (image, y, x) and their maps (image) to the activations (image,
    row, column) of the nodes of each image's own map.
    """
    own = pre_activations(subject.network, LAYER)
    activation = layers_up_to(subject.network, LAYER)[-1].activation
    seen = framework.compiled(lambda images, maps: activation(own(images, maps)))

    def nodes(images: np.ndarray, maps: np.ndarray) -> np.ndarray:
        whole, chosen = images[..., None].astype(np.float32), maps.astype(np.int32)
        return np.concatenate([seen(whole[part], chosen[part]) for part in batches(images)])

    return nodes


def paths(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Return the images (pair, point, y, x) on the shortest ways on the sphere from ``one`` to
    ``other``, both (pair, y, x) with mean 0 and deviation 1.
    """
    angle = np.arccos(np.clip((one * other).mean(axis=(1, 2)), -1, 1))[:, None]
    along = np.linspace(0, 1, POINTS)
    # images that are the same have no way between them, and opposite ones have many
    turning = np.sin(angle) > 1e-6
    scale = np.where(turning, np.sin(angle), 1)
    from_one = np.where(turning, np.sin((1 - along) * angle) / scale, 1 - along)
    to_other = np.where(turning, np.sin(along * angle) / scale, along)
    both = from_one[..., None, None] * one[:, None] + to_other[..., None, None] * other[:, None]
    return np.asarray(both)


def neighbours(starts: int) -> tuple[np.ndarray, np.ndarray]:
    """Return the first and the second start of pairs that share none."""
    return np.arange(0, starts - 1, 2), np.arange(1, starts, 2)


def measure_maxima(study: Study, found: OipSet) -> Maxima:
    """Return the nodes that answer the stored OIP of every start, and the response on the way
    between the OIPs of pairs of starts, for each map.
    """
    nodes = own_nodes(study.subject)
    images = standardise(found.every_image.astype(np.float64))
    maps, starts = images.shape[:2]
    flat = images.reshape(-1, *images.shape[2:])
    places = nodes(flat, np.repeat(np.arange(maps), starts))
    one, other = neighbours(starts)
    path = np.zeros((maps, len(one), POINTS))
    with study.progress(f"paths between OIPs of {LAYER}", maps) as advance:
        for m in range(maps):
            way = paths(images[m, one], images[m, other])
            on_way = nodes(way.reshape(-1, *way.shape[2:]), np.full(len(one) * POINTS, m))
            path[m] = on_way.mean(axis=(1, 2)).reshape(len(one), POINTS)
            advance(1)
    return Maxima(
        node=places.reshape(maps, starts, *places.shape[1:]),
        response=found.every_response,
        strongest=found.response,
        first=one,
        second=other,
        path=path,
    )
