"""The OIPs that were published, as the lab compares its own with them."""

from __future__ import annotations

from typing import Any

import numpy as np

from analysis.artifacts import Artifacts
from site_config.data.loaded import PublishedOips
from site_config.data.written import as_json, known
from site_config.pages.gallery import DOMAINS, Gallery
from site_config.paths import schema_of, subject
from site_config.words.galleries import shelves

FILE = "lab/oips.json"


def _layer(gallery: Gallery) -> dict[str, Any]:
    responses = {name: gallery.sets[name].response for name in DOMAINS}
    shown = {name: np.where(one > gallery.rest, one, np.nan) for name, one in responses.items()}
    return {
        "layer": gallery.shelf.layer,
        "folder": f"{gallery.shelf.folder}/",
        "responses": {name: [known(one) for one in every] for name, every in shown.items()},
    }


def oip_data(artifacts: Artifacts) -> dict[str, bytes]:
    """Return the file by its staged path; nothing where no layer has a page for each map.

    Of several networks it tells of the first, that of the series.
    """
    every = [one for one in shelves(artifacts) if one.id("map-portraits") in artifacts.measurements]
    if not every:
        return {}
    first = min(one.prefix for one in every)
    told = {
        "$schema": schema_of("oips", FILE),
        "asked": not subject(),
        "layers": [_layer(Gallery(artifacts, one)) for one in every if one.prefix == first],
    }
    return {FILE: as_json(PublishedOips, told)}
