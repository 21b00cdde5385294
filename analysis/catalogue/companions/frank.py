"""Companion FR: a note on Frank 2009."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from analysis.catalogue.declarations import DesignValue, Figure, Measurement, Value
from analysis.catalogue.series.measurements import CNN
from analysis.experiments.distributions.aggregation import measure_ink_sums
from analysis.experiments.distributions.extremes import measure_best_of_many
from analysis.experiments.distributions.measure import measure_families
from analysis.experiments.distributions.pre_activations import measure_pre_activations
from analysis.experiments.distributions.sampling import REACTING, SUMS
from analysis.figures import distributions, extremes, sums
from analysis.networks.series import CONVOLUTIONS
from analysis.results.distributions import (
    ActivationFamilies,
    BestOfMany,
    InkSums,
    PreActivationShapes,
)
from analysis.statistics import Estimate, median
from analysis.subject import address

INK_SUMS = Measurement("ink-sums", measure_ink_sums)
PRE_ACTIVATION_SHAPES = Measurement(
    "pre-activation-shapes", measure_pre_activations, ("distributions",), CNN
)
ACTIVATION_FAMILIES = Measurement("activation-families", measure_families, ("distributions",), CNN)
BEST_OF_MANY = Measurement(
    "best-of-many", measure_best_of_many, ("oip", "precursor", "distributions"), CNN
)

INDEPENDENT, ONE_IMAGE, NEIGHBOURS = range(3)  # kinds of sums, as the result orders them
TRAINED = slice(0, 1)  # among the networks; the others are untrained
UNTRAINED = slice(1, None)
LEAST_MAPS = 6  # fewer have no interval of the median
TOLD = 3  # digits of a distance behind the point, as in the table of the page
HALF_INKED = slice(64, 192)  # the middle half of the grey values

MEASUREMENTS: tuple[Measurement, ...] = (
    INK_SUMS,
    PRE_ACTIVATION_SHAPES,
    ACTIVATION_FAMILIES,
    BEST_OF_MANY,
)

FIGURES: tuple[Figure, ...] = (
    Figure(
        id="ink-sums",
        part="FR",
        shows=(INK_SUMS,),
        draw=sums.draw_ink_sums,
        series=("F-FR-1",),
    ),
    Figure(
        id="sums-near-normal",
        part="FR",
        shows=(INK_SUMS,),
        draw=sums.draw_aggregation,
        series=("F-FR-1",),
    ),
    Figure(
        id="pre-activation-shapes",
        part="FR",
        shows=(PRE_ACTIVATION_SHAPES,),
        draw=distributions.draw_pre_activations,
        series=("F-FR-2",),
    ),
    Figure(
        id="positive-activations",
        part="FR",
        shows=(ACTIVATION_FAMILIES,),
        draw=distributions.draw_families,
        series=("F-FR-3",),
    ),
    Figure(
        id="maximum-entropy-winners",
        part="FR",
        shows=(ACTIVATION_FAMILIES,),
        draw=distributions.draw_winners,
    ),
    Figure(
        id="best-of-many",
        part="FR",
        shows=(BEST_OF_MANY,),
        draw=extremes.draw_best_of_many,
        series=("F-FR-4",),
    ),
)


def of_sum(name: str, kind: int, column: int) -> Callable[[InkSums], float]:
    """Return the reader of one number of the ink sums, by its array, the kind of sum and the
    column.
    """
    return lambda ink: float(getattr(ink, name)[kind, column])


def place_of(layer: str, found: ActivationFamilies | PreActivationShapes) -> int:
    """Return the place of a layer in a result."""
    return list(found.layer).index(layer)


def maps_of(layer: str, found: ActivationFamilies | PreActivationShapes) -> np.ndarray:
    """Return (map) whether a map belongs to a layer."""
    return np.asarray(found.layer_of == place_of(layer, found))


def to_normal(layer: str, networks: slice) -> Callable[[PreActivationShapes], float]:
    """Return the reader of the median distance of a layer's maps to the normal, over some
    networks.
    """
    return lambda shapes: float(np.nanmedian(shapes.distance[networks, maps_of(layer, shapes)]))


def known_distances(layer: str, shapes: PreActivationShapes) -> tuple[np.ndarray, np.ndarray]:
    """Return the distances of a layer's maps to the normal (map), of the trained network and of the
    untrained ones, as far as the maps vary.
    """
    of_layer = shapes.distance[:, maps_of(layer, shapes)]
    trained, untrained = (
        kind[~np.isnan(kind)] for kind in (of_layer[TRAINED], of_layer[UNTRAINED])
    )
    return trained, untrained


def medians_to_normal(layer: str, shapes: PreActivationShapes) -> tuple[Estimate, Estimate] | None:
    """Return the median distances of a layer's maps to the normal, of the trained network and of
    the untrained ones, each with its interval; none where either has too few maps that vary.
    """
    both = known_distances(layer, shapes)
    if min(map(len, both)) < LEAST_MAPS:
        return None
    trained, untrained = (median(kind) for kind in both)
    return trained, untrained


def layers_nearer_by_median(shapes: PreActivationShapes) -> float:
    """Return the number of layers in which the untrained networks are nearer to the normal than the
    trained one, by the medians alone.
    """
    layers = [str(layer) for layer in shapes.layer]
    pairs = [[to_normal(layer, of)(shapes) for of in (UNTRAINED, TRAINED)] for layer in layers]
    return float(sum(untrained < trained for untrained, trained in pairs))


def layers_apart(nearer: int) -> Callable[[PreActivationShapes], float]:
    """Return the reader of the number of layers in which the trained network (0) or the untrained
    ones (1) are nearer to the normal, by intervals of the medians that stand apart.
    """

    def read(shapes: PreActivationShapes) -> float:
        found = [medians_to_normal(str(layer), shapes) for layer in shapes.layer]
        return float(sum(both[nearer].high < both[1 - nearer].low for both in found if both))

    return read


def layers_farther_across(shapes: PreActivationShapes) -> float:
    """Return the number of layers in which the trained network is farther from the normal across
    the maps than every untrained one, as far as the table of its page tells them apart.
    """
    trained, untrained = shapes.across[0], shapes.across[UNTRAINED].max(axis=0)
    return float((np.round(trained, TOLD) > np.round(untrained, TOLD)).sum())


def long_to_the_right(shapes: PreActivationShapes) -> float:
    """Return how many nodes of the last layer are skewed to the right in the trained network."""
    return float((shapes.skewness[0, maps_of(SUMS[-1], shapes)] > 0).sum())


def across(layer: str) -> Callable[[PreActivationShapes], float]:
    """Return the reader of the distance to the normal across the maps of a layer."""
    return lambda shapes: float(shapes.across[TRAINED, place_of(layer, shapes)][0])


def across_untrained(layer: str) -> Callable[[PreActivationShapes], float]:
    """Return the reader of the largest of these distances among the untrained networks."""
    return lambda shapes: float(shapes.across[UNTRAINED, place_of(layer, shapes)].max())


def blank(layer: str) -> Callable[[PreActivationShapes], float]:
    """Return the reader of the share of a layer's nodes that see no ink."""
    return lambda shapes: float(shapes.blank[place_of(layer, shapes)])


