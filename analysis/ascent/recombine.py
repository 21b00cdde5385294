"""Pictures put together from parts of others, where the parts excite the same map more.

What a map answers is a mean over nodes, and a node sees only its own part of a picture. So a
rectangle of nodes can be taken over from another picture, or from another place of the same one,
and the sum over its nodes tells beforehand what that is worth but for the seam. Among a few
rectangles drawn at random the one that promises most is taken. Ours; the idea is the crossover of
genetic algorithms (J. Holland 1975).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.networks.fields import Window

TRIES = 4  # rectangles drawn for each new picture
REACH = 3  # nodes by which a rectangle is moved at most


@dataclass(frozen=True)
class Pool:
    """Pictures of every map, the first of them those that are to be improved."""

    images: np.ndarray  # (map, member, y, x), or with an axis of channels behind
    response: np.ndarray  # (map, member)
    # (map, member, row, column), of the map itself: sums over all nodes above and to the left
    sums: np.ndarray

    def of(self, member: int) -> Pool:
        """Return one member of each map, without the axis of members."""
        return Pool(*(part[:, member].copy() for part in vars(self).values()))

    def where(self, chosen: np.ndarray, other: Pool) -> Pool:
        """Return, of two pools without an axis of members, the other's pictures of chosen maps."""
        pairs = zip(vars(self).values(), vars(other).values(), strict=True)
        return Pool(*(_where(chosen, theirs, mine) for mine, theirs in pairs))

    def put(self, maps: np.ndarray, member: np.ndarray, other: Pool) -> None:
        """Overwrite the members ``member[i]`` of ``maps[i]`` with the other pool's pictures, which
        have no axis of members.
        """
        for part, new in zip(vars(self).values(), vars(other).values(), strict=True):
            part[maps, member] = new[maps]


def _where(chosen: np.ndarray, yes: np.ndarray, no: np.ndarray) -> np.ndarray:
    return np.where(chosen.reshape(-1, *[1] * (yes.ndim - 1)), yes, no)


@dataclass(frozen=True)
class Spans:
    """Ranges of nodes along one side: from ``first`` up to ``stop``, filled with what lies
    ``shift`` nodes before; all (map, child, try).
    """

    first: np.ndarray
    stop: np.ndarray
    shift: np.ndarray


def _spans(rng: np.random.Generator, count: int, shape: tuple[int, ...]) -> Spans:
    """Draw ranges that lie in a side of ``count`` nodes, as does what fills them."""
    reach = min(REACH, count - 1)
    shift = rng.integers(-reach, reach + 1, shape)
    lowest, room = np.maximum(0, shift), count - abs(shift)
    ends = lowest + np.floor(rng.random((2, *shape)) * room).astype(int)
    return Spans(ends.min(axis=0), ends.max(axis=0) + 1, shift)


def sums_of(nodes: np.ndarray) -> np.ndarray:
    """Return the sums (map, member, row, column) over all nodes above and to the left of each
    corner; their sides are longer by 1 than those of the nodes.
    """
    sums = np.zeros((*nodes.shape[:2], nodes.shape[2] + 1, nodes.shape[3] + 1))
    sums[:, :, 1:, 1:] = nodes.cumsum(axis=2, dtype=float).cumsum(axis=3)
    return sums


def _inside(sums: np.ndarray, member: np.ndarray, rows: Spans, columns: Spans) -> np.ndarray:
    """Return the sums over the nodes of rectangles (map, child, try) of the given members."""
    maps = np.arange(len(sums))[:, None, None]
    corners = (
        (rows.stop, columns.stop, 1),
        (rows.first, columns.stop, -1),
        (rows.stop, columns.first, -1),
        (rows.first, columns.first, 1),
    )
    return sum(  # type: ignore[return-value]
        sign * sums[maps, member, y, x] for y, x, sign in corners
    )


def _source(spans: Spans) -> Spans:
    return Spans(spans.first - spans.shift, spans.stop - spans.shift, spans.shift)


def _chosen(spans: Spans, best: np.ndarray) -> Spans:
    """Return the ranges (map, child) of the tries that were best."""
    taken = (np.take_along_axis(part, best, 2)[..., 0] for part in vars(spans).values())
    return Spans(*taken)


def _covered(spans: Spans, window: Window) -> np.ndarray:
    """Return which pixels (map, child, px) of a side belong to the nodes of the ranges."""
    node = window.node_of_pixels
    return (node >= spans.first[..., None]) & (node < spans.stop[..., None])


def _read_from(spans: Spans, window: Window) -> np.ndarray:
    """Return the pixel (map, child, px) that fills each pixel of a side."""
    moved = np.arange(window.side) - window.pitch * spans.shift[..., None]
    return np.clip(moved, 0, window.side - 1)


def children(
    pool: Pool, parents: int, windows: tuple[Window, Window], rng: np.random.Generator
) -> np.ndarray:
    """Return one new picture (map, parent, y, x), with all channels where there are several, for
    each of the first ``parents`` members.

    Args:
        windows: what the nodes of the maps see along rows and along columns.
    """
    count, members, height, width = pool.sums.shape
    shape = (count, parents, TRIES)
    donor = rng.integers(0, members, shape)
    rows, columns = _spans(rng, height - 1, shape), _spans(rng, width - 1, shape)
    own = np.arange(parents)[:, None]
    gain = _inside(pool.sums, donor, _source(rows), _source(columns))
    gain -= _inside(pool.sums, own, rows, columns)
    # a rectangle that stays where it was changes nothing
    still = (donor == own) & (rows.shift == 0) & (columns.shift == 0)
    best = np.where(still, -np.inf, gain).argmax(axis=2)[..., None]
    donor = np.take_along_axis(donor, best, 2)[..., 0]
    rows, columns = _chosen(rows, best), _chosen(columns, best)
    y, x = (_read_from(*pair) for pair in zip((rows, columns), windows, strict=True))
    maps = np.arange(count)[:, None]
    taken = pool.images[
        maps[..., None, None], donor[..., None, None], y[..., None], x[..., None, :]
    ]
    down, right = (_covered(*pair) for pair in zip((rows, columns), windows, strict=True))
    inside = down[..., None] & right[..., None, :]
    inside = inside.reshape(*inside.shape, *[1] * (taken.ndim - inside.ndim))  # all channels
    return np.where(inside, taken, pool.images[:, :parents])
