"""Starts of random mixtures, and which of the silent maps answer them."""

from __future__ import annotations

import numpy as np

from analysis.ascent.answers import start_responses
from analysis.ascent.starts import radial_power
from analysis.networks.series import CONVOLUTIONS
from analysis.results.oips import OipGallery, OipSet
from analysis.results.wakers import Wakers
from analysis.study import Study

LAYER = CONVOLUTIONS[1]


def random_weights(count: int, grids: int, seed: int) -> np.ndarray:
    """Return weights (start, grid) that are 0 or more and sum to 1, none of them more likely than
    another.
    """
    return np.random.default_rng(seed).dirichlet(np.ones(grids), count)


def measure_wakers(study: Study, gallery: OipGallery, found: OipSet) -> Wakers:
    """Show starts, each of a mixture of its own, to the maps that plain starts leave silent."""
    subject, count = study.subject, study.settings.precursor.candidates
    mixture = subject.mixture(LAYER)
    weights = random_weights(count, len(mixture.grids), study.seed("waking mixtures"))
    seeds = study.seed("waking starts") + np.arange(count)
    drawn = zip(seeds, weights, strict=True)
    starts = np.stack([mixture.weighing(own).starts([seed])[0] for seed, own in drawn])
    silent = np.flatnonzero(gallery.silent)
    response = start_responses(subject.network, LAYER, starts)[:, silent]
    wakes = (response > 0).any(axis=1)
    frequency, power = radial_power(starts)
    nothing = np.full(len(frequency), np.nan)
    return Wakers(
        grids=np.array(mixture.grids),
        weights=weights,
        map=silent,
        response=response,
        rung=found.rung[silent],
        frequency=frequency,
        power=power.mean(axis=0),
        power_waking=power[wakes].mean(axis=0) if wakes.any() else nothing,
    )
