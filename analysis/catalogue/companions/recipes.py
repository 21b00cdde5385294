"""Companion REC: what a picture owes to the recipe of its ascent, and to the layer's geometry."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from analysis.catalogue.declarations import DesignValue, Figure, Measurement, MedianCount, Value
from analysis.catalogue.series.measurements import CNN, OIP_SETS, RECIPE_VARIANTS
from analysis.experiments.variants.start import measure_recipe_start
from analysis.figures import passports
from analysis.figures.galleries import box_height
from analysis.figures.oips import visible_in
from analysis.images.similarity import repetitions
from analysis.results.oips import OipSet
from analysis.subject import address

LARGE = 18  # px, as much as one node sees
# shares of the maps: from which on they are many, and below which few, as in C-XI-1
COVERS, REPEATS, SELDOM = 0.5, 0.25, 0.1


def longest_side(picture: np.ndarray) -> int:
    """Return the longer side of the box of a picture (y, x) that holds 80 % of the squared
    deviation, row by row and column by column; an even picture has none.
    """
    if np.ptp(picture) == 0:  # rounding would leave it a deviation everywhere
        return 0
    centred = picture.astype(float) - picture.mean(dtype=float)
    return max(box_height(centred), box_height(centred.T))


def large(picture: np.ndarray) -> bool:
    """Return whether a picture (y, x) reaches over as much as one node sees."""
    return longest_side(picture) >= LARGE


def repeated(picture: np.ndarray) -> bool:
    """Return whether a picture (y, x) repeats an element."""
    return repetitions(picture) > 0


def oips(found: OipSet) -> np.ndarray:
    """Return the OIPs (map, y, x) that fire, as far as their layer sees them."""
    return visible_in(found).of(found.images[found.response > 0])


def of_oips(
    read: Callable[[np.ndarray], float], over: Callable[..., float]
) -> Callable[..., float]:
    """Return the reader of a statistic of one number of each OIP; NaN where there is none."""
    return lambda found: float(over([read(picture) for picture in oips(found)] or [np.nan]))


def common(picture: np.ndarray) -> tuple[slice, slice]:
    """Return the rows and columns that every node of the deepest layer sees: a field reaches over
    the edge of the first node's as far as the side leaves room for the last one's.
    """
    rows, columns = (slice(side - LARGE, LARGE) for side in picture.shape)
    return rows, columns


def common_energy(picture: np.ndarray) -> float:
    """Return the share of the squared deviation in what every node sees; NaN of an even picture."""
    if np.ptp(picture) == 0:
        return np.nan
    energy = (picture.astype(float) - picture.mean(dtype=float)) ** 2
    return float(energy[common(picture)].sum() / energy.sum())


def common_area(found: OipSet) -> float:
    """Return the share of the pixels that every node sees."""
    seen = visible_in(found).of(found.images)[0]
    return seen[common(seen)].size / seen.size


DEEP = OIP_SETS["Conv2D_3", "sphere"]

RECIPE_START = Measurement("recipe-start", measure_recipe_start, (), CNN, (RECIPE_VARIANTS,))

MEASUREMENTS: tuple[Measurement, ...] = (RECIPE_START,)
FIGURES: tuple[Figure, ...] = (
    Figure(
        id="recipe-variants",
        part="REC",
        shows=(RECIPE_VARIANTS,),
        draw=passports.draw_variants,
    ),
)
VALUES: tuple[Value, ...] = (
    *(
        MedianCount(
            f"longest-side-{address(layer)}",
            OIP_SETS[layer, "sphere"],
            of_oips(longest_side, np.median),
            may_be_nan=True,
        )
        for layer, domain in OIP_SETS
        if domain == "sphere"
    ),
    *(
        Value(f"{name}-oips-share", DEEP, of_oips(so, np.mean), "%", 1, True, bars)
        for name, so, bars in (
            ("large", large, (COVERS, SELDOM)),
            ("repeating", repeated, (REPEATS, SELDOM)),
        )
    ),
    Value("common-energy", DEEP, of_oips(common_energy, np.nanmedian), "%", may_be_nan=True),
    DesignValue("common-area", DEEP, common_area, "%"),
)
