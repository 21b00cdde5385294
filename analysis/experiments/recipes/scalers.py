"""Four ways to scale the input, and what the first convolution makes of the ground behind a digit.
Source: part V, claim C-V-3.

Scaled pixel by pixel, as tables of data usually are, a black image is no longer even; with one
number for all pixels of an image it stays so.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from analysis.experiments.recipes.measure import RMSPROP_RATE
from analysis.experiments.recipes.short_runs import Bench
from analysis.images.datasets import Dataset
from analysis.networks.layers import views
from analysis.results.images import ExampleImages
from analysis.results.recipes import ScalerMaps
from analysis.study import Study

Scale = Callable[[np.ndarray], np.ndarray]
MIDDLE = slice(1, 27)  # the pixels at the centres of the windows of Conv2D_1


def _divided(values: np.ndarray, by: np.ndarray) -> np.ndarray:
    return np.divide(values, by, out=np.zeros_like(values), where=by > 0)


def scalers(data: Dataset) -> dict[str, Scale]:
    """Return, by name, functions from grey values (image, y, x) to inputs (image, y, x, 1) float32;
    a deviation of 0 gives 0.
    """
    mean = data.training.images.mean(axis=0)
    deviation = data.training.images.std(axis=0)

    def per_pixel(images: np.ndarray) -> np.ndarray:
        return _divided(images - mean, np.broadcast_to(deviation, images.shape)).astype(np.float32)[
            ..., np.newaxis
        ]

    def per_image(images: np.ndarray) -> np.ndarray:
        centred = images - images.mean(axis=(1, 2), keepdims=True)
        return _divided(
            centred, np.broadcast_to(images.std(axis=(1, 2), keepdims=True), images.shape)
        ).astype(np.float32)[..., np.newaxis]

    def by_255(images: np.ndarray) -> np.ndarray:
        return (images / 255).astype(np.float32)[..., np.newaxis]

    return {
        "per pixel": per_pixel,
        "per image": per_image,
        "one for all": data.standardise,
        "divided by 255": by_255,
    }


def likeness_to_pixels(maps: np.ndarray, *pictures: np.ndarray) -> np.ndarray:
    """Return (map) the larger |r| of a map (y, x, map) with one of the pictures (y, x); NaN for a
    map that is the same everywhere.
    """
    flat = maps.reshape(-1, maps.shape[-1]).astype(float)
    # rounding alone can make the last bit of equal nodes differ
    even = np.ptp(flat, axis=0) <= 1e-6 * abs(flat).max(initial=0)
    flat = flat - flat.mean(axis=0)
    of = [picture.ravel() - picture.mean() for picture in pictures]
    norm = np.sqrt((flat**2).sum(axis=0))
    r = [abs(_divided(one @ flat, norm * np.sqrt(one @ one))) for one in of]
    return np.where(even, np.nan, np.max(r, axis=0))


def measure_scalers(study: Study, examples: ExampleImages) -> ScalerMaps:
    """Train one CNN for each scaler with the optimiser of part II; show each a clear 4 and an
    entirely black image.
    """
    four = int(np.flatnonzero(examples.role == "clear-4")[0])
    shown = np.stack([examples.images[four], np.zeros_like(examples.images[four])])
    pixels = study.data.training.images
    mean = pixels.mean(axis=0)[MIDDLE, MIDDLE]
    deviation = pixels.std(axis=0)[MIDDLE, MIDDLE]
    scaled = []
    maps = []
    accuracy = []
    seed = study.seed("scalers")
    ways = scalers(study.data)
    with study.progress("scalers", len(ways)) as advance:
        for scale in ways.values():
            bench = Bench(study, scale=scale)
            weights, _ = bench.train(
                bench.recipe(optimiser="rmsprop", learning_rate=RMSPROP_RATE), seed
            )
            accuracy.append(bench.accuracy(weights, study.data.test))
            bench.network.model.set_weights(weights)
            scaled.append(scale(shown)[..., 0])
            maps.append(views(bench.network.model, ("Conv2D_1",))(scale(shown))["Conv2D_1"])
            advance(1)
    return ScalerMaps(
        scaler=np.array(list(ways)),
        picture=np.array(["4", "black"]),
        scaled=np.array(scaled),
        maps=np.array(maps),
        accuracy=np.array(accuracy),
        correlation=np.array(
            [[likeness_to_pixels(one, mean, deviation) for one in both] for both in maps]
        ),
        index=examples.index[four],
        **bench.budget(),
    )
