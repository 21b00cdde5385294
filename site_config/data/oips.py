"""The OIPs that were published, as the lab compares its own with them."""

from __future__ import annotations

from typing import Any

import numpy as np

from analysis.artifacts import Artifacts
from site_config.data.loaded import PublishedOips
from site_config.data.written import as_json, known
from site_config.pages.anew import refused
from site_config.pages.gallery import DOMAINS, Gallery
from site_config.paths import schema_of, subject
from site_config.words.galleries import shelves

FILE = "lab/oips.json"
FOLLOWED = "oip-evolution"


def _layer(gallery: Gallery) -> dict[str, Any]:
    responses = {name: gallery.sets[name].response for name in DOMAINS}
    shown = {name: np.where(one > gallery.rest, one, np.nan) for name, one in responses.items()}
    return {
        "layer": gallery.shelf.layer,
        "folder": f"{gallery.shelf.folder}/",
        "responses": {
            name: [known(one) for one in gallery.by_number(every)] for name, every in shown.items()
        },
    }


def _followed(artifacts: Artifacts, layer: str) -> dict[str, Any] | None:
    """Return the ascent that part IX follows, of a map of the deepest layer."""
    if FOLLOWED not in artifacts.measurements:
        return None
    found = artifacts.arrays(FOLLOWED)
    return {"layer": layer, "map": int(found.map), "seed": int(found.seed[0])}


def oip_data(artifacts: Artifacts) -> dict[str, bytes]:
    """Return the file by its staged path; nothing where no layer has a page for each map.

    Of several networks it tells of the first, that of the series.
    """
    every = [one for one in shelves(artifacts) if one.id("map-portraits") in artifacts.measurements]
    if not every:
        return {}
    first = min(one.prefix for one in every)
    own = [one for one in every if one.prefix == first]
    told = {
        "$schema": schema_of("oips", FILE),
        "why": refused(artifacts),
        "asked": not subject(),
        "followed": _followed(artifacts, own[-1].layer),
        "layers": [_layer(Gallery(artifacts, one)) for one in own],
    }
    return {FILE: as_json(PublishedOips, told)}
