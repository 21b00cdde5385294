"""Companion FR: a note on Frank 2009."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from analysis.catalogue.declarations import Figure, Measurement, Value
from analysis.catalogue.series.measurements import CNN
from analysis.experiments.distributions.aggregation import measure_best_of_many, measure_ink_sums
from analysis.experiments.distributions.measure import (
    REACTING,
    SUMS,
    measure_families,
    measure_pre_activations,
)
from analysis.figures import distributions as draw
from analysis.networks.series import CONVOLUTIONS
from analysis.results.distributions import (
    ActivationFamilies,
    BestOfMany,
    InkSums,
    PreActivationShapes,
)
from analysis.subject import address

INK_SUMS = Measurement("ink-sums", measure_ink_sums)
PRE_ACTIVATION_SHAPES = Measurement(
    "pre-activation-shapes", measure_pre_activations, ("distributions",), CNN
)
ACTIVATION_FAMILIES = Measurement("activation-families", measure_families, ("distributions",), CNN)
BEST_OF_MANY = Measurement(
    "best-of-many", measure_best_of_many, ("oip", "precursor", "distributions"), CNN
)

CONV2D_1, POOL_1, CONV2D_2, _, CONV2D_3, _ = range(len(REACTING))

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
        draw=draw.draw_ink_sums,
        series=("F-FR-1",),
    ),
    Figure(
        id="sums-near-normal",
        part="FR",
        shows=(INK_SUMS,),
        draw=draw.draw_aggregation,
        series=("F-FR-1",),
    ),
    Figure(
        id="pre-activation-shapes",
        part="FR",
        shows=(PRE_ACTIVATION_SHAPES,),
        draw=draw.draw_pre_activations,
        series=("F-FR-2",),
    ),
    Figure(
        id="positive-activations",
        part="FR",
        shows=(ACTIVATION_FAMILIES,),
        draw=draw.draw_families,
        series=("F-FR-3",),
    ),
    Figure(
        id="maximum-entropy-winners",
        part="FR",
        shows=(ACTIVATION_FAMILIES,),
        draw=draw.draw_winners,
    ),
    Figure(
        id="best-of-many",
        part="FR",
        shows=(BEST_OF_MANY,),
        draw=draw.draw_best_of_many,
        series=("F-FR-4",),
    ),
)


def of_sum(name: str, kind: int, column: int) -> Callable[[InkSums], float]:
    return lambda ink: float(getattr(ink, name)[kind, column])


def to_normal(layer: int, *, trained: bool) -> Callable[[PreActivationShapes], float]:
    """Return the reader of the median distance of a layer's maps to the normal, over the trained
    network or all untrained ones.
    """
    rows = slice(0, 1) if trained else slice(1, None)
    return lambda shapes: float(np.nanmedian(shapes.distance[rows, shapes.layer_of == layer]))


def across(layer: int) -> Callable[[PreActivationShapes], float]:
    return lambda shapes: float(shapes.across[0, layer])


def of_layer(
    layer: int, read: Callable[[ActivationFamilies], np.ndarray]
) -> Callable[[ActivationFamilies], float]:
    """Return the reader of the median over a layer's maps; 0 where none could be fitted."""

    def median(fits: ActivationFamilies) -> float:
        values = read(fits)[fits.layer_of == layer]
        return float(np.median(values[~np.isnan(values)])) if (~np.isnan(values)).any() else 0.0

    return median


def best_of_families(
    names: tuple[str, ...], families: int, layers: tuple[str, ...] = CONVOLUTIONS
) -> Callable[[ActivationFamilies], float]:
    """Return the reader of the share of the layers' maps that one of these, of the first so many
    families, describes best.
    """

    def read(fits: ActivationFamilies) -> float:
        counted = draw.wins(fits, families)[[list(fits.layer).index(layer) for layer in layers]]
        return float(
            counted[:, [list(fits.family).index(name) for name in names]].sum()
            / max(counted.sum(), 1)
        )

    return read


def won(layer: int, family: str) -> Callable[[ActivationFamilies], float]:
    return lambda fits: float(draw.wins(fits)[layer, list(fits.family).index(family)])


def constant_maps(fits: ActivationFamilies) -> float:
    """Return how many maps of Max_Pool_1 have one number as more than a tenth of their positive
    values.
    """
    return float((fits.commonest[fits.layer_of == POOL_1] > 0.1).sum())


def off(name: str, judge: Callable[[np.ndarray], float]) -> Callable[[BestOfMany], float]:
    """Return the reader of a number made of the errors without sign, from the largest N; 0 where
    nothing could be fitted.
    """

    def read(found: BestOfMany) -> float:
        error = abs(draw.errors(found, name)[-1])
        return judge(error[~np.isnan(error)]) if (~np.isnan(error)).any() else 0.0

    return read


