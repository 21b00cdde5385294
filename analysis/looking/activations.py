"""Feature maps of an image, patterns across maps (FCP), dense-layer views. Source: parts IV to VI
of the series.
"""

from __future__ import annotations

import math

import numpy as np

from analysis.networks.fields import Window
from analysis.networks.layers import at_once, batches, views
from analysis.networks.series import CONVOLUTIONS, LAYERS, MAP_LAYERS
from analysis.networks.windows import windows
from analysis.results.data_responses import DataResponses
from analysis.results.images import ExampleImages
from analysis.results.layers import ExampleActivations, LayerAbstraction, MapMaxima, OnThresholds
from analysis.study import Study

ABSTRACTION_IMAGES = 200  # the criterion of claim C-IV-1 names this number


def example_activations(study: Study, examples: ExampleImages) -> ExampleActivations:
    """Return the activation of every layer for the example images."""
    seen = views(study.network(), LAYERS)(study.data.standardise(examples.images))
    return ExampleActivations(**{layer.lower(): values for layer, values in seen.items()})


class Largest:
    """The largest values that come by, for each place alone, so that never all of them are held."""

    def __init__(self, count: int) -> None:
        self._count = count
        self._kept: np.ndarray | None = None

    def add(self, values: np.ndarray) -> None:
        """Let values (image, ...) come by."""
        kept = values if self._kept is None else np.concatenate([self._kept, values])
        surplus = len(kept) - self._count
        self._kept = np.partition(kept, surplus, axis=0)[surplus:] if surplus > 0 else kept

    def least(self) -> np.ndarray:
        """Return the smallest (...) of those that were kept."""
        if self._kept is None:
            raise ValueError("no values have come by")
        return np.asarray(self._kept.min(axis=0))


def on_thresholds(study: Study) -> OnThresholds:
    """Return the activation above which a node counts as on: a share of a quantile of its own
    activations.

    The quantile is the least activation that such a share of the images does not exceed, and so the
    smallest of the largest few.
    """
    rule, images = study.settings.examples, study.data.training.images
    above = len(images) - math.ceil(rule.quantile * (len(images) - 1))
    found = {layer: Largest(above) for layer in ("Conv2D_3", "Dense_100")}
    look = views(study.network(), tuple(found))
    with study.progress("activations of the training images", len(images)) as advance:
        for part in batches(images, at_once(study.network())):
            for layer, values in look(study.data.standardise(images[part])).items():
                found[layer].add(values)
            advance(len(images[part]))
    return OnThresholds(
        **{layer.lower(): rule.on_share * few.least() for layer, few in found.items()}
    )


def map_maxima(study: Study, *responses: DataResponses) -> MapMaxima:
    """Return, for every map, its largest mean activation over the training images and the image
    that gave it.
    """
    by_layer = {layer.lower(): found for layer, found in zip(CONVOLUTIONS, responses, strict=True)}
    best = {f"{layer}_image": found.top_index[:, 0] for layer, found in by_layer.items()}
    return MapMaxima(**{layer: found.maximum for layer, found in by_layer.items()}, **best)


def _interpolation(window: Window) -> np.ndarray:
    """Return the matrix (pixel, node) that interpolates linearly between the centres of nodes along
    one side and is constant outside.
    """
    pixels, nodes = np.arange(window.side), np.eye(window.count)
    return np.stack([np.interp(pixels, window.centres, node) for node in nodes], axis=1)


def _averaging(window: Window) -> np.ndarray:
    """Return the matrix (node, pixel) that averages over what each node sees along one side."""
    average = np.zeros((window.count, window.side))
    for node, weights in enumerate(average):
        weights[window.of_node(node)] = 1
    return average / average.sum(axis=1, keepdims=True)


def _correlation(maps: np.ndarray, image: np.ndarray) -> np.ndarray:
    """Return |r| (map) between maps (y, x, map) and an image (y, x); NaN where one is constant."""
    a = maps.reshape(-1, maps.shape[-1])
    varied = (np.ptp(a, axis=0) > 0) & (np.ptp(image) > 0)
    a, b = a - a.mean(axis=0), image.ravel() - image.mean()
    norm = np.sqrt((a**2).sum(axis=0) * (b**2).sum())
    return np.divide(abs(b @ a), norm, out=np.full(len(norm), np.nan), where=varied & (norm > 0))


def _median_correlations(maps: np.ndarray, images: np.ndarray) -> list[float]:
    """Return the median correlation (image) of enlarged maps (image, y, x, map) with their
    images.
    """
    pairs = zip(maps, images, strict=True)
    return [float(np.nanmedian(_correlation(own, image))) for own, image in pairs]


def layer_abstraction(study: Study) -> LayerAbstraction:
    """Measure how far the maps of a layer still resemble the input, beside what mere resolution
    would leave.

    Each map is enlarged to the size of the image, its nodes placed at the centres of their
    receptive fields. The baseline is the input averaged over each node's receptive field and
    enlarged likewise. Source: claim C-IV-1.
    """
    rng = np.random.default_rng(study.seed("abstraction"))
    chosen = rng.choice(len(study.data.test.images), ABSTRACTION_IMAGES, replace=False)
    images = study.data.test.images[chosen].astype(np.float32)
    model = study.network()
    seen = views(model, MAP_LAYERS)(study.data.standardise(images))
    correlation, baseline = [], []
    for layer in MAP_LAYERS:
        fields = windows(model, layer)
        down, right = (_interpolation(field) for field in fields)
        rows, columns = (_averaging(field) for field in fields)
        large = np.einsum("pi,nijm,qj->npqm", down, seen[layer], right, optimize=True)
        coarse = down @ (rows @ images @ columns.T) @ right.T
        correlation.append(_median_correlations(large, images))
        baseline.append(_median_correlations(coarse[..., None], images))
    return LayerAbstraction(
        correlation=np.array(correlation),
        baseline=np.array(baseline),
        layer=np.array(MAP_LAYERS),
    )
