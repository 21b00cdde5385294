"""Compose the staged folder: what a person wrote, what code measured, in plain Markdown that any
generator can render.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Any

from analysis.artifacts import Artifacts
from site_config.build.folder import bring_to, contents
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
from site_config.pages.addresses import address_files
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


def _series_page(
    prose: Prose, page: Path, cells_folder: Path, files: dict[str, bytes]
) -> list[Shown]:
    """Render a page of the series; return its cells."""
    entry, read = entry_of(page), read_page(page)
    code = [cell for cell in read.cells if cell.kind == "code"]
    outputs = outputs_of(cells_folder / f"{page.stem}.json", code, read.file)
    cells = frame(prose, entry, read, _cells(prose, page, read, outputs))
    here, copy = prose.on(page.as_posix()), f"notebooks/{page.stem}.ipynb"
    credit = here.fill("credit.md.j2", entry=entry, notebook=here.link(copy))
    title = json.dumps(read.header.get("title") or entry["title"], ensure_ascii=False)
    body = _body(page, cells, files)
    files[page.as_posix()] = f"---\ntitle: {title}\n---\n\n{body}\n\n{credit}".encode()
    return cells


def _written_files() -> Iterator[tuple[Path, Path]]:
    """Yield the staged path of each file that a person wrote, and where it lies; what pages load
    is the same for each subject.
    """
    for path in sorted(filter(written, DOCS.rglob("*"))):
        yield path.relative_to(DOCS), path
    if not ASSETS.is_relative_to(DOCS):
        for path in sorted(filter(written, ASSETS.rglob("*"))):
            yield path.relative_to(ASSETS.parent), path


def _plain_pages(prose: Prose, files: dict[str, bytes]) -> None:
    """Render the pages without cells, and copy everything that is no page."""
    for page, path in _written_files():
        if page in PAGES or (page.parts[0] == "gallery" and page.suffix == ".md"):
            continue
        if path.suffix != ".md":
            files[page.as_posix()] = path.read_bytes()
            continue
        read = read_page(page)
        files[page.as_posix()] = (read.head + _said(prose, page, read.body, read)).encode()


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
        {page.as_posix(): without_code(read_page(page).text) for page in PAGES},
        {entry["page"]: entry["number"] for entry in series()},
    )


def _made(prose: Prose, shown: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the pages that code makes of any subject, and what belongs to them, beside those that
    are made already.
    """
    files: dict[str, bytes] = {}
    artifacts = prose.publication.artifacts
    _figures(prose, files)
    _galleries(prose, shown, files)
    files |= image_data(artifacts) | start_data(artifacts) | lab_files(artifacts)
    files |= oip_data(artifacts) | value_data(artifacts) | schema_files()
    here = prose.on("index.md")
    files[PRINTED] = here.fill("build.css.j2", manifest=artifacts.manifest).encode()
    files["about/bibliography.md"] = prose.publication.bibliography.page().encode()
    return files


def _of_the_series(prose: Prose, terms: list[Term]) -> dict[str, bytes]:
    """Return the pages that code makes of what the publication alone has: claims, findings, terms,
    versions.
    """
    artifacts = prose.publication.artifacts
    files = claim_files(prose) | claim_data(artifacts) | feed_files() | figure_data(artifacts)
    files |= training_data(artifacts)
    files[FEATURE] = feature_page(prose).encode()
    files[FINDINGS] = finding_list(prose).encode()
    files["about/glossary.md"] = glossary_page(terms).encode()
    return files


def _has_tooltips(name: str) -> bool:
    """Return whether a staged file is a page of prose: on the many pages of figures and maps
    tooltips would cost seconds of every build.
    """
    prose = name.endswith(".md") and name.startswith(WITH_TOOLTIPS)
    return prose and not MAP_PAGE.fullmatch(name)


def compose(place: Place) -> dict[str, bytes]:
    """Return every staged file by its path; nothing is written.

    Raises:
        Problem: a page uses an unknown id, or an artifact is not what the manifest recorded.
    """
    # its pages speak of the series
    terms = [] if subject() else load_terms(CONTENT / "glossary.toml")
    publication = Publication(
        Artifacts(place.artifacts),
        Bibliography(CONTENT / "bibliography.bib"),
        {term.id: term.term for term in terms},
        {} if subject() else load_slips(),
        references(),
    )
    prose = Prose(publication, {**WORDS, **MADE, **(SUBJECT_WORDS if subject() else {})})
    files: dict[str, bytes] = {}
    _plain_pages(prose, files)
    cells = {page: _series_page(prose, page, place.cells, files) for page in PAGES}
    shown = contents(place.exhibits)
    made = _made(prose, shown) | shown
    if not subject():
        made |= _of_the_series(prose, terms)
    made |= address_files(prose, files | made, terms)
    check_free(files, made)
    files |= made
    if subject():
        layers = {one.layer: f"{one.folder}.md" for one in shelves(publication.artifacts)}
        files |= own_settings(layers, files)
    for page, shown_there in cells.items():
        copy = notebook(page.as_posix(), shown_there, files, place.profile, site_address())
        files[f"notebooks/{page.stem}.ipynb"] = copy.encode()
    tail = abbreviations(terms).encode()
    return {
        name: content + tail if _has_tooltips(name) else content for name, content in files.items()
    }


def stage(place: Place) -> str:
    """Bring the staged folder to what ``compose`` says, touching only files that differ; return its
    digest.
    """
    return bring_to(place.staged, compose(place))
