"""Part IV: what the maps of a layer still show of the input, and what their scaling hides."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from analysis import statistics
from analysis.artifacts import Verdict
from analysis.catalogue.claims.bars import UNSURE, Bar, Sample, judged
from analysis.catalogue.declarations import Judged, Judgement
from analysis.catalogue.intervals import with_interval
from analysis.catalogue.series.measurements import EXAMPLE_ACTIVATIONS, LAYER_ABSTRACTION
from analysis.catalogue.series.readers import CLEAR_FOURS, empty
from analysis.digits import told_apart
from analysis.figures.scalings import standardised
from analysis.networks.series import CONVOLUTIONS
from analysis.results.layers import ExampleActivations, LayerAbstraction
from analysis.statistics import Estimate

HIDDEN = Bar(0.1, 0.3, unit="", digits=2, falls=True)
ONE_IMAGE = Sample("maps", alone="one image")


def judge_abstraction(abstraction: LayerAbstraction) -> Judgement:
    """C-IV-1: the likeness to the input beyond mere resolution falls from layer to layer."""
    excess = (abstraction.correlation - abstraction.baseline).mean(axis=1)
    told = told_apart(*excess.tolist(), signed=True)
    steps = ", ".join(
        f"{name} {value}" for name, value in zip(abstraction.layer, told, strict=True)
    )
    verdict: Verdict = "mixed"
    if (np.diff(excess) < 0).all():
        verdict = "confirmed"
    elif excess[-1] >= excess[0]:
        verdict = "refuted"
    return Judgement(
        verdict,
        f"mean over {abstraction.correlation.shape[1]} images of the correlation beyond mere"
        f" resolution: {steps}; {_how_sure(abstraction)}",
    )


def _how_sure(abstraction: LayerAbstraction) -> str:
    """Return in words by how much the excess changes from the first layer to the last, and at most
    between two layers, each with its interval: these two decide.
    """
    excess = abstraction.correlation - abstraction.baseline
    whole = statistics.difference(excess[-1], excess[0])
    most = max(
        (statistics.difference(under, over) for over, under in pairwise(excess)),
        key=lambda step: step.value,
    )
    told = [with_interval(one, signed=True, bars=(0,)) for one in (whole, most)]
    # the whole change alone decides where it is no fall
    deciding = (whole, most) if whole.value < 0 else (whole,)
    unsure = UNSURE if any(one.low < 0 <= one.high for one in deciding) else ""
    return (
        f"it changes by {told[0]} from the first to the last, where it rises most from one to the"
        f" next by {told[1]}{unsure}"
    )


def strength_and_grey(maps: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return of maps (y, x, map) that are not empty the mean activation (map), and the mean grey
    (map) with which each is shown by itself.
    """
    lit = maps[..., ~empty(maps)].astype(float)
    return lit.mean(axis=(0, 1)), standardised(lit).mean(axis=(0, 1))


def in_size(signed: Estimate) -> Estimate:
    """Return the size of a number that may be negative, with the interval of its size."""
    ends = sorted((abs(signed.low), abs(signed.high)))
    across = signed.low < 0 < signed.high
    return Estimate(abs(signed.value), 0.0 if across else ends[0], ends[1], signed.n)


def grey_by_strength(seen: ExampleActivations) -> dict[str, Estimate]:
    """Return by convolution the rank correlation of how strong its maps are for the first clear 4
    and how grey each is shown by itself; the largest in size comes first, and those with too few
    maps are left out.
    """
    first = CLEAR_FOURS.start
    pairs = {name: strength_and_grey(getattr(seen, name.lower())[first]) for name in CONVOLUTIONS}
    found = {
        name: statistics.rank_correlation(*pair)
        for name, pair in pairs.items()
        if len(pair[0]) >= ONE_IMAGE.least
    }
    return dict(sorted(found.items(), key=lambda one: -abs(one[1].value)))


def judge_hidden_strength(seen: ExampleActivations) -> Judgement:
    """C-IV-2: scaled by itself, a map is shown with a grey that does not tell how strong it is."""
    found = grey_by_strength(seen)
    if not found:
        return Judgement(
            "not tested", f"no layer has {ONE_IMAGE.least} maps that are not empty for the clear 4"
        )
    name, agree = next(iter(found.items()))
    _, grey = strength_and_grey(getattr(seen, name.lower())[CLEAR_FOURS.start])
    return judged(
        in_size(agree),
        HIDDEN,
        ONE_IMAGE,
        f"on {name}, where it is largest, the mean greys lie between {grey.min():.0f} and"
        f" {grey.max():.0f} of 255; rank correlation with the mean activation",
    )


JUDGED = (
    Judged("C-IV-1", (LAYER_ABSTRACTION,), judge_abstraction),
    Judged("C-IV-2", (EXAMPLE_ACTIVATIONS,), judge_hidden_strength, HIDDEN.words()),
)
