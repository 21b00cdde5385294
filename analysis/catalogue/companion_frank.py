"""Companion FR: a note on Frank 2009."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from analysis.catalogue.declarations import Figure, Measurement, Value
from analysis.catalogue.measurements import CNN, address
from analysis.experiments.aggregation import measure_best_of_many, measure_ink_sums
from analysis.experiments.distributions import REACTING, SUMS, measure_families, measure_pre_activations
from analysis.figures import distributions as draw
from analysis.network import CONVOLUTIONS
from analysis.results.distributions import ActivationFamilies, BestOfMany, InkSums, PreActivationShapes

INK_SUMS = Measurement("ink-sums", measure_ink_sums)
PRE_ACTIVATION_SHAPES = Measurement("pre-activation-shapes", measure_pre_activations, ("distributions",), CNN)
ACTIVATION_FAMILIES = Measurement("activation-families", measure_families, ("distributions",), CNN)
BEST_OF_MANY = Measurement("best-of-many", measure_best_of_many, ("oip", "precursor", "distributions"), CNN)

CONV2D_1, POOL_1, CONV2D_2, _, CONV2D_3, _ = range(len(REACTING))

MEASUREMENTS: tuple[Measurement, ...] = (INK_SUMS, PRE_ACTIVATION_SHAPES, ACTIVATION_FAMILIES, BEST_OF_MANY)

FIGURES: tuple[Figure, ...] = (
    Figure(
        id="ink-sums",
        part="FR",
        title="Ink added to ink",
        shows=(INK_SUMS,),
        draw=draw.draw_ink_sums,
        caption="Above, the grey value of one pixel of {images} MNIST training images, and the sum of 2, 4, ... {largest} pixels drawn independently: the histogram convolved with itself, exact and not sampled. Each sum is measured from its mean in its own deviations; dotted, the normal distribution. Bars are cut off at 1, and the share of sums without any ink stands in the title. Below, how strongly a wave of each frequency is contained in the distribution (modulus of the characteristic function): on the scale of one pixel, and on the scale of each sum.",
        alt="Six histograms that change from two tall spikes to a bell, and two panels of curves: wavy ones that sink with every addition, and the same ones rescaled, which settle on a single falling curve.",
        series=("F-FR-1",),
    ),
    Figure(
        id="sums-near-normal",
        part="FR",
        title="How fast a sum forgets",
        shows=(INK_SUMS,),
        draw=draw.draw_aggregation,
        caption="Largest difference between the distribution function of a sum of pixels and that of a normal (left), and its excess kurtosis (right), against the number of pixels. Independent pixels: exact. Pixels at random places of one image, and blocks of neighbouring pixels at a random place: one sum from each of {images} training images. At {largest} pixels the distances are {independent}, {one} and {neighbours}. The dotted line on the left is {bar}, that on the right falls as 1 / n.",
        alt="Falling lines on logarithmic axes. Independent pixels fall fastest and lie on the dotted line of kurtosis; neighbouring pixels stay far above them on the left.",
        series=("F-FR-1",),
    ),
    Figure(
        id="pre-activation-shapes",
        part="FR",
        title="Before the ReLU",
        shows=(PRE_ACTIVATION_SHAPES,),
        draw=draw.draw_pre_activations,
        caption="Above, pre-activations over {images} test images, each map (or dense node) standardised for itself, mean over the maps of a layer: the trained network, {untrained} untrained ones and the normal distribution. Below left, the distance of each map to a normal of its own mean and deviation: median, quartiles and the range of 90 % of the maps; right, the same distance for the values of one node and image across the maps of the layer, pooled, one mark for each network. Convolutional layers: {nodes} random nodes of each image that see ink; dotted, a distance of {bar}.",
        alt="Five small density plots: trained and untrained curves lie on the normal in Conv2D_3 and differ from it elsewhere, most of all in Dense_10, where the trained curve has a second hump. Below, boxes and marks of distances by layer.",
        series=("F-FR-2",),
    ),
    Figure(
        id="positive-activations",
        part="FR",
        title="What the ReLU lets through",
        shows=(ACTIVATION_FAMILIES,),
        draw=draw.draw_families,
        caption="Positive activations of one map of each layer on logarithmic axes, with {families} families of distributions. Fits: largest likelihood on {half} test images; dots: the density over the other {half}. The map shown is the one whose distance to its best family is the median of its layer. Convolutional and pooling layers: {nodes} random nodes of each image that see ink. The power law stands between the least and the largest value.",
        alt="Six panels of dots with six curves each. The dots are flat on the left and bend down steeply on the right; the cut normal follows them, the straight power law and the arched log-normal do not.",
        series=("F-FR-3",),
    ),
    Figure(
        id="maximum-entropy-winners",
        part="FR",
        title="Which averages are enough",
        shows=(ACTIVATION_FAMILIES,),
        draw=draw.draw_winners,
        caption="Left, how many maps (or dense nodes) of a layer each family describes best, judged by the likelihood of positive activations of images that were not used for the fit; {maps} maps, {left_out} more have too few positive values. Right, on a logarithmic scale, the distance between these values and the best family, beside the distance between the two halves of the images, which is what sampling alone does; median, quartiles and the range of 90 % of the maps. Dotted: {bar}.",
        alt="A table of counts by layer and family with the largest counts in the column cut normal, and boxes of distances by layer: the two kinds of boxes overlap in Conv2D_3 and lie apart in Conv2D_1 and Max_Pool_1.",
    ),
    Figure(
        id="best-of-many",
        part="FR",
        title="The best of N starts",
        shows=(BEST_OF_MANY,),
        draw=draw.draw_best_of_many,
        caption="Left, the best response among N large-scale starts for {shown} maps of Conv2D_3, at evenly spaced ranks of that response: dots, the median over disjoint sets of fresh starts; lines, the median by an extreme-value law fitted to the largest responses in {blocks} parts of {size} other starts, dotted where it predicts more starts than were used. Right, the relative error when the best of 4 N fresh starts is predicted from N, for the {maps} of {all} maps that could be fitted: median, quartiles and the range of 90 % of the maps. Grey: errors below {close}. The law's median error from {size} to {four} starts is {error}.",
        alt="Left, rising dots on logarithmic axes with lines through their right half. Right, three groups of three boxes: the two laws lie around zero, the best so far lies below.",
        series=("F-FR-4",),
    ),
)


def of_sum(name: str, kind: int, column: int) -> Callable[[InkSums], float]:
    return lambda ink: float(getattr(ink, name)[kind, column])


def to_normal(layer: int, *, trained: bool) -> Callable[[PreActivationShapes], float]:
    """Return the reader of the median distance of a layer's maps to the normal, over the trained network or all untrained ones."""
    rows = slice(0, 1) if trained else slice(1, None)
    return lambda shapes: float(np.nanmedian(shapes.distance[rows, shapes.layer_of == layer]))


