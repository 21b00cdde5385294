"""Pictures of maps with the ways that led to them: seed, search, climbs, challenges won."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np


@dataclass(frozen=True)
class Pictures:
    """Pictures of maps with where they come from, all by (map, picture)."""

    images: np.ndarray  # (map, picture, y, x) or (map, picture, y, x, 3)
    response: np.ndarray  # (map, picture)
    seed: np.ndarray  # (map, picture), of the start the way began with; -1 for an image of the data
    origin: np.ndarray  # (map, picture), the search that the way began in
    curve: np.ndarray  # (map, picture, step), of the climbs on the way; NaN after its end
    won: np.ndarray  # (map, picture), challenges won on the way

    def taken(self, index: np.ndarray) -> Pictures:
        """Return pictures by their index (map, picture) among those of their map."""
        maps = np.arange(len(index))[:, None]
        return Pictures(*(part[maps, index] for part in vars(self).values()))

    def of(self, maps: np.ndarray) -> Pictures:
        """Return the pictures of some maps."""
        return Pictures(*(part[maps] for part in vars(self).values()))

    def best(self) -> Pictures:
        """Return the strongest picture of each map."""
        return self.taken(self.response.argmax(axis=1)[:, None])

    def lasting(self, steps: int) -> Pictures:
        """Return the same with curves of at least so many steps."""
        more = max(0, steps - self.curve.shape[-1])
        curve = np.pad(self.curve, ((0, 0), (0, 0), (0, more)), constant_values=np.nan)
        return replace(self, curve=curve)

    def led(self, maps: np.ndarray, by: Pictures) -> Pictures:
        """Return these pictures, the weakest of some maps replaced by one other of each."""
        mine, other = _as_long((self, by))
        weakest = mine.response.argmin(axis=1)[maps]
        parts = []
        for old, new in zip(vars(mine).values(), vars(other).values(), strict=True):
            part = old.astype(np.result_type(old, new))
            part[maps, weakest] = new[:, 0]
            parts.append(part)
        return Pictures(*parts)


def unclimbed(images: np.ndarray, seed: np.ndarray, origin: np.ndarray) -> Pictures:
    """Return images (map, picture, y, x) that have not climbed yet."""
    nothing = np.zeros((*seed.shape, 0), np.float32)
    return Pictures(images, nothing.sum(axis=2), seed, origin, nothing, np.zeros(seed.shape, int))


def _as_long(sets: tuple[Pictures, ...]) -> list[Pictures]:
    longest = max(one.curve.shape[-1] for one in sets)
    return [one.lasting(longest) for one in sets]


def joined(*sets: Pictures) -> Pictures:
    """Return pictures of the same maps side by side."""
    parts = zip(*(vars(one).values() for one in _as_long(sets)), strict=True)
    return Pictures(*(np.concatenate(part, axis=1) for part in parts))


class Lines:
    """The ways of pictures that are improved again and again."""

    def __init__(self, begun: Pictures) -> None:
        self._begun, self._won = begun, begun.won.copy()
        self._curves = [[[way[~np.isnan(way)]] for way in ways] for ways in begun.curve]

    def go_on(self, won: np.ndarray, curve: np.ndarray) -> None:
        """Add the curves (map, picture, step) of those who won (map, picture)."""
        self._won += won
        for m, j in np.argwhere(won):
            self._curves[m][j].append(curve[m, j])

    def end(self, images: np.ndarray, response: np.ndarray) -> Pictures:
        """Return the pictures that they lead to, with their responses."""
        ways = [[np.concatenate(parts) for parts in of_map] for of_map in self._curves]
        longest = max(len(way) for of_map in ways for way in of_map)
        curve = np.full((*self._won.shape, longest), np.nan, np.float32)
        for m, j in np.ndindex(*self._won.shape):
            curve[m, j, : len(ways[m][j])] = ways[m][j]
        begun = self._begun
        return Pictures(images, response, begun.seed, begun.origin, curve, self._won)
