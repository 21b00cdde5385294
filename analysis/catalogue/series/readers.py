"""How the numbers of parts I to VI are read from a measurement's result."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from analysis.figures.convolution import node_with_ink, products_at
from analysis.figures.scalings import standardised
from analysis.figures.telling import map_likeness
from analysis.networks.series import CONVOLUTIONS
from analysis.results.classification import Confusion
from analysis.results.images import ExampleImages, PixelStatistics
from analysis.results.layers import (
    Convolution,
    ExampleActivations,
    Geometry,
    Kernels,
    LayerAbstraction,
)
from analysis.results.training import TrainingHistory

# the order of the roles in the example images and their activations
CLEAR_FOURS = slice(0, 3)
UNCLEAR_FOURS = slice(3, 5)
CLEAR_NINES = slice(5, 8)
ONE = 8
TWO = 9


def layer_parameters(layer: str) -> Callable[[Geometry], float]:
    """Return the reader of a layer's number of parameters."""
    return lambda geometry: float(geometry.parameters[list(geometry.layer).index(layer)])


def layer_field(layer: str) -> Callable[[Geometry], float]:
    """Return the reader of the side of what one node of a layer sees, in px."""
    return lambda geometry: float(geometry.field[list(geometry.stage).index(layer)])


def node_step(geometry: Geometry) -> float:
    """Return how far a node of the deepest convolution lies from the next, in px of the input."""
    return float(geometry.stride[list(geometry.stage).index("Conv2D_3")])


def flatten_points(geometry: Geometry) -> float:
    """Return how many numbers the deepest convolution hands to the dense layers."""
    return float(geometry.shape[list(geometry.layer).index("Conv2D_3")].prod())


def dense_share(geometry: Geometry) -> float:
    """Return the share of all parameters that the first dense layer holds."""
    return layer_parameters("Dense_100")(geometry) / float(geometry.parameters.sum())


def one_node_share(geometry: Geometry) -> float:
    """Return the share of the image that one node of the deepest layer sees."""
    return layer_field("Conv2D_3")(geometry) ** 2 / geometry.visits.size


def confused(first: int, second: int, matrix: str = "matrix") -> Callable[[Confusion], float]:
    """Return the reader of how often two digits are taken for one another, both ways."""

    def read(confusion: Confusion) -> float:
        counts = getattr(confusion, matrix)
        return float(counts[first, second] + counts[second, first])

    return read


def pairs_above(first: int, second: int, matrix: str) -> Callable[[Confusion], float]:
    """Return the reader of how many pairs of digits are taken for one another more often."""

    def read(confusion: Confusion) -> float:
        counts = getattr(confusion, matrix)
        both = np.triu(counts + counts.T, 1)
        return float((both > counts[first, second] + counts[second, first]).sum())

    return read


def errors(matrix: str) -> Callable[[Confusion], float]:
    """Return the reader of how many images are read wrongly."""

    def read(confusion: Confusion) -> float:
        counts = getattr(confusion, matrix)
        return float(counts.sum() - np.trace(counts))

    return read


def recall(label: int) -> Callable[[Confusion], float]:
    """Return the reader of the share of a digit's test images that the CNN recognises."""
    return lambda confusion: confusion.matrix[label, label] / confusion.matrix[label].sum()


def nth(role: str, name: str, number: int = 0) -> Callable[[ExampleImages], float]:
    """Return the reader of a number of the n-th example image of a role."""
    return lambda examples: float(getattr(examples, name)[examples.role == role][number])


def empty(activations: np.ndarray) -> np.ndarray:
    """Return (map) whether a map is exactly zero, from (..., y, x, map)."""
    return (activations == 0).all(axis=tuple(range(activations.ndim - 1)))


def empty_maps(layer: str) -> Callable[[ExampleActivations], float]:
    """Return the reader of how many maps of a layer are zero everywhere for the first clear 4."""
    return lambda seen: float(empty(getattr(seen, layer.lower())[CLEAR_FOURS][0]).sum())


def empty_for_fours(seen: ExampleActivations) -> float:
    """Return how many maps of Conv2D_2 are zero everywhere for all clear 4s."""
    return float(empty(seen.conv2d_2[CLEAR_FOURS]).sum())


