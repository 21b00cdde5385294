"""Make the folder of a site that stands."""

from __future__ import annotations

import base64
import json
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from analysis.artifacts import write_atomically
from analysis.problem import Problem
from site_config.build import swap
from site_config.build.findable import ENTRIES, SEARCH
from site_config.build.offline.pages import FIRST, article, fetched, modules, opened
from site_config.build.offline.scripts import classic
from site_config.build.policy import under_policy
from site_config.paths import Place

HERE = Path(__file__).parent
# pages of which others show something when a link to them is pointed at
SHOWN = ("about/glossary", "about/bibliography", "figures/*", "claims/*")
# the index, and the script that each theme asks for where nothing can be fetched
INDEXES = {SEARCH: "search/search_index.js", "search.json": "search.js"}
WORKERS = ("assets/search.js", "assets/javascripts/workers/*.js")


def _beside(path: Path, content: bytes) -> None:
    """Put what scripts fetch beside its file, as a script."""
    encoded = base64.b64encode(content).decode()
    write_atomically(path.with_name(f"{path.name}.from-folder.js"), f'fromFolder("{encoded}");\n')


def _rewrite_pages(site: Path) -> None:
    used, asked = set[Path](), set[Path]()
    for page in sorted(site.rglob("index.html")):
        html = page.read_text(encoding="utf-8")
        used |= set(modules(html, page))
        asked |= set(fetched(html, page))
        write_atomically(page, opened(html, page, site))
    for module, script in [(one, classic(one)) for one in sorted(used)]:
        write_atomically(module, script)
    for path in filter(Path.is_file, _with_arrays(asked)):
        _beside(path, path.read_bytes())


def _with_arrays(asked: Iterable[Path]) -> set[Path]:
    """Return files that are fetched, with the arrays that one of numbers stands for."""
    return {
        one
        for path in asked
        for one in (path, *(path.parent.glob("*.npy") if path.name == "decision.json" else ()))
    }


def _at_files(entries: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return what a search finds, at addresses of files: a theme may go there by itself."""

    def to_file(address: str) -> str:
        path, sign, place = address.partition("#")
        return f"{path}index.html{sign}{place}" if path == "" or path.endswith("/") else address

    return [{**entry, "location": to_file(entry["location"])} for entry in entries]


def _rewrite_search(site: Path) -> None:
    for name, script in INDEXES.items():
        if (site / name).is_file():
            index = json.loads((site / name).read_text(encoding="utf-8"))
            for key in index.keys() & {"docs", "items"}:
                index[key] = _at_files(index[key])
            write_atomically(site / script, f"var __index = {json.dumps(index)};\n")
    if (site / ENTRIES).is_file():
        entries = json.loads((site / ENTRIES).read_text(encoding="utf-8"))
        _beside(site / ENTRIES, json.dumps(_at_files(entries)).encode())
    _rewrite_workers(site)


def _rewrite_workers(site: Path) -> None:
    for worker in (path for pattern in WORKERS for path in site.glob(pattern)):
        up = "../" * (len(worker.relative_to(site).parts) - 1)
        scripts = (f"{up}{FIRST}", f"{up}assets/frame.js", worker.name)
        loaded = "".join(f'<script src="{one}"></script>' for one in scripts)
        html = f'<!doctype html><html lang="en"><head><meta charset="utf-8">{loaded}'
        write_atomically(worker.with_suffix(".from-folder.html"), under_policy(html))


def opened_from_folder(site: Path) -> None:
    """Rewrite a copy of a site so that it works from its folder."""
    for name in ("from_folder.js", "frame.js"):
        shutil.copyfile(HERE / name, site / "assets" / name)
    for page in (one for pattern in SHOWN for one in site.glob(f"{pattern}/index.html")):
        _beside(page, article(page.read_text(encoding="utf-8")).encode())
    _rewrite_pages(site)
    _rewrite_search(site)


def make(place: Place) -> Path:
    """Make the folder of the profile's site; return where it lies.

    Raises:
        Problem: there is no site yet, or a script is written in a way that cannot be taken over.
    """
    if not (place.site / "index.html").is_file():
        raise Problem(f"{place.site} does not exist yet. Run: make site PROFILE={place.profile}")
    target = place.build / "offline"
    fresh = swap.beside(target)
    shutil.rmtree(fresh, ignore_errors=True)
    shutil.copytree(place.site, fresh)
    try:
        opened_from_folder(fresh.resolve())
    except ValueError as error:
        shutil.rmtree(fresh, ignore_errors=True)
        raise Problem(f"the offline site was not made: {error}.") from None
    swap.put_in_place(target)
    return target