def across(layer: int) -> Callable[[PreActivationShapes], float]:
    return lambda shapes: float(shapes.across[0, layer])


def of_layer(layer: int, read: Callable[[ActivationFamilies], np.ndarray]) -> Callable[[ActivationFamilies], float]:
    """Return the reader of the median over a layer's maps; 0 where none could be fitted."""

    def median(fits: ActivationFamilies) -> float:
        values = read(fits)[fits.layer_of == layer]
        return float(np.median(values[~np.isnan(values)])) if (~np.isnan(values)).any() else 0.0

    return median


def best_of_families(names: tuple[str, ...], families: int, layers: tuple[str, ...] = CONVOLUTIONS) -> Callable[[ActivationFamilies], float]:
    """Return the reader of the share of the layers' maps that one of these, of the first so many families, describes best."""

    def read(fits: ActivationFamilies) -> float:
        counted = draw.wins(fits, families)[[list(fits.layer).index(layer) for layer in layers]]
        return float(counted[:, [list(fits.family).index(name) for name in names]].sum() / max(counted.sum(), 1))

    return read


def won(layer: int, family: str) -> Callable[[ActivationFamilies], float]:
    return lambda fits: float(draw.wins(fits)[layer, list(fits.family).index(family)])


def constant_maps(fits: ActivationFamilies) -> float:
    """Return how many maps of Max_Pool_1 have one number as more than a tenth of their positive values."""
    return float((fits.commonest[fits.layer_of == POOL_1] > 0.1).sum())


def off(name: str, judge: Callable[[np.ndarray], float]) -> Callable[[BestOfMany], float]:
    """Return the reader of a number made of the errors without sign, from the largest N; 0 where nothing could be fitted."""

    def read(found: BestOfMany) -> float:
        error = abs(draw.errors(found, name)[-1])
        return judge(error[~np.isnan(error)]) if (~np.isnan(error)).any() else 0.0

    return read


def scatter(found: BestOfMany) -> float:
    """Return the median deviation of one best of N, the largest N, from the median of several such."""
    return float(np.nanmedian(found.scatter[list(found.count).index(int(found.size[-1]))]))


def ended(found: BestOfMany) -> float:
    known = found.shape[-1][~np.isnan(found.shape[-1])]
    return float((known < 0).mean()) if len(known) else 0.0


def middle(values: np.ndarray) -> float:
    return float(np.median(values))