def empty_for_all_five(seen: ExampleActivations) -> float:
    """Return how many maps of Conv2D_2 are zero everywhere for the clear 4s, a 1 and a 2."""
    maps = seen.conv2d_2
    five = np.concatenate([maps[CLEAR_FOURS], maps[[ONE, TWO]]])
    return float(empty(five).sum())


def shared_maps(layer: str) -> Callable[[ExampleActivations], float]:
    """Return the reader of the maps of a layer that are active for both of two images, over those
    active for either: the mean over all pairs of the clear 4s, the 1 and the 2.
    """

    def read(seen: ExampleActivations) -> float:
        maps = getattr(seen, layer.lower())
        five = np.concatenate([maps[CLEAR_FOURS], maps[[ONE, TWO]]])
        active = np.asarray((five > 0).any(axis=(1, 2)))
        one, other = np.triu_indices(len(five), 1)
        both, either = active[one] & active[other], active[one] | active[other]
        return float(np.mean(both.sum(axis=1) / np.maximum(either.sum(axis=1), 1)))

    return read


def digits_alike(stack: np.ndarray) -> np.ndarray:
    """Return how alike each map of (image, y, x, map) is for all images, NaN where it is empty for
    all of them.
    """
    return np.where(empty(stack), np.nan, map_likeness(stack))


def fours_alike(layer: str) -> Callable[[ExampleActivations], np.ndarray]:
    """Return the reader of how alike each map (map) of a layer is for the clear 4s."""
    return lambda seen: digits_alike(getattr(seen, layer.lower())[CLEAR_FOURS])


def one_and_two_alike(layer: str) -> Callable[[ExampleActivations], np.ndarray]:
    """Return the reader of how alike each map (map) of a layer is for the 1 and the 2."""
    return lambda seen: digits_alike(getattr(seen, layer.lower())[[ONE, TWO]])


def median_likeness(
    alike: Callable[[ExampleActivations], np.ndarray],
) -> Callable[[ExampleActivations], float]:
    """Return the reader of the median likeness of maps; NaN where all are empty."""

    def read(seen: ExampleActivations) -> float:
        known = alike(seen)
        return float(np.nanmedian(known)) if np.isfinite(known).any() else np.nan

    return read


def active_for_fours(layer: str, *, for_all: bool) -> Callable[[ExampleActivations], float]:
    """Return the reader of how many maps of a layer are active for each of the clear 4s, or for one
    of them at least.
    """

    def read(seen: ExampleActivations) -> float:
        active = (getattr(seen, layer.lower())[CLEAR_FOURS] > 0).any(axis=(1, 2))
        return float((active.all(axis=0) if for_all else active.any(axis=0)).sum())

    return read


def map_maximum(
    layer: str, pick: Callable[[np.ndarray], float]
) -> Callable[[ExampleActivations], float]:
    """Return the reader of one number made of the raw maxima of all maps for the first clear 4."""
    return lambda seen: float(pick(getattr(seen, layer.lower())[0].max(axis=(0, 1))))


def smallest_lit(maxima: np.ndarray) -> float:
    """Return the smallest maximum (map) above 0; NaN where every map is zero."""
    lit = maxima[maxima > 0]
    return float(lit.min()) if len(lit) else np.nan


def abstraction(layer: str, *, beyond: bool) -> Callable[[LayerAbstraction], float]:
    """Return the reader of a layer's likeness to the input: its median over images, or the mean of
    what exceeds the blurred input's.
    """

    def read(result: LayerAbstraction) -> float:
        row = list(result.layer).index(layer)
        if beyond:
            return float(np.mean(result.correlation[row] - result.baseline[row]))
        return float(np.median(result.correlation[row]))

    return read


def probability(image: int, label: int) -> Callable[[ExampleActivations], float]:
    """Return the reader of the probability that the CNN gives to a digit for an example image."""
    return lambda seen: float(seen.dense_10[image, label])


