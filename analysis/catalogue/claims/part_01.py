"""Part I: shapes, parameters, receptive fields."""

from __future__ import annotations

import numpy as np

from analysis.artifacts import Verdict
from analysis.catalogue.declarations import Judged, Judgement
from analysis.catalogue.series.measurements import GEOMETRY
from analysis.results.layers import Geometry

# what the series states: nodes per side, maps and parameters of each layer, and the total
STATED = {
    "Conv2D_1": (26, 32, 320),
    "Max_Pool_1": (13, 32, 0),
    "Conv2D_2": (11, 64, 18496),
    "Max_Pool_2": (5, 64, 0),
    "Conv2D_3": (3, 128, 73856),
    "Dense_100": (1, 100, 115300),
    "Dense_10": (1, 10, 1010),
}


def judge_shapes(geometry: Geometry) -> Judgement:
    """C-I-1: every shape and every number of parameters is the one stated."""
    found = {}
    for name, (rows, _, maps), parameters in zip(
        geometry.layer, geometry.shape, geometry.parameters, strict=True
    ):
        found[str(name)] = (int(rows), int(maps), int(parameters))
    different = [name for name in STATED if found.get(name) != STATED[name]]
    if different:
        return Judgement("refuted", f"different: {', '.join(different)}")
    total = int(geometry.parameters.sum())
    return Judgement("confirmed", f"{len(STATED)} layers and {total:,} parameters agree")


def judge_fields(geometry: Geometry) -> Judgement:
    """C-I-2: gradients fill the exact windows, and the blind strip changes nothing. That none comes
    of a pixel inside of a window may be due to maps that answer nothing, and refutes nothing.
    """
    field, step = int(geometry.field[-1]), int(geometry.stride[-1])
    expected = np.zeros_like(geometry.influence, dtype=bool)
    for i, j in np.ndindex(expected.shape[:2]):
        expected[i, j, step * i : step * i + field, step * j : step * j + field] = True
    seen, change = geometry.influence.astype(bool), float(geometry.blind_logit_change)
    beyond, missing = int((seen & ~expected).sum()), int((expected & ~seen).sum())
    verdict: Verdict = "mixed" if missing else "confirmed"
    if beyond or change:
        verdict = "refuted"
    return Judgement(
        verdict,
        f"pixels outside of the exact windows with a gradient: {beyond}, inside without one:"
        f" {missing}; random ink in the blind strip changes the class probabilities by {change:g}",
    )


JUDGED = (
    Judged("C-I-1", (GEOMETRY,), judge_shapes),
    Judged("C-I-2", (GEOMETRY,), judge_fields),
)
