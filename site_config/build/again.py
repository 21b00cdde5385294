"""A site that stands, made again and compared with what lies there.

The seal tells that files are as somebody left them. That they are what a build makes of what was
published is told by making them: a number that was changed on a page, in the data beside it and in
the seal comes out as another one.
"""

from __future__ import annotations

import gzip
import random
import re
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from analysis.artifacts import sha256
from analysis.problem import Problem
from site_config.build import content, exhibits, seal, stage
from site_config.build.render import render_whole
from site_config.pages.cells import run_cells
from site_config.pages.kept import forget
from site_config.pages.page import code_of
from site_config.paths import PAGES, Place

CELLS = 3  # pages whose cells are run again: each takes seconds
SITEMAP, PACKED = "sitemap.xml", "sitemap.xml.gz"
DAY = re.compile(rb"<lastmod>[^<]*</lastmod>")  # on which they were rendered


def _refuse(place: Place, path: Path, remove: Path) -> None:
    raise Problem(
        f"{path} is not what is made of what was published, although the last build is said to have"
        f" left it so. Remove {remove}, then run: make site PROFILE={place.profile}"
    )


def _sitemap(file: Path) -> str | None:
    """Return the digest of a sitemap, packed or not, without the day; None where it cannot be read
    as one.
    """
    try:
        text = file.read_bytes()
        return sha256(DAY.sub(b"", gzip.decompress(text) if file.suffix == ".gz" else text))
    except (OSError, EOFError, zlib.error):
        return None


def _below(folder: Path) -> dict[str, str | None]:
    start = len(f"{folder}/")
    found = {
        path[start:]: known for path, known in content.digests(content.files(folder), follow=False)
    }
    return found | {name: _sitemap(folder / name) for name in (SITEMAP, PACKED) if name in found}


def _compare(place: Place, folder: Path, wanted: Mapping[str, str | None]) -> int:
    """Compare the files below a folder with the digests of what was made again; return how many
    there are. ``Raises Problem`` at the first that differs.
    """
    there = _below(folder)
    for name in sorted(there.keys() | wanted.keys()):
        if there.get(name) != wanted.get(name):
            _refuse(place, folder / name, folder)
    return len(there)


def _composed(place: Place, folder: Path, compose: Callable[[Place], Mapping[str, bytes]]) -> int:
    return _compare(place, folder, {name: sha256(text) for name, text in compose(place).items()})


def _rendered(place: Place) -> int:
    with TemporaryDirectory(prefix="made-again-") as name:
        fresh = Path(name) / "site"
        render_whole(place, fresh)
        return _compare(place, place.site, _below(fresh))


def _cells(place: Place, report: Callable[[str], None]) -> None:
    """Run the cells of some pages again, chosen at random, and say of how many the outputs were
    taken as they lie there.
    """
    pages = random.sample(PAGES, min(CELLS, len(PAGES)))
    for page in pages:
        stored = place.cells / f"{page.stem}.json"
        if run_cells(f"docs/{page}", code_of(page), place.artifacts) != stored.read_text():
            _refuse(place, stored, stored)
        report(f"{page}: its cells give again what is shown")
    if rest := len(PAGES) - len(pages):
        report(f"of {rest} more pages the cells were not run again")


def check(place: Place, report: Callable[[str], None]) -> None:
    """Make the pages of a site again, with what lies beside them, and compare; so also the outputs
    of some of their cells. Whoever calls it holds the lock of the build.

    Raises:
        Problem: a file is another one than what is made again.
    """
    if not seal.unbroken(place, seal.read()):
        report(
            "the project is another one than the site was built from, or it is said to lie at"
            " another address: its pages were not made again. Run: make site"
            f" PROFILE={place.profile}"
        )
        return
    forget()
    composed = _composed(place, place.exhibits, exhibits.compose)
    composed += _composed(place, place.staged, stage.compose)
    report(f"{composed} files are composed again of what was published, every byte is the same")
    report(f"{_rendered(place)} files of the site are rendered again, every byte is the same")
    _cells(place, report)