def median_known(values: np.ndarray) -> float:
    """Return the median of the values that are numbers, NaN where there are none."""
    known = values[~np.isnan(values)]
    return float(np.median(known)) if len(known) else np.nan


def of_layer(
    layer: str, read: Callable[[ActivationFamilies], np.ndarray]
) -> Callable[[ActivationFamilies], float]:
    """Return the reader of the median over a layer's maps; NaN where none could be fitted."""
    return lambda fits: median_known(read(fits)[maps_of(layer, fits)])


def best_of_families(
    names: tuple[str, ...], families: int, layers: tuple[str, ...] = CONVOLUTIONS
) -> Callable[[ActivationFamilies], float]:
    """Return the reader of the share of the layers' maps that one of these, of the first so many
    families, describes best; NaN where none could be fitted.
    """

    def read(fits: ActivationFamilies) -> float:
        counted = distributions.wins(fits, families)[[place_of(layer, fits) for layer in layers]]
        own = counted[:, [list(fits.family).index(name) for name in names]]
        return float(own.sum() / counted.sum()) if counted.any() else np.nan

    return read


def won(layer: str, family: str) -> Callable[[ActivationFamilies], float]:
    """Return the reader of how many maps of a layer a family describes best."""

    def read(fits: ActivationFamilies) -> float:
        counted = distributions.wins(fits)[place_of(layer, fits)]
        return float(counted[list(fits.family).index(family)])

    return read


