"""What Markdown drops without a word, or takes for something else: refused with its line."""

from __future__ import annotations

import re
from collections.abc import Iterator

from analysis.problem import Problem
from site_config.pages.blocks import CELL, fences, without_code
from site_config.pages.unfit import unfit_lines

COMMENT = re.compile(r"<!--.*?-->", re.S)
WORD = re.compile(r"\[([=%]).*?\1\]")  # bars within it are no bars of a table
RULE = re.compile(
    r"[ >]*\|?(?:[ ]*:?-+:?[ ]*\|)+(?:[ ]*:?-+:?[ ]*)?|[ >]*:?-+:?[ ]*(?:\|[ ]*:?-+:?[ ]*)+"
)
MOVED_IN = re.compile(rf"[ ]{{4,}}[`~]{{3,}}[ ]*{CELL}")
WITHIN = re.compile(r"\[\^[^\]]+\]:|:[ ]|!!!|\?\?\?")
DEFINED = re.compile(r"^ {0,3}\[(\^?)([^\]\n]+)\]:", re.M)
BRACKETS = re.compile(r"\[([^\[\]]+)\]")
LINES = tuple(
    (re.compile(pattern, re.M), said)
    for pattern, said in (
        (
            r"^#{1,6}[^#\s].*",
            "would become a heading. Put a space behind '#', or a backslash before it where it is"
            " none.",
        ),
        (r"^(?:<{7}|>{7}) .*", "is what git leaves of a conflict. Choose one of the versions."),
        (
            r"^([ ]*)(?:!!!|\?\?\?\+?) ?\w.*(?=(?:\n[ \t]*)*?(?:\Z|\n(?!\1(?: {4}|\t))[ ]*\S))",
            "is a box without text. What stands in it is moved in by 4 spaces.",
        ),
    )
)


def _blank(found: re.Match[str]) -> str:
    return "\n" * found[0].count("\n")


def _columns(row: str) -> int:
    """Return the cells of a row; a bar behind a backslash is none of its borders."""
    bare = re.sub(r"\\.", "", row).strip("> ")
    return bare.removeprefix("|").removesuffix("|").count("|") + 1


def _rows(lines: list[str]) -> Iterator[tuple[int, str]]:
    """Yield rows of tables that have more cells than their head: these are not shown."""
    for rule in (number for number, line in enumerate(lines) if RULE.fullmatch(line)):
        head = _columns(lines[rule - 1])
        for number in range(rule + 1, len(lines)):
            if not lines[number].strip("> ") or "|" not in lines[number]:
                break
            if (cells := _columns(lines[number])) > head:
                yield (
                    number,
                    f"a row of {cells} cells in a table of {head}; what is too much is not shown."
                    " Widen its head, or write \\| for a bar in the text.",
                )


def _twice(text: str) -> Iterator[tuple[int, str]]:
    """Yield notes and addresses that are defined a second time: one of both is not shown."""
    seen = set()
    for found in DEFINED.finditer(text):
        name = (found[1], found[2].lower())
        if name in seen:
            line = text.count("\n", 0, found.start())
            yield line, f"[{found[1]}{found[2]}] is defined twice. Give one of both another name."
        seen.add(name)


def _unused(text: str) -> Iterator[tuple[int, str]]:
    """Yield addresses that are defined and that no link names: nothing of them is shown."""
    named = {_plain(name) for name in BRACKETS.findall(DEFINED.sub("", text))}
    for found in DEFINED.finditer(text):
        if not found[1] and _plain(found[2]) not in named:
            line = text.count("\n", 0, found.start())
            yield (
                line,
                f"[{found[2]}] is defined, and no link names it: nothing of this line is shown. A"
                " comment is written <!-- ... -->; before text, put a backslash.",
            )


def _plain(name: str) -> str:
    return " ".join(name.split()).lower()


def _cells(text: str) -> Iterator[tuple[int, str]]:
    """Yield cells within a note, a definition or a box: they would be shown, and never run."""
    fenced = {line for token in fences(text) for line in range(*token.map)}
    above = ""
    for number, line in enumerate(text.split("\n")):
        if line[:1].strip():
            above = line
        if number not in fenced and MOVED_IN.match(line) and WITHIN.match(above):
            yield number, "a code cell cannot stand within a note, definition or box."


def refuse_lost(text: str, file: str) -> None:
    """``Raises Problem`` for the first thing of a page that would be lost or taken for another."""
    prose = COMMENT.sub(_blank, without_code(text, "code"))
    found = [
        *_cells(text),
        *_twice(prose),
        *_unused(WORD.sub("word", prose)),
        *_rows(WORD.sub("word", prose).split("\n")),
        *unfit_lines(prose),
    ]
    for pattern, said in LINES:
        for typed in pattern.finditer(prose):
            line = prose.count("\n", 0, typed.start())
            found.append((line, f"{typed[0].strip()[:60]!r} {said}"))
    for line, said in sorted(found):
        raise Problem(f"{file}:{line + 1}: {said}")
