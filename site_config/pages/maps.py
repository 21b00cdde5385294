"""The page of each map: its pictures, its numbers, and where they lead."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from site_config.citing.item import Item
from site_config.pages.cards import map_card, map_line, shared
from site_config.pages.citations import block, citing_files, in_header, map_item
from site_config.pages.files import npy
from site_config.pages.gallery import DOMAINS, Gallery, beside
from site_config.pages.map_facts import facts
from site_config.pages.map_pictures import GAP, map_pictures
from site_config.words.prose import Prose
from site_config.words.published import of_profile


def cited(gallery: Gallery, number: int) -> Item:
    """Return a map as what is cited."""
    shelf = gallery.shelf
    domains = tuple(name for name in DOMAINS if gallery.sets[name].response[number] > gallery.rest)
    return map_item(gallery.artifacts, shelf, number, map_line(gallery, number), domains)


def map_page(prose: Prose, gallery: Gallery, number: int, said: dict[str, Any], item: Item) -> str:
    """Return the page of a map, by its place, as Markdown."""
    shelf = gallery.shelf
    here = prose.on(item.page)
    height, width = gallery.sets[DOMAINS[0]].images.shape[1:3]
    page = here.fill(
        "map_page.md.j2",
        layer=shelf.layer,
        folder=shelf.folder,
        address=shelf.address,
        before=shelf.number(number - 1) if number > 0 else None,
        after=shelf.number(number + 1) if number + 1 < gallery.maps else None,
        height=height,
        width=width,
        gap=GAP,
        domains=DOMAINS,
        some=gallery.some,
        profile=of_profile(here),
        cited=in_header(item),
        citation=block(here, item),
        shared=shared(
            here,
            map_card(gallery, number),
            item.id,
        ),
        **said,
    )
    return gallery.called.said(page)


def map_files(prose: Prose, gallery: Gallery, every: Sequence[Gallery]) -> dict[str, bytes]:
    """Return the pages of a layer's maps with all that belongs to them, by staged path.

    Args:
        every: all layers of the same subject with map pages, from the input up.
    """
    below, above = beside(gallery, every)
    files: dict[str, bytes] = {}
    for number in range(gallery.maps):
        said = facts(gallery, below, above, number)
        stem, item = gallery.shelf.map_stem(number), cited(gallery, number)
        files[item.page] = map_page(prose, gallery, number, said, item).encode()
        for name in DOMAINS:
            if gallery.sets[name].response[number] > gallery.rest:
                files[f"{stem}/oip-{name}.npy"] = npy(gallery.sets[name].images[number])
        files |= map_pictures(gallery, number)
        files |= citing_files(item)
    return files
