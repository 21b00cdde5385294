"""Part IX's open question, answered by maps that were matched between trainings."""

from __future__ import annotations

import numpy as np

from analysis.catalogue.declarations import Answered
from analysis.catalogue.series.twins import TWINS
from analysis.figures.activations import listed
from analysis.figures.style import per_cent
from analysis.figures.twins import ALIKE
from analysis.results.twins import Twins
from analysis.statistics import share

HALF = 0.5  # of the maps: from there on they are mostly the same
KINDS = {
    "order of the images": "With the images in another order and nothing else",
    "initial weights": "With other initial weights and nothing else",
    "both": "With both",
}


def _told(found: Twins, differs: str) -> str:
    """Return what the maps of trainings have in common that differ in one thing."""
    rows = found.differs == differs
    alike = rows & (found.likeness >= ALIKE)
    here = alike & (found.partner == found.number)
    same, place = share(int(alike.sum()), int(rows.sum())), here.sum() / max(alike.sum(), 1)
    by_layer = [
        f"{per_cent(alike[rows & (found.layer == layer)].mean())} on {layer}"
        for layer in dict.fromkeys(found.layer.tolist())
    ]
    kept = "" if not alike.any() else f", of these {per_cent(place)} at the same place"
    return (
        f"{KINDS[differs]}, {'most' if same.value > HALF else 'few'} maps have a partner that"
        f" answers alike, {per_cent(same.value)} ({per_cent(same.low)} to {per_cent(same.high)};"
        f" {listed(by_layer)}){kept}."
    )


def answer_twins(found: Twins) -> str:
    """Q-IX-1: how many maps have a partner in another training, and whether at the same place."""
    kinds = list(dict.fromkeys(found.differs.tolist()))
    chance = per_cent(float(np.mean(found.by_class >= ALIKE)))
    return (
        f"{' '.join(_told(found, kind) for kind in kinds)} Alike means that the means of two maps"
        f" correlate by at least {ALIKE} over the test images; where only the classes are shared,"
        f" {chance} do."
    )


ANSWERED: tuple[Answered, ...] = (Answered("Q-IX-1", (TWINS,), answer_twins),)
