"""What is wider than a phone scrolls within a region of its own, which has a name and which the
keyboard reaches: every table and every piece of code is one when its page is rendered, without any
script.
"""

from __future__ import annotations

import re
from collections import Counter
from html import escape, unescape

PIECES = re.compile(
    r"<h[1-6]\b[^>]*>(?P<heading>.*?)</h[1-6]>|<table\b.*?</table>"
    r"|(?P<code><pre\b[^>]*>(?:<span></span>)?<code)(?=[ >])",
    re.S,
)
# the sign of a permanent link, and every other tag
UNSAID = re.compile(r'<a class="headerlink".*?</a>|<[^>]*>', re.S)


def in_regions(html: str) -> str:
    """Return a page with a region around each table, and one of each piece of code, named after the
    heading that it stands under and counted where there are several: two regions of one name
    cannot be told apart.
    """
    heading, met = "this page", Counter[str]()

    def region(kind: str) -> str:
        met[f"{kind}: {heading}"] += 1
        number = met[f"{kind}: {heading}"]
        name = escape(f"{kind} {number}: {heading}" if number > 1 else f"{kind}: {heading}")
        return f'class="scrolls" role="region" tabindex="0" aria-label="{name}"'

    def piece(found: re.Match[str]) -> str:
        nonlocal heading
        if found["heading"] is not None:
            heading = unescape(UNSAID.sub("", found["heading"])).strip() or heading
            return found[0]
        if found["code"] is not None:
            return f"{found[0]} {region('Code')}"
        return f"<div {region('Table')}>{found[0]}</div>"

    return PIECES.sub(piece, html)
