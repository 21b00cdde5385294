"""Feature maps of an image, patterns across maps (FCP), dense-layer views. Source: parts IV to VI
of the series.
"""

from __future__ import annotations

import numpy as np

from analysis.looking.geometry import node_centres
from analysis.networks.layers import batches, views
from analysis.networks.series import CONVOLUTIONS, LAYERS
from analysis.results.data_responses import DataResponses
from analysis.results.images import ExampleImages
from analysis.results.layers import ExampleActivations, LayerAbstraction, MapMaxima, OnThresholds
from analysis.study import Study

ABSTRACTION_IMAGES = 200  # the criterion of claim C-IV-1 names this number


def example_activations(study: Study, examples: ExampleImages) -> ExampleActivations:
    """Return the activation of every layer for the example images."""
    seen = views(study.network(), LAYERS)(study.data.standardise(examples.images))
    return ExampleActivations(**{layer.lower(): values for layer, values in seen.items()})


def on_thresholds(study: Study) -> OnThresholds:
    """Return the activation above which a node counts as on: a share of a quantile of its own
    activations.
    """
    rule, images = study.settings.examples, study.data.training.images
    look = views(study.network(), ("Conv2D_3", "Dense_100"))
    seen: dict[str, list[np.ndarray]] = {"Conv2D_3": [], "Dense_100": []}
    with study.progress("activations of the training images", len(images)) as advance:
        for part in batches(images):
            for layer, values in look(study.data.standardise(images[part])).items():
                seen[layer].append(values)
            advance(len(images[part]))

    def threshold(layer: str) -> np.ndarray:
        values = np.concatenate(seen[layer])  # (image, ...)
        return rule.on_share * np.quantile(values, rule.quantile, axis=0, method="higher").astype(
            np.float32
        )

    return OnThresholds(conv2d_3=threshold("Conv2D_3"), dense_100=threshold("Dense_100"))


def map_maxima(study: Study, *responses: DataResponses) -> MapMaxima:
    """Return, for every map, its largest mean activation over the training images and the image
    that gave it.
    """
    by_layer = {layer.lower(): found for layer, found in zip(CONVOLUTIONS, responses, strict=True)}
    best = {f"{layer}_image": found.top_index[:, 0] for layer, found in by_layer.items()}
    return MapMaxima(**{layer: found.maximum for layer, found in by_layer.items()}, **best)


def _interpolation(centres: np.ndarray) -> np.ndarray:
    """Return the matrix (28, node) that interpolates linearly between node centres and is constant
    outside.
    """
    pixels = np.arange(28)
    return np.stack([np.interp(pixels, centres, unit) for unit in np.eye(len(centres))], axis=1)


def _correlation(maps: np.ndarray, image: np.ndarray) -> np.ndarray:
    """Return |r| (map) between maps (y, x, map) and an image (y, x); NaN for constant maps."""
    a = maps.reshape(-1, maps.shape[-1])
    a, b = a - a.mean(axis=0), image.ravel() - image.mean()
    norm = np.sqrt((a**2).sum(axis=0) * (b**2).sum())
    return np.divide(abs(b @ a), norm, out=np.full(len(norm), np.nan), where=norm > 0)


def layer_abstraction(study: Study) -> LayerAbstraction:
    """Measure how far the maps of a layer still resemble the input, beside what mere resolution
    would leave.

    Each map is enlarged to 28 x 28, its nodes placed at the centres of their receptive fields. The
    baseline is the input averaged over each node's receptive field and enlarged likewise. Source:
    claim C-IV-1.
    """
    rng = np.random.default_rng(study.seed("abstraction"))
    chosen = rng.choice(len(study.data.test.images), ABSTRACTION_IMAGES, replace=False)
    images = study.data.test.images[chosen].astype(np.float32)
    seen = views(study.network(), LAYERS[:5])(study.data.standardise(images))
    correlation, baseline = [], []
    for layer in LAYERS[:5]:
        centres, field = node_centres(layer)
        enlarge = _interpolation(centres)
        window = np.abs(np.arange(28)[None, :] - centres[:, None]) < field / 2  # (node, pixel)
        average = window / window.sum(axis=1, keepdims=True)
        large = np.einsum("pi,nijm,qj->npqm", enlarge, seen[layer], enlarge, optimize=True)
        coarse = enlarge @ (average @ images @ average.T) @ enlarge.T
        correlation.append(
            [
                np.nanmedian(_correlation(maps, image))
                for maps, image in zip(large, images, strict=True)
            ]
        )
        baseline.append(
            [
                _correlation(blurred[..., None], image)[0]
                for blurred, image in zip(coarse, images, strict=True)
            ]
        )
    return LayerAbstraction(
        correlation=np.array(correlation), baseline=np.array(baseline), layer=np.array(LAYERS[:5])
    )
