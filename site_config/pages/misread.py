"""Lines that MyST and MkDocs read differently, so that one of their writers would be misread."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from analysis.problem import Problem
from site_config.pages.blocks import blocks

# blocks that may stand in an item of a list
BELONGING = {"bullet_list_open", "ordered_list_open", "paragraph_open", "fence", "colon_fence"}
BELONGING |= {"blockquote_open", "table_open", "html_block"}
FORMULA = re.compile(r"^[ \t]*\$\$.*?\$\$", re.S | re.M)


def _labels(lines: list[str], tokens: tuple[Any, ...], file: str) -> Iterator[int]:
    """Refuse targets and comments of MyST; yield the lines that only part its cells."""
    for token in tokens:
        line = token.map[0] if token.map else 0
        if token.type == "myst_target":
            label = token.content
            raise Problem(
                f"{file}:{line + 1}: ({label})= is not rendered here. Write {{ #{label} }} behind a"
                " heading."
            )
        if token.type == "myst_line_comment" and not lines[line].startswith("%]"):
            raise Problem(
                f"{file}:{line + 1}: a line that begins with % is a comment in MyST and text in"
                " MkDocs. Write <!-- ... -->, or begin the line with another word."
            )
        if token.type == "myst_block_break":
            if token.content.strip():
                raise Problem(f"{file}:{line + 1}: +++ has no options here. Write +++ alone.")
            yield line


def _column(lines: list[str], token: Any) -> int:
    text = lines[token.map[0]].expandtabs(4)
    return len(text) - len(text.lstrip())


def _nesting(lines: list[str], tokens: tuple[Any, ...], file: str) -> None:
    """Refuse what MyST counts to an item of a list and MkDocs does not: it asks for 4 spaces."""
    items: list[tuple[int, int]] = []  # line and column of the items that a token stands in
    for token in tokens:
        if token.type == "list_item_close":
            items.pop()
        elif token.map and items and token.type in BELONGING and token.map[0] > items[-1][0]:
            moved = _column(lines, token) - items[-1][1]
            if 0 < moved < 4:
                raise Problem(
                    f"{file}:{token.map[0] + 1}: what belongs to an item of a list is moved in by 4"
                    f" spaces, not by {moved}; otherwise it stands outside of it."
                )
        if token.type == "list_item_open":
            items.append((token.map[0], _column(lines, token)))


def refuse_misread(text: str, file: str) -> list[int]:
    """Refuse what would be misread; return the lines that mean nothing here, counted from 0.

    Raises:
        Problem: the message names file and line.
    """
    # what begins a line of a formula is no list and no comment
    prose = FORMULA.sub(lambda found: "\n" * found[0].count("\n"), text)
    lines, tokens = text.split("\n"), blocks(prose)
    _nesting(lines, tokens, file)
    return list(_labels(lines, tokens, file))
