"""Companion OTH: whether what holds of the series' network holds of networks of other images."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from analysis.catalogue.declarations import DesignValue, Figure, Measurement, Value
from analysis.catalogue.series.measurements import OIP_SETS, TRUST
from analysis.experiments.others.compare import compare_networks
from analysis.experiments.others.measure import DOMAIN, measure_other
from analysis.figures.others import draw_compared, draw_other
from analysis.images.channels import luminance
from analysis.images.shown import EXAMPLES
from analysis.networks.series import CONVOLUTIONS
from analysis.results.others import NetworksCompared, OtherNetwork

SERIES = "CNN"  # what its rows are called

OTHERS = {
    name: Measurement(
        f"other-network-{name}",
        measure_other,
        ("oip", "ladder", "others"),
        keywords={"example": name},
        apart=True,
    )
    for name in EXAMPLES
}
COMPARED = Measurement(
    "networks-compared",
    compare_networks,
    inputs=(
        *(of[layer, DOMAIN] for layer in CONVOLUTIONS for of in (OIP_SETS, TRUST)),
        *OTHERS.values(),
    ),
    keywords={"series": SERIES, "layers": list(CONVOLUTIONS), "others": list(OTHERS)},
)


def accuracy(found: OtherNetwork) -> float:
    """Return the share of its test images whose class a network finds."""
    return float(found.right / found.tested)


def maps_of(network: str) -> Callable[[NetworksCompared], float]:
    """Return the reader of how many maps the layers of a network have."""
    return lambda found: float(found.maps[found.network == network].sum())


def filled_in(network: str) -> Callable[[NetworksCompared], float]:
    """Return the reader of how many of them have an OIP."""
    return lambda found: float(found.filled[found.network == network].sum())


def beyond_luminance(found: OtherNetwork) -> float:
    """Return the share of what varies over the pixels of an OIP that its luminance does not show,
    median over the maps of a network of images in colour that have an OIP; NaN where none has.
    """
    shares = []
    for image, k in zip(found.images, found.layer_of, strict=True):
        seen = image[slice(*found.visible_rows[k]), slice(*found.visible_columns[k])]
        varying = seen - seen.mean(axis=(0, 1))
        unseen = varying - luminance(varying)[..., np.newaxis]
        shares.append(np.square(unseen).sum() / max(np.square(varying).sum(), np.finfo(float).tiny))
    known = np.array(shares)[found.rung != "silent"]
    return float(np.median(known)) if len(known) else np.nan


MEASUREMENTS: tuple[Measurement, ...] = (*OTHERS.values(), COMPARED)
FIGURES: tuple[Figure, ...] = (
    *(Figure(f"other-{name}", "OTH", (found,), draw_other) for name, found in OTHERS.items()),
    Figure("networks-compared", "OTH", (COMPARED,), draw_compared),
)
VALUES: tuple[Value, ...] = (
    *(
        value
        for name, found in OTHERS.items()
        for value in (
            Value(f"other-{name}-accuracy", found, accuracy, "%", 1),
            DesignValue(f"other-{name}-trained-on", found, lambda one: float(one.trained_on)),
            DesignValue(f"other-{name}-tested", found, lambda one: float(one.tested)),
            DesignValue(f"other-{name}-maps", COMPARED, maps_of(name)),
            Value(f"other-{name}-filled", COMPARED, filled_in(name)),
        )
    ),
    DesignValue("compared-maps-cnn", COMPARED, maps_of(SERIES)),
    Value("compared-filled-cnn", COMPARED, filled_in(SERIES)),
    Value("other-photographs-beyond-luminance", OTHERS["photographs"], beyond_luminance, "%"),
)
