"""Run the pages' cells, stage the Markdown, render the site: each again only when what it reads has
changed.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from pytask import Product, PythonNode, mark, task

from analysis.artifacts import write_atomically
from site_config.build import renderer
from site_config.build.cell_inputs import cells_digest, sees_figures
from site_config.build.content import Files, Folder
from site_config.pages.cells import run_page
from site_config.pages.listed import check
from site_config.pages.page import Cell, code_of
from site_config.pages.unfit import refuse_unfit_files
from site_config.paths import CITATION, DOCS, PAGES, TEMPLATES, place, site_address
from site_config.words.checked import refuse_damaged_content

refuse_damaged_content()
PLACE = place()
MANIFEST = PLACE.artifacts / "manifest.json"
# of the manifest without what may differ between two equal runs, and of that without its figures
PUBLISHED, MEASURED = PLACE.build / "published.sha256", PLACE.build / "measured.sha256"


def _files(**paths: list[Path]) -> dict[str, Files]:
    return {name: Files(name=name, files=tuple(some)) for name, some in paths.items()}


def _versions(told: str) -> PythonNode:
    told = f"{told}, published at {site_address() or 'any address'}"
    return PythonNode(name="the renderer", value=told, hash=True)


check()
refuse_unfit_files()
for _page in PAGES:
    _sources = code_of(_page)

    @task(
        id=_page.stem,
        kwargs={
            "page": _page.as_posix(),
            "code": PythonNode(
                name="what its cells run or print",
                value=_sources,
                hash=cells_digest,
            ),
            "published": PUBLISHED if sees_figures(_sources) else MEASURED,
            "output": PLACE.cells / f"{_page.stem}.json",
        },
    )
    @mark.beside(run=run_page)
    def cells(
        page: str, code: list[Cell], published: Path, output: Annotated[Path, Product]
    ) -> None:
        """Run the cells of one page."""
        run_page(page, code, published, output)


@task(
    id="exhibits",
    kwargs={
        "sources": _files(
            templates=renderer.files(TEMPLATES), code=renderer.composing(), cited=[CITATION]
        ),
        "versions": _versions(renderer.versions(renderer.COMPOSING)),
        "manifest": MANIFEST,
        "exhibits": Folder(name="exhibits", folder=PLACE.exhibits),
    },
)
def exhibit(
    sources: dict[str, tuple[Path, ...]],
    versions: str,
    manifest: Path,
    exhibits: Annotated[Path, Product],
) -> None:
    """Make the pages that only show what was measured."""
    from site_config.build.exhibits import exhibit as bring_up_to_date

    bring_up_to_date(PLACE)


@task(
    id="pages",
    kwargs={
        "sources": _files(written=renderer.files(DOCS), **renderer.composed_from()),
        "versions": _versions(renderer.versions(renderer.COMPOSING)),
        "made": [MANIFEST, *(PLACE.cells / f"{page.stem}.json" for page in PAGES)],
        "exhibits": Folder(name="exhibits", folder=PLACE.exhibits),
        "digest": PLACE.build / "staged.sha256",
        "staged": Folder(name="site_docs", folder=PLACE.staged),
    },
)
def stage(
    sources: dict[str, tuple[Path, ...]],
    versions: str,
    made: list[Path],
    exhibits: Path,
    digest: Annotated[Path, Product],
    staged: Annotated[Path, Product],
) -> None:
    """Write the Markdown of all pages into the staged folder, last its digest."""
    from site_config.build.stage import stage as bring_up_to_date

    write_atomically(digest, bring_up_to_date(PLACE) + "\n")


@task(
    id="site",
    kwargs={
        "staged": Folder(name="site_docs", folder=PLACE.staged),
        "theme": Files(name="theme", files=tuple(renderer.theme())),
        "versions": _versions(renderer.rendering()),
        "site": Folder(name="site", folder=PLACE.site),
    },
)
def render(
    staged: Path, theme: tuple[Path, ...], versions: str, site: Annotated[Path, Product]
) -> None:
    """Render the staged pages to the site."""
    from site_config.build.render import render as make

    make(PLACE)