def lead(fits: ActivationFamilies) -> float:
    """Return by how much the best family leads the second on the median map, in nat for each
    value; NaN where none was fitted.
    """
    ordered = np.sort(fits.log_likelihood[~np.isnan(fits.halves)], axis=1)
    return median_known(ordered[:, -1] - ordered[:, -2])


def constant_maps(layer: str) -> Callable[[ActivationFamilies], float]:
    """Return the reader of how many maps of a layer have one number as more than a tenth of their
    positive values.
    """
    return lambda fits: float((fits.commonest[maps_of(layer, fits)] > 0.1).sum())


def off(name: str, judge: Callable[[np.ndarray], float]) -> Callable[[BestOfMany], float]:
    """Return the reader of a number made of the errors without sign, from the largest N; NaN where
    nothing could be fitted.
    """

    def read(found: BestOfMany) -> float:
        error = abs(extremes.errors(found, name)[-1])
        known = error[~np.isnan(error)]
        return judge(known) if len(known) else np.nan

    return read


def gap_to_so_far(found: BestOfMany) -> float:
    """Return the median over maps of the law's error less that of the best so far, both without
    sign, from the largest N, in points; NaN where nothing could be fitted.
    """
    law, so_far = (abs(extremes.errors(found, name)[-1]) for name in ("law", "best so far"))
    gap = (law - so_far)[~np.isnan(law)]
    return 100 * middle(gap) if len(gap) else np.nan


def too_low(name: str) -> Callable[[BestOfMany], float]:
    """Return the reader of the share of maps for which a prediction from the largest N is too low;
    NaN where nothing could be fitted.
    """

    def read(found: BestOfMany) -> float:
        error = extremes.errors(found, name)[-1]
        known = error[~np.isnan(error)]
        return float((known < 0).mean()) if len(known) else np.nan

    return read


def scatter(found: BestOfMany) -> float:
    """Return the median deviation of one best of N, the largest N, from the median of several
    such, over the maps with a forecast; NaN where nothing could be fitted.
    """
    off = found.scatter[list(found.count).index(int(found.size[-1]))]
    return median_known(off[~np.isnan(found.shape[-1])])


def ended(found: BestOfMany) -> float:
    """Return the share of maps whose tail ends, by the fit to the largest set: a shape below 0;
    NaN where nothing could be fitted.
    """
    known = found.shape[-1][~np.isnan(found.shape[-1])]
    return float((known < 0).mean()) if len(known) else np.nan


def middle(values: np.ndarray) -> float:
    """Return the median."""
    return float(np.median(values))


def largest_to_normal(shapes: PreActivationShapes) -> float:
    """Return the largest median distance to the normal among the layers of the trained network."""
    found = [to_normal(layer, TRAINED)(shapes) for layer in SUMS]
    return float(np.nanmax(found))


# of the law's error: up to the first it holds, beyond the second it does not, as in C-FR-3
BARS_OF_ERROR = (extremes.CLOSE, 0.3)


