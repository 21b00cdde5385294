"""Compose the staged folder: what a person wrote, what code measured, in plain Markdown that any
generator can render.
"""

from __future__ import annotations

import base64
import json
from itertools import count
from pathlib import Path
from typing import Any

from analysis.artifacts import Artifacts, sha256, write_atomically
from analysis.problem import Problem
from site_config.pages.cells import read_page
from site_config.pages.figures import VARIANTS, figure_index, figure_page
from site_config.pages.gallery import layer_page, thumbnails
from site_config.pages.network_map import network
from site_config.pages.notebooks import notebook
from site_config.pages.reading import Cell, Written, frame
from site_config.paths import CONTENT, DOCS, PAGES, REPOSITORY, Place
from site_config.words.bibliography import Bibliography
from site_config.words.context import Publication
from site_config.words.galleries import shelves
from site_config.words.glossary import abbreviations, glossary_page, load_terms
from site_config.words.parts import series
from site_config.words.prose import WORDS, Prose
from site_config.words.references import References, collect
from site_config.words.slips import load_slips

WITH_TOOLTIPS = ("index", "series/", "companions/", "gallery/", "about/how", "about/reproduce")
PICTURES = {"image/svg+xml": "svg", "image/png": "png"}


def _front_matter(text: str) -> tuple[str, str]:
    """Split a page into its header and the rest."""
    if text.startswith("---\n") and (end := text.find("\n---\n", 4)) > 0:
        return text[: end + 5], text[end + 5 :]
    return "", text


def _picture(kind: str, data: dict[str, Any]) -> bytes:
    """Return a picture that a cell drew as the content of a file."""
    content = "".join(data[kind])
    return content.encode() if kind.endswith("xml") else base64.b64decode(content)


def _outputs(outputs: list[Any], stem: str, files: dict[str, bytes]) -> str:
    """Return a cell's outputs as Markdown; pictures become files beside the page."""
    blocks = []
    for number, output in enumerate(outputs):
        data = output.get("data", {})
        if picture := next((kind for kind in PICTURES if kind in data), None):
            name = f"{stem}-{number}.{PICTURES[picture]}"
            files[name] = _picture(picture, data)
            said = "".join(data.get("text/plain", "output of the cell above"))
            alt = "The picture drawn by the cell above" if said.startswith("<") else said
            blocks.append(f"![{alt}]({Path(name).name}){{ .cell-picture }}")
        elif text := output.get("text") or data.get("text/plain"):
            blocks.append("```text { .cell-output }\n" + "".join(text).rstrip("\n") + "\n```")
    return "\n\n".join(blocks)


def _cells(prose: Prose, page: Path, text: str, outputs: list[list[Any]]) -> list[Cell]:
    """Return the cells of a page, its prose rendered, its code with what it printed."""
    ran = iter(outputs)
    cells: list[Cell] = []
    file = (DOCS / page).relative_to(REPOSITORY)
    for cell in read_page(DOCS / page).cells:
        if cell.cell_type == "markdown":
            said = prose.render(cell.source, page.as_posix(), file, text)
            cells.append(("markdown", said, []))
        elif cell.cell_type == "code":
            cells.append(("code", cell.source, next(ran)))
    return cells


def _entry(page: Path) -> dict[str, Any]:
    entry = next((e for e in series() if e["page"] == page.as_posix()), None)
    if entry is None:
        raise Problem(
            f"docs/{page} is not listed in site_config/content/series.toml. Add a [[part]] with its"
            " page, number, title and original title."
        )
    return entry


def _body(page: Path, cells: list[Cell], files: dict[str, bytes]) -> str:
    """Return the cells of a page as Markdown; pictures they drew become files beside it."""
    said, number = [], count()
    for kind, text, outputs in cells:
        if kind == "code":
            stem = f"{page.with_suffix('')}-{next(number)}"
            text = f"```python\n{text}\n```\n\n{_outputs(outputs, stem, files)}"
        said.append(text)
    return "\n\n".join(said)


def _series_page(prose: Prose, page: Path, cells_folder: Path, files: dict[str, bytes]) -> None:
    entry, path = _entry(page), DOCS / page
    text = path.read_text()
    header = _header(_front_matter(text)[0], page)
    outputs = json.loads((cells_folder / f"{page.stem}.json").read_text())
    written = Written(entry, path.relative_to(REPOSITORY), text, header)
    cells = frame(prose, written, _cells(prose, page, text, outputs))
    here, copy = prose.on(page.as_posix()), f"notebooks/{page.stem}.ipynb"
    credit = here.fill("credit.md.j2", entry=entry, notebook=here.link(copy))
    title = json.dumps(header.get("title") or entry["title"], ensure_ascii=False)
    body = _body(page, cells, files)
    files[page.as_posix()] = f"---\ntitle: {title}\n---\n\n{body}\n\n{credit}".encode()
    files[copy] = notebook(cells).encode()


