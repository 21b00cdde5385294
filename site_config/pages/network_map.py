"""The network as a picture one can click into: a strip of its layers, each with its size and the
way to where it is looked at.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.artifacts import Artifacts
from site_config.words.context import Here
from site_config.words.galleries import Shelf, galleries
from site_config.words.parts import series

PICTURES = 4  # OIPs shown in a layer with a gallery, at evenly spaced numbers
# the part that looks at a layer without a gallery; others lead to the first part
WHERE = {"Max_Pool_2": "V", "Dense_100": "VI", "Dense_10": "VI"}


@dataclass(frozen=True)
class Stop:
    """One layer on the strip."""

    name: str
    size: str
    parameters: str
    target: str
    pictures: tuple[tuple[str, str], ...] = ()  # staged path and what is seen


def _size(shape: np.ndarray) -> str:
    y, x, maps = (int(n) for n in shape)
    return f"{y} × {x} × {maps}" if y * x > 1 else f"{maps} nodes"


def _pictures(artifacts: Artifacts, shelf: Shelf) -> tuple[tuple[str, str], ...]:
    firing = np.flatnonzero(artifacts.arrays(shelf.id("oip-set", "sphere")).response > 0)
    if not len(firing):
        return ()
    chosen = firing[np.linspace(0, len(firing) - 1, PICTURES).round().astype(int)]
    return tuple(
        (f"{shelf.folder}/{m}/oip.png", f"OIP of map {m} of {shelf.layer}") for m in chosen
    )


def stops(artifacts: Artifacts) -> list[Stop]:
    """Return the layers from the input to the classes."""
    pages = {entry["number"]: entry["page"] for entry in series()}
    geometry, known = artifacts.arrays("geometry"), galleries(artifacts)
    strip = [Stop("input", " × ".join(map(str, geometry.visits.shape)), "", pages["I"])]
    for name, shape, count in zip(geometry.layer, geometry.shape, geometry.parameters, strict=True):
        shelf = known.get(name)
        target = f"{shelf.folder}.md" if shelf else pages[WHERE.get(name, "I")]
        parameters = f"{int(count):,}" if count else ""
        pictures = _pictures(artifacts, shelf) if shelf else ()
        strip.append(Stop(str(name), _size(shape), parameters, target, pictures))
    return strip


def network(here: Here) -> str:
    """Return the strip as Markdown, a word of a page."""
    return here.fill("network.md.j2", stops=stops(here.artifacts))
