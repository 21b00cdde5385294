"""Dreams at several scales: in tiles side by side, in tiles that overlap, and in octaves of the
whole picture.

A tile of t px is made as small as the network's input of n px, so a pattern of the network comes
out t / n times as large. The same scale is reached without tiles: make the whole picture smaller by
that factor and hand it to the convolutions, which take any size. Source: part III of the series on
deep dreams for the tiles; the octaves answer Q-DD-1.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import product

import numpy as np

from analysis.ascent.starts import wavelength
from analysis.experiments.dreams.carving import (
    LAYER,
    Amplifier,
    Amplify,
    Carver,
    based,
    carve,
    corners,
    cut,
    joined,
    standard,
    turned,
)
from analysis.experiments.dreams.pictures import NAMES, SIDE, dream_pictures, edge_correlations
from analysis.networks.layers import batches, forward
from analysis.problem import Problem
from analysis.results.dreams import Dreams as Dreamt
from analysis.results.dreams import DreamScales
from analysis.settings import Dreams
from analysis.study import Study
from analysis.subject import Subject

SIDE_BY_SIDE, OVERLAPPING, OCTAVES = SCALED = (
    "tiles side by side",
    "overlapping tiles",
    "octaves",
)


def by_tiles(
    pictures: np.ndarray, tile: int, step: int, nodes: int, amplify: Amplify
) -> np.ndarray:
    """Return pictures (picture, y, x) of which every tile was carved as if it were a small picture
    that the network sees at ``nodes`` px a side.
    """
    tiles = carve(cut(pictures, tile, step), nodes, amplify)
    return standard(joined(tiles, len(pictures), step))[0]


def border_share(added: np.ndarray, tile: int, nodes: int) -> float:
    """Return the rms of what was added (y, x) near the inner borders of tiles, in units of its rms
    elsewhere; NaN without borders or additions.

    Near is a distance of up to two of the ``nodes`` pixels a side that the network sees of a tile.
    """
    side = added.shape[-1]
    place, near = np.arange(side) + 0.5, 2 * tile / nodes
    to_border = np.minimum(place % tile, tile - place % tile)
    inside = (place > near) & (place < side - near)
    line = (to_border < near) & inside
    band = line[:, None] | line
    elsewhere = (added[~band] ** 2).mean()
    if not band.any() or elsewhere == 0:
        return np.nan
    return float(np.sqrt((added[band] ** 2).mean() / elsewhere))


def _overlap(tile: int) -> int:
    """Return how far apart overlapping tiles stand: half a tile, or the whole picture where there
    is but one.
    """
    return tile if tile == SIDE else tile // 2


def check_tile(tile: int) -> None:
    """``Raises Problem`` for a tile that does not fill the picture, or has no middle."""
    if SIDE % tile or tile % 2:
        raise Problem(
            f"tiles of {tile} px do not fill a picture of {SIDE} px. Take an even divisor of"
            f" {SIDE}, e.g. 84, in dreams.tiles of the profile."
        )


class Scale:
    """The three ways to carve a map at the scale of one tile, and what the whole picture makes the
    map answer at this scale.

    Args:
        small: raises a tile, made as small as the network's input of ``net`` px a side.
        whole: raises the whole picture, made smaller by the same factor.
    """

    def __init__(self, tile: int, net: int, small: Carver, whole: Carver) -> None:
        self.tile, self.net = tile, net
        self.small, self.whole = small, whole
        self.nodes = SIDE * net // tile
        self.step = {SIDE_BY_SIDE: tile, OVERLAPPING: _overlap(tile)}

    def turn(self, way: str, pictures: np.ndarray) -> np.ndarray:
        """Return the pictures (picture, y, x) after one turn of carving."""
        if way in self.step:
            return by_tiles(pictures, self.tile, self.step[way], self.net, self.small.raised)
        return turned(pictures, self.whole.raised, self.nodes)

    def answers(self, pictures: np.ndarray) -> np.ndarray:
        """Return the response (picture) to the whole pictures."""
        return self.whole.responses(based(pictures, self.nodes))

    def silent(self, way: str, pictures: np.ndarray) -> np.ndarray:
        """Return the share (picture) of the images that climb which the map is silent to."""
        if way not in self.step:
            return (self.answers(pictures) == 0).astype(float)
        tiles = based(cut(pictures, self.tile, self.step[way]), self.net)
        quiet = self.small.responses(tiles) == 0
        return quiet.reshape(len(pictures), -1).mean(axis=1)

    def pixels(self, way: str) -> int:
        """Return the pixels that one step computes."""
        if way in self.step:
            return self.net**2 * len(corners(self.tile, self.step[way]))
        return self.nodes**2


def all_scales(subject: Subject, number: int, dreams: Dreams, size: float) -> list[Scale]:
    """Return the scales of a profile's tiles for one map, with steps of this size."""
    for tile in dreams.tiles:
        check_tile(tile)
    net = subject.shape[0]
    small = Carver(Amplifier(subject.network, net, size), number, dreams.steps)
    scales = []
    for tile in dreams.tiles:
        side = SIDE * net // tile
        large = small.amplifier
        if side != net:
            large = Amplifier(subject.network, side, size, len(NAMES))
        scales.append(Scale(tile, net, small, Carver(large, number, dreams.steps)))
    return scales


