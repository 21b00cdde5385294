"""A page that is opened from a folder: its links lead to files, and its scripts are no modules."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from posixpath import relpath
from urllib.parse import unquote

from site_config.build.finish import ARTICLE, END

LINK = re.compile(r'((?:\shref|\sdata-list)=")([^"#?:]*)([^":]*")')
MODULE = re.compile(r'<script\b(?=[^>]*type="module")[^>]*?\ssrc="([^"]+)"[^>]*>')
POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>')
# which a browser asks for with the origin of the page; a folder has none
PRELOAD = re.compile(r'[ \t]*<link rel="preload"[^>]*crossorigin>\n?')
DATA = re.compile(r'\sdata-\w+="([^"?#:]+\.json)"')
FIRST = "assets/from_folder.js"
# what computes beside its page cannot from a folder: its scripts are left out, and it says so
LAB_SCRIPT = re.compile(r'[ \t]*<script\b[^>]*\ssrc="[^"]*assets/lab/[^"]*"[^>]*></script>\n?')
LAB = re.compile(r'<div class="lab-[^>]*>')
NO_LAB = (
    '<p class="lab-refusal">Pages that were opened from a folder cannot compute beside the page:'
    " the lab needs a server, such as that of make serve.</p>"
)


def _to_file(found: re.Match[str], page: Path) -> str:
    before, path, rest = found.groups()
    if path and not path.startswith("/") and (page.parent / unquote(path)).is_dir():
        path = f"{path.rstrip('/')}/index.html"
    return f"{before}{path}{rest}"


def modules(html: str, page: Path) -> Iterator[Path]:
    """Yield the modules that a page loads from a folder."""
    for address in MODULE.findall(LAB_SCRIPT.sub("", html)):
        yield (page.parent / address).resolve()


def fetched(html: str, page: Path) -> Iterator[Path]:
    """Yield the files that scripts of a page fetch, as it tells them."""
    for address in DATA.findall(LAB.sub("", html)):
        yield (page.parent / address).resolve()


def article(html: str) -> str:
    """Return what others show of a page."""
    content = html.partition(ARTICLE)[2].rpartition(END)[0]
    return f"{ARTICLE}{content}{END}"


def opened(html: str, page: Path, site: Path) -> str:
    """Return a page of a site as it works from a folder."""
    html = LAB.sub(lambda found: found[0] + NO_LAB, LAB_SCRIPT.sub("", html))
    html = LINK.sub(lambda found: _to_file(found, page), html)
    html = MODULE.sub(r'<script defer src="\1">', PRELOAD.sub("", html))
    first = relpath(site / FIRST, page.parent)
    return POLICY.sub(lambda found: f'{found[0]}\n<script src="{first}"></script>', html, count=1)
