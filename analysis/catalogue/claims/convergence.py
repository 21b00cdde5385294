"""Part VII: ascents without standardisation, and with high frequencies damped."""

from __future__ import annotations

import numpy as np

from analysis.artifacts import Verdict
from analysis.catalogue.claims.bars import Bar, judged, reaching
from analysis.catalogue.claims.part_08 import LATE
from analysis.catalogue.claims.told import MAPS, decided, mean_over_maps
from analysis.catalogue.declarations import Judged, Judgement
from analysis.catalogue.intervals import POINTS, with_interval
from analysis.catalogue.series.ascents import TREATMENTS
from analysis.digits import digits_adding_up, told_apart
from analysis.figures.style import per_cent
from analysis.results.convergence import Factors, Treatments
from analysis.statistics import Estimate

FALLS = Bar(50, 1e-9, unit="points")  # refuted where no fewer converge


def unjudged(found: Treatments | Factors) -> Judgement | None:
    """Return that nothing is said of ascents that are too short to converge, or of too few maps."""
    if found.steps <= LATE:
        return Judgement(
            "not tested", f"{found.steps} steps are too few, more than {LATE} are needed"
        )
    climbed = len(found.map)
    if climbed < MAPS.least:
        told = f"of the {MAPS.least} maps that are needed {climbed or 'none'} climbed"
        return Judgement("not tested", told, sample=MAPS.kind)
    return None


def judge_standardisation(found: Treatments) -> Judgement:
    """C-VII-2: without standardisation after each step fewer starts converge."""
    if unsaid := unjudged(found):
        return unsaid
    share = found.converged.mean(axis=2)  # (treatment, map)
    own, *others = np.flatnonzero(np.logical_not(found.damps))
    # the one that converges more often, so that the fall is not that of the worse
    best = max(others, key=lambda row: share[row].mean())
    if not share[own].any():
        return Judgement(
            "not tested",
            "of the ascents by the series' rule none converges, so that no share can fall",
        )
    fall = mean_over_maps(100 * (share[own] - share[best]))
    runs = found.converged[0].size
    told = [f"{found.converged[row].sum()} {found.treatment[row]}" for row in (own, *others)]
    evidence = f"of {runs} ascents each converge: {', '.join(told)}; fall, mean over maps"
    return judged(fall, FALLS, MAPS, evidence)


def damped_against_plain(found: Treatments, rows: np.ndarray) -> tuple[Estimate, Estimate]:
    """Return by how much patterns, and the share of starts that converge, differ between some
    treatments and the series' own: means over the maps.
    """
    patterns = found.patterns[rows].mean(axis=0) - found.patterns[0]
    share = found.converged.mean(axis=2)
    return mean_over_maps(patterns), mean_over_maps(share[rows].mean(axis=0) - share[0])


def none_converges(found: Treatments) -> Judgement | None:
    """Return that nothing is said of damping where no ascent converges, with it or without."""
    if found.converged[0].any() or found.converged[found.damps.astype(bool)].any():
        return None
    return Judgement("not tested", "of the ascents none converges, damped or not")


def judge_damping(found: Treatments) -> Judgement:
    """C-VII-9: with high frequencies damped, starts end in fewer patterns, and as many converge."""
    if unsaid := unjudged(found) or none_converges(found):
        return unsaid
    rows = np.flatnonzero(found.damps)
    more, gain = damped_against_plain(found, rows)
    verdict: Verdict = "mixed"
    if more.low > 0:
        verdict = "refuted"
    elif more.high < 0 and gain.value >= 0:
        verdict = "confirmed"
    shares = [100 * float(found.converged[row].mean()) for row in (rows, 0)]
    finest = digits_adding_up(shares[1], 100 * gain.value, total=shares[0], least=0)
    damped, plain = told_apart(*shares, digits=finest)
    many, few = float(found.patterns[0].mean()), float(found.patterns[rows].mean())
    digits = digits_adding_up(many, more.value, total=few)
    power = [float(np.nanmedian(found.high_share[row])) for row in (0, rows)]
    evidence = (
        f"{len(rows)} ways of damping together leave {few:.{digits}f} patterns of"
        f" {found.response.shape[2]} starts, without damping there are {many:.{digits}f}:"
        " difference"
        f" {with_interval(more, digits, signed=True, of='maps')};"
        f" {damped} % of the starts converge in place of {plain} %: difference"
        f" {with_interval(gain, finest, POINTS, of='maps')}; {per_cent(power[1])} of the"
        f" power in place of {per_cent(power[0])} lies above 0.25 cycles per px"
    )
    if more.high < 0:  # then the starts decide, by their number alone
        evidence += reaching(gain, 0, what="the interval of the starts that converge")
    return decided(verdict, evidence, more, MAPS, "patterns")


def components(response: np.ndarray) -> np.ndarray:
    """Return the variances (scale, start, size, rest) of responses (scale, start, size) around
    their mean, in units of its square: starts within scales, crossed with sizes of the steps.

    Expected mean squares of a nested design; what chance alone gives is subtracted, and none is
    below 0.
    """
    scales, starts, sizes = response.shape
    relative = response / response.mean()
    of_start = relative.mean(axis=2)
    of_scale, of_size = of_start.mean(axis=1), relative.mean(axis=(0, 1))
    rest = relative - of_start[..., None] - of_size + relative.mean()
    each = (rest**2).sum() / ((scales * starts - 1) * (sizes - 1))
    within = sizes * of_start.var(axis=1, ddof=1).mean()
    between = sizes * starts * of_scale.var(ddof=1)
    by_size = scales * starts * of_size.var(ddof=1)
    found = [
        (between - within) / (sizes * starts),
        (within - each) / sizes,
        (by_size - each) / (scales * starts),
        each,
    ]
    return np.maximum(found, 0)


JUDGED = (
    Judged("C-VII-2", (TREATMENTS,), judge_standardisation),
    Judged("C-VII-9", (TREATMENTS,), judge_damping),
)
