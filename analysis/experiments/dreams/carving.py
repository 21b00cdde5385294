"""Carving: raise a map on a small version of a picture, put the detail back; in tiles, or on images
of any size.

The network takes images of one size because of its dense layers alone, so an amplifier can also be
built from its convolutions for another side. Source: P-DREAM, after parts II and III of the series
on deep dreams.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

import numpy as np

from analysis import framework
from analysis.ascent.climb import Climber, Series
from analysis.ascent.domains import TINY
from analysis.ascent.objectives import response
from analysis.experiments.dreams.pictures import SIDE
from analysis.images.resizing import resized
from analysis.networks.layers import layers_up_to
from analysis.networks.series import CONVOLUTIONS
from analysis.networks.windows import windows
from analysis.problem import Problem

if TYPE_CHECKING:
    import keras

LAYER = CONVOLUTIONS[-1]
# small images that climb together: a block is filled up, so a large one wastes work on few tiles
BLOCK = 16
Amplify = Callable[[np.ndarray], np.ndarray]  # standardised images (image, y, x) in and out


def on_side(model: keras.Model, side: int) -> keras.Model:
    """Return the convolutions and pools of a network for images of another side; weights are
    shared.

    Only the flattened vector has a fixed length. A kernel is slid over whatever there is, so the
    map just gets larger.

    Raises:
        Problem: the side is smaller than the field of one node.
    """
    import keras

    rows, columns = windows(model, LAYER)
    field = max(rows.size, columns.size)
    if side < field:
        raise Problem(
            f"a node of {LAYER} sees {rows.size} x {columns.size} px; an image of {side} px gives"
            f" it nothing to see. Take {field} px or more."
        )
    steps = layers_up_to(model, LAYER)
    return keras.Sequential([keras.Input((side, side, 1)), *steps], name=f"{model.name}_{side}")


class Amplifier:
    """Raises maps on standardised images of one side by the series' ascent, compiled once.

    Images go through in blocks of one size; the last one is filled up with images of the first.
    """

    def __init__(self, model: keras.Model, side: int, size: float, block: int = BLOCK) -> None:
        self.block = block
        self._run = Climber(response(on_side(model, side), LAYER), Series(size)).run

    def _blocks(
        self, images: np.ndarray, maps: np.ndarray
    ) -> Iterator[tuple[framework.State, np.ndarray]]:
        """Yield the state before the first step and the maps of every block."""
        for first in range(0, len(images), self.block):
            part = np.arange(first, first + self.block) % len(images)
            pixels = images[part, ..., None].astype(np.float32)
            nothing_yet = np.full(self.block, -np.inf, np.float32)
            yield (pixels, pixels, nothing_yet), maps[part].astype(np.int32)

    def responses(self, images: np.ndarray, maps: np.ndarray) -> np.ndarray:
        """Return the mean activation (image) of map ``maps[i]`` for each image (image, y, x)."""
        seen = []
        for state, wanted in self._blocks(images, maps):
            _, values = self._run(state, wanted, 1)
            seen.append(values[0])
        return np.concatenate(seen)[: len(images)]

    def raised(self, images: np.ndarray, maps: np.ndarray, steps: int) -> np.ndarray:
        """Return the best (image, y, x) of the images and their iterates after 1 to ``steps``
        steps; where the map is silent, that is the image itself.

        An iterate is looked at when the next step begins, so one more of these is begun.
        """
        done = []
        for state, wanted in self._blocks(images, maps):
            (_, best, _), _ = self._run(state, wanted, steps + 1)
            done.append(np.asarray(best)[..., 0])
        return np.concatenate(done)[: len(images)]

    def walk(self, images: np.ndarray, maps: np.ndarray, keep: Sequence[int]) -> np.ndarray:
        """Return the iterates (frame, image, y, x) after so many steps, rising."""
        blocks = []
        for state, wanted in self._blocks(images, maps):
            frames = []
            for steps in np.diff([0, *keep]).tolist():
                state = self._run(state, wanted, steps)[0] if steps else state
                frames.append(np.asarray(state[0])[..., 0])
            blocks.append(np.stack(frames))
        return np.concatenate(blocks, axis=1)[:, : len(images)]


def standard(images: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return images (image, y, x) with mean 0 and deviation 1, and what they had; a constant one
    becomes 0.
    """
    mean = images.mean(axis=(1, 2), keepdims=True)
    deviation = images.std(axis=(1, 2), keepdims=True)
    return (images - mean) / (deviation + TINY), mean, deviation


def carve(images: np.ndarray, nodes: int, amplify: Amplify) -> np.ndarray:
    """Return images (image, y, x) whose base of ``nodes`` pixels a side was amplified at its own
    mean and deviation; the detail stays.
    """
    base = resized(images, nodes)
    start, mean, deviation = standard(base)
    return images + resized(mean + deviation * amplify(start) - base, images.shape[-1])


@dataclass(frozen=True)
class Carver:
    """One map, raised by an amplifier so many steps in a turn."""

    amplifier: Amplifier
    map: int
    steps: int

    def _maps(self, images: np.ndarray) -> np.ndarray:
        return np.full(len(images), self.map)

    def raised(self, images: np.ndarray) -> np.ndarray:
        """Return standardised images (image, y, x) after the steps of one turn."""
        return self.amplifier.raised(images, self._maps(images), self.steps)

    def responses(self, images: np.ndarray) -> np.ndarray:
        """Return the map's mean activation (image) for images (image, y, x)."""
        return self.amplifier.responses(images, self._maps(images))


def corners(tile: int, step: int) -> list[tuple[int, int]]:
    """Return row and column of the upper left pixel of every tile."""
    places = range(0, SIDE - tile + 1, step)
    return list(product(places, places))


def cut(pictures: np.ndarray, tile: int, step: int) -> np.ndarray:
    """Return the tiles (picture tile, y, x) of pictures (picture, y, x)."""
    parts = product(pictures, corners(tile, step))
    return np.stack([picture[y : y + tile, x : x + tile] for picture, (y, x) in parts])


def joined(tiles: np.ndarray, count: int, step: int) -> np.ndarray:
    """Return pictures (picture, y, x) from their tiles; where they overlap, each counts by a bell
    that falls to 0 at its border.
    """
    tile = tiles.shape[-1]
    places = corners(tile, step)
    line = np.ones(tile) if step == tile else np.sin(np.pi * (np.arange(tile) + 0.5) / tile) ** 2
    bell = line[:, None] * line
    total = np.zeros((count, SIDE, SIDE))
    weight = np.zeros((SIDE, SIDE))
    for k, (y, x) in enumerate(places):
        total[:, y : y + tile, x : x + tile] += bell * tiles[k :: len(places)]
        weight[y : y + tile, x : x + tile] += bell
    return total / weight


def based(pictures: np.ndarray, nodes: int) -> np.ndarray:
    """Return the pictures (picture, y, x) as the network sees them: ``nodes`` px a side, at mean 0
    and deviation 1.
    """
    return standard(resized(pictures, nodes))[0]


def turned(pictures: np.ndarray, amplify: Amplify, nodes: int) -> np.ndarray:
    """Return the pictures (picture, y, x) after one turn of carving, at mean 0 and deviation 1."""
    return standard(carve(pictures, nodes, amplify))[0]
