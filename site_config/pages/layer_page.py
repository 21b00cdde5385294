"""The page of a layer: all its maps as pictures that lead on, on a wall and on a plane, with their
numbers. Complete as it stands; what narrows, sorts and compares them comes on top.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import numpy as np

from analysis.greys import PERCENTILES, SPREAD
from site_config.pages.gallery import DOMAINS, Gallery, favourite, status
from site_config.pages.kinship import NEAREST, Plane, kept
from site_config.pages.map_numbers import (
    CHANGE,
    OF_MAP,
    RATE,
    RESPONSE,
    Number,
    of_picture,
    told,
)
from site_config.pages.sprites import SCALES, STRONGEST, lattice, name
from site_config.pages.standings import mark
from site_config.words.prose import Prose
from site_config.words.ways import aside

SECOND = re.compile(r"^## ", re.M)  # what a person wrote from here on closes the page
# what the pictures of a layer can be, by their names in addresses; the first goes without saying
SHOWN = {"both": "OIP and strongest image", "oip": "OIP", "strongest": "strongest image"}
CONTRASTS = dict(
    zip(
        SCALES,
        ("each map by itself", "shared by the layer", "shared by the network", "plain, fixed"),
        strict=True,
    )
)


def with_heading(gallery: Gallery) -> list[Number]:
    """Return the numbers of a picture that have a place where there is little room."""
    return [one for one in of_picture(gallery) if one.heading]


def _row(gallery: Gallery, number: int) -> dict[str, Any]:
    """Return what is said of a map; it has no class if it answers none."""
    said = {domain: told(gallery, number, domain) for domain in DOMAINS}
    own, standing = told(gallery, number), status(gallery, number)
    return {
        "number": gallery.shelf.number(number),
        "status": standing,
        "mark": mark(standing),
        "class": favourite(gallery, number),
        "fires": bool(said[DOMAINS[0]]),
        "rate": own[RATE.id],
        "off": own[CHANGE.id],
        "box": lattice(gallery).box(number),
        "said": said,
    }


def _some_even(gallery: Gallery) -> bool:
    """Return whether an OIP of a domain has one value at each pixel that the layer sees."""
    seen = gallery.visible
    return any(
        not np.ptp(image[seen])
        for found in gallery.sets.values()
        for image in found.images[found.response > gallery.rest]
    )


def _choices(gallery: Gallery, rows: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Return what maps can be narrowed, sorted and shown by: value and words, as a form asks."""
    classes = sorted({row["class"] for row in rows} - {None})
    return {
        "statuses": sorted({row["status"] for row in rows}),
        "classes": classes,
        "numbers": [*OF_MAP, *of_picture(gallery)],
        "shown": SHOWN,
        "contrasts": CONTRASTS,
    }


def _plane(gallery: Gallery, on: Plane) -> dict[str, Any]:
    return {"on": on, "kept": kept(gallery, on), "nearest": NEAREST}


def layer_page(prose: Prose, gallery: Gallery, on: Plane, introduction: str) -> str:
    """Return the page of a layer as Markdown.

    Args:
        gallery: of any layer whose sets of OIPs are in the manifest.
        on: where its maps stand, close to those that respond alike.
        introduction: what a person wrote of it, the pictures before its first section; the layer's
            name as a title where nobody did.
    """
    shelf, places = gallery.shelf, lattice(gallery)
    height, width = places.shape
    written = introduction or f"# {shelf.layer}\n"
    opening = SECOND.search(written)
    ends = opening.start() if opening else len(written)
    rows, columns = gallery.visible
    numbers = with_heading(gallery)
    said = [_row(gallery, number) for number in range(gallery.maps)]
    here = prose.on(f"{shelf.folder}.md")
    page = here.fill(
        "layer_page.md.j2",
        class_name=gallery.called.name,
        layer=shelf.layer,
        stem=shelf.folder.rpartition("/")[2],
        domains=DOMAINS,
        numbers=numbers,
        shown=numbers[:1] + numbers[1:][-1:],  # below a picture
        response=RESPONSE.id,
        rows=said,
        even=_some_even(gallery),
        choices=_choices(gallery, said),
        sheet={"oips": name(DOMAINS[0], SCALES[0]), "strongest": STRONGEST},
        size={"height": height, "width": width},
        percentiles=PERCENTILES,
        spread=f"{SPREAD:g}",
        unseen=(rows.stop - rows.start, columns.stop - columns.start)
        != (places.height, places.width),
        plane=_plane(gallery, on),
        tsne=aside(here, "maaten2008"),
        opening=written[:ends],
        some=gallery.some,
        closing=written[ends:],
    )
    return gallery.called.said(page)
