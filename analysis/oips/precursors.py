"""Precursor runs: many start images in one forward sweep, and the spectra of the starts themselves.

Source: parts VIII (starts) and X (precursors) of the series; sizes and rungs are our choice.
"""

from __future__ import annotations

import numpy as np

from analysis.ascent.answers import start_responses
from analysis.ascent.starts import field, fluctuations, radial_power, standardise
from analysis.oips.evolution import mixtures
from analysis.oips.series import climb_as_in_the_series
from analysis.results.images import Fluctuations
from analysis.results.oips import OipGallery, PrecursorScan
from analysis.study import Study

SHOWN = 32  # gap maps that are climbed and shown


def scan_precursors(study: Study, gallery: OipGallery) -> PrecursorScan:
    """Search large-scale starts for the Conv2D_3 maps that answered no plain start.

    One sweep serves all maps. ``responding`` counts, for growing numbers of candidates, the maps of
    the layer that
    answer at least one of them: for starts of the series' mixture (scale 0) and of each single
    grid.
    """
    rule = study.settings.precursor
    oip = study.settings.oip
    model = study.network()
    seeds = study.seed("precursors") + np.arange(rule.candidates)
    sets = mixtures(oip.grids, rule.weights)
    counts = np.unique(np.geomspace(1, rule.candidates, 13).astype(int))
    responding, best = [], None
    with study.progress("precursor scan of Conv2D_3", len(sets)) as advance:
        for weights in sets.values():
            # (start, map)
            answers = start_responses(model, "Conv2D_3", fluctuations(seeds, oip.grids, weights))
            responding.append([(answers[:count] > 0).any(axis=0).sum() for count in counts])
            best = answers if best is None else best
            advance(1)
    assert best is not None
    gaps = [m for m in np.flatnonzero(gallery.silent) if best[:, m].max() > 0][:SHOWN]
    chosen = best[:, gaps].argmax(axis=0)
    starts = images = np.zeros((0, 28, 28), np.float32)
    response = np.zeros(0, np.float32)
    if gaps:
        starts = fluctuations(seeds[chosen], oip.grids, rule.weights)
        ascent = climb_as_in_the_series(study, model, "Conv2D_3", np.array(gaps), starts)
        images, response = ascent.images, ascent.response
    return PrecursorScan(
        map=np.array(gaps, int),
        best_start=starts,
        best_seed=seeds[chosen],
        best_response=best[chosen, gaps],
        images=images,
        response=response,
        candidates=counts,
        responding=np.array(responding).T,
        scale=np.array(list(sets)),
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
    rule, count = study.settings.oip, study.settings.spectrum.samples
    seeds = study.seed("spectrum") + np.arange(count)
    alone = [tuple(float(n == m) for m in rule.grids) for n in rule.grids]
    samples = [fluctuations(seeds, rule.grids, weights) for weights in alone]
    mixture = fluctuations(seeds, rule.grids, rule.fluctuation.conv2d_3)
    full = np.stack([field(seed, rule.grids, (1, 1, 1, 1)) for seed in seeds])
    frequency, power = radial_power(np.stack(samples))
    return Fluctuations(
        scale=28 / np.array(rule.grids),
        samples=np.stack([s[0] for s in samples]),
        mixture=mixture[0],
        frequency=frequency,
        power=power.mean(axis=1),
        mixture_power=radial_power(standardise(full))[1].mean(axis=0),
        smoothed_power=radial_power(standardise(_smooth(full)))[1].mean(axis=0),
    )