def _header(header: str, page: Path) -> dict[str, Any]:
    import yaml

    try:
        return (yaml.safe_load(header.strip("-\n")) or {}) if header else {}
    except yaml.YAMLError as error:
        raise Problem(
            f"docs/{page}: its header is not valid YAML: {' '.join(str(error).split())}. Put texts"
            " between double quotes."
        ) from None


def _plain_pages(prose: Prose, files: dict[str, bytes]) -> None:
    """Render the pages without cells, and copy everything that is no page."""
    for path in sorted(DOCS.rglob("*")):
        relative = path.relative_to(DOCS)
        if not path.is_file() or relative in PAGES or relative.parts[0] == "gallery":
            continue
        content = path.read_bytes()
        if path.suffix == ".md":
            text, file = content.decode(), path.relative_to(REPOSITORY)
            header, body = _front_matter(text)
            content = (header + prose.render(body, relative.as_posix(), file, text)).encode()
        files[relative.as_posix()] = content


def _figures(prose: Prose, files: dict[str, bytes]) -> None:
    """Make a page for each figure and one that lists them; what can be downloaded lies beside."""
    artifacts = prose.publication.artifacts
    for figure in artifacts.manifest.figures:
        files[f"figures/{figure.id}.md"] = figure_page(prose, figure).encode()
        for variant in VARIANTS:
            files[f"assets/figures/{figure.id}.{variant}"] = artifacts.read(figure.files[variant])
    files["figures/index.md"] = figure_index(prose).encode()
    for measurement in artifacts.manifest.measurements:
        files[f"assets/arrays/{measurement.id}.npz"] = artifacts.read(measurement.file)


def _galleries(prose: Prose, files: dict[str, bytes]) -> None:
    """Make a page for each layer with OIPs, beneath what a person wrote of it."""
    for shelf in shelves(prose.publication.artifacts):
        page = f"{shelf.folder}.md"
        path = DOCS / page
        written = path.read_text() if path.is_file() else ""
        introduction = prose.render(written, page, path.relative_to(REPOSITORY))
        files[page] = layer_page(prose, shelf, introduction).encode()
        files |= thumbnails(prose, shelf)


def references() -> References:
    """Look through all pages of the series for what they number, before any of them is rendered."""
    return collect(
        {page.as_posix(): (DOCS / page).read_text() for page in PAGES},
        {entry["page"]: entry["number"] for entry in series()},
    )


def compose(place: Place) -> dict[str, bytes]:
    """Return every staged file by its path; nothing is written.

    Raises:
        Problem: a page uses an unknown id, or an artifact is not what the manifest recorded.
    """
    terms = load_terms(CONTENT / "glossary.toml")
    publication = Publication(
        Artifacts(place.artifacts),
        Bibliography(CONTENT / "bibliography.bib"),
        {term.id: term.term for term in terms},
        load_slips(),
        references(),
    )
    prose = Prose(publication, {**WORDS, "network": network})
    files: dict[str, bytes] = {}
    _plain_pages(prose, files)
    for page in PAGES:
        _series_page(prose, page, place.cells, files)
    _figures(prose, files)
    _galleries(prose, files)
    claims = publication.artifacts.manifest.claims
    page_of_claims = prose.on("about/claims.md").fill("claims.md.j2", claims=claims)
    files["about/claims.md"] = page_of_claims.encode()
    files["about/bibliography.md"] = publication.bibliography.page().encode()
    files["about/glossary.md"] = glossary_page(terms).encode()
    tail = abbreviations(terms).encode()
    # tooltips where there is prose: on the many figure pages they would cost seconds of every build
    return {
        name: content + tail if name.endswith(".md") and name.startswith(WITH_TOOLTIPS) else content
        for name, content in files.items()
    }


def stage(place: Place) -> str:
    """Bring the staged folder to what ``compose`` says, touching only files that differ; return its
    digest.
    """
    files = compose(place)
    for path in place.staged.rglob("*"):
        if path.is_file() and path.relative_to(place.staged).as_posix() not in files:
            path.unlink()
    for name, content in files.items():
        path = place.staged / name
        if not path.is_file() or path.read_bytes() != content:
            write_atomically(path, content)
    return sha256(
        "\n".join(f"{name} {sha256(content)}" for name, content in sorted(files.items())).encode()
    )
