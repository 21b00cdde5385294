"""Part XI: how much of the image a deep OIP covers, and whether it repeats itself."""

from __future__ import annotations

from analysis import statistics
from analysis.artifacts import Verdict
from analysis.catalogue.claims.bars import reaching, too_few
from analysis.catalogue.claims.told import MAPS, decided
from analysis.catalogue.companions.recipes import (
    COVERS,
    LARGE,
    REPEATS,
    SELDOM,
    large,
    oips,
    repeated,
)
from analysis.catalogue.declarations import Judged, Judgement
from analysis.catalogue.intervals import between, in_per_cent
from analysis.catalogue.series.measurements import OIP_SETS
from analysis.results.oips import OipSet


def judge_extent(found: OipSet) -> Judgement:
    """C-XI-1: deep OIPs are large, and many of them repeat an element."""
    pictures = oips(found)
    if len(pictures) < MAPS.least:
        return too_few(len(pictures), MAPS, "with an OIP")
    covers, repeats = (
        statistics.share(sum(map(so, pictures)), len(pictures)) for so in (large, repeated)
    )
    verdict: Verdict = "mixed"
    if covers.value >= COVERS and repeats.value >= REPEATS:
        verdict = "confirmed"
    elif covers.value < SELDOM and repeats.value < SELDOM:
        verdict = "refuted"
    return decided(
        verdict,
        f"{in_per_cent(covers.value, COVERS, SELDOM, digits=1)} of {covers.n} maps with an OIP"
        f" ({between(covers, 1, COVERS, SELDOM)}) have a side of {LARGE} px or more, and"
        f" {in_per_cent(repeats.value, REPEATS, SELDOM, digits=1)}"
        f" ({between(repeats, 1, REPEATS, SELDOM)}) a repeated element"
        f"{reaching(covers, COVERS, SELDOM) or reaching(repeats, REPEATS, SELDOM)}",
        covers,
        MAPS,
    )


JUDGED = (Judged("C-XI-1", (OIP_SETS["Conv2D_3", "sphere"],), judge_extent),)
