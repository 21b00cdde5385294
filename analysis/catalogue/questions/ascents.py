"""Answers to questions of parts VII to IX that rest on many ascents of many maps."""

from __future__ import annotations

import numpy as np

from analysis import statistics
from analysis.catalogue.claims.convergence import (
    components,
    damped_against_plain,
    none_converges,
    unjudged,
)
from analysis.catalogue.claims.maxima import still_climbing
from analysis.catalogue.claims.told import MAPS, mean_over_maps
from analysis.catalogue.declarations import UNTOLD, Answered
from analysis.catalogue.intervals import POINTS, between, in_per_cent, with_interval
from analysis.catalogue.series.ascents import (
    ELEMENTS,
    FACTORS,
    LEVEL,
    MAXIMA,
    QUANTILE,
    SILENCE,
    TREATMENTS,
    dips,
    wrong_quantile,
)
from analysis.catalogue.series.measurements import OIP_SETS, TRUST
from analysis.figures.activations import listed
from analysis.figures.style import per_cent
from analysis.results.convergence import Factors, Treatments
from analysis.results.elements import Elements
from analysis.results.maxima import Maxima
from analysis.results.oips import OipSet
from analysis.results.silence import Silence
from analysis.results.trust import Trust

OFTEN = 0.5  # share of the starts


def answer_silence(found: Silence) -> str:
    """Q-IX-2: how often starts of each scale are left without response, over the maps; a map that
    answers several scales equally often counts for none of them.
    """
    maps = len(found.share)
    if maps < MAPS.least:
        return f"{UNTOLD}: {maps} maps are too few, {MAPS.least} are needed."
    told = [
        f"{in_per_cent(float(np.median(share)), 0, 1)} (grid {grid};"
        f" map by map from {in_per_cent(float(share.min()), 0, 1)} to"
        f" {in_per_cent(float(share.max()), 0, 1)})"
        for grid, share in zip(found.grid, found.share.T, strict=True)
    ]
    often = [int((share > OFTEN).sum()) for share in found.share.T]
    answers = found.share[(found.share < 1).any(axis=1)]
    most = answers == answers.min(axis=1, keepdims=True)
    alone = most.sum(axis=1) == 1
    counts = most[alone].sum(axis=0).tolist()
    return (
        f"Of {int(found.starts)} starts of each scale the median map is silent to {listed(told)}."
        f" To more than half of them {listed(list(map(str, often)))} of {maps} maps are silent, and"
        f" {listed(list(map(str, counts)))} maps answer starts of that scale more often than any"
        f" others; maps that answer those of several scales equally often:"
        f" {(~alone).sum() or 'none'}; maps that answer no start at all:"
        f" {maps - len(answers) or 'none'}."
    )


UNBOUNDED = "no upper bound is known"
FAR = 10  # times: from there on a bound is told without digits behind the point


def _bounded(times: float) -> str:
    """Return how far above the strongest response known the proven upper bound lies."""
    shown = f"{times:,.0f}" if times >= FAR else f"{times:.2f}"
    told = f"the proven upper bound is {shown} times the strongest response known in the median"
    if times > 1 + LEVEL:
        return f"{told}, too far to tell whether that response is the global one"
    return f"{told}, so that this response is the global one, or nearly so"


