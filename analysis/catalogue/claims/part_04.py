"""Part IV: what the maps of a layer still show of the input."""

from __future__ import annotations

import numpy as np

from analysis.artifacts import Verdict
from analysis.catalogue.declarations import Judged, Judgement
from analysis.catalogue.series.measurements import LAYER_ABSTRACTION
from analysis.results.layers import LayerAbstraction


def judge_abstraction(abstraction: LayerAbstraction) -> Judgement:
    """C-IV-1: the likeness to the input beyond mere resolution falls from layer to layer."""
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


JUDGED = (Judged("C-IV-1", (LAYER_ABSTRACTION,), judge_abstraction),)
