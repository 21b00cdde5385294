"""Dreams at several scales: in tiles side by side, in tiles that overlap, and in octaves of the
whole picture.

A tile of t px is made as small as the network's input, so a pattern of the network comes out t / 28
times as large. The
same scale is reached without tiles: make the whole picture smaller by that factor and hand it to
the convolutions, which take any size. Source: part III of the series on deep dreams for the tiles;
the octaves answer Q-DD-1.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.ascent.starts import wavelength
from analysis.experiments.dreams.carving import (
    LAYER,
    NET,
    Amplifier,
    Amplify,
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
from analysis.results.dreams import DreamScales
from analysis.results.oips import OipEvolution
from analysis.study import Study

if TYPE_CHECKING:
    import keras

SCALED = ("tiles side by side", "overlapping tiles", "octaves")


def by_tiles(pictures: np.ndarray, tile: int, step: int, amplify: Amplify) -> np.ndarray:
    """Return pictures (picture, y, x) of which every tile was carved as if it were a small
    picture.
    """
    return standard(joined(carve(cut(pictures, tile, step), NET, amplify), len(pictures), step))[0]


def border_share(added: np.ndarray, tile: int) -> float:
    """Return the rms of what was added (y, x) near the inner borders of tiles, in units of its rms
    elsewhere; NaN without borders or additions.

    Near is a distance of up to two pixels as the network sees them.
    """
    place, near = np.arange(SIDE) + 0.5, 2 * tile / NET
    line = (
        (np.minimum(place % tile, tile - place % tile) < near)
        & (place > near)
        & (place < SIDE - near)
    )
    band = line[:, None] | line
    elsewhere = (added[~band] ** 2).mean()
    return (
        float(np.sqrt((added[band] ** 2).mean() / elsewhere))
        if band.any() and elsewhere > 0
        else np.nan
    )


def _overlap(tile: int) -> int:
    """Return how far apart overlapping tiles stand: half a tile, or the whole picture where there
    is but one.
    """
    return tile if tile == SIDE else tile // 2


class Scale:
    """The three ways to carve a map at the scale of one tile, and what the whole picture makes the
    map answer at this scale.
    """

    def __init__(
        self, small: Amplifier, model: keras.Model, tile: int, number: int, steps: int, size: float
    ) -> None:
        if SIDE % tile or tile % 2:
            raise Problem(
                f"tiles of {tile} px do not fill a picture of {SIDE} px. Take an even divisor of"
                f" {SIDE}, e.g. 84, in dreams.tiles of the profile."
            )
        self.tile, self.number, self.steps, self.nodes = tile, number, steps, SIDE * NET // tile
        self.small, self.whole = (
            small,
            small if self.nodes == NET else Amplifier(model, self.nodes, size, len(NAMES)),
        )
        self.step = {SCALED[0]: tile, SCALED[1]: _overlap(tile)}

    def _amplify(self, amplifier: Amplifier) -> Amplify:
        return lambda images: amplifier.raised(
            images, np.full(len(images), self.number), self.steps
        )

    def turn(self, way: str, pictures: np.ndarray) -> np.ndarray:
        if way in self.step:
            return by_tiles(pictures, self.tile, self.step[way], self._amplify(self.small))
        return turned(pictures, self._amplify(self.whole), self.nodes)

    def answers(self, pictures: np.ndarray) -> np.ndarray:
        """Return the response (picture) to the whole pictures."""
        return self.whole.responses(
            based(pictures, self.nodes), np.full(len(pictures), self.number)
        )

    def silent(self, way: str, pictures: np.ndarray) -> np.ndarray:
        """Return the share (picture) of the images that climb which the map is silent to."""
        if way not in self.step:
            return (self.answers(pictures) == 0).astype(float)
        tiles = based(cut(pictures, self.tile, self.step[way]))
        return (
            (self.small.responses(tiles, np.full(len(tiles), self.number)) == 0)
            .reshape(len(pictures), -1)
            .mean(axis=1)
        )

    def pixels(self, way: str) -> int:
        return (
            NET**2 * len(corners(self.tile, self.step[way])) if way in self.step else self.nodes**2
        )


def shared_nodes(model: keras.Model, picture: np.ndarray) -> tuple[int, float]:
    """Return how many nodes of a map of a whole picture (y, x) were compared with those of 28 x 28
    crops, and the largest difference of all maps.

    Crops stand 12 px apart, a multiple of the layer's step, so that each holds three nodes a side
    of the large map. The difference is in units of the largest activation.
    """
    whole = np.asarray(forward(model, picture[None, ..., None].astype(np.float32), LAYER))[0]
    offsets = [(y, x) for y in range(0, SIDE - NET + 1, 12) for x in range(0, SIDE - NET + 1, 12)]
    crops = np.stack([picture[y : y + NET, x : x + NET, None] for y, x in offsets]).astype(
        np.float32
    )
    parts = np.concatenate(
        [np.asarray(forward(model, crops[part], LAYER)) for part in batches(crops)]
    )
    off = [
        np.abs(whole[y // 4 : y // 4 + 3, x // 4 : x // 4 + 3] - part).max()
        for (y, x), part in zip(offsets, parts, strict=True)
    ]
    return 9 * len(offsets), float(max(off) / whole.max())


def measure_dream_scales(study: Study, evolution: OipEvolution) -> DreamScales:
    """Carve the same map at the scales of several tiles: side by side, overlapping, and on the
    whole picture by the convolutions alone (octaves).
    """
    rule = study.settings.dreams
    size = study.settings.oip.step_size
    model = study.network()
    chosen = int(evolution.map)
    pictures, small = dream_pictures(study), Amplifier(model, NET, size)
    scales = [Scale(small, model, tile, chosen, rule.steps, size) for tile in rule.tiles]
    dreams: list[list[np.ndarray]] = []
    last: list[np.ndarray] = []
    with study.progress(
        f"scales of the dreams of map {chosen}", len(SCALED) * len(scales) * (rule.scale_turns + 1)
    ) as advance:
        for way in SCALED:
            dreams.append([])
            last.append(pictures)
            for scale in scales:
                dream = pictures
                for _ in range(rule.scale_turns):
                    dream = scale.turn(way, dream)
                    advance(1)
                dreams[-1].append(dream)
                last[-1] = scale.turn(way, last[-1])
                advance(1)
    return _scales_result(
        scales, pictures, np.array(dreams), np.array(last), chosen, shared_nodes(model, pictures[1])
    )


def _scales_result(
    scales: list[Scale],
    pictures: np.ndarray,
    dreams: np.ndarray,
    last: np.ndarray,
    chosen: int,
    nodes: tuple[int, float],
) -> DreamScales:
    def each(number: Any) -> np.ndarray:
        """Return a number (way, scale, picture) of every dream."""
        return np.array(
            [
                [
                    [number(way, scale, p, dreams[w, s, p]) for p in range(len(pictures))]
                    for s, scale in enumerate(scales)
                ]
                for w, way in enumerate(SCALED)
            ]
        )

    return DreamScales(
        name=np.array(NAMES),
        map=np.array(chosen),
        tile=np.array([scale.tile for scale in scales]),
        way=np.array(SCALED),
        dream=dreams.astype(np.float32),
        wavelength=each(lambda way, scale, p, dream: added_wavelength(dream - pictures[p])),
        edges=each(lambda way, scale, p, dream: edge_correlations(dream[None], pictures[p])[0]),
        before=np.array([scale.answers(pictures) for scale in scales]),
        after=np.array(
            [
                [scale.answers(dream) for scale, dream in zip(scales, row, strict=True)]
                for row in dreams
            ]
        ),
        border=each(lambda way, scale, p, dream: border_share(dream - pictures[p], scale.tile)),
        silent=np.array([[scale.silent(way, pictures) for scale in scales] for way in SCALED]),
        pixels=np.array([[scale.pixels(way) for scale in scales] for way in SCALED]),
        all_scales=last.astype(np.float32),
        nodes=np.array(nodes[0]),
        node_difference=np.array(nodes[1]),
    )


def added_wavelength(added: np.ndarray) -> float:
    """Return the spectral-centroid wavelength in px of what was added (y, x); NaN where that is
    nothing.
    """
    return float(wavelength(added)) if np.ptp(added) > 1e-6 else np.nan
