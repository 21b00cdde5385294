"""What rendered pages need beyond what a renderer makes of Markdown: one pass over them, whichever
renderer wrote them.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from posixpath import relpath

from analysis.artifacts import write_atomically
from site_config.build.belonging import entries, entry_for, marked
from site_config.build.dark import write_dark
from site_config.build.policy import under_policy
from site_config.build.renderers import Renderer
from site_config.build.scrolling import in_regions
from site_config.build.terms import underlined
from site_config.build.tidy import valid
from site_config.paths import address

GLOSSARY = address("about/glossary.md")
ARTICLE, END = '<article class="md-content__inner md-typeset">', "</article>"
MISSING = "404.html"


def _content(html: str, page: str) -> str:
    """Lead from terms to what they mean, and let what is wide scroll within a region."""
    before, begin, rest = html.partition(ARTICLE)
    content, end, after = rest.rpartition(END)
    glossary = relpath(f"/{GLOSSARY}", f"/{address(page)}") + "/"
    return f"{before}{begin}{in_regions(underlined(content, glossary))}{end}{after}"


def finished(html: str, page: str, theme: Renderer) -> str:
    """Return a page of the site as readers get it; ``page`` is its staged name."""
    html = _content(html, page)
    known = entries()
    if page not in known and (entry := entry_for(page, known)):
        html = marked(html, address(page), address(entry))
    return under_policy(valid(theme.mended(html)))


def finish(site: Path, staged: Iterable[str], theme: Renderer) -> None:
    """Go over the pages that were rendered, and add what is made of all files of the site.

    Files are written anew, never into: one may be a link to that of the old site.
    """
    for name in staged:
        path = site / (f"{address(name)}index.html" if name.endswith(".md") else name)
        if name.endswith(".md"):
            write_atomically(path, finished(path.read_text(encoding="utf-8"), name, theme))
        elif name.endswith(".html"):
            write_atomically(path, under_policy(path.read_text(encoding="utf-8")))
    missing = site / MISSING
    write_atomically(missing, under_policy(missing.read_text(encoding="utf-8")))
    for pattern in theme.UNREAD:
        for path in site.glob(pattern):
            if path.is_file():
                path.unlink()
    write_dark(site)
