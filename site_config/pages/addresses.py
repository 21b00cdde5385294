"""Everything that has an address of its own, by name: maps, figures, claims, findings, questions,
images, terms, slips, pages. One page for readers, one file for machines and for named lists.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from analysis.artifacts import Manifest
from site_config.citing.formats import bibtex
from site_config.citing.item import Item
from site_config.pages.cards import map_line
from site_config.pages.findings import PAGE as FINDINGS
from site_config.pages.findings import SAID
from site_config.pages.gallery import Gallery, status
from site_config.pages.miniatures import LISTED
from site_config.paths import address, schema_of
from site_config.words.asides import TABLE as SLIPS
from site_config.words.asides import stated
from site_config.words.context import Here
from site_config.words.galleries import shelves
from site_config.words.glossary import Term
from site_config.words.lengths import LINE, bare, shortened
from site_config.words.prose import Prose
from site_config.words.published import address_of_claim, address_of_figure

PAGE, JSON, LIST = "about/addresses.md", "about/addresses.json", "about/list.md"
CLAIMS, GLOSSARY = "about/claims.md", "about/glossary.md"
KINDS = {
    "map": "Maps",
    "figure": "Figures",
    "claim": "Claims",
    "finding": "Findings",
    "question": "Questions",
    "image": "Images",
    "term": "Terms",
    "slip": "Slips",
    "page": "Pages",
}
IMAGE = re.compile(r"images/(\d+)\.md")
MADE = re.compile(r"figures/(?!index\.md).*|claims/.*|gallery/.*/\d+\.md|images/\d+\.md")
HEAD = re.compile(rb"\A---\n(.*?)\n---\n", re.S)
# what a list fills in when it is cited
LIST_TITLE, LIST_NOTE = "LISTTITLE", "LISTNOTE"


@dataclass(frozen=True)
class Entry:
    """A thing with an address: what it is called, what one line says of it, where it stands."""

    kind: str
    id: str
    name: str
    line: str
    page: str  # staged
    anchor: str = ""
    picture: str = ""  # staged

    @property
    def fragment(self) -> str:
        return f"#{self.anchor}" if self.anchor else ""

    def told(self) -> dict[str, str]:
        """Return the entry for machines; addresses are below that of the site."""
        said = {"kind": self.kind, "id": self.id, "name": self.name, "line": self.line}
        said["address"] = address(self.page) + self.fragment
        return said | ({"picture": self.picture} if self.picture else {})


def _maps(prose: Prose, files: Mapping[str, bytes]) -> Iterator[Entry]:
    artifacts = prose.publication.artifacts
    for shelf in shelves(artifacts):
        gallery = Gallery(artifacts, shelf)
        for number in range(gallery.maps):
            own = shelf.map_stem(number)
            stands = f"{own}.md" in files
            page, anchor = (
                (f"{own}.md", "")
                if stands
                else (f"{shelf.folder}.md", f"map-{shelf.number(number)}")
            )
            pictures = (f"{own}/oip.png", f"{own}-enhanced.png")
            yield Entry(
                "map",
                shelf.map_id(number),
                shelf.map_name(number),
                f"{status(gallery, number)}; {map_line(gallery, number)}",
                page,
                anchor,
                next((one for one in pictures if one in files), ""),
            )


def _published(manifest: Manifest) -> Iterator[Entry]:
    """Yield what the manifest names: figures, claims, findings and questions."""
    for one in manifest.figures:
        page, picture = address_of_figure(one.id), LISTED.path(one.id)
        name = f"Figure {one.number}: {one.title}"
        yield Entry("figure", one.id, name, bare(one.alt), page, "", picture)
    for claim in manifest.claims:
        name, page = f"{claim.id}: {claim.verdict}", address_of_claim(claim.id)
        yield Entry("claim", claim.id, name, bare(claim.statement), page)
    for finding in manifest.findings:
        id, line = finding.id, bare(finding.statement)
        name = f"{id}: {SAID[finding.holds]}"
        yield Entry("finding", f"finding/{id}", name, line, FINDINGS, id)
    for asked in manifest.questions:
        name = f"{asked.id}: {'answered' if asked.answered else 'open'}"
        yield Entry("question", asked.id, name, bare(asked.question), CLAIMS, asked.id.lower())


def _explained(prose: Prose, terms: Sequence[Term]) -> Iterator[Entry]:
    for term in sorted(terms, key=lambda one: one.term.lower()):
        id, line = term.id, bare(term.definition)
        yield Entry("term", f"term/{id}", term.term, line, GLOSSARY, id)
    here = prose.on(SLIPS)
    for slip in prose.publication.slips.values():
        yield Entry("slip", slip.id, slip.id, bare(stated(here, slip)), SLIPS, slip.id.lower())


def head(content: bytes) -> str:
    """Return the header of a staged page, empty where it has none."""
    found = HEAD.match(content)
    return found[1].decode() if found else ""


def _head(content: bytes) -> dict[str, Any]:
    """Return what the header of a staged page says."""
    import yaml

    return yaml.safe_load(head(content)) or {}


def _pages(files: Mapping[str, bytes]) -> Iterator[Entry]:
    """Yield image pages and all others that are about no single thing, by what they say of
    themselves.
    """
    for name in sorted(files):
        image = IMAGE.fullmatch(name)
        if not name.endswith(".md") or (MADE.fullmatch(name) and not image):
            continue
        told, own = _head(files[name]), address(name)
        title, line = str(told.get("title", own)), bare(str(told.get("description", "")))
        if image:
            yield Entry("image", own.rstrip("/"), title, line, name)
        else:
            yield Entry("page", own or "/", title, line, name)


def entries(prose: Prose, files: Mapping[str, bytes], terms: Sequence[Term]) -> list[Entry]:
    """Return everything that has an address, kind by kind.

    Args:
        files: every staged file so far; what is not among them has no address.
    """
    manifest = prose.publication.artifacts.manifest
    found = [*_maps(prose, files), *_published(manifest), *_explained(prose, terms)]
    found += _pages(files)
    order = list(KINDS)
    return sorted(found, key=lambda one: order.index(one.kind))


def as_json(manifest: Manifest, found: Sequence[Entry]) -> str:
    """Return all entries for machines, with what a list of some of them is cited by."""
    cited = Item("list", "list", LIST_TITLE, "", LIST, LIST_NOTE)
    whole = {
        "$schema": schema_of("addresses", JSON),
        "profile": manifest.profile,
        "commit": manifest.made_with.commit,
        "authors": ", ".join(cited.authors),
        "year": cited.released.year,
        "bibtex": bibtex(cited),
        "entries": [one.told() for one in found],
    }
    return json.dumps(whole, ensure_ascii=False, separators=(",", ":")) + "\n"


def address_list(here: Here, found: Sequence[Entry]) -> str:
    """Return the page of all entries."""
    kinds = {kind: [one for one in found if one.kind == kind] for kind in KINDS}
    return here.fill(
        "addresses.md.j2",
        kinds={KINDS[kind]: those for kind, those in kinds.items() if those},
        total=len(found),
        line=lambda one: shortened(one.line, LINE),
        json=JSON,
        list=LIST,
    )


def address_files(
    prose: Prose, files: Mapping[str, bytes], terms: Sequence[Term]
) -> dict[str, bytes]:
    """Return the index of everything with an address, and the page for named lists."""
    manifest = prose.publication.artifacts.manifest
    found = entries(prose, files, terms)
    return {
        PAGE: address_list(prose.on(PAGE), found).encode(),
        JSON: as_json(manifest, found).encode(),
        LIST: prose.on(LIST).fill("list.md.j2", json=JSON, index=PAGE).encode(),
    }
