"""What the theme writes and HTML does not allow, mended on every page."""

from __future__ import annotations

import re

TOC_LABEL = ' for="__toc"'
# a section with a page of its own: what names it holds a sign alone, so its title has to
UNNAMED = re.compile(
    r'(<nav class="md-nav"[^>]*?) aria-labelledby="__nav_[\d_]+_label"([^>]*>\s*'
    r'<label class="md-nav__title"[^>]*>\s*<span class="md-nav__icon md-icon"></span>\s*)([^<]*?)'
    r"(\s*</label>)"
)
HEAD_CELL = re.compile(r"<th(?=[ >])(?![^>]*\bscope=)")


def valid(html: str) -> str:
    """Return a page without empty numbers, without what only fields for text may have, and without
    labels of nothing; each part of the navigation is called by its title, and cells in the head of
    a table say that they stand for columns.
    """
    html = html.replace(' tabindex=""', "").replace(' autocomplete="off">', ">")
    if 'id="__toc"' not in html:
        html = html.replace(TOC_LABEL, "")
    html = UNNAMED.sub(r'\1 aria-label="\3"\2\3\4', html)
    return HEAD_CELL.sub('<th scope="col"', html)
