"""Part V: the oval of the first layer, and the scaler it comes from."""

from __future__ import annotations

import numpy as np

from analysis import statistics
from analysis.artifacts import Verdict
from analysis.catalogue.claims.bars import Sample, reaching
from analysis.catalogue.claims.told import decided
from analysis.catalogue.declarations import Judged, Judgement
from analysis.catalogue.intervals import between, in_per_cent
from analysis.catalogue.series.experiments import SCALER_MAPS, SCALER_NAMES, even_maps
from analysis.figures.scalers import likeness_share
from analysis.results.recipes import ScalerMaps

OVAL = 0.25  # share of the maps
PER_PIXEL = SCALER_NAMES["per-pixel"]
BEHIND_ONE = Sample("maps", alone="one training behind each scaler")


def judge_oval(found: ScalerMaps) -> Judgement:
    """C-V-3: a black image shows the oval behind the scaler of each pixel, and nothing behind the
    others.
    """
    maps = found.correlation.shape[-1]
    names = found.scaler.tolist()
    varying = {name: maps - int(even_maps(found, row)) for row, name in enumerate(names)}
    varying.pop(PER_PIXEL)
    like = likeness_share(found, "black")[names.index(PER_PIXEL)]
    oval = statistics.share(int(np.rint(maps * like)), maps)
    verdict: Verdict = "mixed"
    if oval.value == 0 or any(varying.values()):
        verdict = "refuted"
    elif oval.value >= OVAL:
        verdict = "confirmed"
    evidence = (
        f"behind the scaler of each pixel {in_per_cent(oval.value, 0, OVAL)} of {maps} maps"
        f" ({between(oval, 0, OVAL)}) show the oval for a black image; behind"
        f" the others {sum(varying.values())} of {maps * len(varying)} maps vary"
        f"{'' if any(varying.values()) else reaching(oval, OVAL)}"
    )
    return decided(verdict, evidence, oval, BEHIND_ONE)


JUDGED = (Judged("C-V-3", (SCALER_MAPS,), judge_oval),)
