"""Numbers that the prose of parts I to VI quotes, each read from one measurement."""

from __future__ import annotations

import numpy as np

from analysis.catalogue.declarations import Measurement, Value
from analysis.catalogue.series.measurements import (
    CONFUSION,
    CONVOLUTION,
    EXAMPLE_ACTIVATIONS,
    EXAMPLE_IMAGES,
    GEOMETRY,
    KERNELS,
    LAYER_ABSTRACTION,
    PIXEL_STATISTICS,
    TRAINING_FIRST_RUN,
    TRAINING_FULL_RECIPE,
    TRAINING_MLP,
)
from analysis.catalogue.series.readers import (
    CLEAR_FOURS,
    CLEAR_NINES,
    UNCLEAR_FOURS,
    abstraction,
    black,
    confused,
    dense_share,
    empty_for_all_five,
    empty_for_fours,
    empty_maps,
    epochs,
    errors,
    flatten_points,
    glowing,
    kernel_deviation,
    last,
    layer_field,
    layer_parameters,
    likeness,
    map_maximum,
    near_zero,
    node_step,
    nth,
    one_node_share,
    over_black,
    over_ink,
    pairs_above,
    probability,
    published_gain,
    raw_ratio,
    recall,
    shared_maps,
    shown_greys,
    smallest_clear,
    smallest_lit,
    white,
    zero_share,
)
from analysis.figures.convolution import node_with_ink
from analysis.networks.series import KERNEL_LAYERS, MAP_LAYERS
from analysis.subject import address


def run_values(run: str, of: Measurement) -> tuple[Value, ...]:
    """Return what the prose says about each of the three trainings."""
    return (
        Value(f"{run}-epochs", of, epochs),
        Value(f"{run}-steps", of, lambda history: float(len(history.learning_rate))),
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
        Value(
            f"{run}-peak-learning-rate",
            of,
            lambda history: float(history.learning_rate.max()),
            "",
            3,
        ),
    )


def example_values(role: str, count: int) -> tuple[Value, ...]:
    """Return index and both scores of the example images of a role."""
    names = [role if count == 1 else f"{role}-{number + 1}" for number in range(count)]
    return tuple(
        value
        for number, name in enumerate(names)
        for value in (
            IndexValue(f"{name}-index", EXAMPLE_IMAGES, nth(role, "index", number)),
            Value(
                f"{name}-distance-ratio", EXAMPLE_IMAGES, nth(role, "distance_ratio", number), "", 2
            ),
            Value(f"{name}-mlp-nine", EXAMPLE_IMAGES, nth(role, "mlp_nine", number), "", 2),
        )
    )


class IndexValue(Value):
    """A number that names something, written without separators."""

    def text(self, number: float) -> str:
        return f"{number:.0f}"


