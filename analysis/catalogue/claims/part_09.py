"""Part IX: the curve of an ascent, starts without response, silent maps, another training."""

from __future__ import annotations

import numpy as np

from analysis import statistics
from analysis.artifacts import Verdict
from analysis.ascent.settling import CRITERION, settled
from analysis.catalogue.claims.bars import UNSURE, Bar, Sample, judged, reaching, too_few
from analysis.catalogue.claims.part_08 import LATE, RUNS, too_short
from analysis.catalogue.claims.told import MAPS, as_points, decided
from analysis.catalogue.declarations import Judged, Judgement
from analysis.catalogue.intervals import between, in_per_cent, with_interval
from analysis.catalogue.series.measurements import (
    CONTROLS,
    DATA_RESPONSES,
    OIP_EVOLUTION,
    OIP_GALLERY_3,
)
from analysis.catalogue.series.values_oips import FRAMES, SLOW, fired, slow_start, steepest
from analysis.catalogue.series.values_trust import both_trainings
from analysis.digits import beside, digits_adding_up
from analysis.oips.evolution import TRIED, frame_steps
from analysis.results.data_responses import DataResponses
from analysis.results.oips import Controls, OipEvolution, OipGallery

STARTS = Sample("starts", alone="one map")
STEEP = (20, 120)  # steps
NEARLY = 0.95  # of the final response
SILENT_STARTS = (0.1, 0.9)  # share of the starts
HARDLY = 0.01
HALF_SILENT = (0.3, 0.7)  # share of the maps with an OIP
EXTREME = (0.1, 0.9)
PREFERS = Bar(20, 0, unit="points")
FIRES = Bar(0.5, 1e-9)  # refuted where none does
# a wide interval would reach 0 whatever is true
PAIRED = Sample("maps", least=20, alone="one pair of trainings")


def long_and_short(names: np.ndarray) -> tuple[slice, slice]:
    """Return where the coarser and the finer half of the grids stand among the names of starts: the
    mixture comes first, the grids alone follow from the coarsest on.
    """
    middle = (len(names) + 1) // 2
    return slice(1, middle), slice(middle, None)


def named(names: np.ndarray, part: slice) -> str:
    """Return some of the names (mixture) as they stand in a sentence."""
    return " and ".join(names[part].tolist())


def within(value: float, ends: tuple[float, float]) -> bool:
    """Return whether a number lies between two ends, or on one of them."""
    return ends[0] <= value <= ends[1]


def _without_plateau(curve: np.ndarray, converged: int) -> Judgement:
    """Return what is said of runs (step, run) too few of which converge."""
    last = float(np.median((curve[-1] - curve[-2]) / np.maximum(curve[-2], 1e-12)))
    if last < CRITERION:
        return too_few(converged, RUNS, "converged")
    return Judgement(
        "refuted",
        f"no plateau: {converged} of {curve.shape[1]} runs converge, and the last step still gains"
        f" {beside(last, CRITERION, digits=5)} of the response in the median",
    )


def judge_curve(gallery: OipGallery) -> Judgement:
    """C-IX-1: slow at first, then steep, then level."""
    curve = gallery.curve[:, fired(gallery)]
    short = too_short(gallery)
    if short or curve.shape[1] < RUNS.least:
        return short or too_few(curve.shape[1], RUNS, "with a response")
    runs = curve[:, settled(curve)]
    if runs.shape[1] < RUNS.least:
        return _without_plateau(curve, runs.shape[1])
    slow = slow_start(runs)
    largest = statistics.median(steepest(runs))
    late = float(np.median(runs[LATE] / runs[-1]))
    last = float(np.median((runs[-1] - runs[-2]) / runs[-2]))
    verdict: Verdict = "mixed"
    level = late >= NEARLY and last < CRITERION
    if largest.value == 1:
        verdict = "refuted"
    elif slow < SLOW and within(largest.value, STEEP) and level:
        verdict = "confirmed"
    return decided(
        verdict,
        f"medians of the {largest.n} of {curve.shape[1]} runs that converge: up to step"
        f" {frame_steps(len(runs), FRAMES)[1]} a step gains {in_per_cent(slow, SLOW)} of what it"
        " does between the two frames where it gains most, largest gain at step"
        f" {beside(largest.value, 1, *STEEP, digits=0)} ({largest.low:.0f} to"
        f" {largest.high:.0f}), {in_per_cent(late, NEARLY)} of the final response at step {LATE},"
        f" last relative gain {beside(last, CRITERION, digits=5)}"
        f"{reaching(largest, *STEEP) if level and slow < SLOW else ''}",
        largest,
        RUNS,
        "steps",
    )


