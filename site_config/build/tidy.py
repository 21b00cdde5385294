"""What the theme writes and HTML does not allow, mended on every page."""

from __future__ import annotations

import re

TOC_LABEL = ' for="__toc"'
HEAD_CELL = re.compile(r"<th(?=[ >])(?![^>]*\bscope=)")


def valid(html: str) -> str:
    """Return a page without empty numbers, without what only fields for text may have, and without
    labels of nothing; cells in the head of a table say that they stand for columns.
    """
    html = html.replace(' tabindex=""', "").replace(' autocomplete="off">', ">")
    if 'id="__toc"' not in html:
        html = html.replace(TOC_LABEL, "")
    return HEAD_CELL.sub('<th scope="col"', html)
