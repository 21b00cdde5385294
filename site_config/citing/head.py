"""What the head of a page says of the thing it is about, to those who read pages by machine.

Reference managers read the tags that Highwire Press began with, search engines JSON-LD, crawlers of
archives typed links (https://signposting.org). Addresses are whole where the site has one, as these
readers ask for, else relative to the page.
"""

from __future__ import annotations

import json
import posixpath
from typing import Any

from analysis.ending import one_line
from site_config.citing.formats import FORMATS
from site_config.citing.item import Item
from site_config.paths import address

SCHEMA = "https://schema.org"
# what a kind of thing is called there
TYPES = {"figure": "ImageObject", "claim": "Claim", "map": "Dataset", "image": "Dataset"}


def _whole(item: Item, path: str) -> str:
    """Return the address of a staged file as it stands on the page of a thing."""
    return item.whole(path) or posixpath.relpath(path, address(item.page) or ".")


def _own(item: Item) -> str:
    return item.url or "./"


def tags(item: Item) -> list[tuple[str, str]]:
    """Return names and contents of meta tags.

    What stands before a comma is a family name, and all of the name where nothing stands behind:
    without it managers part a name at its last space, and ours is no person's. Without a type they
    would take the page for an article of a journal.
    """
    found = [("citation_title", item.title)]
    found += [("citation_author", f"{name},") for name in item.authors]
    found += [
        ("citation_publication_date", f"{item.released:%Y/%m/%d}"),
        ("citation_publisher", item.site),
        ("citation_language", "en"),
        ("citation_abstract", one_line(item.abstract)),
        ("citation_keywords", "; ".join(item.cited.keywords)),
        ("DC.type", "webpage"),
        ("DC.identifier", item.id),
    ]
    if item.licence:
        found.append(("DC.rights", item.licence.address))
    return found + ([("citation_public_url", item.url)] if item.url else [])


def links(item: Item) -> list[dict[str, str]]:
    """Return typed links: by what address it is cited, what describes it, its files, its licence,
    what it belongs to. JSON that holds a part of it is a file of it like any other.
    """
    folder = address(item.page)
    home = item.root or posixpath.relpath(".", folder) + "/"
    found = [
        {"rel": "cite-as", "href": _own(item)},
        {"rel": "collection", "href": home, "type": "text/html"},
        {"rel": "type", "href": f"{SCHEMA}/{TYPES[item.kind]}"},
    ]
    if item.licence:
        found.append({"rel": "license", "href": item.licence.address})
    for one in FORMATS:
        place = _whole(item, folder + one.file)
        found.append({"rel": "describedby", "href": place, "type": one.type})
    for file in item.downloads:
        rel = "describedby" if file.path == item.described else "item"
        found.append({"rel": rel, "href": _whole(item, file.path), "type": file.type})
    return found


def linked_data(item: Item) -> dict[str, Any]:
    """Return a thing in the words of schema.org."""
    told: dict[str, Any] = {
        "@context": SCHEMA,
        "@type": TYPES[item.kind],
        "@id": _own(item),
        "identifier": item.id,
        "name": item.title,
        "description": one_line(item.abstract),
        "creator": [{"@type": "Organization", "name": name} for name in item.authors],
        "datePublished": item.released.isoformat(),
        "inLanguage": "en",
        "creditText": item.note,
        "isPartOf": {"@type": "WebSite", "name": item.site},
    }
    if item.version:
        told["version"] = item.version
    if item.licence:
        told["license"] = item.licence.address
    if item.url:
        told |= {"url": item.url}
        told["isPartOf"] |= {"@id": item.root}
    if item.picture:
        told["contentUrl" if item.kind == "figure" else "image"] = _whole(item, item.picture)
    if item.kind == "claim":
        told["appearance"] = told.pop("isPartOf")
    if item.kind in ("map", "image"):
        told["distribution"] = [
            {
                "@type": "DataDownload",
                "name": file.what,
                "encodingFormat": file.type,
                "contentUrl": _whole(item, file.path),
            }
            for file in item.downloads
        ]
    return told


def head(item: Item) -> dict[str, Any]:
    """Return all that stands in the head of the page of a thing, as its header carries it."""
    # what would end the element that it stands in is written otherwise
    data = json.dumps(linked_data(item), ensure_ascii=False).replace("<", "\\u003c")
    return {
        "tags": [list(one) for one in tags(item)],
        "links": links(item),
        "data": data,
        "picture": item.whole(item.picture) if item.picture else "",
    }