def judge_silent_starts(evolution: OipEvolution) -> Judgement:
    """C-IX-3: a good part of the plain starts of one map gives no response."""
    silent = statistics.share(int(np.rint(TRIED * evolution.zero_share)), TRIED)
    verdict: Verdict = "mixed"
    if silent.value < HARDLY:
        verdict = "refuted"
    elif within(silent.value, SILENT_STARTS):
        verdict = "confirmed"
    share = in_per_cent(silent.value, HARDLY, *SILENT_STARTS)
    return decided(
        verdict,
        f"map {int(evolution.map)} gives no response to {share}"
        f" ({between(silent, 0, HARDLY, *SILENT_STARTS)}) of {TRIED} plain starts"
        f"{reaching(silent, HARDLY, *SILENT_STARTS)}",
        silent,
        STARTS,
    )


def answers_by_length(evolution: OipEvolution) -> tuple[tuple[int, int], tuple[int, int]]:
    """Return of the starts of long waves and of those of short ones how many the map that is shown
    answers, and how many there are.
    """
    answered = np.rint(TRIED * (1 - evolution.mixture_zero_share))
    long, short = (answered[part] for part in long_and_short(evolution.mixture))
    return (int(long.sum()), TRIED * long.size), (int(short.sum()), TRIED * short.size)


def judge_long_waves(evolution: OipEvolution) -> Judgement:
    """C-IX-4: such a map answers starts of long waves more often than those of short ones."""
    names, parts = evolution.mixture, long_and_short(evolution.mixture)
    long, short = answers_by_length(evolution)
    gain = statistics.difference_of_shares(long, short)
    points = as_points(gain)
    return judged(
        points,
        PREFERS,
        STARTS,
        f"map {int(evolution.map)} answers {long[0]} of {long[1]} starts of"
        f" {named(names, parts[0])}, and {short[0]} of {short[1]} of"
        f" {named(names, parts[1])}; difference",
    )


def _half(filled: float) -> Verdict:
    """Return what a share of maps with an OIP says of 'about half'."""
    if not within(filled, EXTREME):
        return "refuted"
    return "confirmed" if within(filled, HALF_SILENT) else "mixed"


def judge_silent_maps(gallery: OipGallery) -> Judgement:
    """C-IX-5: about half of the maps answer none of the plain starts."""
    found = fired(gallery)
    if len(found) < MAPS.least:
        return too_few(len(found), MAPS, "of the layer")
    filled = statistics.share(int(found.sum()), len(found))
    verdict = _half(filled.value)
    ends = {_half(filled.low), _half(filled.high)}
    return decided(
        verdict,
        f"{in_per_cent(filled.value, *EXTREME, *HALF_SILENT, digits=1)} of {len(found)} maps"
        f" ({between(filled, 1, *EXTREME, *HALF_SILENT)}) have an"
        f" OIP after {len(gallery.start_responses)} plain"
        f" starts{'' if ends == {verdict} else UNSURE}",
        filled,
        MAPS,
    )


def judge_data(gallery: OipGallery, data: DataResponses) -> Judgement:
    """C-IX-7: maps that plain starts leave silent are excited by images of the data."""
    fires = data.fires[gallery.silent.astype(bool)].astype(bool)
    evidence = "maps silent to plain starts that an image of the data excites"
    if len(fires) < MAPS.least:
        return too_few(len(fires), MAPS, f"silent to plain starts; data excite {fires.sum()}")
    return judged(statistics.share(int(fires.sum()), len(fires)), FIRES, MAPS, evidence)


def judge_numbers(controls: Controls) -> Judgement:
    """C-IX-8: OIPs of two trainings at the same number are as unlike as at random ones."""
    alike = both_trainings(controls)
    if len(alike) < PAIRED.least:
        return too_few(len(alike), PAIRED, "with OIPs in both trainings")
    gain, same, every = statistics.renumbered(alike), float(np.diag(alike).mean()), alike.mean()
    digits = digits_adding_up(every, gain.value, total=same, least=3)
    return decided(
        "refuted" if gain.low > 0 else "confirmed",
        f"the best correlation is {same:.{digits}f} at the same number and {every:.{digits}f} over"
        f" all pairs of numbers: difference"
        f" {with_interval(gain, digits, signed=True, of='maps')}, the interval by numbers drawn"
        " anew",
        gain,
        PAIRED,
        "",
    )


JUDGED = (
    Judged("C-IX-1", (OIP_GALLERY_3,), judge_curve),
    Judged("C-IX-3", (OIP_EVOLUTION,), judge_silent_starts),
    Judged("C-IX-4", (OIP_EVOLUTION,), judge_long_waves, PREFERS.words()),
    Judged("C-IX-5", (OIP_GALLERY_3,), judge_silent_maps),
    Judged("C-IX-7", (OIP_GALLERY_3, DATA_RESPONSES["Conv2D_3"]), judge_data),
    Judged("C-IX-8", (CONTROLS,), judge_numbers),
)
