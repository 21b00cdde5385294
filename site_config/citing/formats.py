"""A thing that can be cited as BibTeX, RIS, CSL-JSON and as a sentence."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from analysis.ending import one_line
from site_config.citing.bibtex import escaped, written
from site_config.citing.item import Item

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def bibtex(item: Item) -> str:
    """Return an entry for BibTeX that LaTeX compiles."""
    day = item.released.isoformat()
    who = " and ".join(f"{{{escaped(name)}}}" for name in item.authors)
    fields = {
        "title": f"{{{{{escaped(item.title)}}}}}",
        "author": f"{{{who}}}",
        "year": f"{{{item.released.year}}}",
        "month": MONTHS[item.released.month - 1],
        "date": f"{{{day}}}",
    }
    if item.version:
        fields["version"] = f"{{{escaped(item.version)}}}"
    if item.page:
        fields["howpublished"] = f"{{{escaped(item.site)}}}"
    if item.url:
        fields |= {"url": f"{{{item.url}}}", "urldate": f"{{{day}}}"}
    fields |= {"note": f"{{{escaped(item.note)}}}", "language": "{english}"}
    return written("misc", item.key, fields)


def ris(item: Item) -> str:
    """Return a record of RIS: a page of a site, by its authors, with its publisher."""

    def lines() -> Iterator[tuple[str, str]]:
        yield "TY", "ELEC"
        yield "ID", item.key
        yield "TI", item.title
        for name in item.authors:
            yield "AU", name
        yield "T2", item.site
        yield "PB", item.site
        yield "PY", str(item.released.year)
        yield "DA", f"{item.released:%Y/%m/%d}"
        if item.version:
            yield "ET", item.version
        yield "AB", item.abstract
        yield "N1", item.note
        yield "LA", "en"
        if item.url:
            yield "UR", item.url
        yield "ER", ""

    return "".join(f"{tag}  - {one_line(text)}\r\n" for tag, text in lines())


def csl(item: Item) -> str:
    """Return a list of one item of CSL-JSON."""
    day = item.released
    told: dict[str, Any] = {
        "id": item.key,
        "type": "webpage",
        "title": item.title,
        "author": [{"literal": name} for name in item.authors],
        "issued": {"date-parts": [[day.year, day.month, day.day]]},
        "container-title": item.site,
        "publisher": item.site,
        "abstract": one_line(item.abstract),
        "note": item.note,
        "language": "en",
    }
    told |= {"version": item.version} if item.version else {}
    told |= {"URL": item.url} if item.url else {}
    return json.dumps([told], ensure_ascii=False, indent=1)


def plain(item: Item) -> str:
    """Return a citation in a sentence."""
    who = ", ".join(item.authors)
    where = f"In: {item.site}" if item.page else ""
    version = f"Version {item.version}" if item.version else ""
    parts = [f"{who} ({item.released.year})", item.title, where, version]
    said = ". ".join(one_line(part).rstrip(".") for part in [*parts, item.note] if part)
    return f"{said}." + (f" {item.url}" if item.url else "")


@dataclass(frozen=True)
class Format:
    """One way to write a citation, the file it is offered as, and its media type."""

    name: str
    file: str
    type: str
    write: Callable[[Item], str]


FORMATS = (
    Format("BibTeX", "cite.bib", "application/x-bibtex", bibtex),
    Format("RIS", "cite.ris", "application/x-research-info-systems", ris),
    Format("CSL-JSON", "cite.csl.json", "application/vnd.citationstyles.csl+json", csl),
)