def shared_nodes(subject: Subject, picture: np.ndarray) -> tuple[int, float]:
    """Return how many nodes of a map of a whole picture (y, x) were compared with those of crops as
    large as the network's input, and the largest difference of all maps.

    Crops stand as many steps of the layer apart as they hold nodes a side, so that each node of the
    large map is compared once. The difference is in units of the largest activation.
    """
    window = subject.layer(LAYER).rows
    net, count = window.side, window.count
    whole = _activations(subject, picture[None])[0]
    line = range(0, picture.shape[-1] - net + 1, count * window.step)
    offsets = list(product(line, line))
    parts = _activations(subject, np.stack([picture[y : y + net, x : x + net] for y, x in offsets]))
    off = []
    for (y, x), part in zip(offsets, parts, strict=True):
        row, column = y // window.step, x // window.step
        same = whole[row : row + count, column : column + count]
        off.append(np.abs(same - part).max())
    return count**2 * len(offsets), float(max(off) / whole.max())


def _activations(subject: Subject, images: np.ndarray) -> np.ndarray:
    """Return the layer's activations (image, y, x, map) for images (image, y, x)."""
    pixels = images[..., None].astype(np.float32)
    parts = [np.asarray(forward(subject.network, pixels[part], LAYER)) for part in batches(pixels)]
    return np.concatenate(parts)


def measure_dream_scales(study: Study, dreamt: Dreamt) -> DreamScales:
    """Carve the same map at the scales of several tiles: side by side, overlapping, and on the
    whole picture by the convolutions alone (octaves).
    """
    dreams, subject = study.settings.dreams, study.subject
    chosen = int(dreamt.map)
    pictures = dream_pictures(study)
    scales = all_scales(subject, chosen, dreams, study.settings.oip.step_size)
    label, total = f"scales of the dreams of map {chosen}", len(SCALED) * len(scales)
    every: list[list[np.ndarray]] = []
    in_turn: list[np.ndarray] = []
    with study.progress(label, total * (dreams.scale_turns + 1)) as advance:
        for way in SCALED:
            every.append([])
            one_after_the_other = pictures
            for scale in scales:
                dream = pictures
                for _ in range(dreams.scale_turns):
                    dream = scale.turn(way, dream)
                    advance(1)
                every[-1].append(dream)
                one_after_the_other = scale.turn(way, one_after_the_other)
                advance(1)
            in_turn.append(one_after_the_other)
    count, difference = shared_nodes(subject, pictures[1])
    return DreamScales(
        **_described(scales, pictures, np.array(every)),
        name=np.array(NAMES),
        map=np.array(chosen),
        tile=np.array([scale.tile for scale in scales]),
        way=np.array(SCALED),
        before=np.array([scale.answers(pictures) for scale in scales]),
        all_scales=np.array(in_turn).astype(np.float32),
        nodes=np.array(count),
        node_difference=np.array(difference),
    )


def _described(
    scales: list[Scale], pictures: np.ndarray, every: np.ndarray
) -> dict[str, np.ndarray]:
    """Return what is known of every dream (way, scale, picture, y, x)."""
    added = every - pictures
    shape = every.shape[:3]

    def each(number: Callable[[tuple[int, int, int]], float]) -> np.ndarray:
        """Return a number (way, scale, picture) of every dream."""
        return np.array([number(place) for place in np.ndindex(shape)]).reshape(shape)

    def edges_kept(place: tuple[int, int, int]) -> float:
        return float(edge_correlations(every[place][None], pictures[place[-1]])[0])

    def at_borders(place: tuple[int, int, int]) -> float:
        scale = scales[place[1]]
        return border_share(added[place], scale.tile, scale.net)

    after = [
        [scale.answers(dream) for scale, dream in zip(scales, row, strict=True)] for row in every
    ]
    return {
        "dream": every.astype(np.float32),
        "wavelength": each(lambda place: added_wavelength(added[place])),
        "edges": each(edges_kept),
        "after": np.array(after),
        "border": each(at_borders),
        "silent": np.array([[scale.silent(way, pictures) for scale in scales] for way in SCALED]),
        "pixels": np.array([[scale.pixels(way) for scale in scales] for way in SCALED]),
    }


def added_wavelength(added: np.ndarray) -> float:
    """Return the spectral-centroid wavelength in px of what was added (y, x); NaN where that is
    nothing.
    """
    return float(wavelength(added)) if np.ptp(added) > 1e-6 else np.nan
