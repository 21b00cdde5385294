"""Values before the ReLU, over images: the trained network beside untrained ones.

Source: our extension of S. A. Frank 2009 to a network.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from analysis.experiments.distributions.aggregation import Shape, shape_of_weights, step_distance
from analysis.experiments.distributions.sampling import (
    SUMS,
    chosen_images,
    is_dense,
    sample,
    sees_ink,
)
from analysis.networks.series import build_cnn
from analysis.networks.windows import windows
from analysis.results.distributions import PreActivationShapes
from analysis.study import Study

EDGES = np.linspace(-4, 6, 81)


class LayerShapes(NamedTuple):
    """How the pre-activations of one layer are distributed."""

    maps: list[Shape]
    across: float  # distance to the normal across the maps of one node and image, pooled
    density: np.ndarray  # (bin), of values standardised map by map


def shape_of(values: np.ndarray) -> Shape:
    """Return the shape of the distribution of values; NaN for values that never vary."""
    places = np.sort(values.astype(np.float64))
    if np.ptp(places) == 0:
        return Shape(np.nan, np.nan, np.nan)
    return shape_of_weights(places, np.full(len(places), 1 / len(places)))


def _layer_shapes(values: np.ndarray) -> LayerShapes:
    """Return the shapes of a layer from values (image, draw, map)."""
    flat = values.reshape(-1, values.shape[-1]).astype(np.float64)
    deviation = flat.std(axis=0)
    unit = (flat - flat.mean(axis=0))[:, deviation > 0] / deviation[deviation > 0]
    density = np.histogram(unit, EDGES)[0] / (unit.size * np.diff(EDGES))
    spread = np.maximum(flat.std(axis=1, keepdims=True), 1e-12)
    pooled = np.sort((flat - flat.mean(axis=1, keepdims=True)) / spread, axis=None)
    return LayerShapes(
        [shape_of(column) for column in flat.T],
        step_distance(pooled, np.full(len(pooled), 1 / len(pooled))),
        density,
    )


def _of_maps(found: list[list[LayerShapes]], name: str) -> np.ndarray:
    """Return one number (network, map) of the shapes of all layers, one layer after the other."""
    return np.array(
        [[getattr(shape, name) for layer in network for shape in layer.maps] for network in found]
    )


def _blank(study: Study, layer: str, images: np.ndarray) -> float:
    """Return the share of a layer's nodes that see no ink; dense nodes see everything."""
    if is_dense(layer):
        return 0.0
    return float(1 - sees_ink(images, windows(study.network(), layer)).mean())


def measure_pre_activations(study: Study) -> PreActivationShapes:
    """Compare pre-activations of the trained network and of untrained ones with normal
    distributions, map by map.
    """
    images, wanted = chosen_images(study), study.settings.distributions
    names = ["trained", *(f"untrained {k + 1}" for k in range(wanted.untrained))]
    found: list[list[LayerShapes]] = []
    with study.progress("pre-activations", len(names)) as advance:
        for name in names:
            model = study.network() if name == "trained" else build_cnn(study.seed(name))
            values = sample(study, model, SUMS, images)
            found.append([_layer_shapes(values[layer]) for layer in SUMS])
            advance(1)
    sizes = [len(layer.maps) for layer in found[0]]
    return PreActivationShapes(
        network=np.array(names),
        layer=np.array(SUMS),
        layer_of=np.repeat(np.arange(len(SUMS)), sizes),
        distance=_of_maps(found, "distance"),
        skewness=_of_maps(found, "skewness"),
        excess=_of_maps(found, "excess"),
        across=np.array([[layer.across for layer in network] for network in found]),
        edge=EDGES,
        density=np.array([[layer.density for layer in network] for network in found]),
        images=np.array(len(images)),
        nodes=np.array(wanted.nodes),
        blank=np.array([_blank(study, layer, images) for layer in SUMS]),
    )
