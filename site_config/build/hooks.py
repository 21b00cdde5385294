"""Everything that MkDocs alone calls, named in its configuration: what pages need beyond Markdown.

What each of them does stands in a module that knows no renderer.
"""

from __future__ import annotations

from typing import Any

from mkdocs.structure.pages import Page
from mkdocs.utils import get_relative_url

from site_config.build.belonging import entry_for
from site_config.build.scrolling import in_regions
from site_config.build.terms import underlined
from site_config.build.tidy import valid
from site_config.paths import address

GLOSSARY = address("about/glossary.md")


def on_nav(nav: Any, config: Any, files: Any) -> None:
    """Let pages without an entry stand below the one that they belong to."""
    entries = {page.file.src_uri: page for page in nav.pages}
    for file in files.documentation_pages():
        if file.src_uri not in entries and (entry := entry_for(file.src_uri, entries)):
            file.page.parent = entries[entry]


def on_page_content(html: str, page: Page, **_: Any) -> str:
    """Lead from terms to what they mean, and let what is wide scroll within a region."""
    return in_regions(underlined(html, get_relative_url(GLOSSARY, page.url)))


def on_post_page(output: str, **_: Any) -> str:
    """Mend what the theme writes, before the page is written."""
    return valid(output)
