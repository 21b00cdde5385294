"""All maps of all subjects on one screen: a small picture each, by layer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from site_config.pages.gallery import DOMAINS, Gallery, status
from site_config.pages.sprites import SCALES, lattice, name
from site_config.pages.standings import mark, standings
from site_config.words.prose import Prose

PAGE = "gallery/index.md"


def _layer(gallery: Gallery) -> dict[str, Any]:
    shelf, places = gallery.shelf, lattice(gallery)
    height, width = places.shape
    found = [status(gallery, number) for number in range(gallery.maps)]
    return {
        "name": shelf.layer,
        "page": f"{shelf.folder}.md",
        "folder": shelf.folder.rpartition("/")[2],
        "sheet": name(DOMAINS[0], SCALES[0]),
        "size": {"height": height, "width": width},
        "maps": [
            {
                "number": shelf.number(place),
                "box": places.box(place),
                "status": one,
                "mark": mark(one),
            }
            for place, one in enumerate(found)
        ],
    }


def overview(prose: Prose, every: Sequence[Gallery], introduction: str) -> str:
    """Return the page as Markdown.

    Args:
        every: all layers with a gallery, in order.
        introduction: what a person wrote; a title where nobody did.
    """
    subjects: dict[str, list[dict[str, Any]]] = {}
    for gallery in every:
        subjects.setdefault(gallery.shelf.prefix, []).append(_layer(gallery))
    said = (one["status"] for layers in subjects.values() for one in _maps(layers))
    return prose.on(PAGE).fill(
        "gallery_index.md.j2",
        subjects={prefix.strip("-"): layers for prefix, layers in subjects.items()},
        standings=standings(said),
        maps=sum(gallery.maps for gallery in every),
        introduction=introduction or "# Gallery\n",
    )


def _maps(layers: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    return [one for layer in layers for one in layer["maps"]]
