"""Answers to questions that parts II to X left open, made of numbers alone: which sentence is said
is chosen by them, and any network gets one.
"""

from __future__ import annotations

import numpy as np

from analysis.catalogue.claims.part_05 import OVAL, PER_PIXEL, judge_oval
from analysis.catalogue.claims.told import MAPS
from analysis.catalogue.claims.trainings import LEAST
from analysis.catalogue.companions.frank import BEST_OF_MANY
from analysis.catalogue.declarations import UNTOLD, Answered
from analysis.catalogue.intervals import in_per_cent, with_interval
from analysis.catalogue.series.experiments import (
    KNOBS,
    PENALTY_SCAN,
    RECIPE_FACTORIAL,
    SCALER_MAPS,
    effect,
    interval_told,
    lost,
    oval_around_four,
)
from analysis.catalogue.series.measurements import (
    OIP_GALLERY_3,
    PIXEL_STATISTICS,
    PRECURSOR_SCAN,
    SINGLE_NODE_OIPS,
    TRUST,
)
from analysis.catalogue.series.values_oips import not_left
from analysis.counts import out_of
from analysis.figures.activations import listed
from analysis.figures.style import counted, per_cent
from analysis.oips.described import ALIKE
from analysis.results.distributions import BestOfMany
from analysis.results.images import PixelStatistics
from analysis.results.oips import OipGallery, PrecursorScan, SingleNodeOips
from analysis.results.recipes import Factorial, PenaltyScan, ScalerMaps
from analysis.results.trust import Trust
from analysis.statistics import difference, median
from analysis.statuses import DEAD, SYNTHETIC, UNSEEN, of_both

BY_OVAL = {
    "confirmed": "One for each pixel, as far as the oval tells it",
    "mixed": "Perhaps one for each pixel, whose oval fewer than a quarter of the maps show",
    "refuted": "The oval does not tell it",
}
STATUSES = {
    "normal": "excited by images of the data",
    "rare": "excited by few images of the data",
    SYNTHETIC: "excited by a synthetic picture alone",
    UNSEEN: "never seen excited",
    DEAD: "proven dead",
}
CHANCE = 0.5  # of two images, to name the one that excites a map more
HALF, NEARLY = 0.5, 0.9  # of the best response
LEVEL = 0.01  # gain that counts as none


def answer_scaler(found: ScalerMaps, pixels: PixelStatistics) -> str:
    """Q-II-2: the scaler behind which a black image shows the oval of part V."""
    judgement = judge_oval(found)
    told = f"{BY_OVAL[judgement.verdict]}: {judgement.evidence}."
    if judgement.verdict != "confirmed":
        return told
    share, nodes = oval_around_four(found, pixels, found.scaler.tolist().index(PER_PIXEL))
    but = "" if share >= OVAL else ", fewer than the quarter that is asked of a black image"
    around = f"Around a 4, over the {nodes} nodes that see none of its ink,"
    return f"{told} {around} {in_per_cent(share, OVAL)} of the maps show it{but}."


def answer_knobs(found: Factorial) -> str:
    """Q-III-1: what each knob gains over all others, and whose interval leaves 0 out."""
    seeds = found.accuracy.shape[1]
    if seeds < LEAST:
        return f"{UNTOLD}: {seeds} trainings of each recipe are too few, {LEAST} are needed."
    sizes = {name: effect(name)(found) for name in found.effect.tolist()}
    told = [f"{name} {interval_told(sizes[name])}" for name in KNOBS.values()]
    sure = [name for name, size in sizes.items() if size.end(-1) > 0 or size.end(1) < 0]
    these = f"{'that' if len(sure) == 1 else 'those'} of {listed(sure)}"
    which = f"{these} {'has' if len(sure) == 1 else 'have'}" if sure else "none has"
    return (
        f"Mean gains in test accuracy: {listed(told)} points. Of these and of the effects of"
        f" several at once, {which} an interval without 0 ({seeds} trainings of each"
        f" recipe{lost(found)})."
    )


def answer_penalty(scan: PenaltyScan) -> str:
    """Q-III-2: silent maps of each lambda against those without penalty, seed by seed."""
    strong = np.flatnonzero(scan.l2 > 0)
    seeds = scan.silent.shape[1]
    if not len(strong):
        return f"{UNTOLD}: no penalty above 0 was tried."
    if seeds < LEAST:
        return f"{UNTOLD}: {seeds} trainings of each penalty are too few, {LEAST} are needed."
    if gone := int(scan.diverged.sum()):  # nothing is left of such a network that could answer
        return f"{UNTOLD}: {gone} of {scan.silent.size} trainings diverged."
    more = {f"{scan.l2[row]:g}": difference(scan.silent[row], scan.silent[0]) for row in strong}
    told = [f"{gain.value:+.1f} (lambda {name})" for name, gain in more.items()]
    sure = [name for name, gain in more.items() if gain.low > 0 or gain.high < 0]
    these = f"{'that' if len(sure) == 1 else 'those'} of lambda {listed(sure)}"
    which = f"{these} {'has' if len(sure) == 1 else 'have'}" if sure else "none has"
    return (
        f"Without penalty {scan.silent[0].mean():.1f} of {int(scan.maps)} maps stay silent to"
        f" {counted(int(scan.starts), 'start')}; with L2 the number changes by {listed(told)}. Of"
        f" these differences {which} an interval without 0 ({seeds} pairs of trainings each); L1"
        " was not tried."
    )


