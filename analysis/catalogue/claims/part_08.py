"""Part VIII: what one step of the ascent gains."""

from __future__ import annotations

from analysis.catalogue.claims.bars import Bar, Sample
from analysis.catalogue.claims.told import TRAINING, judged_share
from analysis.catalogue.declarations import Judged, Judgement
from analysis.catalogue.series.measurements import OIP_GALLERY_3
from analysis.catalogue.series.values_oips import largest_gains
from analysis.results.oips import OipGallery

CALM = Bar(0.95, 0.5)
SMALL = 0.01  # of the final response
LATE = 288  # series IX: from this step on little is gained
RUNS = Sample("runs", alone=TRAINING)


def too_short(gallery: OipGallery) -> Judgement | None:
    """Return that nothing is said of ascents that end before the final response is near."""
    steps = len(gallery.curve)
    if steps > LATE:
        return None
    return Judgement("not tested", f"{steps} steps are too few, more than {LATE} are needed")


def judge_gains(gallery: OipGallery) -> Judgement:
    """C-VIII-1: no step gains more than a hundredth of the final response."""
    return too_short(gallery) or judged_share(
        largest_gains(gallery) <= SMALL,
        CALM,
        RUNS,
        "runs in which no step gains more than 1 % of the final response",
    )


JUDGED = (Judged("C-VIII-1", (OIP_GALLERY_3,), judge_gains, CALM.words()),)
