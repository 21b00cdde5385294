"""The same maps and starts under several treatments, and from starts of each scale with steps of
several lengths.
"""

from __future__ import annotations

import numpy as np

from analysis.ascent.answers import start_responses
from analysis.ascent.objectives import response
from analysis.ascent.settling import settled
from analysis.ascent.starts import Mixture, field
from analysis.experiments.convergence.damping import blurred, faded
from analysis.experiments.convergence.treatments import Runs, Treated, Treatment, climbed
from analysis.images.similarity import best_correlations, clusters
from analysis.images.spectra import high_share
from analysis.looking.tried import evenly
from analysis.networks.series import CONVOLUTIONS
from analysis.results.convergence import Factors, Treatments
from analysis.study import Study
from analysis.subject import Subject

LAYER = CONVOLUTIONS[-1]
TRIED = 64  # starts of a map, or of a map and a scale; the first that it answers climb
GRADIENT_BLURS = (0.5, 1.0)  # px
IMAGE_BLURS = (0.1, 0.2)  # px, after each of many steps
POWERS = {"by f": 1, "by f squared": 2}  # what waves of the gradient are divided by
ALIKE = 0.7  # best correlation over shifts from which OIPs are one pattern
PLAIN = Treatment("as in the series")


def all_treatments(shape: tuple[int, int]) -> tuple[tuple[Treatment, ...], tuple[Treatment, ...]]:
    """Return the treatments that leave standardisation out, the series' own before them, and those
    that damp high frequencies.
    """
    bare = (
        PLAIN,
        Treatment("standardised at the start alone", stays=False),
        Treatment("never standardised", begins=False, stays=False),
    )
    damped = (
        *(
            Treatment(f"gradient blurred by {px} px", gradient=blurred(px, shape))
            for px in GRADIENT_BLURS
        ),
        *(Treatment(f"image blurred by {px} px", image=blurred(px, shape)) for px in IMAGE_BLURS),
        *(
            Treatment(f"gradient's waves divided {name}", gradient=faded(power, shape))
            for name, power in POWERS.items()
        ),
    )
    return bare, damped


def answered(subject: Subject, starts: np.ndarray, count: int) -> np.ndarray:
    """Return the first starts (map, start) that each map of the layer answers, -1 where it answers
    fewer.
    """
    fires = start_responses(subject.network, LAYER, starts).T > 0
    first = np.argsort(~fires, axis=1, kind="stable")[:, :count]
    return np.where(np.take_along_axis(fires, first, axis=1), first, -1)


def plain_runs(study: Study, maps: int, count: int) -> tuple[np.ndarray, Runs]:
    """Return maps at even distances among those that answer ``count`` of the starts tried, and
    these starts.
    """
    subject, mixture = study.subject, study.subject.mixture(LAYER)
    seeds = study.seed("convergence") + np.arange(TRIED)
    starts = mixture.starts(seeds)
    first = answered(subject, starts, count)
    chosen = evenly(np.asarray((first >= 0).all(axis=1)), maps)
    flat = first[chosen].ravel()
    raw = [field(seed, mixture.grids, mixture.weights, mixture.shape) for seed in seeds[flat]]
    images = np.array(raw, np.float32).reshape(-1, *mixture.shape)
    return chosen, Runs(np.repeat(chosen, count), images, starts[flat])


def _patterns(images: np.ndarray, fired: np.ndarray) -> np.ndarray:
    """Return into how many groups the OIPs (treatment, map, start, y, x) that fired fall."""
    alike = best_correlations(images.astype(float))
    found = [
        clusters(alike[index][np.ix_(fired[index], fired[index])], ALIKE)
        for index in np.ndindex(*fired.shape[:2])
    ]
    return np.array(found).reshape(fired.shape[:2])


def _ended(found: Treated) -> np.ndarray:
    """Return which runs (treatment, run) ended with a response, and settled."""
    steps = found.curve.shape[-1]
    flat = settled(found.curve.reshape(-1, steps).T).reshape(found.response.shape)
    return np.asarray(flat & (found.response > 0))


def measure_treatments(study: Study) -> Treatments:
    """Climb maps at even distances by the series' ascent, from the same starts under every
    treatment.
    """
    rule, oip, subject = study.settings.convergence, study.settings.oip, study.subject
    layer = subject.layer(LAYER)
    maps, runs = plain_runs(study, rule.maps, rule.starts)
    bare, damped = all_treatments(subject.shape)
    every = (*bare, *damped)
    shape = (len(every), len(maps), rule.starts)
    found = climbed(response(subject.network, LAYER), oip.step_size, every, runs, oip.steps)
    images = found.images.reshape(*shape, *subject.shape)
    seen = layer.visible(images)
    fired = (found.response > 0).reshape(shape)
    return Treatments(
        **layer.visible_pixels,
        steps=np.array(oip.steps),
        treatment=np.array([one.name for one in every]),
        damps=np.array([one in damped for one in every]),
        candidates=np.array(TRIED),
        map=maps,
        images=images[:, :, 0],
        response=found.response.reshape(shape),
        converged=_ended(found).reshape(shape),
        high_share=high_share(seen.reshape(-1, *seen.shape[3:])).reshape(shape),
        level=np.array(ALIKE),
        patterns=_patterns(seen, fired),
    )


def _scale_runs(study: Study, maps: int, count: int) -> tuple[np.ndarray, Runs]:
    """Return maps at even distances among those that answer ``count`` starts of each grid alone,
    and these starts.
    """
    subject = study.subject
    alone: list[Mixture] = list(subject.mixture(LAYER).alone.values())
    seeds = study.seed("convergence by scale") + np.arange(TRIED)
    starts = np.stack([one.starts(seeds) for one in alone])
    first = np.stack([answered(subject, own, count) for own in starts], axis=1)
    chosen = evenly(np.asarray((first >= 0).all(axis=(1, 2))), maps)
    which = np.arange(len(alone))[None, :, None]
    images = starts[which, first[chosen]].reshape(-1, *starts.shape[2:])
    return chosen, Runs(np.repeat(chosen, count * len(alone)), images, images)


def measure_factors(study: Study) -> Factors:
    """Climb maps at even distances from starts of each scale, with steps of each length."""
    rule, oip, subject = study.settings.convergence, study.settings.oip, study.subject
    maps, runs = _scale_runs(study, rule.scale_maps, rule.scale_starts)
    sizes = tuple(Treatment(f"{size:g}", length=size) for size in rule.step_sizes)
    found = climbed(response(subject.network, LAYER), 1.0, sizes, runs, oip.steps)
    grids = subject.mixture(LAYER).grids
    shape = (len(sizes), len(maps), len(grids), rule.scale_starts)
    return Factors(
        steps=np.array(oip.steps),
        map=maps,
        grid=np.array(grids),
        step_size=np.array(rule.step_sizes),
        response=np.moveaxis(found.response.reshape(shape), 0, -1),
        converged=np.moveaxis(_ended(found).reshape(shape), 0, -1),
    )