def scatter(found: BestOfMany) -> float:
    """Return the median deviation of one best of N, the largest N, from the median of several
    such.
    """
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
    *(
        Value(
            f"to-normal-trained-{address(layer)}",
            PRE_ACTIVATION_SHAPES,
            to_normal(j, trained=True),
            "",
            3,
        )
        for j, layer in enumerate(SUMS)
    ),
    *(
        Value(
            f"to-normal-untrained-{address(layer)}",
            PRE_ACTIVATION_SHAPES,
            to_normal(j, trained=False),
            "",
            3,
        )
        for j, layer in enumerate(SUMS)
    ),
    *(
        Value(f"across-maps-{address(layer)}", PRE_ACTIVATION_SHAPES, across(j), "", 3)
        for j, layer in enumerate(SUMS)
    ),
    Value(
        "blank-nodes-conv2d-1", PRE_ACTIVATION_SHAPES, lambda shapes: float(shapes.blank[0]), "%"
    ),
    Value("distribution-images", PRE_ACTIVATION_SHAPES, lambda shapes: float(shapes.images)),
    Value("distribution-nodes", PRE_ACTIVATION_SHAPES, lambda shapes: float(shapes.nodes)),
    Value(
        "distribution-untrained",
        PRE_ACTIVATION_SHAPES,
        lambda shapes: float(len(shapes.network) - 1),
    ),
    Value(
        "half-normal-best-of-five", ACTIVATION_FAMILIES, best_of_families(("half-normal",), 5), "%"
    ),
    Value(
        "half-normal-best-of-five-every-layer",
        ACTIVATION_FAMILIES,
        best_of_families(("half-normal",), 5, REACTING),
        "%",
    ),
    Value(
        "normal-best-of-six",
        ACTIVATION_FAMILIES,
        best_of_families(("half-normal", "cut normal"), 6),
        "%",
    ),
    Value("cut-normal-best-conv2d-3", ACTIVATION_FAMILIES, won(CONV2D_3, "cut normal")),
    Value("gamma-best-conv2d-2", ACTIVATION_FAMILIES, won(CONV2D_2, "gamma")),
    Value("power-law-best-conv2d-1", ACTIVATION_FAMILIES, won(CONV2D_1, "power law")),
    Value("half-normal-best-conv2d-1", ACTIVATION_FAMILIES, won(CONV2D_1, "half-normal")),
    Value("half-normal-best-max-pool-1", ACTIVATION_FAMILIES, won(POOL_1, "half-normal")),
    *(
        Value(
            f"best-family-distance-{address(layer)}",
            ACTIVATION_FAMILIES,
            of_layer(j, draw.distance_of_best),
            "",
            3,
        )
        for j, layer in enumerate(REACTING)
    ),
    *(
        Value(
            f"halves-distance-{address(layer)}",
            ACTIVATION_FAMILIES,
            of_layer(j, lambda fits: fits.halves),
            "",
            3,
        )
        for j, layer in enumerate(REACTING)
    ),
    Value(
        "positive-share-conv2d-1",
        ACTIVATION_FAMILIES,
        of_layer(CONV2D_1, lambda fits: fits.positive),
        "%",
    ),
    Value(
        "positive-share-max-pool-1",
        ACTIVATION_FAMILIES,
        of_layer(POOL_1, lambda fits: fits.positive),
        "%",
    ),
    Value("constant-maps-max-pool-1", ACTIVATION_FAMILIES, constant_maps),
    Value("best-of-fitted", BEST_OF_MANY, lambda found: float((~np.isnan(found.shape[-1])).sum())),
    Value("best-of-starts", BEST_OF_MANY, lambda found: float(found.size[-1])),
    Value("best-of-four", BEST_OF_MANY, lambda found: float(4 * found.size[-1])),
    Value("best-of-blocks", BEST_OF_MANY, lambda found: float(found.blocks)),
    Value("best-of-part", BEST_OF_MANY, lambda found: float(found.size[-1] // found.blocks)),
    Value("best-of-error", BEST_OF_MANY, off("law", middle), "%", 1),
    Value("best-of-error-gumbel", BEST_OF_MANY, off("Gumbel", middle), "%", 1),
    Value("best-of-error-so-far", BEST_OF_MANY, off("best so far", middle), "%", 1),
    Value(
        "best-of-within",
        BEST_OF_MANY,
        off("law", lambda error: float((error <= draw.CLOSE).mean())),
        "%",
    ),
    Value(
        "best-of-beyond",
        BEST_OF_MANY,
        off("law", lambda error: float((error > 3 * draw.CLOSE).mean())),
        "%",
    ),
    Value("best-of-scatter", BEST_OF_MANY, scatter, "%", 1),
    Value("best-of-ended", BEST_OF_MANY, ended, "%"),
)
