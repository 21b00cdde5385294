"""The network as a picture one can click into: a row of its layers with arrows between them, a
digit on its way through, each layer with its size and the way to where it is looked at.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from analysis.artifacts import Artifacts
from site_config.pages.files import inline
from site_config.pages.gallery import Gallery, contrast, enhanced, hatched
from site_config.words.context import Here
from site_config.words.galleries import Shelf, galleries
from site_config.words.parts import series

PICTURES = 4  # maps shown of a layer: those that answer the digit most at one of their nodes
ACROSS = 10  # nodes in a row of a dense layer, of a small one half of its nodes
DIGIT = "clear-4"  # the role, among the example images, of the one that is followed
# the part that looks at a layer without a gallery; others lead to the first part
WHERE = {"Max_Pool_2": "V", "Dense_100": "VI", "Dense_10": "VI"}


@dataclass(frozen=True)
class Seen:
    """One picture of a layer."""

    picture: str  # data URI
    told: str
    width: int
    height: int


@dataclass(frozen=True)
class Stop:
    """One layer on the row: what it makes of the digit, and what its maps react to most."""

    name: str
    size: str
    parameters: str
    target: str
    answers: tuple[Seen, ...] = ()
    oips: tuple[Seen, ...] = ()


def seen(grey: np.ndarray, told: str) -> Seen:
    """Return a picture of 8-bit grey (y, x) with what it shows."""
    return Seen(inline(grey), told, grey.shape[1], grey.shape[0])


def size(shape: np.ndarray) -> str:
    """Return the size of a layer (y, x, maps) as readers see it."""
    y, x, maps = (int(n) for n in shape)
    return f"{y} × {x} × {maps}" if y * x > 1 else f"{maps} nodes"


def _strongest(maps: np.ndarray) -> np.ndarray:
    """Return which maps of (y, x, map) answer most at one of their nodes."""
    peak = maps.max(axis=(0, 1))
    order = np.argsort(-peak, kind="stable")[:PICTURES]
    return np.asarray(order[peak[order] > 0])


def _answers(values: np.ndarray) -> tuple[Seen, ...]:
    """Return what a layer makes of the digit: its maps (y, x, map), or its nodes in rows."""
    low, high = min(0.0, float(values.min())), float(values.max())
    if values.ndim == 1:
        across = min(ACROSS, -(-len(values) // 2))
        rows = np.pad(values, (0, -len(values) % across), constant_values=low).reshape(-1, across)
        return (seen(contrast(rows, low, high), "its nodes, bright where they answer"),)
    grey = contrast(values, low, high)
    return tuple(seen(grey[..., m], f"map {m}") for m in _strongest(values))


def oips(artifacts: Artifacts, shelf: Shelf, maps: Iterable[int]) -> tuple[Seen, ...]:
    """Return the OIPs of some maps, where they were found."""
    gallery = Gallery(artifacts, shelf)
    found, visible = gallery.sets["sphere"], gallery.visible
    return tuple(
        seen(hatched(enhanced(found.images[m], visible), visible), f"OIP of map {shelf.number(m)}")
        for m in maps
        if found.response[m] > gallery.rest
    )


def stops(artifacts: Artifacts) -> list[Stop]:
    """Return the layers from the input to the classes."""
    pages = {entry["number"]: entry["page"] for entry in series()}
    geometry, known = artifacts.arrays("geometry"), galleries(artifacts)
    images, reached = artifacts.arrays("example-images"), artifacts.arrays("example-activations")
    digit = int(np.flatnonzero(images.role == DIGIT)[0])
    told = f"test image {int(images.index[digit])}, a {int(images.label[digit])}"
    ink = images.images[digit]
    shown = (seen(contrast(ink, 0, float(ink.max())), told),)
    side = " × ".join(map(str, geometry.visits.shape))
    row = [Stop("input", side, "", pages["I"], shown)]
    for name, shape, count in zip(geometry.layer, geometry.shape, geometry.parameters, strict=True):
        shelf, values = known.get(name), getattr(reached, str(name).lower())[digit]
        target = f"{shelf.folder}.md" if shelf else pages[WHERE.get(name, "I")]
        parameters = f"{int(count):,}" if count else ""
        found = oips(artifacts, shelf, _strongest(values)) if shelf else ()
        row.append(Stop(str(name), size(shape), parameters, target, _answers(values), found))
    return row


def network(here: Here) -> str:
    """Return the row as Markdown, a word of a page."""
    return here.fill("network.md.j2", stops=stops(here.artifacts))
