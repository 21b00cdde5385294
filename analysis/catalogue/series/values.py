"""Numbers that the prose of parts I to III quotes, each read from one measurement."""

from __future__ import annotations

from analysis.catalogue.declarations import (
    DesignValue,
    IndexValue,
    Measurement,
    ResponseValue,
    Value,
)
from analysis.catalogue.series.fine import FineDesignValue
from analysis.catalogue.series.measurements import (
    CONFUSION,
    CONVOLUTION,
    GEOMETRY,
    KERNELS,
    PIXEL_STATISTICS,
    TRAINING_FIRST_RUN,
    TRAINING_FULL_RECIPE,
    TRAINING_MLP,
)
from analysis.catalogue.series.readers import (
    black,
    dense_share,
    epochs,
    errors,
    flatten_points,
    kernel_deviation,
    last,
    layer_field,
    layer_parameters,
    near_zero,
    node_step,
    one_node_share,
    over_black,
    over_ink,
    published_gain,
    rising_share,
    white,
)
from analysis.figures.convolution import node_with_ink
from analysis.networks.series import KERNEL_LAYERS, MAP_LAYERS
from analysis.subject import address


def run_values(run: str, of: Measurement) -> tuple[Value, ...]:
    """Return what the prose says about each of the three trainings."""
    return (
        DesignValue(f"{run}-epochs", of, epochs),
        DesignValue(f"{run}-steps", of, lambda history: float(len(history.learning_rate))),
        Value(f"{run}-training-accuracy", of, last("training_accuracy"), "%", 2),
        Value(f"{run}-validation-accuracy", of, last("validation_accuracy"), "%", 2),
        Value(
            f"{run}-best-validation-accuracy",
            of,
            lambda history: float(history.validation_accuracy.max()),
            "%",
            2,
        ),
        Value(f"{run}-training-loss", of, last("training_loss"), "nat", 4),
        Value(f"{run}-validation-loss", of, last("validation_loss"), "nat", 4),
        FineDesignValue(
            f"{run}-peak-learning-rate",
            of,
            lambda history: float(history.learning_rate.max()),
            "",
            3,
        ),
    )


PART_I = (
    DesignValue("network-parameters", GEOMETRY, lambda geometry: float(geometry.parameters.sum())),
    *(
        DesignValue(f"{address(layer)}-parameters", GEOMETRY, layer_parameters(layer))
        for layer in KERNEL_LAYERS
    ),
    *(DesignValue(f"{address(layer)}-field", GEOMETRY, layer_field(layer)) for layer in MAP_LAYERS),
    DesignValue("flatten-points", GEOMETRY, flatten_points),
    DesignValue("node-step", GEOMETRY, node_step),
    DesignValue("dense-100-parameter-share", GEOMETRY, dense_share, "%", 0),
    DesignValue("one-node-share", GEOMETRY, one_node_share, "%", 0),
    DesignValue(
        "seen-share", GEOMETRY, lambda geometry: float((geometry.visits > 0).mean()), "%", 0
    ),
    DesignValue("blind-pixels", GEOMETRY, lambda geometry: float((geometry.visits == 0).sum())),
    DesignValue("most-visits", GEOMETRY, lambda geometry: float(geometry.visits.max())),
    DesignValue(
        "most-visited-pixels",
        GEOMETRY,
        lambda geometry: float((geometry.visits == geometry.visits.max()).sum()),
    ),
    ResponseValue(
        "blind-probability-change", GEOMETRY, lambda geometry: float(geometry.blind_logit_change)
    ),
    DesignValue("blind-ink-images", GEOMETRY, lambda geometry: float(geometry.blind_ink_images)),
    DesignValue(
        "blind-ink-share", GEOMETRY, lambda geometry: float(geometry.blind_ink_share), "%", 1
    ),
    IndexValue("convolution-map", CONVOLUTION, lambda one: float(one.map)),
    IndexValue("convolution-row", CONVOLUTION, lambda one: float(node_with_ink(one)[0])),
    IndexValue("convolution-column", CONVOLUTION, lambda one: float(node_with_ink(one)[1])),
    Value("convolution-bias", CONVOLUTION, lambda one: float(one.bias), "", 3),
    Value("convolution-over-black", CONVOLUTION, over_black, "", 3),
    Value("convolution-pre-activation", CONVOLUTION, over_ink, "", 3),
)

PART_II = (
    Value("pixel-mean", PIXEL_STATISTICS, lambda pixels: float(pixels.standard_mean), "", 2),
    Value(
        "pixel-deviation", PIXEL_STATISTICS, lambda pixels: float(pixels.standard_deviation), "", 2
    ),
    Value("standardised-black", PIXEL_STATISTICS, black, "", 3),
    Value("standardised-white", PIXEL_STATISTICS, white, "", 3),
    Value(
        "never-lit-pixels", PIXEL_STATISTICS, lambda pixels: float((pixels.deviation == 0).sum())
    ),
    Value(
        "darkest-per-pixel-black",
        PIXEL_STATISTICS,
        lambda pixels: float(pixels.black_per_pixel.min()),
        "",
        2,
    ),
    Value(
        "uneven-black-pixels",
        PIXEL_STATISTICS,
        lambda pixels: float((pixels.black_per_pixel < -0.25).sum()),
    ),
    *run_values("first-run", TRAINING_FIRST_RUN),
    *run_values("mlp", TRAINING_MLP),
    DesignValue("test-images", CONFUSION, lambda confusion: float(confusion.matrix.sum())),
    Value("test-accuracy", CONFUSION, lambda confusion: float(confusion.accuracy), "%", 2),
    Value("test-error", CONFUSION, lambda confusion: 1 - float(confusion.accuracy), "%", 2),
    Value("test-errors", CONFUSION, errors("matrix")),
    Value("test-loss", CONFUSION, lambda confusion: float(confusion.loss), "nat", 4),
    Value("published-gain", CONFUSION, published_gain, "points", 2),
    Value("mlp-test-accuracy", CONFUSION, lambda confusion: float(confusion.mlp_accuracy), "%", 2),
    Value("mlp-test-errors", CONFUSION, errors("mlp_matrix")),
)

PART_III = (
    *run_values("full-recipe", TRAINING_FULL_RECIPE),
    Value("full-recipe-rising-share", TRAINING_FULL_RECIPE, rising_share, "%", 0),
    Value("first-run-kernel-deviation", KERNELS, kernel_deviation("first_run"), "", 4),
    Value("full-recipe-kernel-deviation", KERNELS, kernel_deviation("full_recipe"), "", 4),
    Value("first-run-near-zero-share", KERNELS, near_zero("first_run"), "%", 1),
    Value("full-recipe-near-zero-share", KERNELS, near_zero("full_recipe"), "%", 1),
    *(
        Value(
            f"{run.replace('_', '-')}-{address(layer)}-kernel-deviation",
            KERNELS,
            kernel_deviation(run, layer),
            "",
            4,
        )
        for run in ("first_run", "full_recipe")
        for layer in KERNEL_LAYERS
    ),
)

VALUES: tuple[Value, ...] = (*PART_I, *PART_II, *PART_III)
