"""Maps for machines: one file for each, and the list of all."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from analysis.artifacts import Artifacts
from site_config.data.map_records import Map, Maps
from site_config.data.said import citations, file, head, named
from site_config.data.written import as_json, known
from site_config.pages.cards import map_line
from site_config.pages.gallery import DOMAINS, Gallery, begun, favourite, status
from site_config.pages.map_facts import means, quantile_place
from site_config.pages.map_numbers import OF_MAP, Number, measured, of_picture
from site_config.paths import address, below

LIST = "maps.json"
# pictures of a map's page, as they are told; the first that is there stands for the map
PICTURES = {
    "oip": "the OIP on the sphere, contrast enhanced",
    "oip-box": "the OIP in the box, contrast enhanced",
    "oip-plain": "the OIP on the sphere, on a fixed scale",
    "node": "what an ascent for one node alone ended in, contrast enhanced",
    "negative": "a picture that drives the map down, before its activation function",
    "starts": "what the single starts led to, the strongest first",
    "evolution": "the way to an OIP, step by step",
    "strongest": "the training images that excite the map most, the strongest first",
    "where": "the same, bright what the strongest node sees",
    "quantiles": "training images at quantiles of the response, the strongest first",
}
SOURCES = ("data-responses", "ablation", "map-portraits", "map-links", "map-votes", "map-kin")
IN_DOMAIN = ("oip-set", "trust", "trust-table")


def _page(gallery: Gallery, number: int) -> str:
    return f"{gallery.shelf.map_stem(number)}.md"


def _pictures(gallery: Gallery, number: int, files: Collection[str]) -> list[dict[str, str]]:
    """Return the pictures of a map that exist."""
    page = _page(gallery, number)
    paths = {below(page, f"{name}.png"): what for name, what in PICTURES.items()}
    return [file(path, what) for path, what in paths.items() if path in files]


def _listed(gallery: Gallery, number: int, files: Collection[str]) -> dict[str, Any]:
    """Return what is said of a map wherever it is named."""
    shelf, sets = gallery.shelf, gallery.sets
    id, name = shelf.map_id(number), shelf.map_name(number)
    found = {one: sets[one].response[number] for one in DOMAINS}
    pictures = _pictures(gallery, number, files)
    return {
        **named(id, name, map_line(gallery, number), _page(gallery, number), "map"),
        "layer": shelf.layer,
        "map": shelf.number(number),
        "status": status(gallery, number),
        "class": favourite(gallery, number),
        "rate": known(gallery.data.rate[number]),
        "response": {
            one: known(value) if value > gallery.rest else None for one, value in found.items()
        },
        "picture": pictures[0] if pictures else None,
    }


def _meaning(number: Number, formula: str = "", top: float | None = None) -> dict[str, Any]:
    kept = ("id", "label", "reading", "unit")
    told = {key: getattr(number, key) for key in kept}
    return told | {"formula": formula, "top": known(top)}


def meanings(gallery: Gallery) -> list[dict[str, Any]]:
    """Return what all numbers of maps and their OIPs are called and mean."""
    table = gallery.tables[DOMAINS[0]]
    response, *others = of_picture(gallery)
    rows = zip(others, table.formula, table.top, strict=True)
    return [
        *map(_meaning, (*OF_MAP, response)),
        *(_meaning(number, str(formula), top) for number, formula, top in rows),
    ]


def _numbers(gallery: Gallery, number: int, domain: str) -> dict[str, Any]:
    """Return the trust numbers of an OIP."""
    table = gallery.tables[domain]
    _, *rows = measured(gallery, number, domain)
    return {
        id: {
            "value": known(table.value[k, number]),
            "told": text,
            "beside": known(table.beside[k]),
            "less": quantile_place(table.value[k], number),
            "means": means(gallery, domain, k, number),
        }
        for k, (id, _, text) in enumerate(rows)
    }


def _oip(gallery: Gallery, number: int, domain: str) -> dict[str, Any] | None:
    """Return what is known of the OIP of a map in a domain; None where none was found."""
    found = gallery.sets[domain]
    if not found.response[number] > gallery.rest:
        return None
    response, *_ = measured(gallery, number, domain)
    seed, path = int(found.seed[number]), below(_page(gallery, number), f"oip-{domain}.npy")
    return {
        "response": {"value": known(found.response[number]), "told": response[2]},
        "numbers": _numbers(gallery, number, domain),
        "began": begun(gallery, domain, number),
        "woken_by": str(found.rung[number]),
        "seed": seed if seed >= 0 else None,
        "pixels": file(path, "its standardised pixels (y, x), for NumPy"),
    }


def _strongest(gallery: Gallery, number: int) -> list[dict[str, Any]]:
    data = gallery.data
    every = (data.top_index, data.top_label, data.top_response)
    return [
        {"index": int(index), "label": int(label), "response": known(response)}
        for index, label, response in zip(*(one[number] for one in every), strict=True)
        if response > gallery.rest
    ]


def _sources(gallery: Gallery) -> list[dict[str, str]]:
    """Return the arrays that a map's numbers are taken from."""
    shelf = gallery.shelf
    known = gallery.artifacts.measurements
    ids = [id for one in SOURCES if (id := shelf.id(one)) in known]
    ids += [shelf.id(one, domain) for one in IN_DOMAIN for domain in DOMAINS]
    return [file(f"assets/arrays/{id}.npz", f"measurement {id}, for NumPy") for id in ids]


def _whole(gallery: Gallery, number: int, files: Collection[str]) -> dict[str, Any]:
    """Return all that is known of a map."""
    own = measured(gallery, number)
    return {
        **_listed(gallery, number, files),
        **citations(_page(gallery, number)),
        "measured": {id: {"value": known(value), "told": text} for id, value, text in own},
        "oips": {domain: _oip(gallery, number, domain) for domain in DOMAINS},
        "mean_response_by_class": list(map(known, gallery.data.digit_mean[number])),
        "strongest_training_images": _strongest(gallery, number),
        "pictures": _pictures(gallery, number, files),
    }


def map_data(gallery: Gallery, files: Collection[str]) -> Iterable[tuple[str, bytes]]:
    """Yield the file of each map of a layer by staged path.

    Args:
        files: every staged file so far.
    """
    alike = {"meanings": meanings(gallery), "data": _sources(gallery)}
    for number in range(gallery.maps):
        path = below(_page(gallery, number), "map.json")
        told = head(gallery.artifacts, "map", path) | alike | _whole(gallery, number, files)
        yield path, as_json(Map, told)


def _layer(gallery: Gallery) -> dict[str, Any]:
    shelf = gallery.shelf
    told = {"layer": shelf.layer, "maps": gallery.maps, "numbers": shelf.numbers}
    return told | {"address": address(f"{shelf.folder}.md")}


def map_list(artifacts: Artifacts, every: Sequence[Gallery], files: Collection[str]) -> bytes:
    """Return the list of all maps with a page."""
    told = {
        **head(artifacts, "maps", LIST),
        "layers": [_layer(one) for one in every],
        "meanings": meanings(every[0]) if every else [],
        "maps": [_listed(one, number, files) for one in every for number in range(one.maps)],
    }
    return as_json(Maps, told)
