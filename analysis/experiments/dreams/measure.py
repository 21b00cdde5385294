"""Deep dreams: a map's pattern carved into a picture that is larger than what the network takes.

A picture is split into a base, small enough for the network, and the detail that is lost on the way
there. A few steps of the series' ascent raise a map on the base; enlarged again, with the detail
put back, it is the picture of the next turn (P-DREAM). Smaller patterns come from tiles of the
picture, each treated like a small picture, or from the convolutions alone, which take an image of
any size. Source: "Deep Dreams of a CNN trained on MNIST data" I to III; pictures and numbers are
ours.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.ascent.answers import start_responses
from analysis.experiments.dreams.carving import LAYER, Amplifier, Carver, based, standard, turned
from analysis.experiments.dreams.choice import choose_dream_map
from analysis.experiments.dreams.pictures import (
    NAMES,
    background,
    dream_pictures,
    edge_correlations,
)
from analysis.images.resizing import resized
from analysis.images.similarity import correlation
from analysis.oips.evolution import frame_steps
from analysis.results.dreams import DreamMaps, Dreams
from analysis.results.oips import OipGallery, OipScales
from analysis.study import Study
from analysis.subject import MapLayer

WAYS = ("carved", "steps at once, detail put back", "steps at once, no detail")
SHOWN = 6  # maps whose dreams are shown


@dataclass(frozen=True)
class Carved:
    """What became of every picture under every map, before it is described."""

    pictures: np.ndarray  # (picture, y, x)
    base: np.ndarray  # (picture, base_y, base_x)
    before: np.ndarray  # (picture, map), response to the base
    after: np.ndarray  # (picture, map), response to what was carved
    pure: np.ndarray  # (picture, map, base_y, base_x), after the pure ascent
    carved: np.ndarray  # (picture, map, y, x)

    @property
    def fired(self) -> np.ndarray:
        """Whether the map answers the picture (picture, map)."""
        return self.before > 0


def _ways(picture: np.ndarray, carved: np.ndarray, at_once: np.ndarray) -> np.ndarray:
    """Return the pictures (way, turn, y, x) of the three ways from carved ones (turn, y, x) and
    iterates at once (turn, base_y, base_x).
    """
    side = picture.shape[-1]
    base = resized(picture, at_once.shape[-1])
    plain = resized(base.mean() + base.std() * at_once, side)
    with_detail = plain + picture - resized(base, side)
    return np.stack([carved, standard(with_detail)[0], standard(plain)[0]])


def _edges_kept(images: np.ndarray, originals: np.ndarray) -> np.ndarray:
    """Return the edge correlation (..., picture, image) of images (..., picture, image, y, x) with
    the original of their picture (picture, y, x).
    """
    *ways, pictures, count, height, width = images.shape
    rows = images.reshape(-1, pictures, count, height, width)
    kept = [
        edge_correlations(of_picture, original)
        for row in rows
        for of_picture, original in zip(row, originals, strict=True)
    ]
    return np.array(kept).reshape(*ways, pictures, count)


def measure_dreams(study: Study, gallery: OipGallery) -> Dreams:
    """Carve one map into the pictures turn by turn; beside it the pure ascent on their bases, and
    what the detail alone does.

    The map is one that answers the pictures, see ``choose_dream_map``. ``_ways`` are its controls:
    the same number of steps without the turns, with and without the detail.
    """
    dreams, oip = study.settings.dreams, study.settings.oip
    layer, side = study.subject.layer(LAYER), study.subject.shape[0]
    pictures = dream_pictures(study)
    base = based(pictures, side)
    amplifier = Amplifier(study.subject.network, side, oip.step_size, len(pictures))
    answers = start_responses(study.subject.network, LAYER, base.astype(np.float32)) > 0
    carver = Carver(amplifier, choose_dream_map(gallery, layer, answers), dreams.steps)
    done = dreams.steps * np.arange(dreams.turns + 1)
    # steps that were made, so that the last frame is the image after all of them
    frames = np.array(frame_steps(oip.steps + 1, study.settings.evolution.frames))
    keep = np.unique(np.concatenate([done, frames]))
    with study.progress(f"dreams of map {carver.map}", dreams.turns + 1) as advance:
        pure = amplifier.walk(base, np.full(len(base), carver.map), keep.tolist())
        advance(1)
        turns = [pictures]
        for _ in range(dreams.turns):
            turns.append(turned(turns[-1], carver.raised, side))
            advance(1)
    walk = pure[np.searchsorted(keep, frames)].swapaxes(0, 1)
    at_once = pure[np.searchsorted(keep, done)].swapaxes(0, 1)
    every_way = zip(pictures, np.stack(turns, axis=1), at_once, strict=True)
    ways = np.stack([_ways(*picture) for picture in every_way], axis=1)
    small = based(ways.reshape(-1, *pictures.shape[1:]), side)
    even, dark = background(layer.visible(walk.reshape(-1, side, side)))
    return Dreams(
        **layer.visible_pixels,
        name=np.array(NAMES),
        map=np.array(carver.map),
        answered=answers.sum(axis=0),
        picture=pictures.astype(np.float32),
        base=base.astype(np.float32),
        pure=walk[:, -1],
        pure_step=frames,
        pure_edges=_edges_kept(layer.visible(walk), layer.visible(base)),
        pure_even=even.reshape(walk.shape[:2]),
        pure_dark=dark.reshape(walk.shape[:2]),
        pure_response=carver.responses(walk.reshape(-1, side, side)).reshape(walk.shape[:2]),
        steps=done,
        carved=ways[0].astype(np.float32),
        way=np.array(WAYS),
        edges=_edges_kept(ways, pictures),
        coarse_edges=_edges_kept(
            layer.visible(small).reshape(*ways.shape[:3], *layer.visible(base).shape[1:]),
            layer.visible(base),
        ),
        response=carver.responses(small).reshape(ways.shape[:3]),
    )


def measure_dream_maps(study: Study, scales: OipScales) -> DreamMaps:
    """Carve maps at even distances through the layer, and climb each without the detail.

    Shown are maps that answer all pictures, at evenly spaced ranks of their OIP's wavelength.
    """
    dreams, oip = study.settings.dreams, study.settings.oip
    layer, side = study.subject.layer(LAYER), study.subject.shape[0]
    pictures = dream_pictures(study)
    amplifier = Amplifier(study.subject.network, side, oip.step_size)
    maps = np.arange(0, layer.maps, -(-layer.maps // dreams.maps))
    base = based(pictures, side)
    pure = np.repeat(base, len(maps), axis=0)
    carved = np.repeat(pictures, len(maps), axis=0)
    wanted = np.tile(maps, len(pictures))
    before = amplifier.responses(pure, wanted)
    fired = np.flatnonzero(before > 0)

    def raised(images: np.ndarray) -> np.ndarray:
        return amplifier.raised(images, wanted[fired], dreams.steps)

    with study.progress(f"dreams of {len(maps)} maps", oip.steps + dreams.turns) as advance:
        if len(fired):
            pure[fired] = amplifier.walk(pure[fired], wanted[fired], [oip.steps])[0]
        advance(oip.steps)
        for _ in range(dreams.turns if len(fired) else 0):
            carved[fired] = turned(carved[fired], raised, side)
            advance(1)
    shape = len(pictures), len(maps)
    found = Carved(
        pictures,
        base,
        before.reshape(shape),
        amplifier.responses(based(carved, side), wanted).reshape(shape),
        pure.reshape(*shape, side, side),
        carved.reshape(*shape, *pictures.shape[1:]),
    )
    return _described(found, maps, scales.conv2d_3[maps], layer)


def _spread_over(found: Carved, scale: np.ndarray) -> np.ndarray:
    """Return places of maps that answer all pictures, at evenly spaced ranks of their scale."""
    both = np.flatnonzero(found.fired.all(axis=0))
    both = both[np.argsort(scale[both], kind="stable")]
    count = min(SHOWN, len(both))
    return both[np.linspace(0, len(both) - 1, count).round().astype(int)]


def _likeness(added: np.ndarray) -> np.ndarray:
    """Return the correlation (picture, map, map) of what maps added to the same picture (picture,
    map, y, x).
    """
    pictures, count = added.shape[:2]
    alike = np.zeros((pictures, count, count))
    for p, one, other in np.ndindex(alike.shape):
        alike[p, one, other] = correlation(added[p, one], added[p, other])
    return alike


def _described(found: Carved, maps: np.ndarray, scale: np.ndarray, layer: MapLayer) -> DreamMaps:
    """Return what became of every map; NaN where it was silent."""
    fired = found.fired
    some = _spread_over(found, scale)
    seen, bases = layer.visible(found.pure), layer.visible(found.base)
    even, _ = background(seen.reshape(-1, *seen.shape[2:]))
    even_before, _ = background(bases)
    gain = even.reshape(fired.shape) - even_before[:, None]
    ratio = np.full(fired.shape, np.nan)
    np.divide(found.after, found.before, out=ratio, where=fired)
    return DreamMaps(
        name=np.array(NAMES),
        map=maps,
        before=found.before,
        pure_edges=np.where(fired, _edges_kept(seen, bases), np.nan),
        pure_even=np.where(fired, gain, np.nan),
        carved_edges=np.where(fired, _edges_kept(found.carved, found.pictures), np.nan),
        carved_ratio=ratio,
        shown=maps[some],
        dream=found.carved[:, some].astype(np.float32),
        likeness=_likeness(found.carved[:, some] - found.pictures[:, None]),
    )
