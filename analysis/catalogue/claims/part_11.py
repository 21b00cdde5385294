"""Part XI: how much of the image a deep OIP covers, and whether it repeats itself."""

from __future__ import annotations

from analysis import statistics
from analysis.artifacts import Verdict
from analysis.catalogue.claims.bars import OVER, too_few
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


def _by_the_bars(covers: float, repeats: float) -> Verdict:
    """Return what follows from the shares of maps whose OIPs are large, and that repeat."""
    if covers >= COVERS and repeats >= REPEATS:
        return "confirmed"
    return "refuted" if covers < SELDOM and repeats < SELDOM else "mixed"


def judge_extent(found: OipSet) -> Judgement:
    """C-XI-1: deep OIPs are large, and many of them repeat an element."""
    pictures = oips(found)
    if len(pictures) < MAPS.least:
        return too_few(len(pictures), MAPS, "with an OIP")
    covers, repeats = (
        statistics.share(sum(map(so, pictures)), len(pictures)) for so in (large, repeated)
    )
    verdict = _by_the_bars(covers.value, repeats.value)
    # a bar that one share reaches over decides nothing where the other one is beyond doubt
    ends = {_by_the_bars(covers.low, repeats.low), _by_the_bars(covers.high, repeats.high)}
    return decided(
        verdict,
        f"{in_per_cent(covers.value, COVERS, SELDOM, digits=1)} of {covers.n} maps with an OIP"
        f" ({between(covers, 1, COVERS, SELDOM)}) have a side of {LARGE} px or more, and"
        f" {in_per_cent(repeats.value, REPEATS, SELDOM, digits=1)}"
        f" ({between(repeats, 1, REPEATS, SELDOM)}) a repeated element"
        f"{'' if ends == {verdict} else f'; an interval {OVER}'}",
        covers,
        MAPS,
    )


JUDGED = (Judged("C-XI-1", (OIP_SETS["Conv2D_3", "sphere"],), judge_extent),)