def answer_local(found: Maxima, trust: Trust, climbs: OipSet) -> str:
    """Q-VII-2: what starts that end with a response reach of the strongest one that is known, what
    lies between their OIPs, and how far above it the proven bound is; nothing is said of maxima
    where the ascents were cut off.
    """
    fired = found.response > 0
    known = np.flatnonzero(fired.any(axis=1))
    dipping = dips(found)
    least = min(len(known), len(dipping))
    if least < MAPS.least:
        few = f"too few maps with a response from both starts of a pair ({least})"
        return f"{UNTOLD}: {few}, {MAPS.least} are needed."
    parts = [found.response[m, fired[m]] / found.strongest[m] for m in known]
    reach = sum(part.max() >= 1 - LEVEL for part in parts)
    middle = statistics.median(np.array([np.median(part) for part in parts]))
    so = UNTOLD
    if climbing := still_climbing(climbs):
        so = f"{UNTOLD}, since {climbing}"
    elif middle.high < 1 - LEVEL:
        so = "Not the global one, as a rule"
    elif middle.low >= 1 - LEVEL:
        so = "Near the best that is known, as a rule"
    bound = trust.bound[known] / found.strongest[known]
    above = _bounded(float(np.nanmedian(bound))) if np.isfinite(bound).any() else UNBOUNDED
    return (
        f"{so}{'. Of' if climbing else ': of'} up to {fired.shape[1]} starts that end with a"
        " response, the median one reaches"
        f" {in_per_cent(middle.value, 1 - LEVEL)} ({between(middle, 0, 1 - LEVEL)}, median over"
        f" {len(known)} maps) of the strongest response known of its map, and in {reach} of these"
        f" maps one comes within {per_cent(LEVEL)} of it. Between two OIPs of a map the response"
        f" dips in {in_per_cent(float(dipping.mean()), 0, 1)} of the pairs, and {above}."
    )


FACTOR_NAMES = ("the scale of the start", "the start within its scale", "the length of a step")


def answer_factors(found: Factors) -> str:
    """Q-VII-1: which share of the spread of final responses each of the three accounts for."""
    if unsaid := unjudged(found):
        return f"{UNTOLD}: {unsaid.evidence}."
    rows = np.array([components(one) for one in found.response])

    def of(part: int) -> statistics.Estimate:
        return statistics.resampled(
            lambda *drawn: float(drawn[part].mean() / np.sum([one.mean() for one in drawn])),
            *rows.T,
        )

    shares = [of(part) for part in range(len(FACTOR_NAMES))]
    told = [
        f"{name} for {per_cent(one.value)} ({between(one)})"
        for name, one in zip(FACTOR_NAMES, shares, strict=True)
    ]
    first = int(np.argmax([one.value for one in shares]))
    beyond = max(one.high for one in shares if one is not shares[first]) < shares[first].low
    spread = np.sqrt(rows.sum(axis=1).mean())
    settle = found.converged.mean(axis=(0, 1, 2))
    sizes = [
        f"{per_cent(share)} with steps of {size:g}"
        for size, share in zip(found.step_size, settle, strict=True)
    ]
    so = f"{UNTOLD}, as none of the three surely matters most"
    if beyond:
        so = f"Of the three, {FACTOR_NAMES[first]} matters most"
    return (
        f"{so} for where an ascent ends: of a spread of"
        f" {per_cent(spread)} of a map's mean response, {listed(told)} account, their interplay for"
        f" the rest ({len(rows)} maps). Of the ascents, {listed(sizes)} converge in"
        f" {int(found.steps)} steps."
    )


def _surely_fewer(found: Treatments, one: int, other: int) -> bool:
    """Return whether one treatment leaves fewer patterns than another, beyond chance."""
    return mean_over_maps(found.patterns[one] - found.patterns[other]).high < 0


def _best_damping(found: Treatments, helping: list[int]) -> str:
    """Return which way of damping leaves fewest patterns, of those with fewer of them and no fewer
    starts that converge.
    """
    ways = f"{int(found.damps.sum())} ways, {len(helping)} with fewer patterns and no fewer starts"
    surely = [row for row in helping if _surely_fewer(found, row, 0)]
    if not surely:
        return f"{UNTOLD}: of {ways} that converge, none has surely fewer patterns"
    best, *others = surely
    fewer, gain = damped_against_plain(found, np.array([best]))
    near = [str(found.treatment[row]) for row in others if not _surely_fewer(found, best, row)]
    leads = "the fewest" if best == helping[0] else "surely fewer"
    level = f", though not surely fewer than {listed(near)}" if near else ""
    return (
        f"Of {ways} that converge: {found.treatment[best]} with {leads}{level}; the change of"
        f" patterns is {with_interval(fewer, signed=True, of='maps')}, of the starts"
        f" {with_interval(gain, 0, POINTS)}"
    )


