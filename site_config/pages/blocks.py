"""The blocks of a page, as the parser sees them by which jupytext finds cells: the only judge of
what on a page is code and what is prose.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from analysis.problem import Problem

CELL = "{code-cell}"
FENCES = ("fence", "colon_fence")
# runs of backquotes are taken whole: to try their parts would take for ever
CODE_SPAN = re.compile(r"(?<!`)(`++)(?:[^`\n]|\n(?!\n)|(?!\1(?!`))`++)*?\1(?!`)")


@lru_cache(maxsize=64)
def blocks(text: str) -> tuple[Any, ...]:
    """Return the block tokens of a Markdown text."""
    from jupytext.myst import get_parser
    from mdit_py_plugins.colon_fence import colon_fence_plugin

    return tuple(get_parser().use(colon_fence_plugin).parse(text + "\n"))


def fences(text: str) -> Iterator[Any]:
    """Yield the fences of a text, also those within lists and quotations."""
    return (token for token in blocks(text) if token.type in FENCES)


def is_cell(token: Any) -> bool:
    """Return whether a fence is a code cell."""
    return token.type == "fence" and token.info.strip().startswith(CELL)


def closed(token: Any, lines: list[str]) -> bool:
    """Return whether a fence ends where its writer said, and not with the text around it."""
    first, end = token.map
    mark = token.markup
    last = lines[end - 1].strip("> \t") if end <= len(lines) else ""
    return end - 1 > first and set(last) == {mark[0]} and len(last) >= len(mark)


def _blank(text: str) -> str:
    return "\n" * text.count("\n")


def without_code(text: str, mark: str = "") -> str:
    """Return a text with its code blanked, line for line: fences and what stands in backquotes, in
    whose place comes a mark.
    """
    lines = text.split("\n")
    for token in fences(text):
        if token.type == "fence":
            for number in range(token.map[0], min(token.map[1], len(lines))):
                lines[number] = ""
    return CODE_SPAN.sub(lambda span: mark + _blank(span[0]), "\n".join(lines))


def check_ends(text: str, file: str) -> None:
    """Refuse what would swallow the rest of a page.

    Raises:
        Problem: a fence or a comment does not end; the message names file and line.
    """
    lines = text.split("\n")
    for token in fences(text):
        if not closed(token, lines):
            raise Problem(
                f"{file}:{token.map[0] + 1}: what begins with {lines[token.map[0]].strip()!r} does"
                f" not end. Put {token.markup} on a line of its own beneath it."
            )
    bare = without_code(text)
    for found in re.finditer("<!--", bare):
        if "-->" not in bare[found.end() :]:
            line = bare.count("\n", 0, found.start()) + 1
            raise Problem(f"{file}:{line}: the comment does not end. Put '-->' behind it.")
