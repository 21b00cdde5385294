"""The hand of MNIST: one map, climbed from noise of one wavelength at a time.

The series set one map of its network to grow the same figure out of noise again and again. Here
that is an experiment
with an outcome: several starts of every wavelength climb, and OIPs are compared within and across
wavelengths.
Source: "Just for fun - the Hand of MNIST" of the series; number of starts, likeness and shuffling
are ours.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from analysis.ascent.answers import start_responses
from analysis.ascent.starts import fluctuations
from analysis.images.similarity import best_correlations
from analysis.oips.series import TRIED, VISIBLE, choose_map, climb, frame_steps
from analysis.results.hand import Hand, gap
from analysis.results.oips import OipGallery
from analysis.study import Study

EACH = 8  # starts of a grid that climb: 28 pairs within each grid
TRIALS = 999  # shufflings of the grids among the starts


def alone(grids: tuple[int, ...]) -> list[tuple[float, ...]]:
    """Return the weights of each grid by itself."""
    return [tuple(float(n == m) for m in grids) for n in grids]


def answering(
    model: Any, number: int, seeds: np.ndarray, grids: tuple[int, ...]
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Return the starts that are to climb for a map: of every grid alone the first ``EACH`` that it
    answers.

    Returns:
        How many starts of each grid it answers (scale); grid index, index into ``seeds`` and image
        of the chosen ones.
    """
    answered = []
    of = []
    which = []
    images = [np.zeros((0, 28, 28), np.float32)]
    for k, weights in enumerate(alone(grids)):
        pool = fluctuations(seeds, grids, weights)
        awake = np.flatnonzero(start_responses(model, "Conv2D_3", pool)[:, number] > 0)
        answered.append(len(awake))
        of += [k] * len(awake[:EACH])
        which += awake[:EACH].tolist()
        images.append(pool[awake[:EACH]])
    return np.array(answered), np.array(of, int), np.array(which, int), np.concatenate(images)


def visible(images: np.ndarray) -> np.ndarray:
    """Return the part of images (image, y, x) that the layer sees, as float64."""
    return images[:, :VISIBLE, :VISIBLE].astype(float)


def strangers(images: np.ndarray, gallery: OipGallery, number: int) -> np.ndarray:
    """Return the median likeness (image) of a map's OIPs with the OIPs of all other maps that have
    one.
    """
    found = np.logical_not(gallery.silent)
    found[number] = False
    others = visible(gallery.images[found])
    if not len(others):
        return np.zeros(len(images))
    every = best_correlations(np.concatenate([visible(images), others]))
    return np.median(every[: len(images), len(images) :], axis=1)


def shuffled_gaps(alike: np.ndarray, of: np.ndarray, seed: int) -> np.ndarray:
    """Return (trial) the gap between likeness within and across grids when the grids are dealt out
    to the starts at random.
    """
    generator = np.random.default_rng(seed)
    return np.array([gap(alike, generator.permutation(of)) for _ in range(TRIALS)])


def measure_hand(study: Study, gallery: OipGallery) -> Hand:
    """Climb the map that stands in for the series' hand from noise of each wavelength alone, and
    compare what grew.

    A grid whose starts the map never answers takes no part: its count in ``answered`` is 0.
    """
    rule = study.settings.oip
    model = study.network()
    number = choose_map(gallery)
    seeds = study.seed("hand") + np.arange(TRIED)
    keep = frame_steps(rule.steps, study.settings.evolution.frames)
    answered, of, which, starts = answering(model, number, seeds, rule.grids)
    ascent = climb(study, model, "Conv2D_3", np.full(len(starts), number), starts, keep)
    frames = ascent.frames.swapaxes(0, 1).copy()
    frames[:, -1] = ascent.images
    alike = np.stack([best_correlations(visible(frame)) for frame in frames.swapaxes(0, 1)])
    return Hand(
        map=np.array(number),
        data_maximum=gallery.data_maximum[number],
        grid=np.array(rule.grids),
        tried=np.array(TRIED),
        answered=answered,
        of=of,
        seed=seeds[which],
        starts=starts,
        images=ascent.images,
        response=ascent.response,
        curve=ascent.curve.T,
        step=np.array(keep),
        frames=frames,
        likeness=alike,
        chance=shuffled_gaps(alike[-1], of, study.seed("hand, shuffled")),
        stranger=strangers(ascent.images, gallery, number),
    )
