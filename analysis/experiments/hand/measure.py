"""The hand of MNIST: one map, climbed from noise of one wavelength at a time.

The series set one map of its network to grow the same figure out of noise again and again. Here
that is an experiment with an outcome: several starts of every wavelength climb, and OIPs are
compared within and across wavelengths. Source: "Just for fun - the Hand of MNIST" of the series;
number of starts, likeness and shuffling are ours.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.ascent.answers import start_responses
from analysis.images.similarity import best_correlations
from analysis.networks.series import CONVOLUTIONS
from analysis.oips.evolution import TRIED, choose_map, frame_steps
from analysis.oips.series import climb_as_in_the_series
from analysis.results.hand import Hand, gap
from analysis.results.oips import OipGallery
from analysis.study import Study
from analysis.subject import Subject

LAYER = CONVOLUTIONS[-1]
EACH = 8  # starts of a grid that climb: 28 pairs within each grid
TRIALS = 999  # shufflings of the grids among the starts


@dataclass(frozen=True)
class Climbers:
    """The starts that are to climb, and how many of those tried would have been answered."""

    answered: np.ndarray  # (scale), of the tried starts of each grid
    of: np.ndarray  # (start), index of the grid
    which: np.ndarray  # (start), index of the seed
    images: np.ndarray  # (start, y, x)


def answering(subject: Subject, number: int, seeds: np.ndarray) -> Climbers:
    """Return the starts that are to climb for a map: of every grid alone the first ``EACH`` that it
    answers.
    """
    answered = []
    of = []
    which = []
    images = [np.zeros((0, *subject.shape), np.float32)]
    for k, grid in enumerate(subject.mixture(LAYER).alone.values()):
        pool = grid.starts(seeds)
        awake = np.flatnonzero(start_responses(subject.network, LAYER, pool)[:, number] > 0)
        first = awake[:EACH]
        answered.append(len(awake))
        of += [k] * len(first)
        which += first.tolist()
        images.append(pool[first])
    return Climbers(
        np.array(answered), np.array(of, int), np.array(which, int), np.concatenate(images)
    )


def strangers(seen: np.ndarray, others: np.ndarray) -> np.ndarray:
    """Return the median likeness (image) of a map's OIPs with those of all other maps, both (image,
    y, x) and cut to what the layer sees; 0 where there are no others.
    """
    if not len(others):
        return np.zeros(len(seen))
    every = best_correlations(np.concatenate([seen, others]))
    return np.median(every[: len(seen), len(seen) :], axis=1)


def oips_of_others(gallery: OipGallery, number: int) -> np.ndarray:
    """Return the OIPs (image, y, x) of all maps that have one, but for one map."""
    found = np.logical_not(gallery.silent)
    found[number] = False
    return gallery.images[found]


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
    oip, subject = study.settings.oip, study.subject
    layer = subject.layer(LAYER)
    number = choose_map(gallery, layer)
    seeds = study.seed("hand") + np.arange(TRIED)
    keep = frame_steps(oip.steps, study.settings.evolution.frames)
    begun = answering(subject, number, seeds)
    maps = np.full(len(begun.images), number)
    ascent = climb_as_in_the_series(study, subject.network, LAYER, maps, begun.images, keep)
    frames = ascent.frames.swapaxes(0, 1).copy()
    frames[:, -1] = ascent.images

    def seen(images: np.ndarray) -> np.ndarray:
        return layer.visible(images).astype(float)

    alike = np.stack([best_correlations(seen(frame)) for frame in frames.swapaxes(0, 1)])
    return Hand(
        **layer.visible_pixels,
        map=np.array(number),
        data_maximum=gallery.data_maximum[number],
        grid=np.array(oip.grids),
        tried=np.array(TRIED),
        answered=begun.answered,
        of=begun.of,
        seed=seeds[begun.which],
        starts=begun.images,
        images=ascent.images,
        response=ascent.response,
        curve=ascent.curve.T,
        step=np.array(keep),
        frames=frames,
        likeness=alike,
        chance=shuffled_gaps(alike[-1], begun.of, study.seed("hand, shuffled")),
        stranger=strangers(seen(ascent.images), seen(oips_of_others(gallery, number))),
    )
