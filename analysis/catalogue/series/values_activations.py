"""Numbers that the prose of parts IV to VI quotes, each read from one measurement."""

from __future__ import annotations

import numpy as np

from analysis.catalogue.declarations import DesignValue, IndexValue, ResponseValue, Value
from analysis.catalogue.series.measurements import (
    CONFUSION,
    EXAMPLE_ACTIVATIONS,
    EXAMPLE_IMAGES,
    LAYER_ABSTRACTION,
)
from analysis.catalogue.series.readers import (
    CLEAR_FOURS,
    CLEAR_NINES,
    UNCLEAR_FOURS,
    abstraction,
    active_for_fours,
    confused,
    empty_for_all_five,
    empty_for_fours,
    empty_maps,
    fours_alike,
    glowing,
    likeness,
    map_maximum,
    median_likeness,
    nth,
    one_and_two_alike,
    pairs_above,
    probability,
    raw_ratio,
    recall,
    shared_maps,
    shown_greys,
    smallest_clear,
    smallest_lit,
    zero_share,
)
from analysis.networks.series import MAP_LAYERS
from analysis.subject import address


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
    ResponseValue(
        "clear-four-faintest-conv2d-3",
        EXAMPLE_ACTIVATIONS,
        map_maximum("Conv2D_3", smallest_lit),
        "",
        3,
    ),
    Value("clear-four-zero-share", EXAMPLE_ACTIVATIONS, zero_share, "%", bars=(0.5,)),
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
            bars=(0.0,),
        )
        for layer in MAP_LAYERS
    ),
)

PART_V = (
    *example_values("one", 1),
    *example_values("two", 1),
    Value("fours-empty-conv2d-2", EXAMPLE_ACTIVATIONS, empty_for_fours),
    Value("fours-one-two-empty-conv2d-2", EXAMPLE_ACTIVATIONS, empty_for_all_five),
    Value(
        "fours-active-conv2d-2", EXAMPLE_ACTIVATIONS, active_for_fours("Conv2D_2", for_all=False)
    ),
    Value(
        "fours-active-for-all-conv2d-2",
        EXAMPLE_ACTIVATIONS,
        active_for_fours("Conv2D_2", for_all=True),
    ),
    *(
        Value(f"{name}-{address(layer)}", EXAMPLE_ACTIVATIONS, read, "", 2, may_be_nan=True)
        for layer, name, read in (
            ("Conv2D_2", "fours-alike", median_likeness(fours_alike("Conv2D_2"))),
            ("Conv2D_2", "one-and-two-alike", median_likeness(one_and_two_alike("Conv2D_2"))),
            ("Max_Pool_2", "fours-alike", median_likeness(fours_alike("Max_Pool_2"))),
        )
    ),
    *(
        Value(f"shared-maps-{address(layer)}", EXAMPLE_ACTIVATIONS, shared_maps(layer), "%")
        for layer in ("Conv2D_2", "Conv2D_3")
    ),
)

PART_VI = (
    *example_values("unclear-4", 2),
    DesignValue("unclear-4-ink", EXAMPLE_IMAGES, lambda examples: float(examples.ink)),
    *(
        DesignValue(f"unclear-4-{name}", EXAMPLE_IMAGES, read, unit)
        for name, read, unit in (
            ("least-hole", lambda examples: float(examples.least_hole), "px"),
            ("all", lambda examples: float(examples.fours), ""),
            ("closed", lambda examples: float(examples.closed), ""),
        )
    ),
    Value("unclear-4-passing", EXAMPLE_IMAGES, lambda examples: float(examples.passing)),
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
            3,  # differences of these are compared
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

VALUES: tuple[Value, ...] = (*PART_IV, *PART_V, *PART_VI)
