"""What the lab starts from, for the scripts of its pages: the images that were taken apart, all in
one file, and of each layer what hints at its maps are worth.
"""

from __future__ import annotations

from base64 import b64encode
from typing import Any

from analysis.artifacts import Artifacts
from site_config.data.loaded import Start
from site_config.data.written import as_json
from site_config.pages.cases import Case, cases
from site_config.pages.decisions import Layer, in_lab
from site_config.pages.gallery import Gallery
from site_config.paths import schema_of

FILE = "lab/start.json"
DOMAIN = "sphere"  # of the OIPs that are hints


def _image(case: Case) -> dict[str, Any]:
    return {
        "image": case.index,
        "name": case.of.called.said(f"Test image {case.index}"),
        "label": case.label if case.of.labelled else None,
        "said": case.said,
        "address": f"{case.stem}/",
        "pixels": b64encode(case.image.tobytes()).decode(),
    }


def _layer(artifacts: Artifacts, layer: Layer) -> dict[str, Any]:
    shelf = layer.shelf
    trust = shelf.id("trust", DOMAIN)
    gallery = Gallery(artifacts, shelf)
    measured = gallery.trusts[DOMAIN] if trust in artifacts.measurements else None
    return {
        "layer": shelf.layer,
        "folder": f"{shelf.folder}/",
        "pages": shelf.id("map-portraits") in artifacts.measurements,
        "choices": {}
        if measured is None
        else {
            "oip": gallery.by_number(measured.hit_rate).tolist(),
            "images": gallery.by_number(measured.hit_rate_images).tolist(),
        },
    }


def start_data(artifacts: Artifacts) -> dict[str, bytes]:
    """Return the file by its staged path; nothing where no image was taken apart."""
    of = in_lab(artifacts)
    if of is None:
        return {}
    every = cases(of)
    told = {
        "$schema": schema_of("start", FILE),
        "side": of.side,
        "names": [of.name(one) for one in range(len(every[0].logits))],
        "images": [_image(case) for case in every],
        "layers": [_layer(artifacts, layer) for layer in of.layers],
    }
    return {FILE: as_json(Start, told)}
