"""A page as its cells: text and code in the order of the page, each code cell with its options.

One parser, jupytext's, tells them apart, for whoever runs the code and for whoever shows it.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from itertools import takewhile
from pathlib import Path
from typing import Any

from yaml import YAMLError

from analysis.ending import one_line
from analysis.problem import Problem, nearest
from site_config.pages.blocks import CELL, fences, is_cell
from site_config.pages.directives import as_mkdocs
from site_config.pages.kept import kept
from site_config.pages.written import Manuscript, page
from site_config.paths import PAGES

LANGUAGES = {"", "python", "python3", "ipython", "ipython3"}
NONE: frozenset[str] = frozenset()
TAGS = {
    "hide-cell": "code and output are folded",
    "hide-input": "the code is folded",
    "hide-output": "the output is folded",
    "raises-exception": "the cell may fail; its error is shown",
    "remove-cell": "the cell runs and is not shown",
    "remove-input": "the code is not shown",
    "remove-output": "the output is not shown",
    "remove-stderr": "as for all cells: standard error is not shown",
    "skip-execution": "the cell is shown and does not run",
}


@dataclass(frozen=True)
class Cell:
    """A piece of a page."""

    kind: str  # markdown or code
    source: str
    line: int  # of the file
    tags: frozenset[str] = NONE

    def has(self, *tags: str) -> bool:
        return not self.tags.isdisjoint(tags)


@dataclass(frozen=True)
class Page:
    """A page that was read: what its header says, its text as MkDocs reads it, its cells."""

    file: str
    header: dict[str, Any]
    head: str  # the header as it stands
    text: str  # the rest, below as many empty lines as the header has
    cells: tuple[Cell, ...]

    @property
    def body(self) -> str:
        """The text without the lines that stand for the header."""
        return self.text[self.head.count("\n") :]


def _tags(options: Any, where: str) -> frozenset[str]:
    """Return the tags of a code cell.

    Raises:
        Problem: an option or a tag is none of those that exist.
    """
    example = "as in ':tags: [remove-input]'"
    if not isinstance(options, dict):
        raise Problem(f"{where}: options of a code cell are names and values, {example}.")
    if unknown := [name for name in options if name != "tags"]:
        raise Problem(
            f"{where}: option {unknown[0]!r} of a code cell is not known. The only one is tags,"
            f" {example}."
        )
    tags = options.get("tags", [])
    if not isinstance(tags, list) or not all(isinstance(tag, str) for tag in tags):
        raise Problem(f"{where}: tags of a code cell are a list, {example}.")
    for tag in tags:
        if tag not in TAGS:
            raise Problem(
                f"{where}: tag {tag!r} of a code cell is not known; {nearest(tag, TAGS)}. Known:"
                f" {', '.join(TAGS)}."
            )
    return frozenset(tags)


def _twice(content: str) -> str:
    """Return an option of a cell that stands twice, of which the last one alone would count."""
    first, *rest = content.split("\n") or [""]
    if first.startswith("---"):
        block = takewhile(lambda line: not line.startswith("---"), rest)
        names = [found[1] for line in block if (found := re.match(r"([\w-]+)\s*:", line))]
    else:
        block = takewhile(lambda line: line.startswith(":"), [first, *rest])
        names = [found[1] for line in block if (found := re.match(r":([\w-]+):", line))]
    return next((name for name, count in Counter(names).items() if count > 1), "")


def _checked(token: Any, file: str) -> frozenset[str]:
    """Return the tags of a code cell; refuse what jupytext could not read, with its line."""
    from jupytext.myst import MystMetadataParsingError, read_fenced_cell

    where = f"{file}:{token.map[0] + 1}"
    language = token.info.strip().removeprefix(CELL).strip()
    if language.lower() not in LANGUAGES:
        raise Problem(f"{where}: a cell in {language!r} cannot run. Cells are Python.")
    if twice := _twice(token.content):
        raise Problem(f"{where}: option {twice!r} of the cell stands twice. Write it once.")
    try:
        options, _ = read_fenced_cell(token, 0, "Code")
    except (MystMetadataParsingError, ValueError, YAMLError) as error:
        said = one_line(error).partition("Invalid YAML; ")
        raise Problem(f"{where}: options of the cell are no YAML: {said[2] or said[0]}.") from None
    return _tags(options, where)


def _cells(text: str, file: str) -> tuple[Cell, ...]:
    """Return the cells of a page's text.

    Raises:
        Problem: a cell has options that do not exist.
    """
    from jupytext.myst import myst_to_notebook

    tags = iter([_checked(token, file) for token in fences(text) if is_cell(token)])
    notebook = myst_to_notebook(text, add_source_map=True)
    lines = notebook.metadata["source_map"]
    return tuple(
        Cell(cell.cell_type, cell.source, line, next(tags) if cell.cell_type == "code" else NONE)
        for cell, line in zip(notebook.cells, lines, strict=True)
    )


@lru_cache(maxsize=128)
def read(written: Manuscript, with_cells: bool) -> Page:
    """Read what a person wrote.

    Args:
        with_cells: whether cells run on this page; elsewhere they are refused.

    Raises:
        Problem: something on the page would be left raw, lost or misread.
    """
    file, header, head = written.file, written.header, written.head
    text, *told = kept(_taken_apart, file, "\n" * head.count("\n") + written.body)
    cells = tuple(Cell(kind, source, line, frozenset(tags)) for kind, source, line, tags in told)
    if not with_cells and (code := [cell for cell in cells if cell.kind == "code"]):
        raise Problem(
            f"{file}:{code[0].line}: code cells run on pages of docs/series and docs/companions"
            " only. Write ```python for code that is shown."
        )
    return Page(file, header, head, text, cells)


def _taken_apart(file: str, body: str) -> list[Any]:
    """Return the text of a page as MkDocs reads it, and what tells each of its cells."""
    text = as_mkdocs(body, file)
    return [text, *([c.kind, c.source, c.line, sorted(c.tags)] for c in _cells(text, file))]


def read_page(path: Path) -> Page:
    """Read a page below docs."""
    return read(page(path), path in PAGES)


def code_of(path: Path) -> list[Cell]:
    """Return the code cells of a page of the series."""
    return [cell for cell in read(page(path), True).cells if cell.kind == "code"]
