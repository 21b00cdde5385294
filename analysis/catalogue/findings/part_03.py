"""Part III: the recipe of the training."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from analysis.catalogue.claims.trainings import LEAST, by_interval
from analysis.catalogue.companions.mlp import MLP_RUNS
from analysis.catalogue.declarations import Found, Seen
from analysis.catalogue.findings.medians import below, every
from analysis.catalogue.intervals import POINTS, with_interval
from analysis.catalogue.series.experiments import (
    KNOBS,
    PENALTY_SCAN,
    RATE_TUNING,
    RECIPE_FACTORIAL,
    effect,
    gain_together,
    higher_peaks,
    interval_told,
    longer_with_momentum,
    lost,
    peaks,
)
from analysis.digits import digits_adding_up
from analysis.figures.confusion import off_diagonal
from analysis.figures.recipes import NEGLIGIBLE, batches_of_a_point
from analysis.results.mlp import MlpRuns
from analysis.results.recipes import Factorial, PenaltyScan, RateTuning
from analysis.statistics import Estimate, difference, difference_of_shares, mean

FEWEST = 6  # batches; fewer tell nothing of a difference
SAID = {"confirmed": True, "refuted": False}
DIVIDED = "rates, divided by (1 - momentum)"  # as they are offered and chosen


def some_acts(found: Factorial) -> Seen:
    """The intervals of the main effects, as the page tells them; of too few trainings none shows
    that a knob acts.
    """
    seeds, sizes = found.accuracy.shape[1], {name: effect(name)(found) for name in KNOBS.values()}
    acting = any(size.end(-1) > 0 or size.end(1) < 0 for size in sizes.values())
    told = ", ".join(f"{name} {interval_told(size)}" for name, size in sizes.items())
    holds = None if acting and seeds < LEAST else acting
    few = f"trainings of each recipe: {seeds}, where {LEAST} are needed; " if holds is None else ""
    of = "" if few else f"; trainings of each recipe: {seeds}"
    return Seen(holds, f"{few}main effects: {told} points{of}{lost(found)}")


def schedule_helps(found: Factorial) -> Seen:
    """The effect of the schedule, by the rule of the claims of this part."""
    variants, seeds = found.accuracy.shape
    size = effect("schedule")(found)
    told = f"accuracy with the falling rate, less without: {interval_told(size)}"
    if seeds < LEAST:
        few = f"trainings of each recipe: {seeds}, where {LEAST} are needed"
        return Seen(None, f"{few}; {told} points")
    gain = Estimate(size.end(0), size.end(-1), size.end(1), variants * seeds // 2)
    return Seen(SAID.get(by_interval(gain)), f"{told} points{lost(found)}")


def together(found: Factorial) -> Seen:
    """Seed by seed, against the single knob that is the best in the mean."""
    seeds = found.accuracy.shape[1]
    if seeds < LEAST:
        return Seen(None, f"trainings of each recipe: {seeds}, where {LEAST} are needed")
    if not (found.l2 > 0).any():
        return Seen(None, "penalties above 0: none")
    more = mean(gain_together(found))
    told = f"all three less the best alone: {with_interval(more, unit=POINTS, bars=(0,))}"
    return Seen(more.low > 0, told)


def interact(found: Factorial) -> Seen:
    """Two knobs add up where their interaction is next to nothing; an interval that holds 0 and
    more than that decides nothing.
    """
    seeds = found.accuracy.shape[1]
    size = effect("schedule x momentum")(found)
    told = f"interaction: {interval_told(size)} points{lost(found)}"
    if seeds < LEAST:
        return Seen(None, f"trainings of each recipe: {seeds}, where {LEAST} are needed; {told}")
    if size.end(-1) > 0 or size.end(1) < 0:
        return Seen(True, told)
    nothing = size.end(-1) >= -NEGLIGIBLE and size.end(1) <= NEGLIGIBLE
    return Seen(False if nothing else None, told)


def among_several(look: Callable[[RateTuning], Seen]) -> Callable[[RateTuning], Seen]:
    """Ask only where a recipe had a choice: among equal rates nothing was chosen."""

    def seen(tuning: RateTuning) -> Seen:
        rates = len(np.unique(tuning.candidate))
        return look(tuning) if rates > 1 else Seen(None, f"candidates of the rate: {rates}")

    return seen


@among_several
def at_an_end(tuning: RateTuning) -> Seen:
    """One that chose an end might have gone further."""
    ends = np.isin(tuning.chosen, [tuning.candidate.min(), tuning.candidate.max()])
    return Seen(bool(ends.any()), f"recipes that chose an end: {ends.sum()} of {len(ends)}")


@among_several
def begins_higher(tuning: RateTuning) -> Seen:
    """For each momentum the falling rate has the higher peak."""
    falls, stays = peaks(tuning)["cosine"], peaks(tuning)["constant"]
    pairs = [f"falling {falls[mu]:g}, staying {stays[mu]:g} (momentum {mu:g})" for mu in stays]
    told = f"{DIVIDED}: {', '.join(pairs)}"
    return Seen(higher_peaks(tuning) == len(stays), told)


@among_several
def longer_steps(tuning: RateTuning) -> Seen:
    """Rates are compared as the step they give in a lasting direction."""
    chosen = {schedule: list(rates.values()) for schedule, rates in peaks(tuning).items()}
    pairs = [
        f"with momentum {own[-1]:g}, without {own[0]:g} ({name})" for name, own in chosen.items()
    ]
    told = f"{DIVIDED}: {', '.join(pairs)}"
    return Seen(longer_with_momentum(tuning) == len(chosen), told)


def _less(found: Factorial, momentum: float) -> Seen:
    """Return whether the last batches cost less where the rate falls. Both kinds of runs see the
    same images in the same order, so batches are pairs.
    """
    width, of = batches_of_a_point(found.loss.shape[1]), f"(momentum {momentum:g})"
    asked = (found.l2 == 0) & (found.momentum == momentum)
    falls, stays = (
        found.loss[asked & (found.schedule == name)][0, -width:] for name in ("cosine", "constant")
    )
    if not (np.isfinite(falls) & np.isfinite(stays)).all():
        return Seen(None, f"of one kind all trainings diverged {of}")
    fall, stay = float(falls.mean()), float(stays.mean())
    few = width < FEWEST  # then nothing is said of a difference
    digits = 3 if few else digits_adding_up(stay, fall - stay, total=fall, least=3)
    ends = f"falling {fall:.{digits}f}, staying {stay:.{digits}f}"
    if gone := int(found.diverged[asked].sum()):  # then one mean is of other seeds
        runs = int(asked.sum()) * found.accuracy.shape[1]
        return Seen(None, f"{ends} {of}, of {runs} trainings {gone} diverged")
    if few:
        batches = f"over {width} of {found.loss.shape[1]} batches, where {FEWEST} are needed"
        return Seen(None, f"{ends} {of}, {batches}")
    less = difference(falls, stays)
    told = f"{ends}, a difference of {with_interval(less, digits, signed=True, bars=(0,))} {of}"
    return Seen(below(less, 0), told)


def ends_lower(*momenta: bool) -> Callable[[Factorial], Seen]:
    """Return the test whether the loss of the last batches, those of which the last point of each
    curve is the mean, is the lower one where the rate falls, in all pairs of the kinds that are
    named: with momentum, or without.
    """

    def look(found: Factorial) -> Seen:
        asked = np.unique(found.momentum[np.isin(found.momentum > 0, momenta)])
        seen = [_less(found, momentum) for momentum in asked]
        return Seen(every(*(one.holds for one in seen)), "; ".join(one.evidence for one in seen))

    return look


def stay_in_bounds(found: Factorial) -> Seen:
    """A rate that suits one seed may be too much for another."""
    gone = int(found.diverged.sum())
    return Seen(gone == 0, f"{gone} of {found.accuracy.size} trainings diverged")


def costs(scan: PenaltyScan) -> Seen:
    """What is lost with the strongest penalty, seed by seed."""
    if scan.test.shape[1] < LEAST:
        return Seen(None, f"pairs of trainings: {scan.test.shape[1]}, where {LEAST} are needed")
    lost = difference(scan.test[0], scan.test[-1])
    told = f"accuracy lost at lambda {scan.l2[-1]:g}: {with_interval(lost, unit=POINTS, bars=(0,))}"
    return Seen(lost.low > 0, told)


def _alike(with_it: np.ndarray, without: np.ndarray, told: str) -> Seen:
    """Return whether a number (seed) is the same with a penalty as without, run by run."""
    same = int((with_it == without).sum())
    return Seen(same == len(without), f"{told}: {same} of {len(without)}")


def changes_nothing(scan: PenaltyScan) -> Seen:
    """Run by run as many test images are read rightly with the strongest penalty as with none."""
    return _alike(scan.test[-1], scan.test[0], "runs of equal accuracy")


def chosen_changes_nothing(scan: PenaltyScan) -> Seen:
    """The same of the penalty that was taken."""
    return _alike(scan.test[int(scan.chosen)], scan.test[0], "runs of equal accuracy")


def silences_none(scan: PenaltyScan) -> Seen:
    """Run by run as many maps stay silent; those of a training that diverged say nothing."""
    if gone := int(scan.diverged.sum()):
        return Seen(False, f"{gone} of {scan.silent.size} trainings diverged")
    return _alike(scan.silent[-1], scan.silent[0], "runs with as many silent maps")


def strongest_chosen(scan: PenaltyScan) -> Seen:
    """Nothing stronger was tried than what was chosen, so one comparison says it of both; of a
    single one that was tried nothing was chosen.
    """
    chosen, strongest = float(scan.l2[int(scan.chosen)]), float(scan.l2.max())
    tried = int((scan.l2 > 0).sum())
    told = f"taken: lambda {chosen:g}; the strongest of {tried} above zero: {strongest:g}"
    return Seen(chosen >= strongest if tried > 1 else None, told)


def errs_less(runs: MlpRuns) -> Seen:
    """Both networks read the same test images; the interval is that of independent ones, which
    is the wider one.
    """
    images = int(runs.cnn_matrices[0].sum())
    full, first = (int(off_diagonal(matrix).sum()) for matrix in runs.cnn_matrices)
    gain = difference_of_shares((first, images), (full, images))
    holds = True if gain.low > 0 else False if gain.high < 0 else None
    errors = f"errors of the first run {first}, of the full recipe {full}"
    return Seen(holds, f"{errors}; {with_interval(gain, unit=POINTS, bars=(0,))}")


FOUND = (
    Found("some-knob-acts", (RECIPE_FACTORIAL,), some_acts),
    Found("schedule-helps-sgd", (RECIPE_FACTORIAL,), schedule_helps),
    Found("together-beyond-luck", (RECIPE_FACTORIAL,), together),
    Found("schedule-and-momentum-interact", (RECIPE_FACTORIAL,), interact),
    Found("tuning-stopped-at-an-end", (RATE_TUNING,), at_an_end),
    Found("falling-rate-begins-higher", (RATE_TUNING,), begins_higher),
    Found("falling-rate-ends-lower", (RECIPE_FACTORIAL,), ends_lower(True, False)),
    Found("falling-rate-ends-lower-with-momentum", (RECIPE_FACTORIAL,), ends_lower(True)),
    Found("falling-rate-ends-lower-without-momentum", (RECIPE_FACTORIAL,), ends_lower(False)),
    Found("short-trainings-stay-in-bounds", (RECIPE_FACTORIAL,), stay_in_bounds),
    Found("momentum-takes-longer-steps", (RATE_TUNING,), longer_steps),
    Found("strongest-penalty-costs", (PENALTY_SCAN,), costs),
    Found("strongest-penalty-changes-nothing", (PENALTY_SCAN,), changes_nothing),
    Found("chosen-penalty-changes-nothing", (PENALTY_SCAN,), chosen_changes_nothing),
    Found("strongest-penalty-silences-none", (PENALTY_SCAN,), silences_none),
    Found("chosen-penalty-is-strongest", (PENALTY_SCAN,), strongest_chosen),
    Found("full-recipe-errs-less", (MLP_RUNS,), errs_less),
)
