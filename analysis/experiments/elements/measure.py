"""Elements of the maps of the deepest layer, fits of their OIPs, and strokes in both halves."""

from __future__ import annotations

import numpy as np

from analysis.ascent.climb import Climber, ascend
from analysis.ascent.domains import Sphere
from analysis.ascent.objectives import nodes
from analysis.experiments.elements.fits import (
    copies,
    explained,
    fitted_pixels,
    held_out,
    places,
    turned,
)
from analysis.experiments.elements.strokes import leaning, mirrored
from analysis.networks.layers import batches, views
from analysis.networks.series import CONVOLUTIONS
from analysis.oips.ladder import StartClimber, annealed, plain_seeds
from analysis.results.elements import Elements, Strokes
from analysis.results.oips import OipSet
from analysis.study import Study
from analysis.subject import Subject

LAYER = CONVOLUTIONS[-1]
TRIED = 64  # starts; of those that the middle node of a map answers, the first ones climb
CLIMB = 2
IMAGES = 2000  # of the data, among which cut-outs are looked for
EVERY = 4  # map is fitted with turns, and has its strokes measured
OTHERS = 19  # wrong elements; an own one above all of them is above 95 % of what chance gives
STARTS = 8  # of each map, plain and mirrored


def _activations(subject: Subject, images: np.ndarray) -> np.ndarray:
    """Return the activations (image, row, column, map) of all nodes for images (image, y, x)."""
    look = views(subject.network, (LAYER,))
    return np.concatenate([look(images[part, ..., None])[LAYER] for part in batches(images)])


def node_oips(study: Study, middle: tuple[int, int]) -> tuple[np.ndarray, np.ndarray]:
    """Return the OIP (map, y, x) of the middle node of every map, the best of a few starts, and
    the response (map) of the node; 0 where it answers no start.
    """
    subject, rule = study.subject, study.settings.ladder
    starts = subject.mixture(LAYER).starts(study.seed("elements") + np.arange(TRIED))
    fires = _activations(subject, starts)[:, middle[0], middle[1]].T > 0  # (map, start)
    first = np.argsort(~fires, axis=1, kind="stable")[:, :CLIMB]
    maps = np.repeat(np.arange(len(fires)), CLIMB)
    climber = Climber(nodes(subject.network, LAYER), annealed(rule, rule.steps), Sphere())
    wanted = np.stack([maps, *(np.full(len(maps), place) for place in middle)], axis=1)
    with study.progress(f"single nodes of {LAYER}", rule.steps * len(maps)) as advance:
        ended = ascend(climber, starts[first.ravel()], wanted, steps=rule.steps, advance=advance)
    reached = np.maximum(ended.response, 0).reshape(first.shape)
    best = reached.argmax(axis=1)
    every = np.arange(len(fires))
    return ended.images.reshape(*first.shape, *subject.shape)[every, best], reached[every, best]


def cut_outs(study: Study, maps: np.ndarray) -> np.ndarray:
    """Return what the most excited node of each map sees (map, y, x) of the test image that
    excites it, in grey values.
    """
    layer, grey = study.subject.layer(LAYER), study.data.test.images[:IMAGES]
    seen = _activations(study.subject, study.data.standardise(grey)[..., 0])
    found = []
    for m in maps:
        image, *node = np.unravel_index(seen[..., m].argmax(), seen.shape[:3])
        found.append(layer.crop(grey[image], (int(node[0]), int(node[1]))))
    return np.array(found, float).reshape(len(maps), layer.rows.size, layer.columns.size)


