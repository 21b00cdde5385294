"""An OIP for every map: many starts for each, and a ladder of searches for maps that answer none of
them.

The rungs, from the cheapest up; a map stands on the first one that wakes it:

1. *plain*: it answers at least one of the plain starts.
2. *precursor*: it answers the best of many candidates, found by forward passes alone.
3. *pre-activation*: it answers nothing that was tried, but climbing its value before the ReLU makes
   it fire.
4. *image*: it fires on a training image, and climbs from the strongest one.
5. *silent*: none of these.

On every rung all starts of a map climb; those it is silent to climb its pre-activation first. From
the second rung up the plain starts climb beside them, so that what is shown is never less than they
reach.
A map answers where its response exceeds the response at rest, 0 behind a ReLU; what that is for
activation functions that give less than 0 is said in ``networks.layers.rest_of``. From rest, such a
function has a gradient; to climb the pre-activation first leads past its flat parts all the same.
Source: parts X and XI of the series (P-PREC) for the second rung; the others are ours.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from analysis.ascent.answers import looking
from analysis.ascent.climb import BLOCK, Annealed, Ascent, Climber, ascend
from analysis.ascent.domains import Box, Domain
from analysis.ascent.objectives import PRE_ACTIVATION, response
from analysis.images.channels import pixels_of
from analysis.networks.layers import at_once, rest_of
from analysis.settings import Ladder
from analysis.study import Advance, Study

if TYPE_CHECKING:
    import keras


@dataclass(frozen=True)
class Starts:
    """The starts of every map: (map, start, y, x) or (map, start, y, x, 3), the seed of each, and
    the rung its map stands on so far.
    """

    images: np.ndarray
    seed: np.ndarray  # (map, start)
    rung: np.ndarray  # (map), index into RUNGS


def into(images: np.ndarray, where: Domain) -> np.ndarray:
    """Return standardised start images (image, y, x) or (image, y, x, 3) in a domain: in the box
    the darkest pixel becomes paper, the brightest full ink; a constant image is paper.

    In colour it is the darkest and the brightest number of all channels that do.
    """
    if not isinstance(where, Box):
        return images
    axes = pixels_of(images)
    low, high = (edge(axis=axes, keepdims=True) for edge in (images.min, images.max))
    width = np.where(high > low, high - low, 1)
    paper, ink = where.ends
    return (paper + (ink - paper) * (images - low) / width).astype(np.float32)


def plain_seeds(study: Study, layer: str) -> np.ndarray:
    """Return the seeds (start) of the plain starts of a layer."""
    return study.seed(f"starts {layer}") + np.arange(study.settings.ladder.starts)


def choose_starts(study: Study, model: keras.Model, layer: str, where: Domain) -> Starts:
    """Return the plain starts for maps that answer one of them, and the best candidates of a scan
    for the others.
    """
    rule = study.settings.ladder
    mixture = study.subject.mixture(layer)
    count = study.subject.layer(layer).maps
    seeds = plain_seeds(study, layer)
    plain = into(mixture.starts(seeds), where)
    look, rest = looking(model, layer), rest_of(model, layer)
    wakes = (look(plain)[0] > rest).any(axis=0)
    images = np.broadcast_to(plain, (count, *plain.shape))  # held once, as long as all are alike
    seed = np.repeat(seeds[None], count, axis=0)
    rung: np.ndarray = np.where(wakes, 0, 2)
    if not wakes.all():
        images = images.copy()
        more = study.seed(f"candidates {layer}") + np.arange(rule.candidates)
        candidates = into(mixture.weighing(rule.weights).starts(more), where)
        mean, before = look(candidates)
        for m in np.flatnonzero(~wakes):
            # by response, then by pre-activation
            best = np.lexsort((-before[:, m], -mean[:, m]))[: rule.starts]
            images[m], seed[m] = candidates[best], more[best]
            rung[m] = 1 if mean[best[0], m] > rest[m] else 2
    return Starts(images, seed, rung)


def annealed(rule: Ladder, steps: int) -> Annealed:
    """Return the step rule of a profile, stretched over so many steps."""
    return Annealed(steps, rule.first_step, rule.last_step)


@dataclass(frozen=True)
class StartClimber:
    """What takes starts to OIPs: for the maps of a layer, by a profile's rule, in one domain."""

    model: keras.Model
    layer: str
    rule: Ladder
    where: Domain

    @property
    def block(self) -> int:
        """How many images climb together."""
        return at_once(self.model, BLOCK)

    def asleep(self, starts: np.ndarray, maps: np.ndarray) -> np.ndarray:
        """Return which of the starts (image, y, x) their map ``maps[i]`` is silent to."""
        own = looking(self.model, self.layer)(starts)[0][np.arange(len(maps)), maps]
        return np.flatnonzero(own <= rest_of(self.model, self.layer)[maps])

    def wake(self, starts: np.ndarray, maps: np.ndarray) -> np.ndarray:
        """Return the starts (image, y, x), those that their map ``maps[i]`` is silent to after a
        climb of its pre-activation.
        """
        asleep, woken = self.asleep(starts, maps), starts.copy()
        if len(asleep):
            steps = self.rule.wake
            before = response(self.model, self.layer, PRE_ACTIVATION)
            climber = Climber(before, annealed(self.rule, steps), self.where, block=self.block)
            woken[asleep] = ascend(climber, starts[asleep], maps[asleep], steps=steps).images
        return woken

    def climb(
        self, starts: np.ndarray, maps: np.ndarray, advance: Advance = lambda done: None
    ) -> Ascent:
        """Climb the mean activation of ``maps[i]`` from ``starts[i]``, by way of its pre-activation
        where the map is silent.
        """
        steps = self.rule.steps
        mean = response(self.model, self.layer)
        climber = Climber(mean, annealed(self.rule, steps), self.where, block=self.block)
        return ascend(climber, self.wake(starts, maps), maps, steps=steps, advance=advance)
