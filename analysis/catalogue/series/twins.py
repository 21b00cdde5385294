"""Part IX's open question: whether two trainings find the same maps, in the same order."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from analysis.catalogue.declarations import DesignValue, Figure, Measurement, Value
from analysis.catalogue.intervals import in_per_cent
from analysis.experiments.twins.measure import measure_twins
from analysis.figures.twins import ALIKE, draw_lines, draw_twins
from analysis.results.twins import Twins

TWINS = Measurement(
    "twins", measure_twins, ("twins", "training.full_recipe"), ("full-recipe",), apart=True
)
MEASUREMENTS: tuple[Measurement, ...] = (TWINS,)
LINES = Figure("lines-between-trainings", "V", (TWINS,), draw_lines)
FIGURE = Figure("matched-maps", "IX", (TWINS,), draw_twins)

# what two trainings differ in, by what ids call it
ORDER = "order of the images"
DIFFERS = {"order": ORDER, "weights": "initial weights", "both": "both"}


def alike(found: Twins, differs: str) -> np.ndarray:
    """Return which maps (map) have a partner that answers alike, in trainings that differ so."""
    return np.asarray(found.likeness[found.differs == differs] >= ALIKE)


def unmatched(found: Twins, differs: str) -> np.ndarray:
    """Return of which maps (map) nothing can be found again, in trainings that differ so: they or
    their partners answer all test images alike.
    """
    return np.asarray(found.likeness[found.differs == differs] == 0)


READS = 0.5  # of the test images: a network that reads fewer has hardly learned


def unlearned(found: Twins) -> str:
    """Return that a training has not learned enough for its maps to tell what training finds:
    they may be those of its initial weights, or dead. Nothing where all have.
    """
    least = float(found.accuracy.min())
    told = f"the worst of the trainings reads {in_per_cent(least, READS)} of the test images"
    return "" if least >= READS else f"{told}, where half of them are needed"


FEWEST = 6  # maps that are found again, of which something is said


def in_place(found: Twins, differs: str) -> np.ndarray:
    """Return, of the maps that have such a partner, which (map) have it at their own number."""
    chosen = (found.differs == differs) & (found.likeness >= ALIKE)
    return np.asarray(found.partner[chosen] == found.number[chosen])


def _share(
    which: Callable[[Twins, str], np.ndarray], differs: str, least: int = 1
) -> Callable[[Twins], float]:
    """Return the reader of a share of maps, NaN of too few."""

    def read(found: Twins) -> float:
        chosen = which(found, differs)
        return float(chosen.mean()) if len(chosen) >= least else float("nan")

    return read


VALUES: tuple[Value, ...] = (
    Value("twins-unmatched-order", TWINS, _share(unmatched, ORDER), "%", may_be_nan=True),
    DesignValue("twins-images", TWINS, lambda found: float(found.images)),
    DesignValue("twins-epochs", TWINS, lambda found: float(found.epochs)),
    Value("twins-least-accuracy", TWINS, lambda found: float(found.accuracy.min()), "%", 1),
    Value("twins-best-accuracy", TWINS, lambda found: float(found.accuracy.max()), "%", 1),
    Value("lines-ends", TWINS, lambda found: float(found.right[:, [0, -1]].min()), "%", 1),
    Value("lines-least", TWINS, lambda found: float(found.right[:, 1:-1].min()), "%", 1),
    Value(
        "lines-least-matched",
        TWINS,
        lambda found: float(found.right_matched[:, 1:-1].min()),
        "%",
        1,
    ),
    *(
        Value(f"twins-{word}-{name}", TWINS, _share(which, differs, least), "%", may_be_nan=True)
        for name, differs in DIFFERS.items()
        for word, which, least in (("alike", alike, 1), ("in-place", in_place, FEWEST))
    ),
)