def smallest_clear(seen: ExampleActivations) -> float:
    """Return the smallest probability of the right digit among the clear 4s and 9s."""
    return float(min(seen.dense_10[CLEAR_FOURS, 4].min(), seen.dense_10[CLEAR_NINES, 9].min()))


def glowing(seen: ExampleActivations) -> float:
    """Return how many Conv2D_1 maps are positive in a corner, where there is no ink."""
    return float((seen.conv2d_1[0, 0, 0] > 0).sum())


def likeness(layer: str, image: int, group: slice) -> Callable[[ExampleActivations], float]:
    """Return the reader of the cosine between an image's pattern on a layer and the mean pattern of
    a group; 0 where one of them is empty.
    """

    def read(seen: ExampleActivations) -> float:
        patterns = getattr(seen, layer.lower()).reshape(len(seen.dense_10), -1)
        one, mean = patterns[image], patterns[group].mean(axis=0)
        size = np.sqrt((one @ one) * (mean @ mean))
        return float(one @ mean / size) if size > 0 else 0.0

    return read


def over_black(one: Convolution) -> float:
    """Return what the kernel of the first figure makes of a window without ink, before its ReLU."""
    return float(one.image.min() * one.kernel.sum() + one.bias)


def over_ink(one: Convolution) -> float:
    """Return what it makes of the window of the first figure, before its ReLU."""
    return float(products_at(one, node_with_ink(one)).sum() + one.bias)


def published_gain(confusion: Confusion) -> float:
    """Return by how many percentage points the published CNN leads the published MLP."""
    return float(100 * (confusion.accuracy - confusion.mlp_accuracy))


def zero_share(seen: ExampleActivations) -> float:
    """Return the share of nodes of all convolutions that are 0 for the first clear 4."""
    nodes = [getattr(seen, layer.lower())[0].ravel() for layer in CONVOLUTIONS]
    return float((np.concatenate(nodes) == 0).mean())


def shown_greys(pick: Callable[[np.ndarray], float]) -> Callable[[ExampleActivations], float]:
    """Return the reader of one number made of the mean greys of the Conv2D_3 maps that are not
    constant for the first clear 4, each scaled for itself.
    """

    def read(seen: ExampleActivations) -> float:
        maps = seen.conv2d_3[CLEAR_FOURS][0].astype(float)
        varied = np.ptp(maps, axis=(0, 1)) > 0
        greys = standardised(maps[..., varied]).mean(axis=(0, 1))
        return float(pick(greys)) if varied.any() else np.nan

    return read


def raw_ratio(seen: ExampleActivations) -> float:
    """Return the largest mean activation of a Conv2D_3 map for the first clear 4, over the smallest
    of a map that is not empty.
    """
    means = seen.conv2d_3[CLEAR_FOURS][0].mean(axis=(0, 1))
    return float(means.max() / smallest_lit(means))


def black(pixels: PixelStatistics) -> float:
    """Return what a black pixel becomes, in deviations of all pixels."""
    return float(-pixels.standard_mean / pixels.standard_deviation)


def white(pixels: PixelStatistics) -> float:
    """Return what a white pixel becomes, in deviations of all pixels."""
    return float((255 - pixels.standard_mean) / pixels.standard_deviation)


def kernel_deviation(run: str, layer: str | None = None) -> Callable[[Kernels], float]:
    """Return the reader of the deviation of the kernels of one layer, or of all."""

    def read(kernels: Kernels) -> float:
        values = getattr(kernels, run)
        own = values if layer is None else values[kernels.layer == layer]
        return float(own.std())

    return read


def near_zero(run: str) -> Callable[[Kernels], float]:
    """Return the reader of the share of kernel values below a thousandth in size."""
    return lambda kernels: float((abs(getattr(kernels, run)) < 1e-3).mean())


def last(name: str) -> Callable[[TrainingHistory], float]:
    """Return the reader of a number after the last epoch."""
    return lambda history: float(getattr(history, name)[-1])


def epochs(history: TrainingHistory) -> float:
    """Return how many epochs a training took."""
    return float(len(history.training_loss))


def rising_share(history: TrainingHistory) -> float:
    """Return at what share of a training its rate is highest."""
    return float(history.learning_rate.argmax() / len(history.learning_rate))