PART_I = (
    Value("network-parameters", GEOMETRY, lambda geometry: float(geometry.parameters.sum())),
    *(
        Value(f"{address(layer)}-parameters", GEOMETRY, layer_parameters(layer))
        for layer in KERNEL_LAYERS
    ),
    *(Value(f"{address(layer)}-field", GEOMETRY, layer_field(layer)) for layer in MAP_LAYERS),
    Value("flatten-points", GEOMETRY, flatten_points),
    Value("node-step", GEOMETRY, node_step),
    Value("dense-100-parameter-share", GEOMETRY, dense_share, "%", 0),
    Value("one-node-share", GEOMETRY, one_node_share, "%", 0),
    Value("seen-share", GEOMETRY, lambda geometry: float((geometry.visits > 0).mean()), "%", 0),
    Value("blind-pixels", GEOMETRY, lambda geometry: float((geometry.visits == 0).sum())),
    Value("most-visits", GEOMETRY, lambda geometry: float(geometry.visits.max())),
    Value(
        "most-visited-pixels",
        GEOMETRY,
        lambda geometry: float((geometry.visits == geometry.visits.max()).sum()),
    ),
    Value(
        "blind-probability-change", GEOMETRY, lambda geometry: float(geometry.blind_logit_change)
    ),
    Value("blind-ink-images", GEOMETRY, lambda geometry: float(geometry.blind_ink_images)),
    Value("blind-ink-share", GEOMETRY, lambda geometry: float(geometry.blind_ink_share), "%", 1),
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
    Value("test-images", CONFUSION, lambda confusion: float(confusion.matrix.sum())),
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

PART_IV = (
    *example_values("clear-4", 3),
    *(
        Value(f"clear-four-empty-{address(layer)}", EXAMPLE_ACTIVATIONS, empty_maps(layer))
        for layer in MAP_LAYERS
    ),
    *(
        Value(
            f"clear-four-largest-{address(layer)}",
            EXAMPLE_ACTIVATIONS,
            map_maximum(layer, np.max),
            "",
            2,
        )
        for layer in MAP_LAYERS
    ),
    *(
        IndexValue(
            f"clear-four-strongest-map-{address(layer)}",
            EXAMPLE_ACTIVATIONS,
            map_maximum(layer, np.argmax),
        )
        for layer in MAP_LAYERS
    ),
    Value("clear-four-glowing-conv2d-1", EXAMPLE_ACTIVATIONS, glowing),
    Value(
        "clear-four-faintest-conv2d-3",
        EXAMPLE_ACTIVATIONS,
        map_maximum("Conv2D_3", smallest_lit),
        "",
        3,
    ),
    Value("clear-four-zero-share", EXAMPLE_ACTIVATIONS, zero_share, "%"),
    Value("clear-four-raw-ratio", EXAMPLE_ACTIVATIONS, raw_ratio),
    Value("clear-four-lowest-grey", EXAMPLE_ACTIVATIONS, shown_greys(np.min)),
    Value("clear-four-highest-grey", EXAMPLE_ACTIVATIONS, shown_greys(np.max)),
    *(
        Value(
            f"abstraction-{address(layer)}",
            LAYER_ABSTRACTION,
            abstraction(layer, beyond=False),
            "",
            2,
        )
        for layer in MAP_LAYERS
    ),
    *(
        Value(
            f"abstraction-beyond-{address(layer)}",
            LAYER_ABSTRACTION,
            abstraction(layer, beyond=True),
            "",
            2,
        )
        for layer in MAP_LAYERS
    ),
)

PART_V = (
    *example_values("one", 1),
    *example_values("two", 1),
    Value("fours-empty-conv2d-2", EXAMPLE_ACTIVATIONS, empty_for_fours),
    Value("fours-one-two-empty-conv2d-2", EXAMPLE_ACTIVATIONS, empty_for_all_five),
    *(
        Value(f"shared-maps-{address(layer)}", EXAMPLE_ACTIVATIONS, shared_maps(layer), "%")
        for layer in ("Conv2D_2", "Conv2D_3")
    ),
)

PART_VI = (
    *example_values("unclear-4", 2),
    IndexValue("unclear-4-ink", EXAMPLE_IMAGES, lambda examples: float(examples.ink)),
    *(
        Value(f"unclear-4-{name}", EXAMPLE_IMAGES, read, unit)
        for name, read, unit in (
            ("least-hole", lambda examples: float(examples.least_hole), "px"),
            ("all", lambda examples: float(examples.fours), ""),
            ("closed", lambda examples: float(examples.closed), ""),
            ("passing", lambda examples: float(examples.passing), ""),
        )
    ),
    *example_values("clear-9", 3),
    *(
        Value(
            f"unclear-four-{n + 1}-p{label}",
            EXAMPLE_ACTIVATIONS,
            probability(UNCLEAR_FOURS.start + n, label),
            "P",
            4,
        )
        for n in (0, 1)
        for label in (4, 7, 9)
    ),
    *(
        Value(
            f"unclear-four-{n + 1}-like-{name}-{address(layer)}",
            EXAMPLE_ACTIVATIONS,
            likeness(layer, UNCLEAR_FOURS.start + n, group),
            "",
            2,
        )
        for n in (0, 1)
        for layer in ("Conv2D_3", "Dense_100")
        for name, group in (("fours", CLEAR_FOURS), ("nines", CLEAR_NINES))
    ),
    Value("clear-smallest-probability", EXAMPLE_ACTIVATIONS, smallest_clear, "", 4),
    Value("four-nine-confusions", CONFUSION, confused(4, 9)),
    Value("mlp-four-nine-confusions", CONFUSION, confused(4, 9, "mlp_matrix")),
    Value("pairs-above-four-nine", CONFUSION, pairs_above(4, 9, "matrix")),
    Value("mlp-pairs-above-four-nine", CONFUSION, pairs_above(4, 9, "mlp_matrix")),
    Value("four-as-nine", CONFUSION, lambda confusion: float(confusion.matrix[4, 9])),
    Value("nine-as-four", CONFUSION, lambda confusion: float(confusion.matrix[9, 4])),
    Value("four-recall", CONFUSION, recall(4), "%", 2),
    Value("nine-recall", CONFUSION, recall(9), "%", 2),
)

VALUES: tuple[Value, ...] = (*PART_I, *PART_II, *PART_III, *PART_IV, *PART_V, *PART_VI)
