"""What no page of the site holds: what acts on a reader unasked, and what the content policy of the
site makes dead.

It is looked for where a person typed it, before anything is measured, and once more on what was
rendered, where it may have come from words, templates and outputs of cells.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from analysis.problem import Problem
from site_config.pages.blocks import without_code
from site_config.pages.kept import kept
from site_config.pages.written import named, read_text
from site_config.paths import ASSETS, CONTENT, DOCS, REPOSITORY, subject, written

# a type that is none of these makes a script a block of data, which no browser runs
RUNS = re.compile(r"(?i)(?:(?:text|application)/(?:x-)?(?:java|ecma|j|live)script\d?.*|module|)")
SCRIPTS = re.compile(r"(?i)[\x00-\x20]*(?:java|vb|live)script\s*:")
AWAY = re.compile(r"\s*(?:[a-zA-Z][a-zA-Z0-9+.-]*:|//)")
FRAMED = frozenset(("object", "embed", "applet", "frame", "frameset", "portal"))
# browsers show these files as pages, and run what stands in them without any policy
DOCUMENTS = frozenset((".svg", ".html", ".htm", ".xhtml", ".xht", ".xml"))
REPEATED = (CONTENT, REPOSITORY / "analysis" / "catalogue")  # what pages repeat, as TOML


def unfit(tag: str, given: Mapping[str, str]) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield what an element may not be or have: how it may have been typed, at last in HTML, and
    what to do.
    """
    if tag == "script" and "src" not in given and RUNS.fullmatch(given.get("type", "").strip()):
        yield (
            ("<script",),
            "<script> runs what stands within a page. Put it into a file below docs/assets, and"
            ' load that: <script type="module" src="../assets/....js"></script>.',
        )
    if tag in FRAMED:
        yield (f"<{tag}",), f"<{tag}> shows nothing on this site. Write <img>, <video> or a link."
    if tag == "meta" and "http-equiv" in given:
        yield ("<meta",), "<meta http-equiv> turns a page away from its reader. Write a link."
    if tag == "base":
        yield ("<base",), "<base> turns every address of the page. Remove it."
    for name, value in given.items():
        if re.fullmatch("on[a-z]+", name):
            yield (
                (f"{name}=",),
                f"{name}= is never run on this site. Put the script into a file below docs/assets.",
            )
        elif name == "ping":
            yield ("ping=",), "ping= tells a server what is read. Leave it out."
        elif name.endswith("action") and AWAY.match(value):
            yield (f"{name}=",), f"{name}= sends what is typed elsewhere, which is never done here."
        elif SCRIPTS.match(re.sub(r"[\t\r\n]", "", value)):  # as browsers read addresses
            told = f"{name}= holds a script, which is never run. Write a link."
            yield (value.strip(), "script:", f"{name}="), told  # Markdown makes such of a link


class _Source(HTMLParser):
    """Finds the first element of a text that is unfit."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[int, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        line, begun = self.getpos()[0], self.get_starttag_text() or ""
        for needles, said in unfit(tag, {name: value or "" for name, value in attrs}):
            before = begun.lower().partition(needles[-1].rstrip("="))[0]
            self.found.append((line + before.count("\n"), said))
        # a page within the page; its lines are those of the element
        self.found += [(line, said) for _, said in unfit_lines(dict(attrs).get("srcdoc") or "")]


def unfit_lines(text: str) -> Iterator[tuple[int, str]]:
    """Yield what is unfit in a text, with its line, counted from 0."""
    source = _Source()
    source.feed(text)
    source.close()
    yield from ((line - 1, said) for line, said in source.found)


def refuse_unfit_files() -> None:
    """``Raises Problem`` for what is unfit beside the pages: in what these repeat, such as captions
    and terms, and in files of docs that browsers show as pages of their own.
    """
    repeated = [] if subject() else [one for folder in REPEATED for one in folder.rglob("*.toml")]
    for path in sorted(repeated):
        _refuse(path, kept(_in_prose, read_text(path)))
    for path in sorted({*DOCS.rglob("*"), *ASSETS.rglob("*")}):
        if path.suffix.lower() in DOCUMENTS and written(path):
            _refuse(path, kept(_in_markup, read_text(path)))


def _in_prose(text: str) -> list[list[Any]]:
    return _in_markup(without_code(text))


def _in_markup(text: str) -> list[list[Any]]:
    return [list(one) for one in unfit_lines(text)]


def _refuse(path: Path, found: Iterable[list[Any]]) -> None:
    for line, said in found:
        raise Problem(f"{named(path)}:{line + 1}: {said}")
