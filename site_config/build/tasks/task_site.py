"""Run the pages' cells, stage the Markdown, render the site: each again only when what it reads has
changed.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Annotated

from pytask import Product, PythonNode, mark, task

from analysis.artifacts import write_atomically
from site_config.pages.cells import code_of, run_page
from site_config.paths import CITATION, CONFIG, DOCS, PAGES, REPOSITORY, TEMPLATES, place

PLACE = place()
MANIFEST = PLACE.artifacts / "manifest.json"
# of the manifest without what may differ between two equal runs
PUBLISHED = PLACE.build / "published.sha256"


def _tree(*folders: Path) -> list[Path]:
    return sorted(
        path
        for folder in folders
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    )


for _page in PAGES:
    _sources = code_of(DOCS / _page)

    @task(
        id=_page.stem,
        kwargs={
            "page": _page.as_posix(),
            "code": PythonNode(
                name="code cells",
                value=_sources,
                hash=lambda sources: hashlib.sha256(repr(sources).encode()).hexdigest(),
            ),
            "published": PUBLISHED,
            "output": PLACE.cells / f"{_page.stem}.json",
        },
    )
    @mark.beside(run=run_page)
    def cells(
        page: str, code: list[str], published: Path, output: Annotated[Path, Product]
    ) -> None:
        run_page(page, code, published, output)


@task(
    id="pages",
    kwargs={
        "written": [*_tree(DOCS), CITATION],
        "templates": _tree(TEMPLATES),
        "renderer": [
            path for path in _tree(CONFIG) if path.parent.name not in ("profiles", "tasks")
        ],
        "manifest": MANIFEST,
        "cells": [PLACE.cells / f"{page.stem}.json" for page in PAGES],
        "digest": PLACE.build / "staged.sha256",
    },
)
def stage(
    written: list[Path],
    templates: list[Path],
    renderer: list[Path],
    manifest: Path,
    cells: list[Path],
    digest: Annotated[Path, Product],
) -> None:
    from site_config.build.stage import stage as bring_up_to_date

    write_atomically(digest, bring_up_to_date(PLACE) + "\n")


@task(
    id="site",
    kwargs={
        "staged": PLACE.build / "staged.sha256",
        "theme": [REPOSITORY / "mkdocs.yml", *_tree(TEMPLATES / "theme")],
        "index": PLACE.site / "index.html",
    },
)
def render(staged: Path, theme: list[Path], index: Annotated[Path, Product]) -> None:
    from site_config.build.render import render as make

    make(PLACE)
