"""An extension of Markdown for Zensical, which turns every address on a page as if it were seen
from the source of the page. HTML that was typed is seen from where the page will lie, as with
MkDocs: this module says it as seen from the source first.
"""

from __future__ import annotations

import re
from posixpath import basename, join, normpath
from typing import Any

from markdown import Markdown
from markdown.extensions import Extension
from markdown.util import HtmlStash
from zensical.extensions.context import ContextPreprocessor

TAG = re.compile(r"<[a-zA-Z][^<>]*>")
ADDRESS = re.compile(r'(?<=\s)(href|src)="([^"#?][^"#?]*)([^"]*)"')
ELSEWHERE = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:|/")


def from_source(html: str, page: str) -> str:
    """Return typed HTML with its addresses as seen from the source of its page."""
    stem = basename(page).removesuffix(".md")
    if stem in ("index", "README"):
        return html

    def address(found: re.Match[str]) -> str:
        name, path, rest = found.groups()
        if ELSEWHERE.match(path):
            return found[0]
        end = "/" if path.endswith("/") else ""
        return f'{name}="{normpath(join(stem, path))}{end}{rest}"'

    return TAG.sub(lambda tag: ADDRESS.sub(address, tag[0]), html)


class _Typed(HtmlStash):
    """Keeps what was typed aside, as Markdown asks it to; each piece comes here once."""

    def __init__(self, md: Markdown) -> None:
        super().__init__()
        self.md = md

    def store(self, html: Any) -> str:
        context = ContextPreprocessor.from_markdown(self.md)
        if context and isinstance(html, str):
            html = from_source(html, context.page.path)
        return str(super().store(html))


class TypedAddresses(Extension):
    """Goes over HTML that was typed when it is put aside."""

    def extendMarkdown(self, md: Markdown) -> None:
        md.htmlStash = _Typed(md)


def makeExtension(**settings: Any) -> TypedAddresses:
    """Return the extension; Markdown asks for it by this name."""
    return TypedAddresses(**settings)