def answer_damping(found: Treatments) -> str:
    """Q-VIII-1: of the ways of damping with fewer patterns and no fewer starts that converge, as
    C-VII-9 counts, the one with fewest patterns.
    """
    if unsaid := unjudged(found) or none_converges(found):
        return f"{UNTOLD}: {unsaid.evidence}."
    patterns, share = found.patterns.mean(axis=1), found.converged.mean(axis=(1, 2))
    damped = np.flatnonzero(found.damps).tolist()
    helping = [row for row in damped if patterns[row] < patterns[0] and share[row] >= share[0]]
    told = [
        f"{found.treatment[row]} {patterns[row]:.1f} and {per_cent(share[row])}"
        for row in (0, *damped)
    ]
    so = "None of them: none leaves fewer patterns while no fewer starts converge"
    if helping:
        helping.sort(key=lambda row: (patterns[row], -share[row]))
        so = _best_damping(found, helping)
    return (
        f"{so}. Patterns of {found.response.shape[2]} starts, and starts that converge:"
        f" {listed(told)}."
    )


def _beyond_others(element: str, fit: np.ndarray, foreign: np.ndarray) -> str:
    """Return the element (fit by map) as the answer where it surely explains more than nearly all
    elements of other maps (map) do; else whether it surely does not, though it leads.
    """
    beyond = statistics.median(fit - foreign)
    if beyond.low > 0:
        return element
    told = f"map by map the median difference is {with_interval(beyond, 1, POINTS)}"
    more = f"more than nearly all elements of other maps do ({told})"
    if beyond.high < 0:
        return f"Neither of the two that were tried. {element} leads, but does not explain {more}"
    return f"{UNTOLD}. {element} leads, but that it explains {more} is not shown"


def answer_element(found: Elements) -> str:
    """Q-VII-3: which element's shifted copies explain more of an OIP: what one node wants, or what
    excites it most among images of the data.
    """
    if len(found.map) < MAPS.least:
        return f"{UNTOLD}: too few maps ({len(found.map)}), {MAPS.least} are needed."
    own, real = np.diagonal(found.fit), found.cut_out_fit
    more = statistics.median(100 * (own - real))
    foreign = wrong_quantile(found.fit)
    so = UNTOLD
    if more.low > 0:
        so = _beyond_others("What a single node wants", own, foreign)
    elif more.high < 0:
        so = _beyond_others("What excites a node among real images", real, foreign)
    difference = with_interval(more, 0, signed=True)
    return (
        f"{so}: shifted copies of a single-node OIP explain {per_cent(np.median(own))} of an OIP,"
        f" those of the cut-out of {int(found.images):,} test images that excites a node most"
        f" {per_cent(np.median(real))} (medians over {len(own)} maps, whether their OIPs repeat"
        f" themselves or not; map by map the median difference in points is {difference});"
        f" what {per_cent(QUANTILE)} of the elements of other maps stay below is"
        f" {per_cent(np.median(foreign))} in the median. One cut from the OIP itself was not tried:"
        " it would be fitted to what it was cut from."
    )


ANSWERED = (
    Answered("Q-VII-1", (FACTORS,), answer_factors),
    Answered(
        "Q-VII-2",
        (MAXIMA, TRUST["Conv2D_3", "sphere"], OIP_SETS["Conv2D_3", "sphere"]),
        answer_local,
    ),
    Answered("Q-VII-3", (ELEMENTS,), answer_element),
    Answered("Q-VIII-1", (TREATMENTS,), answer_damping),
    Answered("Q-IX-2", (SILENCE,), answer_silence),
)
