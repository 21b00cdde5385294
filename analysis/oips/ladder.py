"""An OIP for every map: many starts for each, and a ladder of searches for maps that answer none of
them.

The rungs, from the cheapest up; a map stands on the first one that wakes it:

1. *plain*: it answers at least one of the plain starts.
2. *precursor*: it answers the best of many candidates, found by forward passes alone.
3. *pre-activation*: it answers nothing that was tried, but climbing its value before the ReLU makes
   it fire.
4. *image*: it fires on a training image, and climbs from the strongest one.
5. *silent*: none of these.

On every rung all starts of a map climb; those it is silent to climb its pre-activation first.
Source: parts X and XI of the series (P-PREC) for the second rung; the others are ours.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from analysis.ascent.answers import looking
from analysis.ascent.climb import Annealed, Ascent, ascend
from analysis.ascent.domains import Box, Domain, DomainName, box_of, domain, outside
from analysis.ascent.objectives import PRE_ACTIVATION, response
from analysis.ascent.starts import fluctuations
from analysis.images.similarity import best_correlations, clusters
from analysis.networks.series import MAPS
from analysis.results.data_responses import DataResponses
from analysis.results.oips import RUNGS, OipGallery, OipSet
from analysis.settings import Ladder
from analysis.study import Advance, Study

if TYPE_CHECKING:
    import keras

ALIKE = 0.7  # likeness from which two OIPs count as one pattern, as in C-IX-2


@dataclass(frozen=True)
class Starts:
    """The starts of every map: (map, start, y, x), the seed of each, and the rung its map stands on
    so far.
    """

    images: np.ndarray
    seed: np.ndarray  # (map, start)
    rung: np.ndarray  # (map), index into RUNGS


def into(images: np.ndarray, where: Domain) -> np.ndarray:
    """Return standardised start images (image, y, x) in a domain: in the box the darkest pixel
    becomes paper, the brightest full ink.
    """
    if not isinstance(where, Box):
        return images
    low, high = (edge(axis=(1, 2), keepdims=True) for edge in (images.min, images.max))
    return (where.low + (where.high - where.low) * (images - low) / (high - low)).astype(np.float32)


def choose_starts(study: Study, model: keras.Model, layer: str, where: Domain) -> Starts:
    """Return the plain starts for maps that answer one of them, and the best candidates of a scan
    for the others.
    """
    rule = study.settings.ladder
    oip = study.settings.oip
    count = MAPS[layer]
    seeds = study.seed(f"starts {layer}") + np.arange(rule.starts)
    plain = into(fluctuations(seeds, oip.grids, oip.fluctuation.weights(layer)), where)
    look = looking(model, layer)
    wakes = (look(plain)[0] > 0).any(axis=0)
    images = np.repeat(plain[None], count, axis=0)
    seed = np.repeat(seeds[None], count, axis=0)
    rung: np.ndarray = np.where(wakes, 0, 2)
    if not wakes.all():
        more = study.seed(f"candidates {layer}") + np.arange(rule.candidates)
        candidates = into(fluctuations(more, oip.grids, rule.weights), where)
        mean, before = look(candidates)
        for m in np.flatnonzero(~wakes):
            # by response, then by pre-activation
            best = np.lexsort((-before[:, m], -mean[:, m]))[: rule.starts]
            images[m], seed[m] = candidates[best], more[best]
            rung[m] = 1 if mean[best[0], m] > 0 else 2
    return Starts(images, seed, rung)


def wake(
    model: keras.Model,
    layer: str,
    starts: np.ndarray,
    maps: np.ndarray,
    rule: Annealed,
    where: Domain,
) -> np.ndarray:
    """Return the starts (image, y, x), those that their map ``maps[i]`` is silent to after a climb
    of its pre-activation.
    """
    own = looking(model, layer)(starts)[0][np.arange(len(maps)), maps]
    asleep, woken = np.flatnonzero(own == 0), starts.copy()
    if len(asleep):
        woken[asleep] = ascend(
            response(model, layer, PRE_ACTIVATION),
            starts[asleep],
            maps[asleep],
            steps=rule.steps,
            rule=rule,
            domain=where,
        ).images
    return woken


def annealed(rule: Ladder, steps: int) -> Annealed:
    """Return the step rule of a profile, stretched over so many steps."""
    return Annealed(steps, rule.first_step, rule.last_step)


def climb(
    model: keras.Model,
    layer: str,
    starts: np.ndarray,
    maps: np.ndarray,
    rule: Ladder,
    where: Domain,
    advance: Advance = lambda done: None,
) -> Ascent:
    """Climb the mean activation of ``maps[i]`` from ``starts[i]``, by way of its pre-activation
    where the map is silent.
    """
    woken = wake(model, layer, starts, maps, annealed(rule, rule.wake), where)
    return ascend(
        response(model, layer),
        woken,
        maps,
        steps=rule.steps,
        rule=annealed(rule, rule.steps),
        domain=where,
        advance=advance,
    )


def likeness(images: np.ndarray, reached: np.ndarray) -> tuple[np.ndarray, float]:
    """Return how alike the OIPs of one map are.

    Args:
        images: (start, y, x), the part that the layer sees; reached: (start), their responses.
            Those of starts that stayed silent do not count.

    Returns:
        The best correlations (OIP, OIP), and the median of the strongest one's with the others; NaN
        for fewer than two.
    """
    fired = reached > 0
    alike = best_correlations(images[fired].astype(float))
    top = int(reached[fired].argmax()) if fired.any() else 0
    return alike, float(np.median(np.delete(alike[top], top))) if fired.sum() > 1 else np.nan


def measure_oip_set(
    study: Study,
    gallery: OipGallery,
    responses: DataResponses,
    *,
    layer: str,
    domain_name: DomainName,
) -> OipSet:
    """Find OIPs for every map of a layer from many starts in one domain; the best is shown, the
    others tell how far it can be trusted.
    """
    rule = study.settings.ladder
    model = study.network()
    count = MAPS[layer]
    where = domain(domain_name, study.data)
    starts = choose_starts(study, model, layer, where)
    maps = np.repeat(np.arange(count), rule.starts)
    with study.progress(f"OIPs of {layer} on the {domain_name}", rule.steps * len(maps)) as advance:
        ascent = climb(model, layer, starts.images.reshape(-1, 28, 28), maps, rule, where, advance)
    images = ascent.images.reshape(count, -1, 28, 28)
    reached = ascent.response.reshape(count, -1)
    rung = starts.rung.copy()
    best = images[np.arange(count), reached.argmax(axis=1)]
    top = reached.max(axis=1)
    origin = np.full(count, "many starts")
    silent = np.flatnonzero((top == 0) & (responses.maximum > 0))
    if len(silent):
        strongest = where.nearest(study.data.standardise(responses.top_image[silent, 0]))
        again = climb(model, layer, np.asarray(strongest)[..., 0], silent, rule, where)
        best[silent], top[silent] = again.images, again.response
    rung[silent] = 3
    rung[top == 0] = 4
    if domain_name == "sphere":  # what the series' long walk found counts too
        better = np.flatnonzero(gallery.response > top)
        best[better], top[better], origin[better] = (
            gallery.images[better],
            gallery.response[better],
            "series",
        )
        # its walk began at plain starts
        rung[better] = np.where(rung[better] == 4, 0, rung[better])
    return _described(
        study, model, layer, OipSetParts(images, reached, starts, best, top, rung, origin)
    )


@dataclass(frozen=True)
class OipSetParts:
    """What a search ended with, before it is described."""

    images: np.ndarray
    reached: np.ndarray
    starts: Starts
    best: np.ndarray
    response: np.ndarray
    rung: np.ndarray
    origin: np.ndarray


def _described(study: Study, model: keras.Model, layer: str, found: OipSetParts) -> OipSet:
    seen = study.subject.layer(layer)
    visible = seen.visible(found.images)
    alike, agreement = zip(
        *(likeness(*pair) for pair in zip(visible, found.reached, strict=True)), strict=True
    )
    fired, largest = found.reached > 0, found.reached.max(axis=1)
    least = np.where(fired, found.reached, np.inf).min(axis=1)
    spread = np.divide(
        largest - least, largest, out=np.full(len(largest), np.nan), where=fired.sum(axis=1) > 1
    )
    return OipSet(
        **seen.visible_pixels,
        images=found.best,
        response=found.response,
        rung=np.array(RUNGS)[found.rung],
        origin=found.origin,
        every_image=found.images.astype(np.float16),
        every_response=found.reached,
        every_seed=found.starts.seed,
        agreement=np.array(agreement),
        spread=spread,
        clusters=np.array([clusters(pairs, ALIKE) for pairs in alike]),
        outside=outside(found.best, box_of(study.data)),
        stored_response=np.diagonal(looking(model, layer)(stored(found.best)[0])[0]),
        plain_share=fired.mean(axis=1),
    )


def stored(images: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return images (image, y, x) as they come back from an 8-bit file, and the two ends (image, 2)
    that its grey values 0 and 255 stand for.
    """
    low, high = (edge(axis=(1, 2), keepdims=True) for edge in (images.min, images.max))
    width = np.where(high > low, high - low, 1.0)
    grey = np.rint(255 * (images - low) / width)
    return (low + grey / 255 * width).astype(np.float32), np.stack(
        [low[:, 0, 0], high[:, 0, 0]], axis=1
    )
