"""Sentences of the series as tests. A verdict is computed from results, never typed."""

from __future__ import annotations

import numpy as np

from analysis.artifacts import Verdict
from analysis.catalogue.declarations import Claim, Judgement
from analysis.catalogue.series.measurements import GEOMETRY, LAYER_ABSTRACTION
from analysis.results.layers import Geometry, LayerAbstraction

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
    """Hold shapes and numbers of parameters against those that the series states."""
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
    """Hold the pixels that reach each node of the deepest layer, and what random ink beside them
    changes, against the window that follows from kernels and strides.
    """
    field, step = int(geometry.field[-1]), int(geometry.stride[-1])
    expected = np.zeros_like(geometry.influence, dtype=bool)
    for i, j in np.ndindex(expected.shape[:2]):
        expected[i, j, step * i : step * i + field, step * j : step * j + field] = True
    deviating = int((expected != geometry.influence.astype(bool)).sum())
    change = float(geometry.blind_logit_change)
    verdict: Verdict = "confirmed" if deviating == 0 and change == 0 else "refuted"
    return Judgement(
        verdict,
        f"{deviating} pixels deviate from the exact windows; random ink in the blind strip changes"
        f" the class probabilities by {change:g}",
    )


def judge_abstraction(abstraction: LayerAbstraction) -> Judgement:
    """Ask whether maps resemble the image less from layer to layer, in excess of a blurred image:
    confirmed where each layer has less than the one before.
    """
    excess = (abstraction.correlation - abstraction.baseline).mean(axis=1)
    steps = ", ".join(
        f"{name} {value:+.2f}" for name, value in zip(abstraction.layer, excess, strict=True)
    )
    verdict: Verdict = "mixed"
    if (np.diff(excess) < 0).all():
        verdict = "confirmed"
    elif excess[-1] >= excess[0]:
        verdict = "refuted"
    return Judgement(
        verdict,
        f"mean over {abstraction.correlation.shape[1]} images of the correlation beyond mere"
        f" resolution: {steps}",
    )


CLAIMS: tuple[Claim, ...] = (
    Claim(
        "C-I-1",
        "I",
        "Shapes and parameters are those of the series.",
        "build the network and count; every number is equal",
        (GEOMETRY,),
        judge_shapes,
    ),
    Claim(
        "C-I-2",
        "I",
        "Receptive fields, steps and the blind strip follow from kernels and pooling.",
        "non-zero input gradients of each node over 1,000 random images fill the exact windows;"
        " random ink in rows and columns 26-27 changes nothing",
        (GEOMETRY,),
        judge_fields,
    ),
    Claim(
        "C-IV-1",
        "IV",
        "Maps get more abstract with depth.",
        "median over maps of the absolute correlation between enlarged map and input, less that of"
        " the input averaged to map size, falls with each layer",
        (LAYER_ABSTRACTION,),
        judge_abstraction,
    ),
)
