"""The maps of a layer as a plane on which those that respond alike stand close together."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from site_config.pages.gallery import Gallery

ROOM = 1.8  # cells of the grid for each map, so that groups stay apart
ASPECT = 1.6  # width of the plane by its height
NEAREST = 8  # on the plane: as many as stand around a cell


@dataclass(frozen=True)
class Plane:
    """A grid on which each map has a cell of its own."""

    across: int
    down: int
    cells: list[tuple[int, int]]  # column and row by map


@dataclass(frozen=True)
class Kept:
    """How much of who is like whom the plane keeps."""

    alike: int  # maps that have one most alike
    near: int  # of these, with that one among the nearest, none as near left out
    chance: float  # as many as that would be if the maps stood in the same cells by lot
    even: int  # maps that respond to every image alike


def _grid(maps: int) -> tuple[int, int]:
    down = max(1, round((ROOM * maps / ASPECT) ** 0.5))
    return -(-int(np.ceil(ROOM * maps)) // down), down


def settled(place: np.ndarray) -> Plane:
    """Return the plane for places (map, 2): each map in the free cell closest to its own place, all
    together moved as little as can be.
    """
    from scipy.optimize import linear_sum_assignment

    across, down = _grid(len(place))
    low, extent = place.min(axis=0), np.ptp(place, axis=0)
    scaled = (place - low) / np.where(extent > 0, extent, 1) * (across - 1, down - 1)
    free = np.array([(column, row) for row in range(down) for column in range(across)])
    moved = ((scaled[:, None] - free[None]) ** 2).sum(axis=-1)
    _, chosen = linear_sum_assignment(moved)
    return Plane(across, down, [(int(column), int(row)) for column, row in free[chosen]])


def plane(gallery: Gallery) -> Plane:
    """Return the plane of a layer's maps."""
    return settled(gallery.kin.place)


def kept(gallery: Gallery, on: Plane) -> Kept:
    """Return for how many maps the one that responds most alike stands near."""
    related = np.nan_to_num(gallery.kin.correlation, nan=-1).copy()
    np.fill_diagonal(related, -1)
    cells = np.array(on.cells, float)
    apart = ((cells[:, None] - cells[None]) ** 2).sum(axis=-1)
    np.fill_diagonal(apart, np.inf)
    most = related.argmax(axis=1)
    having = related.max(axis=1) > 0
    # (map, other): whether that one is among the nearest, with all that are as near
    nearer = [np.searchsorted(np.sort(row), row, side="right") for row in apart]
    among = (np.array(nearer) <= NEAREST) & np.isfinite(apart)
    others = len(apart) * max(1, len(apart) - 1)
    return Kept(
        alike=int(having.sum()),
        near=int((among[np.arange(len(apart)), most] & having).sum()),
        chance=float(having.sum() * among.sum() / others),
        even=int(np.isnan(np.diagonal(gallery.kin.correlation)).sum()),
    )
