"""Part IV: what the maps of a layer still show of the input, and what their scaling hides."""

from __future__ import annotations

import numpy as np

from analysis import statistics
from analysis.artifacts import Verdict
from analysis.catalogue.claims.bars import Bar, Sample, judged
from analysis.catalogue.declarations import Judged, Judgement
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
        f" resolution: {steps}",
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


def judge_hidden_strength(seen: ExampleActivations) -> Judgement:
    """C-IV-2: scaled by itself, a map is shown with a grey that does not tell how strong it is."""
    first = CLEAR_FOURS.start
    pairs = {name: strength_and_grey(getattr(seen, name.lower())[first]) for name in CONVOLUTIONS}
    told = {name: pair for name, pair in pairs.items() if len(pair[0]) >= ONE_IMAGE.least}
    if not told:
        return Judgement(
            "not tested", f"no layer has {ONE_IMAGE.least} maps that are not empty for the clear 4"
        )
    agree = {name: in_size(statistics.rank_correlation(*pair)) for name, pair in told.items()}
    name = max(agree, key=lambda name: agree[name].value)
    _, grey = told[name]
    return judged(
        agree[name],
        HIDDEN,
        ONE_IMAGE,
        f"mean greys lie between {grey.min():.0f} and {grey.max():.0f} of 255; rank correlation"
        f" with the mean activation on {name}, where it is largest",
    )


JUDGED = (
    Judged("C-IV-1", (LAYER_ABSTRACTION,), judge_abstraction),
    Judged("C-IV-2", (EXAMPLE_ACTIVATIONS,), judge_hidden_strength, HIDDEN.words()),
)