def answer_own_oip(trust: Trust) -> str:
    """Q-V-3: whether its own OIP is a better hint at what excites a map than those of others, and
    than a guess.
    """
    known = np.isfinite(trust.hit_rate) & np.isfinite(trust.hit_rate_other)
    if known.sum() < MAPS.least:
        return f"{UNTOLD}: {known.sum()} maps with a choice are too few, {MAPS.least} are needed."
    own, other = trust.hit_rate[known], trust.hit_rate_other[known]
    more, right = median(100 * (own - other)), median(own)
    if more.low > 0 and right.low > CHANCE:
        so = "Rather yes"
    else:
        so = "Rather no" if more.high <= 0 or right.high <= CHANCE else UNTOLD
    return (
        f"{so}: of two test images, likeness to its OIP on the sphere names the one that excites"
        f" a map more in {in_per_cent(right.value, CHANCE)} of the choices, likeness to those of"
        f" other maps in {per_cent(float(np.median(other)))}, in the mean over these (medians over"
        f" {known.sum()} maps, chance 50 %). The difference in points has the median"
        f" {with_interval(more, 0, signed=True)}."
    )


def answer_nodes(nodes: SingleNodeOips, gallery: OipGallery) -> str:
    """Q-VII-4: whether the nodes of one map, each climbed alone, end in one picture. That they do
    not is told only where ascents of this layer leave their starts, since each node sees another
    piece of one.
    """
    answers = nodes.response > 0
    centre = tuple(size // 2 for size in answers.shape)
    outer = answers.copy()
    outer[centre] = False
    number, alike, every = int(nodes.map), nodes.shifted_correlation[outer], answers.size - 1
    if not (answers[centre] and outer.any()):
        none = "the centre, or each of the outer nodes, does not answer its picture"
        return f"{UNTOLD}: in map {number}, the one that was looked at, {none}."
    same = int((alike >= ALIKE).sum())
    of_outer = out_of(same, every, "outer node", "outer nodes")
    kept = not_left({"Conv2D_3": gallery}) if 2 * same < every else ""
    if kept:
        return (
            f"{UNTOLD}: the nodes of map {number}, the one that was looked at, begin from"
            f" different starts, or see different pieces of one, and the layer's {kept}. The"
            f" OIPs of {of_outer}"
            f" correlate with that of the centre, shifted, with {ALIKE:.1f} or more."
        )
    so = "All alike" if same == every else "Partly alike" if same else "Not alike"
    low, high = nodes.response[answers].min(), nodes.response[answers].max()
    return (
        f"{so}, in map {number}, the one that was looked at: the OIPs of {of_outer}"
        f" correlate with that of the centre, shifted, with {ALIKE:.1f} or more, and"
        f" the median of those that answer is {np.median(alike):.2f}. The least response is"
        f" {per_cent(float(low / high))} of the largest, and each node had one start."
    )


def answer_silent(gallery: OipGallery, sphere: Trust, box: Trust, scan: PrecursorScan) -> str:
    """Q-IX-3: the status of the maps that plain starts leave silent, on the sphere or in the
    box.
    """
    grown = np.isin(np.arange(len(sphere.status)), scan.map[scan.response > 0])
    status = of_both(sphere.status, box.status, grown)[gallery.silent.astype(bool)]
    if not len(status):
        return f"{UNTOLD}: plain starts leave none of {len(sphere.status)} maps silent."
    dead, unseen = ((status == one).sum() for one in (DEAD, UNSEEN))
    proven = "That is not proven of all" if dead else "That is proven of none"
    if dead + unseen < len(status):
        so = "Not all of them" if dead else "Not all of them, and of none it is proven"
    else:
        so = proven
    if dead in (0, len(status)) and unseen == 0:
        so = "Yes" if dead else "No"
    counts = {words: int((status == one).sum()) for one, words in STATUSES.items()}
    told = [
        f"{count or 'none'} {words}"
        for words, count in counts.items()
        if count or words == STATUSES[DEAD]
    ]
    left = counted(len(status), "map")
    return f"{so}. Plain starts leave {left} of Conv2D_3 silent: {listed(told)}."


def answer_candidates(found: BestOfMany) -> str:
    """Q-X-1: how the best of N starts grows with N."""
    answers = found.best[-1] > 0
    most = int(found.count[-1])
    if len(found.count) < 2 or not answers.any():
        return f"{UNTOLD}: no map answers one of {most:,} starts."
    best = found.best[:, answers]
    part = np.median(best / best[-1], axis=1)
    half, nearly = (int(found.count[np.argmax(part >= bar)]) for bar in (HALF, NEARLY))
    gain = float(1 - part[-2])
    first = "1 start gives" if half == 1 else f"{half:,} starts give"
    before = f"{found.count[-2]:,.0f} start{'' if found.count[-2] == 1 else 's'}"
    so = f"More than {most:,}" if gain >= LEVEL else f"No more than {most:,}"
    return (
        f"{so}: in the median over the maps that answer, {answers.sum()} in number, {first}"
        f" half, and {nearly:,} nine tenths, of the best response of {most:,}; the step from"
        f" {before} to these gains the last"
        f" {in_per_cent(gain, LEVEL, digits=1)} of it."
    )


ANSWERED = (
    Answered("Q-II-2", (SCALER_MAPS, PIXEL_STATISTICS), answer_scaler),
    Answered("Q-III-1", (RECIPE_FACTORIAL,), answer_knobs),
    Answered("Q-III-2", (PENALTY_SCAN,), answer_penalty),
    Answered("Q-V-3", (TRUST["Conv2D_3", "sphere"],), answer_own_oip),
    Answered("Q-VII-4", (SINGLE_NODE_OIPS, OIP_GALLERY_3), answer_nodes),
    Answered(
        "Q-IX-3",
        (OIP_GALLERY_3, TRUST["Conv2D_3", "sphere"], TRUST["Conv2D_3", "box"], PRECURSOR_SCAN),
        answer_silent,
    ),
    Answered("Q-X-1", (BEST_OF_MANY,), answer_candidates),
)
