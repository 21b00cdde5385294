"""The network as a picture one can click into: a strip of its layers, each with its size and the
way to where it is looked at.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from site_config.pages.parts import LAYERS, series

if TYPE_CHECKING:
    from site_config.words.prose import Prose

PICTURES = 4  # OIPs shown in a convolutional layer, at evenly spaced numbers
# the part that looks at a layer without a gallery
WHERE = {"Max_Pool_1": "I", "Max_Pool_2": "V", "Dense_100": "VI", "Dense_10": "VI"}


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


def _pictures(prose: Prose, layer: str) -> tuple[tuple[str, str], ...]:
    response = prose.artifacts.arrays(f"oip-set-{LAYERS[layer]}-sphere").response
    firing = np.flatnonzero(response > 0)
    chosen = (
        firing[np.linspace(0, len(firing) - 1, PICTURES).round().astype(int)] if len(firing) else []
    )
    return tuple(
        (f"gallery/{LAYERS[layer]}/{m}-enhanced.png", f"OIP of map {m} of {layer}") for m in chosen
    )


def stops(prose: Prose) -> list[Stop]:
    """Return the layers from the input to the classes."""
    pages = {entry["number"]: entry["page"] for entry in series()}
    geometry = prose.artifacts.arrays("geometry")
    strip = [Stop("input", "28 × 28", "", pages["I"])]
    for name, shape, count in zip(geometry.layer, geometry.shape, geometry.parameters, strict=True):
        target = f"gallery/{LAYERS[name]}.md" if name in LAYERS else pages[WHERE.get(name, "I")]
        pictures = _pictures(prose, name) if name in LAYERS else ()
        strip.append(
            Stop(str(name), _size(shape), f"{int(count):,}" if count else "", target, pictures)
        )
    return strip


def network_map(prose: Prose, page: str) -> str:
    """Return the strip as Markdown, with links relative to a page."""
    return prose.jinja.get_template("network.md.j2").render(
        stops=stops(prose), link=lambda target: prose.link(page, target)
    )
