"""Terms of the glossary, where a page uses them: the first of each in a section is a link to what
it means, which a keyboard and a finger reach; the others stay plain words.

Markdown marks every one of them as an abbreviation.
"""

from __future__ import annotations

import re
from functools import cache
from html import escape, unescape

from site_config.paths import CONTENT
from site_config.words.glossary import load_terms

# where a section begins, where a link or a heading begins and ends, and a term
PIECES = re.compile(
    r"<(?P<end>/?)(?P<tag>h[1-6]|a|summary|button)\b[^>]*>"
    r'|<abbr title="(?P<told>[^"]*)">(?P<said>[^<]*)</abbr>'
)


@cache
def _terms() -> dict[str, str]:
    """Return the id of each term by every spelling of it."""
    return {
        name: term.id
        for term in load_terms(CONTENT / "glossary.toml")
        for name in (term.term, *term.also)
    }


def underlined(html: str, glossary: str) -> str:
    """Return a page whose terms lead to the glossary, each once a section, and nowhere within a
    heading or another link.
    """
    inside, met = 0, set[str]()

    def piece(found: re.Match[str]) -> str:
        nonlocal inside
        if tag := found["tag"]:
            inside += -1 if found["end"] else 1
            if tag in ("h1", "h2", "h3") and not found["end"]:
                met.clear()
            return found[0]
        term = _terms().get(unescape(found["said"]))
        if term is None:
            return found[0]
        if inside or term in met:
            return found["said"]
        met.add(term)
        return f'<a class="term" href="{escape(glossary)}#{term}">{found["said"]}</a>'

    return PIECES.sub(piece, html)
