"""What files of every kind say alike: of themselves, of things with pages, of what they rest on."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from analysis.artifacts import Artifacts
from site_config.citing.formats import FORMATS
from site_config.citing.item import absolute
from site_config.citing.media import media_type
from site_config.citing.publication import cited_here
from site_config.paths import address, below, schema_of, site_address
from site_config.words.parts import part_heading, series
from site_config.words.swhid import lines_of


def head(artifacts: Artifacts, kind: str, path: str) -> dict[str, Any]:
    """Return what a file of some kind says of itself.

    Args:
        path: its staged path.
    """
    manifest, cited = artifacts.manifest, cited_here()
    return {
        "$schema": schema_of(kind, path),
        "publication": cited.title,
        "version": cited.version or None,
        "site": site_address() or None,
        "profile": manifest.profile,
        "commit": manifest.made_with.commit,
        "license": cited.licence.id if cited.licence else None,
    }


def named(id: str, name: str, line: str, page: str, kind: str) -> dict[str, Any]:
    """Return what is said of a thing with a page.

    Args:
        page: its staged path.
        kind: as the JSON beside it is called.
    """
    place = address(page)
    told = {"id": id, "name": name, "line": line, "address": place, "url": absolute(place) or None}
    return told | {"json": below(page, f"{kind}.json")}


def file(path: str, what: str) -> dict[str, str]:
    """Return what is said of a file of the site."""
    return {"address": path, "type": media_type(path), "what": what}


def citations(page: str) -> dict[str, Any]:
    """Return how a thing with a page is cited: files for those who keep references."""
    place = address(page)
    every = [
        {"address": f"{place}{one.file}", "type": one.type, "what": one.name} for one in FORMATS
    ]
    return {"citations": every}


def part(number: str) -> dict[str, str]:
    """Return what is said of a part."""
    entry = next(one for one in series() if one["number"] == number)
    told = {"number": number, "name": part_heading(number), "title": entry["title"]}
    return told | {"address": address(entry["page"])}


def measurements(artifacts: Artifacts, ids: Iterable[str]) -> list[dict[str, Any]]:
    """Return all that is known of measurements, their files among it."""
    runs, said = artifacts.manifest.made_with.runs, []
    kept = ("id", "arrays", "source", "inputs", "keywords", "settings", "digest")
    for id in ids:
        record = artifacts.measurements[id]
        told = {key: getattr(record, key) for key in kept}
        whole = file(f"assets/arrays/{id}.npz", "all arrays of this measurement, for NumPy")
        run = runs[f"measurements/{id}"]
        told |= {"file": whole, "sha256": record.file.sha256, "run": run}
        said.append({**told, "swhid": lines_of(record.source).swhid})
    return said
