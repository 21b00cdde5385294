"""The best of many: the largest of many responses, and what fewer starts predict of it.

The largest of many independent numbers follows an extreme-value law. Source: S. A. Frank 2009 for
the idea; that it is applied to the responses of a network is our extension.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from analysis.ascent.answers import start_responses
from analysis.ascent.starts import Mixture
from analysis.networks.series import CONVOLUTIONS
from analysis.results.distributions import BestOfMany
from analysis.study import Study

LAYER = CONVOLUTIONS[-1]
FLAT = 1e-7  # stands for the shape 0, where the formulas divide by it


class Law(NamedTuple):
    """An extreme-value law for each map."""

    shape: np.ndarray
    place: np.ndarray
    width: np.ndarray


def median_best(law: Law, blocks: np.ndarray | float) -> np.ndarray:
    """Return the median of the largest of ``blocks`` independent numbers that each follow an
    extreme-value law.

    The law with distribution function exp(-(1 + shape z) ** (-1 / shape)), z = (x - place) / width,
    keeps its form when the largest of several is taken; that is why it can be extrapolated. Source:
    B. Gnedenko 1943.
    """
    z = np.log(np.asarray(blocks) / np.log(2))
    return law.place + law.width * np.expm1(law.shape * z) / law.shape


def fit_extremes(maxima: np.ndarray) -> tuple[Law, Law]:
    """Return the generalised extreme-value law of each column of maxima (block, map), and the one
    of shape 0, Gumbel's.

    The law's first three L-moments are those of the maxima: for few maxima steadier than the
    largest likelihood.

    Source: J. R. M. Hosking, J. R. Wallis, E. F. Wood 1985.
    """
    from scipy.special import gamma

    ordered = np.sort(maxima.astype(float), axis=0)
    rank = np.arange(len(maxima))[:, None] / (len(maxima) - 1)
    first, second = ordered.mean(axis=0), (rank * ordered).mean(axis=0)
    third = (rank * (rank * (len(maxima) - 1) - 1) / (len(maxima) - 2) * ordered).mean(axis=0)
    spread = 2 * second - first
    bend = spread / (3 * third - first) - np.log(2) / np.log(3)
    turned = 7.8590 * bend + 2.9554 * bend**2  # their approximation, good to 9e-4
    turned = np.where(abs(turned) < FLAT, FLAT, turned)
    width = spread * turned / (gamma(1 + turned) * (1 - 2.0**-turned))
    straight = spread / np.log(2)
    place = first - width * (1 - gamma(1 + turned)) / turned
    flat = np.full(len(straight), FLAT)
    gumbel = Law(flat, first - np.euler_gamma * straight, straight)
    return Law(-turned, place, width), gumbel


def best_of(responses: np.ndarray, count: int) -> np.ndarray:
    """Return the largest response (set, map) of each disjoint set of ``count`` starts, from
    responses (start, map).
    """
    sets = len(responses) // count
    return responses[: sets * count].reshape(sets, count, -1).max(axis=1)


def _responses(study: Study, seeds: np.ndarray, parts: int) -> np.ndarray:
    """Return the responses (start, map) to large-scale starts, drawn in so many parts."""
    mixture: Mixture = study.subject.mixture(LAYER).weighing(study.settings.precursor.weights)
    starts = []
    with study.progress("starts for the best of many", parts) as advance:
        for part in np.split(seeds, parts):
            starts.append(mixture.starts(part))
            advance(1)
    return start_responses(study.subject.network, LAYER, np.concatenate(starts))


@dataclass(frozen=True)
class _Fits:
    """What the laws fitted to growing sets of starts predict; NaN where nothing could be fitted."""

    line: np.ndarray  # (size, count, map), median best of so many starts
    gumbel: np.ndarray  # (size, map), that of four times the set, by the law of shape 0
    shape: np.ndarray  # (size, map)


def _fits(known: np.ndarray, sizes: list[int], counts: np.ndarray, blocks: int) -> _Fits:
    """Fit laws to the largest responses in blocks of sets of starts, from responses (start,
    map).
    """
    maps = known.shape[1]
    line = np.full((len(sizes), len(counts), maps), np.nan)
    gumbel = np.full((len(sizes), maps), np.nan)
    shape = np.full((len(sizes), maps), np.nan)
    for k, size in enumerate(sizes):
        maxima = best_of(known[:size], size // blocks)[:blocks]
        # the others are silent to whole blocks
        fitted = np.flatnonzero((maxima > 0).all(axis=0) & (np.ptp(maxima, axis=0) > 0))
        law, straight = fit_extremes(maxima[:, fitted])
        reach = np.flatnonzero(counts >= size // blocks)
        of_blocks = counts[reach, None] * blocks / size
        line[k, reach[:, None], fitted] = median_best(law, of_blocks)
        gumbel[k, fitted] = median_best(straight, 4.0 * blocks)
        shape[k, fitted] = law.shape
    return _Fits(line, gumbel, shape)


def measure_best_of_many(study: Study) -> BestOfMany:
    """Fit extreme-value laws to the best responses of a layer's maps among N starts, and predict
    the best of 4 N fresh ones.
    """
    candidates, blocks = study.settings.precursor.candidates, study.settings.distributions.blocks
    sizes = [candidates // 16, candidates // 4, candidates]
    # the first of them are those of the precursor scan
    seeds = study.seed("precursors") + np.arange(5 * candidates)
    known, fresh = np.split(_responses(study, seeds, 5), [candidates])
    counts = np.array([2**k for k in range(int(np.log2(len(fresh))) + 1)])
    fits = _fits(known, sizes, counts, blocks)
    sets = [best_of(fresh, int(count)) for count in counts]
    middle = np.stack([np.median(one, axis=0) for one in sets])
    off = [np.median(abs(one - row), axis=0) for one, row in zip(sets, middle, strict=True)]
    several = (len(fresh) // counts >= 4)[:, None]
    scatter = np.full(middle.shape, np.nan)
    np.divide(np.stack(off), middle, out=scatter, where=(middle > 0) & several)
    return BestOfMany(
        count=counts,
        best=middle,
        scatter=scatter,
        answering=(fresh > 0).mean(axis=0),
        size=np.array(sizes),
        blocks=np.array(blocks),
        so_far=np.stack([known[:size].max(axis=0) for size in sizes]),
        line=fits.line,
        gumbel=fits.gumbel,
        shape=fits.shape,
    )
