"""Four ways to scale the input, and what the first convolution makes of the ground behind a digit.
Source: part V, claim C-V-3.

Scaled pixel by pixel, as tables of data usually are, a black image is no longer even; with one
number for all pixels of an image it stays so.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from analysis.experiments.recipes.measure import RMSPROP_RATE
from analysis.experiments.recipes.short_runs import ShortRuns, architecture
from analysis.images.datasets import Dataset
from analysis.networks.layers import views
from analysis.networks.series import CONVOLUTIONS
from analysis.networks.windows import windows
from analysis.results.images import ExampleImages
from analysis.results.recipes import ScalerMaps
from analysis.study import Study

Scale = Callable[[np.ndarray], np.ndarray]
LAYER = CONVOLUTIONS[0]


def _divided(values: np.ndarray, by: np.ndarray) -> np.ndarray:
    return np.divide(values, by, out=np.zeros_like(values), where=by > 0)


def scalers(data: Dataset) -> dict[str, Scale]:
    """Return, by name, functions from grey values (image, y, x) to inputs (image, y, x, 1) float32;
    a deviation of 0 gives 0.
    """
    mean = data.training.images.mean(axis=0)
    deviation = data.training.images.std(axis=0)
    brightest = data.grey[1]

    def as_inputs(images: np.ndarray) -> np.ndarray:
        return images.astype(np.float32)[..., np.newaxis]

    def per_pixel(images: np.ndarray) -> np.ndarray:
        return as_inputs(_divided(images - mean, np.broadcast_to(deviation, images.shape)))

    def per_image(images: np.ndarray) -> np.ndarray:
        centred = images - images.mean(axis=(1, 2), keepdims=True)
        own = images.std(axis=(1, 2), keepdims=True)
        return as_inputs(_divided(centred, np.broadcast_to(own, images.shape)))

    def by_brightest(images: np.ndarray) -> np.ndarray:
        return as_inputs(images / brightest)

    return {
        "per pixel": per_pixel,
        "per image": per_image,
        "one for all": data.standardise,
        f"divided by {brightest}": by_brightest,
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


def at_centres(images: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return mean and deviation (y, x) over images of the pixels in the middle of what each node of
    the first convolution sees.
    """
    rows, columns = (side.centres.astype(int) for side in windows(architecture(()).model, LAYER))
    middle = np.ix_(rows, columns)
    return images.mean(axis=0)[middle], images.std(axis=0)[middle]


def measure_scalers(study: Study, examples: ExampleImages) -> ScalerMaps:
    """Train one CNN for each scaler with the optimiser of part II; show each a clear 4 and an
    entirely black image.
    """
    four = int(np.flatnonzero(examples.role == "clear-4")[0])
    shown = np.stack([examples.images[four], np.zeros_like(examples.images[four])])
    mean, deviation = at_centres(study.data.training.images)
    scaled = []
    maps = []
    accuracy = []
    seed = study.seed("scalers")
    ways = scalers(study.data)
    with study.progress("scalers", len(ways)) as advance:
        for scale in ways.values():
            runs = ShortRuns(study, scale=scale)
            recipe = runs.recipe(optimiser="rmsprop", learning_rate=RMSPROP_RATE)
            weights, _ = runs.train(recipe, seed)
            accuracy.append(runs.accuracy(weights, study.data.test))
            runs.network.model.set_weights(weights)
            scaled.append(scale(shown)[..., 0])
            maps.append(views(runs.network.model, (LAYER,))(scale(shown))[LAYER])
            advance(1)
    likeness = [[likeness_to_pixels(one, mean, deviation) for one in both] for both in maps]
    return ScalerMaps(
        scaler=np.array(list(ways)),
        picture=np.array(["4", "black"]),
        scaled=np.array(scaled),
        maps=np.array(maps),
        accuracy=np.array(accuracy),
        correlation=np.array(likeness),
        index=examples.index[four],
        **runs.budget(),
    )
