"""Where a person's pages name what is published: which sentences a number or a verdict stands in.

No word's own syntax is known here: whatever stands in quotation marks in what Jinja reads of a
page, ``value('id')`` as ``compared('id', 'other')`` or a block, names the id that is spelt so.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

from jinja2 import TemplateSyntaxError

from analysis.toml_files import read_text
from site_config.pages.blocks import fences, is_cell
from site_config.paths import CONTENT, DOCS, REPOSITORY, TEMPLATES, written
from site_config.words.context import environment

# of what a part holds: it stands in no sentence
LISTS = {"coverage.toml"}
# words for figures, some of which are called like a value
OTHERS = {"figure", "ref"}
QUOTED = re.compile(r"[\"']([A-Za-z0-9]+(?:-[A-Za-z0-9]+)+)[\"']")
JINJA = environment()


def _without_cells(text: str) -> str:
    """Return a page with the code of its cells blanked line for line: Jinja never reads that."""
    lines = text.split("\n")
    for token in filter(is_cell, fences(text)):
        first, end = token.map
        lines[first:end] = [""] * (end - first)
    return "\n".join(lines)


def quoted(text: str, tables: bool = False) -> Iterator[tuple[str, int]]:
    """Yield what a text names in quotation marks, each with its line.

    Args:
        tables: whether it is TOML, where ids stand outside of what Jinja reads as well.
    """
    word = ""
    try:
        for line, kind, said in JINJA.lex(text):
            if kind in ("variable_begin", "block_begin"):
                word = ""
            elif kind == "name":
                word = said
            elif kind == "string" and word not in OTHERS:
                yield said[1:-1], line
            elif kind == "data" and tables:
                for found in QUOTED.finditer(said):
                    yield found[1], line + said.count("\n", 0, found.start())
    except TemplateSyntaxError:  # edited since it was published: the next build judges it
        return


def _sources() -> Iterator[Path]:
    """Yield every file with sentences that a person wrote about what is published."""
    yield from filter(written, sorted(DOCS.rglob("*.md")))
    yield from (path for path in sorted(CONTENT.glob("*.toml")) if path.name not in LISTS)
    yield from sorted(TEMPLATES.rglob("*.j2"))


def _read(path: Path) -> Iterator[tuple[str, int]]:
    name = path.relative_to(REPOSITORY).as_posix()
    text = read_text(path, name)
    yield from quoted(
        _without_cells(text) if path.suffix == ".md" else text, path.suffix == ".toml"
    )


def places(ids: Collection[str]) -> Mapping[str, list[str]]:
    """Return file and line of each sentence that names one of these ids."""
    found: dict[str, dict[str, None]] = {}
    for path in _sources():
        for id, line in _read(path):
            if id in ids:
                place = f"{path.relative_to(REPOSITORY).as_posix()}:{line}"
                found.setdefault(id, {})[place] = None
    return {id: list(there) for id, there in found.items()}
