"""Compose the staged folder: what a person wrote, what code measured, in plain Markdown that any
generator can render.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Any

from analysis.artifacts import Artifacts, sha256
from site_config.build import content, renderer
from site_config.build.composed import Composed, Files, before, remember
from site_config.build.folder import bring_to, contents
from site_config.build.lean import carried, ours
from site_config.build.navigation import own_settings
from site_config.data.claims import claim_data
from site_config.data.figures import figure_data
from site_config.data.images import image_data
from site_config.data.kinds import data_files, schema_files, site
from site_config.data.lab import lab_files
from site_config.data.oips import oip_data
from site_config.data.start import start_data
from site_config.data.training import training_data
from site_config.data.values import value_data
from site_config.pages.addresses import address_files, head
from site_config.pages.blocks import without_code
from site_config.pages.cells import outputs_of
from site_config.pages.citations import citing_files, figure_item
from site_config.pages.claims import claim_files
from site_config.pages.feature import PAGE as FEATURE
from site_config.pages.feature import feature_page
from site_config.pages.feed import feed_files
from site_config.pages.figures import INDEX, VARIANTS, figure_index, figure_page
from site_config.pages.findings import PAGE as FINDINGS
from site_config.pages.findings import finding_list
from site_config.pages.gallery import Gallery
from site_config.pages.kept import keep, kept
from site_config.pages.kinship import plane
from site_config.pages.layer_page import layer_page
from site_config.pages.listed import check_free, check_galleries, entry_of
from site_config.pages.map_numbers import read_plane
from site_config.pages.network_map import network
from site_config.pages.notebooks import notebook
from site_config.pages.overview import PAGE as OVERVIEW
from site_config.pages.overview import overview
from site_config.pages.page import Page, read_page
from site_config.pages.reading import frame
from site_config.pages.shown import Shown, shown
from site_config.pages.subject import SUBJECT_WORDS
from site_config.pages.telling import telling
from site_config.pages.written import head_of, named
from site_config.paths import (
    ASSETS,
    CONTENT,
    DOCS,
    PAGES,
    Place,
    site_address,
    subject,
    written,
)
from site_config.words.bibliography import Bibliography
from site_config.words.context import Publication, Word
from site_config.words.galleries import shelves
from site_config.words.glossary import Term, abbreviations, glossary_page, load_terms
from site_config.words.parts import series
from site_config.words.prose import WORDS, Prose
from site_config.words.published import address_of_figure
from site_config.words.references import References, collect
from site_config.words.slips import load_slips

PRINTED = "assets/build.css"  # what stands in the foot of a printed page
MAP_PAGE = re.compile(r"gallery/[^/]+/\d+\.md")
WITH_TOOLTIPS = ("index", "series/", "companions/", "gallery/", "about/how", "about/reproduce")

# what pages can say beside words: pieces that code makes
MADE: dict[str, Word] = {
    "network": network,
    "telling": telling,
    "data_files": data_files,
    "site": site,
}


def _cells(prose: Prose, page: Path, read: Page, outputs: list[list[Any]]) -> list[Shown]:
    """Return the cells of a page, its prose rendered, its code with what it printed."""
    ran = iter(outputs)
    return [
        Shown(cell, next(ran))
        if cell.kind == "code"
        else Shown(replace(cell, source=_said(prose, page, cell.source, read)))
        for cell in read.cells
    ]


def _said(prose: Prose, page: Path, text: str, read: Page) -> str:
    return prose.render(text, page.as_posix(), Path(read.file), read.text)


def _tailed(files: Files, tail: bytes) -> Files:
    """Return files, those that are pages of prose with definitions of the terms: on the many pages
    of figures and maps tooltips would cost seconds of every build.
    """

    def has_tooltips(name: str) -> bool:
        prose = name.endswith(".md") and name.startswith(WITH_TOOLTIPS)
        return prose and not MAP_PAGE.fullmatch(name)

    return {name: text + tail if has_tooltips(name) else text for name, text in files.items()}


def _body(page: Path, cells: list[Shown], files: dict[str, bytes]) -> str:
    """Return the cells of a page as Markdown; pictures they drew become files beside it."""
    said, number = [], count()
    for one in cells:
        if one.cell.kind == "code":
            stem = f"{page.with_suffix('')}-{next(number)}"
            said.append(shown(one.cell, one.outputs, stem, files))
        else:
            said.append(one.cell.source)
    return "\n\n".join(part for part in said if part)


def _series_page(prose: Prose, page: Path, cells_folder: Path) -> tuple[Files, list[Shown]]:
    """Render a page of the series; return it with the pictures that it drew, and its cells."""
    files: Files = {}
    entry, read = entry_of(page), read_page(page)
    code = [cell for cell in read.cells if cell.kind == "code"]
    outputs = outputs_of(cells_folder / f"{page.stem}.json", code, read.file)
    cells = frame(prose, entry, read, _cells(prose, page, read, outputs))
    here, copy = prose.on(page.as_posix()), f"notebooks/{page.stem}.ipynb"
    credit = here.fill("credit.md.j2", entry=entry, notebook=here.link(copy))
    head = head_of(read.header, entry["title"])
    body = _body(page, cells, files)
    files[page.as_posix()] = f"{head}\n{body}\n\n{credit}".encode()
    return files, cells


def _written_files() -> Iterator[tuple[Path, Path]]:
    """Yield the staged path of each file that a person wrote, and where it lies; what pages load
    is the same for each subject.
    """
    for path in sorted(filter(written, DOCS.rglob("*"))):
        yield path.relative_to(DOCS), path
    if not ASSETS.is_relative_to(DOCS):
        for path in sorted(filter(written, ASSETS.rglob("*"))):
            yield path.relative_to(ASSETS.parent), path


def _carried(page: Path, path: Path) -> bytes:
    """Return a file that a person wrote as the site has it: scripts of ours without what only
    people read, everything else as it is.
    """
    return carried(path, f"docs/{page.as_posix()}") if ours(page) else path.read_bytes()


def _plain_page(prose: Prose, page: Path) -> Files:
    """Render a page without cells."""
    read = read_page(page)
    return {page.as_posix(): (read.head + _said(prose, page, read.body, read)).encode()}


def _figures(prose: Prose, files: dict[str, bytes]) -> None:
    """Make a page for each figure and one that lists them; what can be downloaded lies beside."""
    artifacts = prose.publication.artifacts
    for figure in artifacts.manifest.figures:
        files[address_of_figure(figure.id)] = figure_page(prose, figure).encode()
        files |= citing_files(figure_item(artifacts, figure))
        for variant in VARIANTS:
            files[f"assets/figures/{figure.id}.{variant}"] = artifacts.read(figure.files[variant])
    if artifacts.manifest.figures:
        files[INDEX] = figure_index(prose).encode()
    for measurement in artifacts.manifest.measurements:
        files[f"assets/arrays/{measurement.id}.npz"] = artifacts.read(measurement.file)


def _introduction(prose: Prose, page: str) -> str:
    """Return what a person wrote of a page of the gallery, rendered; nothing where nobody did."""
    if not (DOCS / page).is_file():
        return ""
    read = read_page(Path(page))
    return _said(prose, Path(page), read.body, read)


def _galleries(prose: Prose, shown: Mapping[str, bytes], files: dict[str, bytes]) -> None:
    """Make a page for each layer with OIPs, beneath what a person wrote of it, and one for all.

    Args:
        shown: what was made of these layers' maps alone, by staged path.
    """
    artifacts = prose.publication.artifacts
    every = [Gallery(artifacts, shelf) for shelf in shelves(artifacts)]
    check_galleries([OVERVIEW, *(f"{gallery.shelf.folder}.md" for gallery in every)])
    files[OVERVIEW] = overview(prose, every, _introduction(prose, OVERVIEW)).encode()
    for gallery in every:
        folder = gallery.shelf.folder
        page, numbers = f"{folder}.md", shown.get(gallery.shelf.numbers)
        on = read_plane(numbers) if numbers else plane(gallery)
        files[page] = layer_page(prose, gallery, on, _introduction(prose, page)).encode()


def references() -> References:
    """Look through all pages of the series for what they number, before any of them is rendered."""
    return collect(
        {page.as_posix(): kept(without_code, read_page(page).text) for page in PAGES},
        {entry["page"]: entry["number"] for entry in series()},
    )


def _made(prose: Prose, shown: Mapping[str, bytes], terms: list[Term]) -> Files:
    """Return the pages that code makes of what was published, and what belongs to them, beside
    those that are made already.
    """
    files: dict[str, bytes] = {}
    artifacts = prose.publication.artifacts
    _figures(prose, files)
    _galleries(prose, shown, files)
    files |= image_data(artifacts) | start_data(artifacts) | lab_files(artifacts)
    files |= oip_data(artifacts) | training_data(artifacts)
    files |= value_data(artifacts) | schema_files()
    here = prose.on("index.md")
    files[PRINTED] = here.fill("build.css.j2", manifest=artifacts.manifest).encode()
    files["about/bibliography.md"] = prose.publication.bibliography.page().encode()
    return files if subject() else files | _of_the_series(prose, terms)


def _of_the_series(prose: Prose, terms: list[Term]) -> dict[str, bytes]:
    """Return the pages that code makes of what the publication alone has: claims, findings, terms,
    versions.
    """
    artifacts = prose.publication.artifacts
    files = claim_files(prose) | claim_data(artifacts) | feed_files() | figure_data(artifacts)
    files[FEATURE] = feature_page(prose).encode()
    files[FINDINGS] = finding_list(prose).encode()
    files["about/glossary.md"] = glossary_page(terms).encode()
    return files


def _read_by_all(place: Place, known: References) -> str:
    """Return the digest of what any page may be composed from beside its own text: code, templates,
    what was published, what is numbered, which pages there are.
    """
    # lines are named only where two of them clash
    numbered = {name: replace(target, line=0) for name, target in known.targets.items()}
    there = list(_written_files())
    read = [path for paths in renderer.composed_from().values() for path in paths]
    read += [path for page, path in there if page.suffix != ".md"]
    published = [place.artifacts / "manifest.json", *sorted(place.cells.glob("*.json"))]
    told = (
        renderer.versions(renderer.COMPOSING),
        site_address(),
        place.profile,
        replace(known, targets=numbered),
        [page.as_posix() for page, _ in there],
        [(named(Path(path)), digest) for path, digest in content.digests(read)],
        [(path.name, content.digest(path)) for path in published],
        content.of_folder(place.exhibits),
    )
    return sha256(repr(told).encode())


def _heads(files: Files) -> list[tuple[str, str]]:
    """Return every staged path, that of a page with its header; notebooks, which are made last, are
    not among them.
    """
    return sorted(
        (name, head(text) if name.endswith(".md") else "")
        for name, text in files.items()
        if not name.endswith(".ipynb")
    )


def _prose(place: Place, terms: list[Term]) -> Prose:
    publication = Publication(
        Artifacts(place.artifacts),
        Bibliography(CONTENT / "bibliography.bib"),
        {term.id: term.term for term in terms},
        {} if subject() else load_slips(),
        references(),
    )
    return Prose(publication, {**WORDS, **MADE, **(SUBJECT_WORDS if subject() else {})})


def compose(place: Place, composed: Composed | None = None) -> Files:
    """Return every staged file by its path; nothing is written.

    Args:
        composed: what was composed before and need not be again; takes note of all that is.

    Raises:
        Problem: a page uses an unknown id, or an artifact is not what the manifest recorded.
    """
    composed = composed or Composed(place.staged)
    # its pages speak of the series
    terms = [] if subject() else load_terms(CONTENT / "glossary.toml")
    prose, tail = _prose(place, terms), abbreviations(terms).encode()
    by_all = _read_by_all(place, prose.publication.references)

    def of(*pages: Path) -> str:
        return sha256(f"{by_all} {[content.digest(DOCS / page) for page in pages]}".encode())

    files, begun, introductions = Files(), dict[Path, tuple[Files, list[Shown]]](), []
    for page, path in _written_files():
        name = page.as_posix()
        if path.suffix != ".md":
            files[name] = _carried(page, path)
        elif page.parts[0] == "gallery":
            introductions.append(page)
        elif (as_before := composed.kept(name, of(page))) is not None:
            files |= as_before
        elif page in PAGES:
            begun[page] = _series_page(prose, page, place.cells)
            files |= begun[page][0]
        else:
            files |= composed.made(name, of(page), _tailed(_plain_page(prose, page), tail))
    shown = _tailed(contents(place.exhibits), tail)
    made = shown | composed.piece(
        "made of what was published",
        of(*introductions),
        lambda: _tailed(_made(prose, shown, terms), tail),
    )
    made |= composed.piece(
        "addresses",
        sha256(f"{by_all} {_heads(files | made)}".encode()),
        lambda: _tailed(address_files(prose, files | made, terms), tail),
    )
    check_free(files, made)
    files |= made
    if subject():
        layers = {one.layer: f"{one.folder}.md" for one in shelves(prose.publication.artifacts)}
        files |= own_settings(layers, files)
    # last, since a notebook holds its pictures
    for page, (own, cells) in begun.items():
        copy = notebook(page.as_posix(), cells, files, place.profile, site_address())
        own[f"notebooks/{page.stem}.ipynb"] = copy.encode()
        files |= composed.made(page.as_posix(), of(page), _tailed(own, tail))
    return files


def stage(place: Place) -> str:
    """Bring the staged folder to what ``compose`` says, touching only files that differ; return its
    digest.
    """
    composed = before(place)
    digest = bring_to(place.staged, compose(place, composed))
    remember(place, composed)
    keep()
    return digest