def _with_turns(
    elements: np.ndarray, targets: np.ndarray, at: list[tuple[int, int]]
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return which maps were tried (tried), and the held-out fits (tried, trial) by copies that are
    shifted, and by those that are turned too, of their own element and of wrong ones.
    """
    count, shape = len(targets), targets.shape[1:]
    tried, which = trials(count)
    fitted = fitted_pixels(shape)
    plain = [copies(one, at, shape) for one in elements]
    rich = [
        np.concatenate([copies(one, at, shape) for one in turned(element)], axis=1)
        for element in elements
    ]
    fits = [
        [[held_out(kind[e], targets[m].ravel(), fitted) for e in row] for kind in (plain, rich)]
        for m, row in zip(tried, which, strict=True)
    ]
    both = np.array(fits).reshape(len(tried), 2, which.shape[1])
    return tried, both[:, 0], both[:, 1]


def trials(count: int) -> tuple[np.ndarray, np.ndarray]:
    """Return every so-manieth of some maps (tried), and whose elements are tried on each (tried,
    trial): its own, and those of others at even distances.
    """
    tried = np.arange(0, count, EVERY)
    others = min(OTHERS, max(count - 1, 0))
    after = np.concatenate([[0], np.linspace(1, max(count - 1, 1), others).astype(int)])
    return tried, (tried[:, None] + after) % max(count, 1)


def measure_elements(study: Study, found: OipSet) -> Elements:
    """Fit the OIP of every map by shifted copies of what its middle node wants, and of what those
    of other maps want.
    """
    layer = study.subject.layer(LAYER)
    middle = (layer.rows.count // 2, layer.columns.count // 2)
    images, response = node_oips(study, middle)
    maps = np.flatnonzero((response > 0) & (found.response > 0))
    sizes = (layer.rows.size, layer.columns.size)
    cropped = [layer.crop(images[m], middle) for m in maps]
    elements = np.array(cropped, float).reshape(len(maps), *sizes)
    targets = layer.visible(found.images[maps]).astype(float)
    at, shape = places(layer), targets.shape[1:]
    flat = targets.reshape(len(maps), shape[0] * shape[1])
    real = cut_outs(study, maps)
    own = [
        explained([copies(one, at, shape)], target[None])[0, 0]
        for one, target in zip(real, flat, strict=True)
    ]
    tried, shifted, with_turns = _with_turns(elements, targets, at)
    return Elements(
        map=maps,
        element=elements.astype(np.float32),
        response=response[maps],
        target=targets.astype(np.float32),
        fit=explained([copies(one, at, shape) for one in elements], flat),
        images=np.array(min(IMAGES, len(study.data.test.images))),
        cut_out=real.astype(np.float32),
        cut_out_fit=np.array(own),
        tried=tried,
        shifted=shifted,
        turned=with_turns,
    )


def measure_strokes(study: Study, found: OipSet, elements: Elements) -> Strokes:
    """Compare strokes in both halves of OIPs from plain starts and from the same starts mirrored,
    with those of equal elements at all nodes.
    """
    subject, layer = study.subject, study.subject.layer(LAYER)
    seeds = plain_seeds(study, LAYER)[:STARTS]
    # maps whose starts are candidates of a scan have no plain ones that they answer
    plain = (found.every_seed[:, : len(seeds)] == seeds).all(axis=1)
    rows = np.flatnonzero(plain[elements.map])[::EVERY]
    maps = elements.map[rows]
    starts = mirrored(subject.mixture(LAYER).starts(seeds), layer.columns.visible)
    if not len(maps):
        nothing = np.zeros((0, len(seeds)))
        return Strokes(map=maps, plain=nothing, mirrored=nothing, overlap=nothing.sum(axis=1))
    each = np.tile(starts, (len(maps), 1, 1)).reshape(-1, *subject.shape)
    climber = StartClimber(subject.network, LAYER, study.settings.ladder, Sphere())
    shape = (len(maps), len(seeds))
    label = f"mirrored starts of {LAYER}"
    with study.progress(label, study.settings.ladder.steps * len(each)) as advance:
        ended = climber.climb(each, np.repeat(maps, len(seeds)), advance)
    own = layer.visible(found.every_image[maps, : len(seeds)].astype(float))
    other = layer.visible(ended.images.reshape(*shape, *subject.shape))
    sums = [
        copies(element, places(layer), own.shape[2:]).sum(axis=1).reshape(own.shape[2:])
        for element in elements.element[rows]
    ]
    return Strokes(
        map=maps,
        plain=leaning(own),
        mirrored=leaning(other),
        overlap=leaning(np.array(sums).reshape(len(maps), *own.shape[2:])),
    )
