"""Nothing is published that was not challenged: the strongest pictures of a map against new ones.

The climbs from many starts end at many different maxima, most of them with flaws in one place or
another. So the search goes on with what they found. Strangers come first: pictures that were found
for other maps, and starts on one length scale, those which excite the map most; they climb. Then,
round after round, the strongest pictures of each map get a rectangle of another one (see
``ascent.recombine``) and climb again, with shorter first steps; where a child ends higher than its
parent, it takes the parent's place. A convex response is climbed by the corner rule, which needs a
few steps only. Ours.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis import framework
from analysis.ascent.answers import looking
from analysis.ascent.climb import BLOCK, Annealed, Ascent, Climber, Corner, ascend
from analysis.ascent.domains import Domain
from analysis.ascent.objectives import own_maps, response
from analysis.ascent.recombine import Pool, children, sums_of
from analysis.images.channels import as_pictures, as_read
from analysis.networks.graph import IMAGES
from analysis.networks.kinds import activation_name, kind
from analysis.networks.layers import at_once, convolutions
from analysis.networks.opening import graph_of
from analysis.networks.stages import stage_of
from analysis.networks.windows import windows
from analysis.oips.ways import Lines, Pictures, unclimbed
from analysis.settings import Challenge
from analysis.study import Advance

if TYPE_CHECKING:
    import keras


CONVEX = ("leaky_relu", "linear", "relu")  # activation functions of that kind


def is_convex(model: keras.Model, layer: str) -> bool:
    """Return whether the mean activation of a layer's maps is a convex function of the image: a
    rising convex function of sums of pixels.
    """
    graph = graph_of(model)
    stage = stage_of(graph, layer)
    step, function = graph.steps[stage.convolution], graph.steps[stage.after].operation
    return step.reads == ((IMAGES, 0),) and _rises_convexly(function)


def _rises_convexly(layer: Any) -> bool:
    """Return whether the activation function of a layer, or the layer itself, is convex and never
    falls.
    """
    if hasattr(layer, "activation"):
        return activation_name(layer) in CONVEX
    if kind(layer) == "ReLU":
        return layer.max_value is None and not layer.threshold and layer.negative_slope <= 1
    return kind(layer) == "BatchNormalization"  # nothing behind the norm


def _at(numbers: tuple[int, ...], depth: int) -> int:
    """Return the number of a layer; the last one holds for all that follow."""
    return numbers[min(depth, len(numbers) - 1)]


class Challenger:
    """What climbs for a layer's maps in one domain, compiled once."""

    def __init__(self, model: keras.Model, layer: str, rule: Challenge, where: Domain) -> None:
        depth = convolutions(model).index(layer)
        self.model, self.layer, self.where = model, layer, where
        self.windows = windows(model, layer)
        self.strangers = _at(rule.strangers, depth)
        self.convex = is_convex(model, layer)
        self.steps = _at(rule.steps, depth)
        self.evaluations = _at(rule.evaluations, depth)
        annealed = Annealed(self.steps, rule.first_step, rule.last_step)
        self._climber = Climber(
            response(model, layer),
            Corner() if self.convex else annealed,
            where,
            block=at_once(model, BLOCK),
        )
        own = own_maps(model, layer)
        self._nodes = framework.compiled(lambda images, maps: own(images, maps).activated)

    def rounds(self, parents: int) -> int:
        """Return how many rounds remain after the strangers, with so many climbs for each map."""
        left = self.evaluations - self.steps * self.strangers
        return max(0, left // (self.steps * parents))

    def climb(self, images: np.ndarray, maps: np.ndarray) -> Ascent:
        """Climb the mean activation of ``maps[i]`` from images (image, y, x) or (image, y, x, 3),
        which need not lie in the domain.
        """
        begun = self.where.nearest(as_read(images.astype(np.float32)))
        return ascend(self._climber, as_pictures(np.asarray(begun)), maps, steps=self.steps)

    def raised(self, pictures: Pictures, maps: np.ndarray) -> Pictures:
        """Return the pictures of these maps (map) after a climb."""
        count, each = pictures.seed.shape
        size = pictures.images.shape[2:]
        climbed = self.climb(pictures.images.reshape(-1, *size), np.repeat(maps, each))
        return replace(
            pictures,
            images=climbed.images.reshape(count, each, *size),
            response=climbed.response.reshape(count, each),
            curve=climbed.curve.T.reshape(count, each, -1),
        )

    def nodes(self, images: np.ndarray, maps: np.ndarray) -> np.ndarray:
        """Return the activations (image, row, column) of each image's own map."""
        parts = []
        size = min(BLOCK, len(images))
        for first in range(0, len(images), size):
            # blocks of one size, so that the pass is compiled once
            block = np.arange(first, first + size) % len(images)
            parts.append(self._nodes(as_read(images[block]), maps[block].astype(np.int32)))
        return np.concatenate(parts)[: len(images)]


@dataclass(frozen=True)
class Strangers:
    """Images that belong to no map: (image, y, x) or (image, y, x, 3), their seeds and where they
    come from.
    """

    images: np.ndarray
    seed: np.ndarray
    origin: np.ndarray


def strangers(
    climbing: Challenger, known: Pictures, others: Strangers, maps: np.ndarray, count: int
) -> Pictures:
    """Return the pictures that excite these maps (map) most of those that were found for other
    maps, and of other images, at most one of each map.

    Args:
        known: pictures of all maps of the layer.
        count: of pictures for each map.
    """
    layer, each = known.response.shape
    flat = known.images.reshape(-1, *known.images.shape[2:])
    seed = np.concatenate([known.seed.ravel(), others.seed])
    origin = np.concatenate([np.full(layer * each, "another map"), others.origin])
    family = np.concatenate(
        [np.repeat(np.arange(layer), each), layer + np.arange(len(others.seed))]
    )
    answers = _answers(climbing, flat, others.images)
    chosen = np.stack([_strongest(answers[:, m], family, m, count) for m in maps])
    return unclimbed(_picked(flat, others.images, chosen), seed[chosen], origin[chosen])


def _answers(climbing: Challenger, one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Return the responses (image, map) to the images of two sets; never are all of them held as
    float32.
    """
    look, size = looking(climbing.model, climbing.layer), at_once(climbing.model)
    count = len(one) + len(other)
    parts = [
        look(_picked(one, other, np.arange(first, min(first + size, count))))[0]
        for first in range(0, count, size)
    ]
    return np.concatenate(parts)


def _picked(one: np.ndarray, other: np.ndarray, index: np.ndarray) -> np.ndarray:
    """Return images (..., *image) float32 of two sets by an index (...) that goes on from the first
    set to the second.
    """
    found = np.empty((*index.shape, *one.shape[1:]), np.float32)
    first = index < len(one)
    found[first], found[~first] = one[index[first]], other[index[~first] - len(one)]
    return found


def _strongest(answers: np.ndarray, family: np.ndarray, own: int, count: int) -> np.ndarray:
    """Return the images (count) that excite a map most: one of a family, none of its own."""
    order = np.argsort(-np.where(family == own, -1, answers), kind="stable")
    first = np.sort(np.unique(family[order], return_index=True)[1])
    return order[first[:count]]


def challenge(
    climbing: Challenger,
    found: Pictures,
    maps: np.ndarray,
    seed: int,
    advance: Advance = lambda done: None,
) -> Pictures:
    """Return the strongest picture of each map after all rounds.

    Args:
        found: pictures of these maps, at least two of each.
        maps: (map).
    """
    count, members = found.response.shape
    # cheap climbs fill a block; of dear ones, each round should know of the last
    parents = max(1, min(BLOCK // count, members - 1)) if climbing.convex else 1
    found = found.taken(np.argsort(-found.response, axis=1, kind="stable"))
    pool = _pool(climbing, found.images.copy(), found.response.copy(), maps)
    lines = Lines(found.taken(np.tile(np.arange(parents), (count, 1))))
    rng = np.random.default_rng(seed)
    for _ in range(climbing.rounds(parents)):
        new = children(pool, parents, climbing.windows, rng)
        climbed = climbing.climb(new.reshape(-1, *new.shape[2:]), np.repeat(maps, parents))
        grown = _pool(
            climbing,
            climbed.images.reshape(new.shape),
            climbed.response.reshape(count, parents),
            maps,
        )
        lines.go_on(compete(pool, grown), climbed.curve.T.reshape(count, parents, -1))
        advance(climbing.steps * parents)
    return lines.end(pool.images[:, :parents], pool.response[:, :parents]).best()


def _pool(climbing: Challenger, images: np.ndarray, response: np.ndarray, maps: np.ndarray) -> Pool:
    count, members = response.shape
    flat = images.reshape(-1, *images.shape[2:])
    nodes = climbing.nodes(flat, np.repeat(maps, members))
    return Pool(images, response, sums_of(nodes.reshape(count, members, *nodes.shape[1:])))


def compete(pool: Pool, grown: Pool) -> np.ndarray:
    """Put children in their parents' places where they are stronger, and whoever lost in the place
    of the weakest member if that is weaker still; return who won (map, parent).
    """
    parents = grown.response.shape[1]
    won = grown.response > pool.response[:, :parents]
    for parent in range(parents):
        above = won[:, parent]
        loser = grown.of(parent).where(above, pool.of(parent))
        weakest = parents + pool.response[:, parents:].argmin(axis=1)
        stays = loser.response > pool.response[np.arange(len(weakest)), weakest]
        pool.put(np.flatnonzero(stays), weakest[stays], loser)
        pool.put(np.flatnonzero(above), np.full(above.sum(), parent), grown.of(parent))
    return won
