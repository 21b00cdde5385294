"""Mixtures of scales for the starts of any subject, made of those of a profile.

A profile states grids and weights for pictures of the series' size, layer by layer. A grid of as
many nodes per side has the same wavelengths relative to the image, whatever its size, along rows
and columns each; only what has more nodes than there are pixels would not be seen. So on small
images the grids move together: the finest has a node for each pixel, the others keep their order.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import log

from analysis.ascent.domains import Mixing
from analysis.ascent.starts import Mixture


def grids_for(grids: Sequence[int], shape: tuple[int, int]) -> tuple[int, ...]:
    """Return nodes per side for images of a shape: the same, as far as pixels allow.

    Where the finest grid has more nodes than the shorter side has pixels, all are made smaller by
    the power that brings the finest to that side: even steps between wavelengths stay even.

    Args:
        grids: nodes per side, rising.
        shape: rows and columns of an image, in px.
    """
    side = min(shape)
    if max(grids) <= side:
        return tuple(grids)
    coarsest = min(min(grids), side)
    finest = max(grids) / min(grids)
    return tuple(
        round(coarsest * (side / coarsest) ** _share(nodes / min(grids), finest)) for nodes in grids
    )


def _share(of: float, whole: float) -> float:
    """Return how far a factor goes on the way to another one, in equal factors: 0 up to 1."""
    return log(of) / log(whole) if whole > 1 else 1.0


def mixture_for(
    grids: Sequence[int],
    weights: Sequence[Sequence[float]],
    depth: int,
    picture: tuple[int, ...],
    colours: Mixing | None = None,
) -> Mixture:
    """Return the mixture that the plain starts of a layer are drawn from.

    Args:
        grids: nodes per side on images of the series' size, rising; see ``grids_for``.
        weights: of the grids, by layer from the input up; the last ones hold for all layers that
            follow.
        depth: of the layer among those with maps, from 0.
        picture: shape of an image, (y, x) or (y, x, channel).
        colours: see ``Mixture``.
    """
    rows, columns = picture[:2]
    return Mixture(
        grids_for(grids, (rows, columns)),
        tuple(weights[min(depth, len(weights) - 1)]),
        (rows, columns),
        picture[2] if len(picture) > 2 else 1,
        colours,
    )
