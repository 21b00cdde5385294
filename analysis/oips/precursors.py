"""Precursor runs: many start images in one forward sweep, and the spectra of the starts themselves.

Source: parts VIII (starts) and X (precursors) of the series; sizes and rungs are our choice.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.ascent.answers import start_responses
from analysis.ascent.starts import Mixture, field, radial_power, standardise
from analysis.oips.evolution import LAYER
from analysis.oips.series import climb_as_in_the_series
from analysis.results.images import Fluctuations
from analysis.results.oips import OipGallery, PrecursorScan
from analysis.study import Study

SHOWN = 32  # gap maps that are climbed and shown
COUNTS = 13  # numbers of candidates, from one to all, for which answering maps are counted


@dataclass(frozen=True)
class Sweep:
    """What many start images told in one forward sweep for each set of scales."""

    best: np.ndarray  # (start, map), answers to the mixture
    counts: np.ndarray  # (count), growing numbers of candidates
    responding: np.ndarray  # (count, set), maps that answer at least one of so many
    names: list[str]  # of the sets


def _sweep(study: Study, mixture: Mixture, seeds: np.ndarray) -> Sweep:
    """Return which maps of the layer answer candidates of the mixture and of each grid alone."""
    sets = mixture.with_each_alone
    counts = np.unique(np.geomspace(1, len(seeds), COUNTS).astype(int))
    best: np.ndarray | None = None  # of the mixture, which comes first
    responding = []
    with study.progress(f"precursor scan of {LAYER}", len(sets)) as advance:
        for one in sets.values():
            own = start_responses(study.subject.network, LAYER, one.starts(seeds))  # (start, map)
            responding.append([(own[:count] > 0).any(axis=0).sum() for count in counts])
            best = own if best is None else best
            advance(1)
    assert best is not None
    return Sweep(best, counts, np.array(responding).T, list(sets))


def scan_precursors(study: Study, gallery: OipGallery) -> PrecursorScan:
    """Search large-scale starts for the maps of the deepest layer that answered no plain start.

    One sweep serves all maps. Each gap that answers any candidate climbs from the one it answers
    most.
    """
    rule, subject = study.settings.precursor, study.subject
    seeds = study.seed("precursors") + np.arange(rule.candidates)
    mixture = subject.mixture(LAYER).weighing(rule.weights)
    seen = _sweep(study, mixture, seeds)
    gaps = [m for m in np.flatnonzero(gallery.silent) if seen.best[:, m].max() > 0][:SHOWN]
    chosen = seen.best[:, gaps].argmax(axis=0)
    starts = images = np.zeros((0, *subject.shape), np.float32)
    response = np.zeros(0, np.float32)
    if gaps:
        starts = mixture.starts(seeds[chosen])
        ascent = climb_as_in_the_series(study, subject.network, LAYER, np.array(gaps), starts)
        images, response = ascent.images, ascent.response
    return PrecursorScan(
        map=np.array(gaps, int),
        best_start=starts,
        best_seed=seeds[chosen],
        best_response=seen.best[chosen, gaps],
        images=images,
        response=response,
        candidates=seen.counts,
        responding=seen.responding,
        scale=np.array(seen.names),
    )


def _smooth(images: np.ndarray) -> np.ndarray:
    """Return the images averaged with their neighbours by the kernel 1 2 1 along both axes, edges
    repeated.
    """
    for axis in (-2, -1):
        padded = np.pad(
            images,
            [(1, 1) if a - images.ndim == axis else (0, 0) for a in range(images.ndim)],
            mode="edge",
        )
        before, here, after = (
            np.take(padded, range(k, k + images.shape[axis]), axis=axis) for k in range(3)
        )
        images = (before + 2 * here + after) / 4
    return images


def measure_fluctuations(study: Study) -> Fluctuations:
    """Return one start of every scale with its mean spectrum, and the mixture of part IX with and
    without smoothing.
    """
    oip, count = study.settings.oip, study.settings.spectrum.samples
    seeds = study.seed("spectrum") + np.arange(count)
    mixture = Mixture(oip.grids, oip.fluctuation.weights(LAYER), study.data.shape)
    samples = [alone.starts(seeds) for alone in mixture.alone.values()]
    even = [1.0] * len(oip.grids)
    full = np.stack([field(seed, oip.grids, even, mixture.shape) for seed in seeds])
    frequency, power = radial_power(np.stack(samples))
    return Fluctuations(
        scale=mixture.shape[0] / np.array(oip.grids),
        samples=np.stack([s[0] for s in samples]),
        mixture=mixture.starts(seeds[:1])[0],
        frequency=frequency,
        power=power.mean(axis=1),
        mixture_power=radial_power(standardise(full))[1].mean(axis=0),
        smoothed_power=radial_power(standardise(_smooth(full)))[1].mean(axis=0),
    )