VALUES: tuple[Value, ...] = (
    Value("ink-none", INK_SUMS, lambda ink: float(ink.sums[0, 0]), "%"),
    Value("ink-none-of-two", INK_SUMS, lambda ink: float(ink.sums[1, 0]), "%"),
    Value("ink-sum-most", INK_SUMS, lambda ink: float(ink.count[-1])),
    Value("ink-excess-one", INK_SUMS, of_sum("excess", 0, 0), "", 2),
    Value("ink-excess-most", INK_SUMS, of_sum("excess", 0, -1), "", 3),
    Value("ink-distance-one", INK_SUMS, of_sum("distance", 0, 0), "", 2),
    Value("ink-distance-most", INK_SUMS, of_sum("distance", 0, -1), "", 3),
    Value("ink-distance-one-image", INK_SUMS, of_sum("distance", 1, -1), "", 3),
    Value("ink-distance-neighbours", INK_SUMS, of_sum("distance", 2, -1), "", 2),
    *(Value(f"to-normal-trained-{address(layer)}", PRE_ACTIVATION_SHAPES, to_normal(j, trained=True), "", 3) for j, layer in enumerate(SUMS)),
    *(Value(f"to-normal-untrained-{address(layer)}", PRE_ACTIVATION_SHAPES, to_normal(j, trained=False), "", 3) for j, layer in enumerate(SUMS)),
    *(Value(f"across-maps-{address(layer)}", PRE_ACTIVATION_SHAPES, across(j), "", 3) for j, layer in enumerate(SUMS)),
    Value("blank-nodes-conv2d-1", PRE_ACTIVATION_SHAPES, lambda shapes: float(shapes.blank[0]), "%"),
    Value("distribution-images", PRE_ACTIVATION_SHAPES, lambda shapes: float(shapes.images)),
    Value("distribution-nodes", PRE_ACTIVATION_SHAPES, lambda shapes: float(shapes.nodes)),
    Value("distribution-untrained", PRE_ACTIVATION_SHAPES, lambda shapes: float(len(shapes.network) - 1)),
    Value("half-normal-best-of-five", ACTIVATION_FAMILIES, best_of_families(("half-normal",), 5), "%"),
    Value("half-normal-best-of-five-every-layer", ACTIVATION_FAMILIES, best_of_families(("half-normal",), 5, REACTING), "%"),
    Value("normal-best-of-six", ACTIVATION_FAMILIES, best_of_families(("half-normal", "cut normal"), 6), "%"),
    Value("cut-normal-best-conv2d-3", ACTIVATION_FAMILIES, won(CONV2D_3, "cut normal")),
    Value("gamma-best-conv2d-2", ACTIVATION_FAMILIES, won(CONV2D_2, "gamma")),
    Value("power-law-best-conv2d-1", ACTIVATION_FAMILIES, won(CONV2D_1, "power law")),
    Value("half-normal-best-conv2d-1", ACTIVATION_FAMILIES, won(CONV2D_1, "half-normal")),
    Value("half-normal-best-max-pool-1", ACTIVATION_FAMILIES, won(POOL_1, "half-normal")),
    *(Value(f"best-family-distance-{address(layer)}", ACTIVATION_FAMILIES, of_layer(j, draw.distance_of_best), "", 3) for j, layer in enumerate(REACTING)),
    *(Value(f"halves-distance-{address(layer)}", ACTIVATION_FAMILIES, of_layer(j, lambda fits: fits.halves), "", 3) for j, layer in enumerate(REACTING)),
    Value("positive-share-conv2d-1", ACTIVATION_FAMILIES, of_layer(CONV2D_1, lambda fits: fits.positive), "%"),
    Value("positive-share-max-pool-1", ACTIVATION_FAMILIES, of_layer(POOL_1, lambda fits: fits.positive), "%"),
    Value("constant-maps-max-pool-1", ACTIVATION_FAMILIES, constant_maps),
    Value("best-of-fitted", BEST_OF_MANY, lambda found: float((~np.isnan(found.shape[-1])).sum())),
    Value("best-of-starts", BEST_OF_MANY, lambda found: float(found.size[-1])),
    Value("best-of-four", BEST_OF_MANY, lambda found: float(4 * found.size[-1])),
    Value("best-of-blocks", BEST_OF_MANY, lambda found: float(found.blocks)),
    Value("best-of-part", BEST_OF_MANY, lambda found: float(found.size[-1] // found.blocks)),
    Value("best-of-error", BEST_OF_MANY, off("law", middle), "%", 1),
    Value("best-of-error-gumbel", BEST_OF_MANY, off("Gumbel", middle), "%", 1),
    Value("best-of-error-so-far", BEST_OF_MANY, off("best so far", middle), "%", 1),
    Value("best-of-within", BEST_OF_MANY, off("law", lambda error: float((error <= draw.CLOSE).mean())), "%"),
    Value("best-of-beyond", BEST_OF_MANY, off("law", lambda error: float((error > 3 * draw.CLOSE).mean())), "%"),
    Value("best-of-scatter", BEST_OF_MANY, scatter, "%", 1),
    Value("best-of-ended", BEST_OF_MANY, ended, "%"),
)