def _fitted(
    id: str,
    read: Callable[[BestOfMany], float],
    unit: str,
    digits: int = 0,
    bars: tuple[float, ...] = (),
) -> Value:
    """Return a value that is undefined where no map could be fitted."""
    return Value(id, BEST_OF_MANY, read, unit, digits, may_be_nan=True, bars=bars)


def _best(id: str, read: Callable[[ActivationFamilies], float]) -> Value:
    """Return a share of maps that is undefined where no family could be fitted."""
    return Value(id, ACTIVATION_FAMILIES, read, "%", may_be_nan=True)


VALUES: tuple[Value, ...] = (
    # with a digit more than its square, which a reader shall find by hand
    Value("ink-none", INK_SUMS, lambda ink: float(ink.sums[0, 0]), "%", 1),
    Value("ink-between", INK_SUMS, lambda ink: float(ink.sums[0, HALF_INKED].sum()), "%"),
    Value("ink-none-of-two", INK_SUMS, lambda ink: float(ink.sums[1, 0]), "%"),
    Value("ink-sum-most", INK_SUMS, lambda ink: float(ink.count[-1])),
    Value("ink-excess-one", INK_SUMS, of_sum("excess", INDEPENDENT, 0), "", 2),
    Value("ink-excess-most", INK_SUMS, of_sum("excess", INDEPENDENT, -1), "", 3),
    Value("ink-distance-one", INK_SUMS, of_sum("distance", INDEPENDENT, 0), "", 2),
    Value("ink-distance-most", INK_SUMS, of_sum("distance", INDEPENDENT, -1), "", 3),
    Value("ink-distance-one-image", INK_SUMS, of_sum("distance", ONE_IMAGE, -1), "", 3),
    Value("ink-distance-neighbours", INK_SUMS, of_sum("distance", NEIGHBOURS, -1), "", 2),
    *(
        Value(
            f"to-normal-trained-{address(layer)}",
            PRE_ACTIVATION_SHAPES,
            to_normal(layer, TRAINED),
            "",
            3,
        )
        for layer in SUMS
    ),
    Value("to-normal-trained-most", PRE_ACTIVATION_SHAPES, largest_to_normal, "", 3),
    *(
        Value(
            f"to-normal-untrained-{address(layer)}",
            PRE_ACTIVATION_SHAPES,
            to_normal(layer, UNTRAINED),
            "",
            3,
        )
        for layer in SUMS
    ),
    *(
        Value(f"across-maps-{address(layer)}", PRE_ACTIVATION_SHAPES, across(layer), "", 3)
        for layer in SUMS
    ),
    *(
        Value(
            f"across-maps-untrained-most-{address(layer)}",
            PRE_ACTIVATION_SHAPES,
            across_untrained(layer),
            "",
            3,
        )
        for layer in SUMS
    ),
    Value("layers-trained-nearer", PRE_ACTIVATION_SHAPES, layers_apart(0)),
    Value("layers-untrained-nearer-by-median", PRE_ACTIVATION_SHAPES, layers_nearer_by_median),
    Value("layers-untrained-nearer", PRE_ACTIVATION_SHAPES, layers_apart(1)),
    Value("layers-farther-across", PRE_ACTIVATION_SHAPES, layers_farther_across),
    Value("dense-10-long-to-the-right", PRE_ACTIVATION_SHAPES, long_to_the_right),
    Value("blank-nodes-conv2d-1", PRE_ACTIVATION_SHAPES, blank("Conv2D_1"), "%"),
    DesignValue("distribution-images", PRE_ACTIVATION_SHAPES, lambda shapes: float(shapes.images)),
    DesignValue("distribution-nodes", PRE_ACTIVATION_SHAPES, lambda shapes: float(shapes.nodes)),
    DesignValue(
        "distribution-untrained",
        PRE_ACTIVATION_SHAPES,
        lambda shapes: float(len(shapes.network) - 1),
    ),
    _best("half-normal-best-of-five", best_of_families(("half-normal",), 5)),
    _best("half-normal-best-of-five-every-layer", best_of_families(("half-normal",), 5, REACTING)),
    _best("normal-best-of-six", best_of_families(("half-normal", "cut normal"), 6)),
    _best("gamma-or-log-normal-best-of-five", best_of_families(("gamma", "log-normal"), 5)),
    Value("family-lead", ACTIVATION_FAMILIES, lead, "", 3, may_be_nan=True),
    Value(
        "family-lead-likelier",
        ACTIVATION_FAMILIES,
        lambda fits: float(np.expm1(lead(fits))),
        "%",
        1,
        may_be_nan=True,
    ),
    Value("cut-normal-best-conv2d-3", ACTIVATION_FAMILIES, won("Conv2D_3", "cut normal")),
    Value("gamma-best-conv2d-2", ACTIVATION_FAMILIES, won("Conv2D_2", "gamma")),
    Value("power-law-best-conv2d-1", ACTIVATION_FAMILIES, won("Conv2D_1", "power law")),
    Value("half-normal-best-conv2d-1", ACTIVATION_FAMILIES, won("Conv2D_1", "half-normal")),
    Value("half-normal-best-max-pool-1", ACTIVATION_FAMILIES, won("Max_Pool_1", "half-normal")),
    *(
        Value(
            f"best-family-distance-{address(layer)}",
            ACTIVATION_FAMILIES,
            of_layer(layer, distributions.distance_of_best),
            "",
            3,
            may_be_nan=True,
        )
        for layer in REACTING
    ),
    *(
        Value(
            f"halves-distance-{address(layer)}",
            ACTIVATION_FAMILIES,
            of_layer(layer, lambda fits: fits.halves),
            "",
            3,
            may_be_nan=True,
        )
        for layer in REACTING
    ),
    Value(
        "positive-share-conv2d-1",
        ACTIVATION_FAMILIES,
        of_layer("Conv2D_1", lambda fits: fits.positive),
        "%",
        may_be_nan=True,
    ),
    Value(
        "positive-share-max-pool-1",
        ACTIVATION_FAMILIES,
        of_layer("Max_Pool_1", lambda fits: fits.positive),
        "%",
        may_be_nan=True,
    ),
    Value("constant-maps-max-pool-1", ACTIVATION_FAMILIES, constant_maps("Max_Pool_1")),
    Value("best-of-fitted", BEST_OF_MANY, lambda found: float((~np.isnan(found.shape[-1])).sum())),
    DesignValue("best-of-starts", BEST_OF_MANY, lambda found: float(found.size[-1])),
    DesignValue("best-of-four", BEST_OF_MANY, lambda found: float(4 * found.size[-1])),
    DesignValue("best-of-blocks", BEST_OF_MANY, lambda found: float(found.blocks)),
    DesignValue("best-of-part", BEST_OF_MANY, lambda found: float(found.size[-1] // found.blocks)),
    _fitted("best-of-error", off("law", middle), "%", 1, BARS_OF_ERROR),
    _fitted("best-of-error-gumbel", off("Gumbel", middle), "%", 1),
    _fitted("best-of-error-so-far", off("best so far", middle), "%", 1),
    _fitted("best-of-error-gap", gap_to_so_far, "points", 1, (0.0,)),
    _fitted("best-of-low", too_low("law"), "%"),
    _fitted("best-of-low-so-far", too_low("best so far"), "%"),
    _fitted("best-of-within", off("law", lambda one: float((one <= BARS_OF_ERROR[0]).mean())), "%"),
    _fitted("best-of-beyond", off("law", lambda one: float((one > BARS_OF_ERROR[1]).mean())), "%"),
    _fitted("best-of-scatter", scatter, "%", 1),
    _fitted("best-of-ended", ended, "%"),
)
